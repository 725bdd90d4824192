/** Pure judgements on what was typed: the same rules as the server's, told before anything is sent. */
import { faults, fieldNames } from './words.js';

export interface Filling {
  what: '' | 'streetlight' | 'road';
  place: string;
  region: string;
  description: string;
  name: string;
  phone: string;
}

export const EMPTY: Filling = { what: '', place: '', region: '', description: '', name: '', phone: '' };

export type FieldName = keyof typeof fieldNames;
export type Faults = Partial<Record<FieldName, string>>;

/** In the order they stand on the page: the first one is focused. */
export const ORDER = ['what', 'place', 'region', 'description', 'photo', 'name', 'phone'] as const;

/** Figures as people type them: full width, with spaces or dashes, with the country's +86. */
export const plainPhone = (typed: string): string =>
  typed
    .normalize('NFKC')
    .replace(/[\s\p{Cf}\p{Pd}]/gu, '')
    .replace(/^\+?86(?=1\d{10}$)/, '');

/** Number or code as typed: spaces, dashes, small letters, full width. */
export const plainSign = (typed: string): string =>
  typed
    .normalize('NFKC')
    .replace(/[\s\p{Cf}\p{Pd}]/gu, '')
    .toUpperCase();

function phoneFault(typed: string): string | undefined {
  const phone = plainPhone(typed);
  if (phone === '') return faults.phoneEmpty;
  if (/\D/.test(phone)) return faults.phoneSigns;
  if (phone.length !== 11) return faults.phoneCount(phone.length);
  return /^1[3-9]/.test(phone) ? undefined : faults.phoneStart;
}

const between = (text: string, least: number, most: number, few: string, many: (n: number) => string) => {
  const { length } = text.trim();
  return length < least ? few : length > most ? many(length) : undefined;
};

export function faultsOf(form: Filling): Faults {
  const found: Record<string, string | undefined> = {
    what: form.what === '' ? faults.what : undefined,
    place: between(form.place, 2, 200, faults.placeEmpty, faults.placeLong),
    description: between(form.description, 2, 2000, faults.descriptionEmpty, faults.descriptionLong),
    name: form.name.trim().length > 40 ? faults.nameLong : undefined,
    phone: phoneFault(form.phone),
  };
  return Object.fromEntries(Object.entries(found).filter(([, fault]) => fault !== undefined));
}

/** 「地点: 请填写；手机号: …」 back to the fields; what fits none is left out. */
export function faultsOfHint(hint: string): Faults {
  const found: Faults = {};
  for (const part of hint.split('；')) {
    const at = part.indexOf(': ');
    const name = ORDER.find((field) => fieldNames[field] === part.slice(0, at));
    if (name) found[name] = part.slice(at + 2);
  }
  return found;
}

/** Without fields that were left empty. */
export function formOf(form: Filling, id: string, photo: string[]) {
  const { region, what } = form;
  const name = form.name.trim();
  return {
    id,
    what: what === 'road' ? ('road' as const) : ('streetlight' as const),
    place: form.place.trim(),
    description: form.description.trim(),
    phone: plainPhone(form.phone),
    ...(region ? { region } : {}),
    ...(name ? { name } : {}),
    ...(photo.length > 0 ? { photo } : {}),
  };
}
