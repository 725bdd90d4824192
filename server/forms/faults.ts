/** What is wrong with a form, all of it at once, with paths: for the editor and for `npm run policy`. */
import { type FormDef, type FormFault, type FormProperty, formDef } from '../http/contract-forms.js';
import type { Judge } from './judge.js';
import type { Places } from './places.js';
import { FORM_WORDS, fill } from './words.js';

export interface Surroundings {
  places: Pick<Places, 'known'>;
  /** Null: whether the schemas compile is known already. */
  judge: Pick<Judge, 'compile'> | null;
  categories: readonly { code: string }[];
  hotlines: readonly { number: string }[];
}

/** All texts of a filing together: a message holds 4,000 units, and labels need room too. */
const MOST_TEXT = 3200;

const isDate = (p: FormProperty): boolean =>
  p.type === 'string' && (p.format === 'date' || p.format === 'past');

const WIDGETS: Record<string, (property: FormProperty) => boolean> = {
  line: (p) => p.type === 'string' && !p.enum && p.format !== 'region' && !isDate(p),
  area: (p) => p.type === 'string' && !p.enum && !p.format,
  picks: (p) => p.type === 'string' && p.enum !== undefined,
  list: (p) => p.type === 'string' && p.enum !== undefined,
  checks: (p) => p.type === 'array',
  tick: (p) => p.type === 'boolean',
  region: (p) => p.type === 'string' && p.format === 'region',
  date: isDate,
  number: (p) => p.type === 'integer',
};

const pathOf = (path: PropertyKey[]): string =>
  path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');

const fault = (path: string, code: keyof typeof FORM_WORDS, detail = ''): FormFault => ({
  path,
  message: fill(FORM_WORDS[code], { detail }),
});

const choicesOf = (property: FormProperty | undefined): readonly string[] | null =>
  property?.type === 'string'
    ? (property.enum ?? null)
    : property?.type === 'array'
      ? property.items.enum
      : null;

const twice = (names: readonly string[]): string[] =>
  names.filter((name, index) => names.indexOf(name) !== index);

function bounds(path: string, property: FormProperty): FormFault[] {
  const pairs: [number | undefined, number | undefined][] =
    property.type === 'string'
      ? [[property.minLength, property.maxLength]]
      : property.type === 'integer'
        ? [[property.minimum, property.maximum]]
        : property.type === 'array'
          ? [[property.minItems, property.maxItems]]
          : [];
  const free = property.type === 'string' && !property.enum && !property.format;
  return [
    ...pairs.flatMap(([least, most]) =>
      least !== undefined && most !== undefined && least > most ? [fault(path, 'bounds')] : [],
    ),
    ...(free && property.maxLength === undefined ? [fault(path, 'noMax')] : []),
    ...twice(choicesOf(property) ?? []).map((word) => fault(path, 'twice', word)),
  ];
}

function fields({ schema, ui }: FormDef): FormFault[] {
  const names = Object.keys(schema.properties);
  const roles = names.flatMap((name) => ui.fields[name]?.role ?? []);
  return [
    ...twice(ui.order).map((name) => fault('.ui.order', 'twice', name)),
    ...names.filter((name) => !ui.order.includes(name)).map((name) => fault('.ui.order', 'notOrdered', name)),
    ...names.filter((name) => !ui.fields[name]).map((name) => fault('.ui.fields', 'noField', name)),
    ...[...new Set([...ui.order, ...Object.keys(ui.fields)])]
      .filter((name) => !Object.hasOwn(schema.properties, name))
      .map((name) => fault('.schema.properties', 'noProperty', name)),
    ...schema.required
      .filter((name) => !Object.hasOwn(schema.properties, name))
      .map((name) => fault('.schema.required', 'requiredUnknown', name)),
    ...twice(roles).map((role) => fault('.ui.fields', 'role', role)),
    ...(roles.includes('content') ? [] : [fault('.ui.fields', 'noContent')]),
    ...(roles.includes('phone') ? [] : [fault('.ui.fields', 'noPhone')]),
    ...names.flatMap((name) => oneField(name, { schema, ui } as FormDef)),
  ];
}

function oneField(name: string, { schema, ui }: FormDef): FormFault[] {
  const property = schema.properties[name]!;
  const field = ui.fields[name];
  const here = bounds(`.schema.properties.${name}`, property);
  if (!field) return here;
  const path = `.ui.fields.${name}`;
  if (!WIDGETS[field.widget]?.(property)) here.push(fault(`${path}.widget`, 'widget', field.widget));
  if (field.role && property.type !== 'string') here.push(fault(`${path}.role`, 'roleKind', field.role));
  const { showIf } = field;
  if (!showIf) return here;
  const choices = choicesOf(schema.properties[showIf.field]);
  const before = ui.order.indexOf(showIf.field);
  if (!choices || before < 0 || before >= ui.order.indexOf(name))
    return [...here, fault(`${path}.showIf.field`, 'showIf', showIf.field)];
  return [
    ...here,
    ...showIf.in
      .filter((word) => !choices.includes(word))
      .map((word) => fault(`${path}.showIf.in`, 'showIfValue', word)),
  ];
}

function around({ hint, regions }: FormDef, { places, categories, hotlines }: Surroundings): FormFault[] {
  const isCategory = (code: string) => categories.some((row) => row.code === code);
  return [
    ...[hint.category, ...hint.categories]
      .filter((code) => code !== null && !isCategory(code))
      .map((code) => fault('.hint.categories', 'category', String(code))),
    ...(hint.hotline === null || hotlines.some((row) => row.number === hint.hotline)
      ? []
      : [fault('.hint.hotline', 'hotline', hint.hotline)]),
    ...regions.filter((code) => !places.known(code)).map((code) => fault('.regions', 'region', code)),
  ];
}

function texts({ schema }: FormDef): FormFault[] {
  const all = Object.values(schema.properties).map((property) => {
    const choices = choicesOf(property);
    if (choices) return choices.join('').length;
    return property.type === 'string' ? (property.maxLength ?? 20) : 10;
  });
  const sum = all.reduce((total, one) => total + one, 0);
  return sum > MOST_TEXT ? [fault('.schema.properties', 'tooMuch', String(sum))] : [];
}

function compiles(form: FormDef, judge: Surroundings['judge']): FormFault[] {
  try {
    judge?.compile(form.schema);
    return [];
  } catch (error) {
    return [fault('.schema', 'schema', error instanceof Error ? error.message : String(error))];
  }
}

/** The form where it has the shape of one; its faults either way. */
export function readFormDef(
  given: unknown,
  surroundings: Surroundings,
): { form: FormDef | null; faults: FormFault[] } {
  const parsed = formDef.safeParse(given);
  if (!parsed.success)
    return {
      form: null,
      faults: parsed.error.issues
        .slice(0, 30)
        .map((issue) => fault(pathOf(issue.path), 'shape', issue.message.slice(0, 200))),
    };
  const form = parsed.data as FormDef;
  const faults = [...fields(form), ...around(form, surroundings), ...texts(form)];
  return { form, faults: faults.length > 0 ? faults : compiles(form, surroundings.judge) };
}
