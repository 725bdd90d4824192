/** What the editor does to a form as it is written: pure, each step gives a new one. */
import type { FormDef, FormField, FormProperty } from '../../server/http/contract-forms.js';
import { F } from './form-words.js';

export type Kind = keyof typeof F.kinds;
/** While it is written a form may be anything; what the editor shows of it is as much as has the right shape. */
export type Draft = FormDef;

const CHOICES = [F.choiceOne, F.choiceTwo];

const MADE: Record<Kind, () => [FormProperty, FormField['widget'], FormField['role']?]> = {
  line: () => [{ type: 'string', maxLength: 60 }, 'line'],
  area: () => [{ type: 'string', maxLength: 500 }, 'area'],
  picks: () => [{ type: 'string', enum: [...CHOICES] }, 'picks'],
  list: () => [{ type: 'string', enum: [...CHOICES] }, 'list'],
  checks: () => [
    { type: 'array', items: { type: 'string', enum: [...CHOICES] }, uniqueItems: true },
    'checks',
  ],
  number: () => [{ type: 'integer', minimum: 0, maximum: 9999 }, 'number'],
  date: () => [{ type: 'string', format: 'date' }, 'date'],
  past: () => [{ type: 'string', format: 'past' }, 'date'],
  region: () => [{ type: 'string', format: 'region' }, 'region', 'region'],
  phone: () => [{ type: 'string', format: 'phone' }, 'line', 'phone'],
  uscc: () => [{ type: 'string', format: 'uscc' }, 'line'],
  tick: () => [{ type: 'boolean', const: true }, 'tick'],
};

const without = <T>(table: Record<string, T>, name: string): Record<string, T> =>
  Object.fromEntries(Object.entries(table).filter(([one]) => one !== name));

export function addField(form: Draft, kind: Kind): [Draft, string] {
  let n = form.ui.order.length + 1;
  while (Object.hasOwn(form.schema.properties, `field${n}`)) n += 1;
  const name = `field${n}`;
  const [property, widget, role] = MADE[kind]();
  const taken = role && Object.values(form.ui.fields).some((field) => field.role === role);
  const field: FormField = { label: F.newLabel, widget, ...(role && !taken ? { role } : {}) };
  return [
    {
      ...form,
      schema: { ...form.schema, properties: { ...form.schema.properties, [name]: property } },
      ui: { order: [...form.ui.order, name], fields: { ...form.ui.fields, [name]: field } },
    },
    name,
  ];
}

export function removeField(form: Draft, name: string): Draft {
  const { schema, ui } = form;
  return {
    ...form,
    schema: {
      ...schema,
      required: schema.required.filter((one) => one !== name),
      properties: without(schema.properties, name),
    },
    ui: { order: ui.order.filter((one) => one !== name), fields: without(ui.fields, name) },
  };
}

export function moveField(form: Draft, name: string, by: -1 | 1): Draft {
  const order = [...form.ui.order];
  const at = order.indexOf(name);
  const to = at + by;
  if (at < 0 || to < 0 || to >= order.length) return form;
  [order[at], order[to]] = [order[to]!, order[at]!];
  return { ...form, ui: { ...form.ui, order } };
}

export function setField(form: Draft, name: string, part: Partial<FormField>): Draft {
  const before = form.ui.fields[name];
  if (!before) return form;
  // What is emptied is not there.
  const merged = Object.entries({ ...before, ...part }).filter(
    ([, value]) => value !== undefined && value !== '',
  );
  const field = Object.fromEntries(merged) as FormField;
  // A label being typed may be empty for a moment.
  const whole = { ...field, label: field.label ?? '' };
  return { ...form, ui: { ...form.ui, fields: { ...form.ui.fields, [name]: whole } } };
}

export function setProperty(form: Draft, name: string, property: FormProperty): Draft {
  return { ...form, schema: { ...form.schema, properties: { ...form.schema.properties, [name]: property } } };
}

export function setRequired(form: Draft, name: string, required: boolean): Draft {
  const rest = form.schema.required.filter((one) => one !== name);
  return { ...form, schema: { ...form.schema, required: required ? [...rest, name] : rest } };
}

export const choicesOf = (property: FormProperty | undefined): string[] | null =>
  property?.type === 'array'
    ? property.items.enum
    : property?.type === 'string'
      ? (property.enum ?? null)
      : null;

export function setChoices(property: FormProperty, choices: string[]): FormProperty {
  if (property.type === 'array') return { ...property, items: { ...property.items, enum: choices } };
  return property.type === 'string' ? { ...property, enum: choices } : property;
}

export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

export const blank = (id: string, title: string): Draft => {
  const base: Draft = {
    id,
    title,
    summary: title,
    audience: 'both',
    regions: [],
    hint: { type: 'help', category: null, hotline: null, categories: [], words: [title] },
    lead: title,
    next: [title],
    schema: { type: 'object', required: [], properties: {}, additionalProperties: false },
    ui: { order: [], fields: {} },
    photos: null,
    source: '',
  };
  const [withContent, content] = addField(base, 'area');
  const [withPhone, phone] = addField(
    setField(withContent, content, { label: F.roles.content, role: 'content' }),
    'phone',
  );
  const labelled = setField(withPhone, phone, { label: F.roles.phone });
  return setRequired(setRequired(labelled, content, true), phone, true);
};

// ── differences ─────────────────────────────────────────────────────────────────────────────────────────
export interface Difference {
  path: string;
  before: string | null;
  after: string | null;
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
const isTable = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Leaf by leaf; a list is one leaf. */
export function differences(before: unknown, after: unknown, path = ''): Difference[] {
  if (isTable(before) && isTable(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) => differences(before[name], after[name], path ? `${path}.${name}` : name));
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  return [
    {
      path,
      before: before === undefined ? null : shown(before),
      after: after === undefined ? null : shown(after),
    },
  ];
}

/** Is it formed enough that the editor's own controls can show it? */
export function isDraft(value: unknown): value is Draft {
  if (!isTable(value) || !isTable(value.schema) || !isTable(value.ui) || !isTable(value.hint)) return false;
  const { schema, ui, hint } = value;
  const names = Array.isArray(ui.order) ? (ui.order as unknown[]) : null;
  return (
    isTable(schema.properties) &&
    Array.isArray(schema.required) &&
    isTable(ui.fields) &&
    names?.every((name) => typeof name === 'string') === true &&
    Object.values(schema.properties).every(isTable) &&
    Object.values(ui.fields).every((field) => isTable(field) && typeof field.label === 'string') &&
    [hint.words, hint.categories, value.next, value.regions].every(Array.isArray)
  );
}
