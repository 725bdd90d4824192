/** What was filled in, made plain before it is judged: the browser does the same, the server always again. */
import type { FormDef, FormProperty, FormValue } from '../http/contract-forms.js';

export type Values = Record<string, FormValue>;

/** Figures as people type them: full width, with spaces or dashes; a phone with the country's +86. */
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

/** Is the field asked, given the others? A condition looks back only, so one pass in order is enough. */
export function shownOf({ ui }: FormDef, values: Values): Set<string> {
  const shown = new Set<string>();
  for (const name of ui.order) {
    const rule = ui.fields[name]?.showIf;
    if (!rule) {
      shown.add(name);
      continue;
    }
    const value = values[rule.field];
    const given = Array.isArray(value) ? value : [String(value ?? '')];
    if (shown.has(rule.field) && rule.in.some((one) => given.includes(one))) shown.add(name);
  }
  return shown;
}

/** Trimmed, folded, without what is empty or not asked. What no field is called by stays, to be refused. */
export function tidy(form: FormDef, given: Values): Values {
  const { properties } = form.schema;
  const own = (name: string) => (Object.hasOwn(properties, name) ? properties[name] : undefined);
  const values = Object.fromEntries(
    Object.entries(given)
      .map(([name, value]) => [name, plain(value, own(name))] as const)
      .filter(([, value]) => !empty(value)),
  );
  const shown = shownOf(form, values);
  return Object.fromEntries(Object.entries(values).filter(([name]) => !own(name) || shown.has(name)));
}

/** Texts of a page without script as values: a tick says "on", a number comes in digits. */
export function valuesOf(form: FormDef, fields: Record<string, string | string[]>): Values {
  const values: Values = {};
  for (const [name, property] of Object.entries(form.schema.properties)) {
    const given = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (given === undefined) continue;
    const first = Array.isArray(given) ? (given[0] ?? '') : given;
    if (property.type === 'array') values[name] = Array.isArray(given) ? given : [given];
    else if (property.type === 'boolean') values[name] = first !== '';
    else if (property.type === 'integer' && /^\s*-?\d{1,9}\s*$/.test(first)) values[name] = Number(first);
    else values[name] = first;
  }
  return values;
}
