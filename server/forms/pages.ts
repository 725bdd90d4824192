/** The pages' routes. A form without script is checked first: what should be known before filing is shown once. */
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { FileRef } from '../../channels/channel.js';
import { Problem } from '../errors.js';
import { readForm } from '../http/form.js';
import { Answer, type Handlers } from '../http/handler.js';
import { type Catalogue, cardOf, shanghaiDate } from './catalogue.js';
import type { Forms } from './forms.js';
import { sentences } from './judge.js';
import { nearest } from './nearest.js';
import { expiredPage, filedPage, formPage, gonePage, listPage } from './page.js';
import type { Places } from './places.js';
import { select, wishOf } from './routes.js';
import { type Values, valuesOf } from './values.js';

export interface FormPageParts {
  forms: Forms;
  catalogue: Catalogue;
  places: Places;
  keep: (bytes: Readable, meta: { name: string; now: Date }) => Promise<FileRef>;
  now: () => Date;
}

const GONE = 410;
const FIELD_BYTES = 16 * 1024;
const PLAIN = { 'Cache-Control': 'no-store' };
const page = (html: string, status = 200): Answer => new Answer({ status, headers: PLAIN, html });

/** A form without script has no id of its own: pressed twice on one day it is the same filing. */
function filingId(form: string, values: Values, files: string[], ip: string, now: Date): string {
  const whole = JSON.stringify([form, shanghaiDate(now), ip, values, files.length]);
  return `page-${createHash('sha256').update(whole).digest('hex').slice(0, 32)}`;
}

export function formPages(parts: FormPageParts): Handlers<'formsPage' | 'formPage' | 'fileFormPage'> {
  const { forms, catalogue, places, keep, now } = parts;
  return {
    async formsPage({ query }) {
      const wish = wishOf(query);
      return page(listPage(select((await catalogue.live()).map(cardOf), wish), wish, places));
    },

    async formPage({ params }) {
      const live = await catalogue.find(params.form ?? '');
      if (!live) {
        const expired = await catalogue.expired(params.form ?? '');
        if (expired) {
          const other = nearest(expired, await catalogue.live());
          return page(expiredPage(expired, other), GONE);
        }
        const gone = (await catalogue.rows()).some((row) => row.form === params.form);
        const problem = new Problem(gone ? 'FORM_GONE' : 'NOT_FOUND');
        return page(gonePage(problem.message), problem.status);
      }
      return page(formPage({ live, values: {}, faults: {}, warnings: [] }, places));
    },

    async fileFormPage(asked) {
      const id = asked.params.form ?? '';
      const current = await catalogue.find(id);
      const { fields, lists, files } = await readForm(asked, {
        fieldBytes: FIELD_BYTES,
        files: current?.form.photos?.most ?? 0,
        keep: async (stream, name) => (await keep(stream, { name, now: now() })).id,
      });
      const version = Number(fields.version);
      if (!Number.isInteger(version)) throw new Problem('BAD_REQUEST');
      const form = await forms.open(id, version);
      const values = valuesOf(form, lists);
      const checked = await forms.check(id, version, values);
      const faults = sentences(form, checked.judged.faults);
      const live = { form, version };
      if (Object.keys(faults).length > 0)
        return page(formPage({ live, values, faults, warnings: [] }, places), 422);
      // Photos cannot be put back into a form: who sent some is not asked twice.
      if (checked.warnings.length > 0 && fields.seen !== '1' && files.length === 0)
        return page(formPage({ live, values, faults, warnings: checked.warnings }, places));
      const filing = { id: filingId(id, values, files, asked.ip, now()), version, values, files };
      return page(filedPage(await forms.file(id, filing, 'byRate')), 201);
    },
  };
}
