/** From values that were judged to the message they make. */

import type { FileRef, InboundMessage } from '../../channels/channel.js';
import { type FormFiling, formMessage } from '../../channels/forms.js';
import type { FormDef, FormValue } from '../http/contract-forms.js';
import type { Places } from './places.js';
import type { Values } from './values.js';
import { PAGE_WORDS } from './words.js';

export const told = (value: FormValue, places: Places, isRegion: boolean): string => {
  if (Array.isArray(value)) return value.join(PAGE_WORDS.and);
  if (typeof value === 'boolean') return value ? PAGE_WORDS.ticked : '';
  const text = String(value);
  return isRegion ? places.full(text) : text;
};

export interface Matter {
  fields: Record<string, string>;
  said: FormFiling['said'];
  /** For whoever works on the order; no words of the citizen's. */
  note?: string;
}

/** What an order has a place for, and the rest line by line. A town is said before the place that lies in it. */
export function matterOf(form: FormDef, values: Values, places: Places): Matter {
  const fields: Record<string, string> = {};
  const said: FormFiling['said'] = [];
  let town = '';
  for (const name of form.ui.order) {
    const value = values[name];
    const field = form.ui.fields[name];
    if (value === undefined || !field) continue;
    const property = form.schema.properties[name];
    const isRegion = property?.type === 'string' && property.format === 'region';
    const text = told(value, places, isRegion);
    if (field.role === 'region') {
      fields.region = places.region(String(value));
      if (fields.region !== value) town = text;
    } else if (field.role) fields[field.role] = text;
    else said.push({ label: field.label, value: text });
  }
  if (town) fields.place = [town, fields.place].filter(Boolean).join(' ');
  return { fields, said };
}

/** What the understanding reads: the words alone, without the title, which would tell it the answer. */
export const wordsOf = ({ fields, said }: Matter): string =>
  [fields.place, fields.content, fields.demand, ...said.map(({ value }) => value)]
    .filter(Boolean)
    .join(PAGE_WORDS.stop);

export function messageOf(
  filing: { id: string; version: number },
  form: FormDef,
  matter: Matter,
  files: FileRef[],
  now: Date,
): InboundMessage {
  const { hint } = form;
  return formMessage(
    {
      id: filing.id,
      title: form.title,
      ...matter,
      form: {
        form: form.id,
        formVersion: String(filing.version),
        formType: hint.type,
        ...(hint.category ? { formCategory: hint.category } : {}),
        ...(hint.hotline ? { formHotline: hint.hotline } : {}),
      },
    },
    files,
    now,
  );
}
