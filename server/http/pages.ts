/** The portal's repair form without script: the same handlers as the JSON routes, their answer as a page. */
import { createHash } from 'node:crypto';
import { check } from './check.js';
import * as contract from './contract-citizen.js';
import { readForm } from './form.js';
import { Answer, type Asked, type Handlers } from './handler.js';
import { document, esc, rows } from './html.js';
import { bodyOf } from './order-pages.js';
import { WORDS } from './words.js';

const FIELD_BYTES = 16 * 1024;
const PHOTOS = 3;
const words = WORDS.page;

type Parts = Pick<Handlers, 'repair' | 'formFile'>;

/** A form without script has no id of its own: pressed twice on one day it is the same filing. */
function formId(fields: Record<string, string>, ip: string, now: Date): string {
  const day = new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
  const whole = JSON.stringify([day, ip, fields.what, fields.place, fields.description, fields.phone]);
  return `page-${createHash('sha256').update(whole).digest('hex').slice(0, 32)}`;
}

export function pages(parts: Parts, now: () => Date): Handlers<'repairPage'> {
  return {
    async repairPage(asked) {
      const { fields, files } = await readForm(asked, {
        fieldBytes: FIELD_BYTES,
        files: PHOTOS,
        keep: async (stream, name) => {
          const kept = await parts.formFile({ ...asked, stream, query: { name } } as Asked<undefined>);
          return bodyOf<{ id: string }>(kept).id;
        },
      });
      const given = Object.fromEntries(
        ['what', 'place', 'region', 'description', 'name', 'phone']
          .map((name) => [name, fields[name]?.trim() ?? ''] as const)
          .filter(([, value]) => value !== ''),
      );
      const form = contract.repairForm.parse(
        check(contract.repairForm, { ...given, id: formId(given, asked.ip, now()), photo: files }),
      );
      const filed = bodyOf(await parts.repair({ ...asked, body: form }));
      const table = rows([
        [words.orderNo, filed.orderNo],
        [words.code, filed.code],
      ]);
      return new Answer({
        status: 201,
        headers: { 'Cache-Control': 'no-store' },
        html: document(words.filedTitle, `${table}<p>${esc(filed.next)}</p><p>${words.keep}</p>`),
      });
    },
  };
}
