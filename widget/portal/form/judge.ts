/**
 * The same judgement as the server's (server/forms/values.ts and judge.ts), told before anything is sent: an
 * interpreter of the few words of JSON Schema that a form may use. The server always judges again; a test holds
 * both against each other.
 */
import type { FormDef, FormProperty, FormValue } from '../../../server/http/contract-forms.js';

export type Values = Record<string, FormValue>;
export interface Fault {
  rule: string;
  n?: number;
  now?: number;
}
export interface Judged {
  values: Values;
  faults: Record<string, Fault>;
}

function figures(typed: string, format: string): string {
  const bare = typed.normalize('NFKC').replace(/[\s\p{Cf}\p{Pd}]/gu, '');
  return format === 'phone' ? bare.replace(/^\+?86(?=1\d{10}$)/, '') : bare.toUpperCase();
}

function plain(value: FormValue, property: FormProperty | undefined): FormValue {
  if (typeof value !== 'string' || property?.type !== 'string') return value;
  const { format } = property;
  return format === 'phone' || format === 'uscc' ? figures(value, format) : value.trim();
}

const empty = (value: FormValue): boolean =>
  value === '' || value === false || (Array.isArray(value) && value.length === 0);

export function shownOf({ ui }: FormDef, values: Values): Set<string> {
  const shown = new Set<string>();
  for (const name of ui.order) {
    const rule = ui.fields[name]?.showIf;
    const value = rule ? values[rule.field] : undefined;
    const given = Array.isArray(value) ? value : [String(value ?? '')];
    if (!rule || (shown.has(rule.field) && rule.in.some((one) => given.includes(one)))) shown.add(name);
  }
  return shown;
}

const CREDIT = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** GB 32100-2015, MOD 31-3; as nlu/checksums.ts. */
export function creditCodeValid(code: string): boolean {
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(code)) return false;
  let sum = 0;
  let weight = 1;
  for (const sign of code.slice(0, 17)) {
    sum += CREDIT.indexOf(sign) * weight;
    weight = (weight * 3) % 31;
  }
  return CREDIT[(31 - (sum % 31)) % 31] === code[17];
}

const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && (new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) ?? false);

const BEIJING_MS = 8 * 3_600_000;
/** By the calendar of Beijing, wherever the browser stands. */
export const today = (): string => new Date(Date.now() + BEIJING_MS).toISOString().slice(0, 10);

/** Which regions there are the server knows; here only what a code looks like. */
const FORMATS: Record<string, (text: string) => boolean> = {
  phone: (text) => /^1[3-9]\d{9}$/.test(text),
  uscc: creditCodeValid,
  region: (text) => /^\d{6}(\d{3})?$/.test(text),
  date: isDay,
  past: (text) => isDay(text) && text <= today(),
};

function textFault(text: string, property: Extract<FormProperty, { type: 'string' }>): Fault | null {
  const { minLength, maxLength, format } = property;
  const now = [...text].length;
  if (property.enum && !property.enum.includes(text)) return { rule: 'choice' };
  if (minLength !== undefined && now < minLength) return { rule: 'short', n: minLength, now };
  if (maxLength !== undefined && now > maxLength) return { rule: 'long', n: maxLength, now };
  return format && !FORMATS[format]?.(text) ? { rule: format } : null;
}

function valueFault(value: FormValue, property: FormProperty): Fault | null {
  switch (property.type) {
    case 'string':
      return typeof value === 'string' ? textFault(value, property) : { rule: 'kind' };
    case 'boolean':
      return value === true ? null : { rule: 'tick' };
    case 'integer': {
      const { minimum, maximum } = property;
      if (typeof value !== 'number' || !Number.isInteger(value)) return { rule: 'number' };
      if (minimum !== undefined && value < minimum) return { rule: 'small', n: minimum };
      return maximum !== undefined && value > maximum ? { rule: 'big', n: maximum } : null;
    }
    default: {
      const { minItems, maxItems, items } = property;
      if (!Array.isArray(value) || new Set(value).size < value.length) return { rule: 'kind' };
      if (value.some((one) => !items.enum.includes(one))) return { rule: 'choice' };
      if (minItems !== undefined && value.length < minItems) return { rule: 'few', n: minItems };
      return maxItems !== undefined && value.length > maxItems ? { rule: 'many', n: maxItems } : null;
    }
  }
}

const CHOSEN = ['picks', 'list', 'checks', 'region'];

function lackOf(form: FormDef, name: string): Fault {
  const widget = form.ui.fields[name]?.widget ?? '';
  return { rule: widget === 'tick' ? 'tick' : CHOSEN.includes(widget) ? 'choose' : 'fill' };
}

export function judge(form: FormDef, given: Values): Judged {
  const { properties, required } = form.schema;
  const own = (name: string) => (Object.hasOwn(properties, name) ? properties[name] : undefined);
  const folded: Values = {};
  for (const [name, value] of Object.entries(given)) {
    const made = plain(value, own(name));
    if (!empty(made)) folded[name] = made;
  }
  const shown = shownOf(form, folded);
  const kept = Object.entries(folded).filter(([name]) => !own(name) || shown.has(name));
  const values = Object.fromEntries(kept);
  const found: [string, Fault][] = [];
  for (const name of form.ui.order)
    if (required.includes(name) && shown.has(name) && !Object.hasOwn(values, name))
      found.push([name, lackOf(form, name)]);
  for (const [name, value] of kept) {
    const property = own(name);
    const fault = property ? valueFault(value, property) : { rule: 'unknown' };
    if (fault) found.push([name, fault]);
  }
  const rank = (name: string): number => (form.ui.order.indexOf(name) + 100) % 100;
  return { values, faults: Object.fromEntries(found.sort(([a], [b]) => rank(a) - rank(b))) };
}
