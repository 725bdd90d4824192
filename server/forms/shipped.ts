/** The forms that come with the house, or with a city's policy folder (`POLICY_DIR/forms/*.json`). */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FormDef, FormFault } from '../http/contract-forms.js';
import type { FormDoc, FormStore } from '../store/forms.js';
import { readFormDef, type Surroundings } from './faults.js';
import { FORM_WORDS, fill } from './words.js';

export const SHIPPED = fileURLToPath(new URL('./default', import.meta.url));

export const formsDir = (policyDir: string | null | undefined): string => {
  const own = policyDir ? join(policyDir, 'forms') : null;
  return own && existsSync(own) ? own : SHIPPED;
};

export interface Shipped {
  forms: FormDef[];
  faults: (FormFault & { file: string })[];
}

export function readShipped(dir: string, surroundings: Surroundings): Shipped {
  const shipped: Shipped = { forms: [], faults: [] };
  for (const name of readdirSync(dir).sort()) {
    if (!name.endsWith('.json')) continue;
    const file = `forms/${name}`;
    const told = (path: string, message: string) => shipped.faults.push({ file, path, message });
    let raw: unknown;
    try {
      raw = JSON.parse(readFileSync(join(dir, name), 'utf8'));
    } catch (error) {
      told('', fill(FORM_WORDS.shape, { detail: error instanceof Error ? error.message : String(error) }));
      continue;
    }
    const { form, faults } = readFormDef(raw, surroundings);
    for (const one of faults) told(one.path, one.message);
    if (!form) continue;
    const wanted = name.slice(0, -'.json'.length);
    if (form.id !== wanted) told('.id', fill(FORM_WORDS.id, { detail: wanted }));
    shipped.forms.push(form);
  }
  return shipped;
}

/** Once: a form that people have taken over in the editor is never written again. */
export async function seedForms(store: FormStore, forms: readonly FormDef[], now: Date): Promise<void> {
  const there = new Set((await store.all()).map((row) => row.form));
  for (const def of forms) {
    if (there.has(def.id)) continue;
    const row: FormDoc = {
      _id: `${def.id}@1`,
      form: def.id,
      version: 1,
      def,
      from: '2021-05-21',
      at: now,
      by: '',
      note: def.source,
      withdrawn: false,
    };
    await store.put(row);
  }
}
