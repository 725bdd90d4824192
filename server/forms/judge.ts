/** Judges what was filled in by the form's own schema, and says each fault in the citizen's words. */
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { creditCodeValid } from '../../nlu/checksums.js';
import type { FormDef } from '../http/contract-forms.js';
import { dayOf } from '../tickets/deadlines/calendar.js';
import type { Places } from './places.js';
import { shownOf, tidy, type Values } from './values.js';
import { fill, type Rule, VALUE_WORDS } from './words.js';

export interface Fault {
  rule: Rule;
  n?: number;
  now?: number;
}

export interface Judged {
  /** Made plain, hidden fields left out. */
  values: Values;
  /** By field; empty = may be filed. */
  faults: Record<string, Fault>;
}

export interface Judge {
  judge(form: FormDef, given: Values): Judged;
  /** Throws where the schema itself does not hold; used when a form is written. */
  compile(schema: FormDef['schema']): ValidateFunction;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const isDay = (text: string): boolean =>
  DAY.test(text) && (new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) ?? false);

/** The first that fits tells: a value of the wrong kind has no length worth telling. */
const ORDER: Rule[] = [
  'unknown',
  'fill',
  'choose',
  'tick',
  'kind',
  'number',
  'choice',
  'short',
  'long',
  'small',
  'big',
  'few',
  'many',
  'phone',
  'uscc',
  'region',
  'date',
  'past',
];

const length = (value: unknown): number => (typeof value === 'string' ? [...value].length : 0);

/** 「请选择」 for what is chosen, 「请填写」 for what is written. */
export function lackOf(form: FormDef, name: string): Rule {
  const widget = form.ui.fields[name]?.widget;
  if (widget === 'tick') return 'tick';
  return widget === 'picks' || widget === 'list' || widget === 'checks' || widget === 'region'
    ? 'choose'
    : 'fill';
}

function faultOf(form: FormDef, error: ErrorObject, values: Values): [string, Fault] {
  const { keyword, params } = error;
  if (keyword === 'required') {
    const name = String(params.missingProperty);
    return [name, { rule: lackOf(form, name) }];
  }
  if (keyword === 'additionalProperties') return [String(params.additionalProperty), { rule: 'unknown' }];
  const name = error.instancePath.split('/')[1] ?? '';
  const n = Number(params.limit);
  const now = length(values[name]);
  switch (keyword) {
    case 'minLength':
      return [name, { rule: 'short', n, now }];
    case 'maxLength':
      return [name, { rule: 'long', n, now }];
    case 'minimum':
      return [name, { rule: 'small', n }];
    case 'maximum':
      return [name, { rule: 'big', n }];
    case 'minItems':
      return [name, { rule: 'few', n }];
    case 'maxItems':
      return [name, { rule: 'many', n }];
    case 'format':
      return [name, { rule: params.format as Rule }];
    case 'const':
      return [name, { rule: 'tick' }];
    case 'enum':
      return [name, { rule: 'choice' }];
    case 'type':
      return [name, { rule: params.type === 'integer' ? 'number' : 'kind' }];
    default:
      return [name, { rule: 'kind' }];
  }
}

/** `now`: what a day that has been is measured by. */
export function createJudge(places: Pick<Places, 'known'>, now: () => Date): Judge {
  const ajv = new Ajv2020({ strict: true, allErrors: true, validateSchema: true });
  ajv.addFormat('phone', /^1[3-9]\d{9}$/);
  ajv.addFormat('uscc', { type: 'string', validate: (code: string) => creditCodeValid(code) });
  ajv.addFormat('region', { type: 'string', validate: places.known });
  ajv.addFormat('date', { type: 'string', validate: isDay });
  ajv.addFormat('past', { type: 'string', validate: (day: string) => isDay(day) && day <= dayOf(now()) });
  const strict = new Ajv2020({ strict: true, formats: FORMATS });
  const compiled = new WeakMap<FormDef, ValidateFunction>();

  function validatorOf(form: FormDef): ValidateFunction {
    const known = compiled.get(form);
    if (known) return known;
    const made = ajv.compile(form.schema);
    compiled.set(form, made);
    return made;
  }

  return {
    // Compiled for its own sake only, and forgotten: ajv would keep every draft an editor writes. A fresh ajv
    // each time would compile its own meta-schema again, forty milliseconds a form at every start.
    compile(schema) {
      try {
        return strict.compile(schema);
      } finally {
        strict.removeSchema(schema);
      }
    },
    judge(form, given) {
      const values = tidy(form, given);
      const validate = validatorOf(form);
      if (validate(values)) return { values, faults: {} };
      // A field may be called like something of Object.prototype.
      const faults = new Map<string, Fault>();
      const shown = shownOf(form, values);
      for (const error of validate.errors ?? []) {
        const [name, fault] = faultOf(form, error, values);
        if (error.keyword === 'required' && !shown.has(name)) continue;
        const before = faults.get(name);
        if (!before || ORDER.indexOf(fault.rule) < ORDER.indexOf(before.rule)) faults.set(name, fault);
      }
      return { values, faults: Object.fromEntries(faults) };
    },
  };
}

const FORMATS = { phone: true, uscc: true, region: true, date: true, past: true } as const;

export function sentenceOf(form: FormDef, name: string, { rule, n = 0, now = 0 }: Fault): string {
  return fill(VALUE_WORDS[rule], { label: form.ui.fields[name]?.label ?? name.slice(0, 32), n, now });
}

/** Field → sentence, in the order of the page. */
export function sentences(form: FormDef, faults: Record<string, Fault>): Record<string, string> {
  const rank = (name: string): number => (form.ui.order.indexOf(name) + 100) % 100;
  return Object.fromEntries(
    Object.entries(faults)
      .sort(([a], [b]) => rank(a) - rank(b))
      .map(([name, fault]) => [name, sentenceOf(form, name, fault)]),
  );
}
