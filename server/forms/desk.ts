/**
 * The form editor's routes. Publishing and withdrawing are commits like every change; the version claimed is
 * the lock between two editors. Restoring is publishing an old version's content anew.
 */

import { Problem } from '../errors.js';
import type { FormDef, FormRow, FormVersion } from '../http/contract-forms.js';
import { type Handlers, type SignedIn, signedIn } from '../http/handler.js';
import type { Commit, Committed } from '../intake/journal.js';
import type { Audit } from '../people/audit.js';
import type { FormDoc } from '../store/forms.js';
import { type Catalogue, inForce, over, shanghaiDate } from './catalogue.js';
import { readFormDef, type Surroundings } from './faults.js';
import { formPage } from './page.js';
import type { Places } from './places.js';

export interface DeskFormParts {
  catalogue: Catalogue;
  places: Places;
  surroundings: Surroundings;
  commit: (commit: Commit) => Promise<Committed>;
  audit: Audit;
  now: () => Date;
}

export type DeskFormRoute = 'deskForms' | 'deskForm' | 'judgeForm' | 'publishForm' | 'withdrawForm';

const viewOf = ({ version, from, at, by, note, withdrawn, def }: FormDoc): FormVersion => ({
  version,
  from,
  at: at.toISOString(),
  by,
  note,
  withdrawn,
  form: def,
});

function rowOf(rows: FormDoc[], day: string): FormRow {
  const newest = rows.at(-1)!;
  const now = inForce(rows, day);
  const shown = now ?? newest;
  return {
    id: shown.form,
    title: newest.def.title,
    audience: shown.def.audience,
    version: newest.version,
    state:
      newest.from > day
        ? 'scheduled'
        : shown.withdrawn
          ? 'withdrawn'
          : over(shown.def, day)
            ? 'expired'
            : 'live',
    from: newest.from,
    at: newest.at.toISOString(),
    by: newest.by,
  };
}

export function deskForms(parts: DeskFormParts): Handlers<DeskFormRoute> {
  const { catalogue, places, surroundings, commit, audit, now } = parts;
  const of = async (id: string): Promise<FormDoc[]> =>
    (await catalogue.rows()).filter((row) => row.form === id);
  const newestFirst = async (id: string): Promise<FormVersion[]> => (await of(id)).map(viewOf).reverse();

  /** `base` is what the editor began from: whoever was quicker is not overwritten. */
  async function write(
    who: SignedIn,
    ip: string,
    action: 'form.publish' | 'form.withdraw',
    row: Omit<FormDoc, '_id' | 'at' | 'by'>,
  ): Promise<void> {
    const _id = `${row.form}@${row.version}`;
    await audit({ who, ip, action, target: _id, reason: row.note });
    const done = await commit({
      cause: `form:${_id}`,
      actor: { kind: 'staff', id: who.account, role: who.roles[0] ?? '' },
      claims: [`form:${_id}`],
      changes: [{ do: 'form', row: { ...row, _id, at: now(), by: who.account } }],
      before: { version: row.version - 1 },
    });
    catalogue.forget();
    if (done !== 'done') throw new Problem('STALE');
  }

  function judged(given: unknown): FormDef {
    const { form, faults } = readFormDef(given, surroundings);
    if (!form || faults.length > 0)
      throw new Problem(
        'INVALID',
        undefined,
        faults
          .slice(0, 6)
          .map(({ path, message }) => `${path}: ${message}`)
          .join('；'),
      );
    return form;
  }

  return {
    async deskForms() {
      const rows = await catalogue.rows();
      const day = shanghaiDate(now());
      return [...new Set(rows.map((row) => row.form))].map((id) =>
        rowOf(
          rows.filter((row) => row.form === id),
          day,
        ),
      );
    },
    async deskForm({ params }) {
      const versions = await newestFirst(params.form ?? '');
      if (versions.length === 0) throw new Problem('NOT_FOUND');
      return versions;
    },
    async judgeForm({ body }) {
      const { form, faults } = readFormDef(body.form, surroundings);
      if (!form) return { faults, html: '' };
      const live = { form, version: 0 };
      const html = formPage({ live, values: {}, faults: {}, warnings: [], preview: true }, places);
      return { faults, html };
    },
    async publishForm(asked) {
      const { body, params, ip } = asked;
      const form = judged(body.form);
      if (form.id !== params.form) throw new Problem('INVALID');
      const versions = await of(form.id);
      if ((versions.at(-1)?.version ?? 0) !== body.base) throw new Problem('STALE');
      await write(signedIn(asked), ip, 'form.publish', {
        form: form.id,
        version: body.base + 1,
        def: form,
        from: body.from,
        note: body.note,
        withdrawn: false,
      });
      return newestFirst(form.id);
    },
    async withdrawForm(asked) {
      const { body, params, ip } = asked;
      const id = params.form ?? '';
      const newest = (await of(id)).at(-1);
      if (!newest) throw new Problem('NOT_FOUND');
      if (newest.version !== body.base) throw new Problem('STALE');
      await write(signedIn(asked), ip, 'form.withdraw', {
        form: id,
        version: body.base + 1,
        def: newest.def,
        from: shanghaiDate(now()),
        note: body.reason,
        withdrawn: true,
      });
      return newestFirst(id);
    },
  };
}
