/** What was typed outlives the page: kept per form for seven days on this device, cleared once it is filed. */
import type { FormDef } from '../../../server/http/contract-forms.js';
import type { Values } from './judge.js';

export interface KeptPhoto {
  id: string;
  name: string;
}
export interface Draft {
  values: Values;
  photos: KeptPhoto[];
  /** The last try and what it said: the same words sent again are the same filing. */
  tried: { id: string; words: string } | null;
  at: number;
}
export interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const KEPT_MS = 7 * 86_400_000;
/** The server keeps photos of no filing for a day. */
const PHOTO_MS = 23 * 3_600_000;
const keyOf = (form: string): string => `jiesu:form:${form}`;

export const isBlank = ({ values, photos }: Pick<Draft, 'values' | 'photos'>): boolean =>
  photos.length === 0 &&
  Object.values(values).every(
    (value) => value === '' || value === false || (Array.isArray(value) && !value[0]),
  );

/** Private browsing may refuse to store, or throw when full: the page goes on without. */
export function saveDraft(on: Shelf | null, form: string, draft: Draft | null): void {
  try {
    if (!draft || isBlank(draft)) on?.removeItem(keyOf(form));
    else on?.setItem(keyOf(form), JSON.stringify(draft));
  } catch {
    // Nothing to be done, and nothing on the screen is lost.
  }
}

const isValue = (value: unknown): boolean =>
  ['string', 'number', 'boolean'].includes(typeof value) ||
  (Array.isArray(value) && value.every((one) => typeof one === 'string'));

export function readDraft(on: Shelf | null, form: string, now: number): Draft | null {
  try {
    const kept = JSON.parse(on?.getItem(keyOf(form)) ?? 'null') as Partial<Draft> | null;
    if (!kept || typeof kept.at !== 'number' || now - kept.at > KEPT_MS || kept.at > now + 60_000)
      return null;
    const values = Object.fromEntries(
      Object.entries(kept.values ?? {}).filter(([, value]) => isValue(value)),
    );
    const photos = (kept.photos ?? []).filter((photo) => typeof photo.id === 'string');
    return { values, photos: now - kept.at > PHOTO_MS ? [] : photos, tried: kept.tried ?? null, at: kept.at };
  } catch {
    return null;
  }
}

/**
 * The same matter on another form: what has the same role or name goes to its own field, what the other form
 * does not ask is told in its content.
 */
export function carried(from: FormDef, values: Values, to: FormDef): Values {
  const made: Values = {};
  const fits = (name: string, value: unknown): boolean => {
    const property = to.schema.properties[name];
    if (!property || Array.isArray(value)) return false;
    if (property.type !== 'string') return property.type === 'integer' && typeof value === 'number';
    return typeof value === 'string' && (!property.enum || property.enum.includes(value));
  };
  const rest: string[] = [];
  for (const name of from.ui.order) {
    const value = values[name];
    const field = from.ui.fields[name];
    if (value === undefined || value === '' || value === false || !field) continue;
    const target = field.role ? to.ui.order.find((one) => to.ui.fields[one]?.role === field.role) : name;
    if (target && fits(target, value)) made[target] = value;
    else if (!Array.isArray(value) || value.length > 0)
      rest.push(`${field.label} ${[value].flat().join(' ')}`);
  }
  const content = to.ui.order.find((one) => to.ui.fields[one]?.role === 'content') ?? '';
  if (content) made[content] = [made[content] ?? '', ...rest].filter(Boolean).join('\n');
  return made;
}
