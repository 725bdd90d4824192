/** `$group` a document at a time: what is held is the groups, not the documents. */
import { type Doc, getOwn, isDocument, setOwn, simplify } from '../bson.js';
import { Fault } from '../faults.js';
import { compare, keyOf } from '../keys.js';
import type { Expression } from '../match/filter.js';
import { PAUSE, type Paced, type Pause } from '../turns.js';
import { checkNumbers } from './expressions.js';
import { MOST_BYTES, tooMuch } from './held.js';

interface State {
  add(value: unknown): number;
  result(): unknown;
}

const numeric = (value: unknown): value is number => {
  if (typeof value === 'number') return true;
  if (typeof value === 'object') checkNumbers(value);
  return false;
};

function sum(): State {
  let total = 0;
  return {
    add(value) {
      if (numeric(value)) total += value;
      return 0;
    },
    result: () => total,
  };
}

function average(): State {
  let total = 0;
  let count = 0;
  return {
    add(value) {
      if (numeric(value)) {
        total += value;
        count++;
      }
      return 0;
    },
    result: () => (count === 0 ? null : total / count),
  };
}

function extreme(sign: 1 | -1): State {
  let best: unknown;
  return {
    add(value) {
      if (value === undefined || value === null) return 0;
      if (best === undefined || compare(value, best) * sign > 0) best = value;
      return 0;
    },
    result: () => best ?? null,
  };
}

function first(): State {
  let held: { value: unknown } | null = null;
  return {
    add(value) {
      held ??= { value };
      return 0;
    },
    result: () => held?.value ?? null,
  };
}

function last(): State {
  let held: unknown;
  return {
    add(value) {
      held = value;
      return 0;
    },
    result: () => held ?? null,
  };
}

const weight = (value: unknown): number =>
  typeof value === 'string' ? value.length * 2 + 16 : keyOf(value).length + 32;

/** A missing value is not added, as in MongoDB. */
function list(): State {
  const values: unknown[] = [];
  return {
    add(value) {
      if (value === undefined) return 0;
      values.push(value);
      return weight(value);
    },
    result: () => values,
  };
}

function set(): State {
  const values = new Map<string, unknown>();
  return {
    add(value) {
      if (value === undefined) return 0;
      const key = keyOf(value).toString('latin1');
      if (values.has(key)) return 0;
      values.set(key, value);
      return weight(value) + key.length;
    },
    result: () => [...values.values()],
  };
}

const STATES: Record<string, () => State> = {
  $sum: sum,
  $avg: average,
  $max: () => extreme(1),
  $min: () => extreme(-1),
  $first: first,
  $last: last,
  $push: list,
  $addToSet: set,
};

export type Compute = (doc: Doc) => unknown;

/** One field or a constant needs no evaluation. */
export function compute(expression: unknown, general: Expression): Compute {
  if (typeof expression === 'string' && /^\$[^$.]+$/.test(expression)) {
    const name = expression.slice(1);
    return (doc) => getOwn(doc, name);
  }
  if (expression === null || typeof expression === 'number' || typeof expression === 'boolean')
    return () => expression;
  if (typeof expression === 'string' && !expression.startsWith('$')) return () => expression;
  return general(expression);
}

function computeId(expression: unknown, general: Expression): Compute {
  const parts = isDocument(expression) ? Object.entries(expression) : [];
  if (parts.length === 0 || parts.some(([key]) => key.startsWith('$'))) return compute(expression, general);
  const made = parts.map(([key, part]) => [key, compute(part, general)] as const);
  // Of several fields a missing one is left out; a single one is null, as in document_source_group.cpp.
  if (made.length === 1) {
    const [key, part] = made[0]!;
    return (doc) => {
      const id: Doc = {};
      setOwn(id, key, part(doc) ?? null);
      return id;
    };
  }
  return (doc) => {
    const id: Doc = {};
    for (const [key, part] of made) {
      const value = part(doc);
      if (value !== undefined) setOwn(id, key, value);
    }
    return id;
  };
}

export interface Field {
  name: string;
  make: () => State;
  compute: Compute;
}

function readField(name: string, spec: unknown, general: Expression): Field | null {
  if (name.includes('.')) throw new Fault(40235, `The field name '${name}' cannot contain '.'`);
  const names = isDocument(spec) ? Object.keys(spec) : [];
  if (names.length !== 1)
    throw new Fault(names.length === 0 ? 40234 : 40238, `The field '${name}' must specify one accumulator`);
  const operator = names[0]!;
  if (operator === '$count') return { name, make: sum, compute: () => 1 };
  const make = Object.hasOwn(STATES, operator) ? STATES[operator] : undefined;
  return make ? { name, make, compute: compute((spec as Doc)[operator], general) } : null;
}

/** Strings and whole numbers, the usual ids, need no bytes to be told apart. */
const nameOf = (id: unknown): string =>
  typeof id === 'string'
    ? `s${id}`
    : Number.isInteger(id)
      ? `n${Number(id) + 0}`
      : `k${keyOf(id).toString('latin1')}`;

/** The fields beside `_id`; null where an accumulator is not one of these. */
export function readFields(spec: Doc, general: Expression): Field[] | null {
  const fields: Field[] = [];
  for (const [name, one] of Object.entries(spec)) {
    if (name === '_id') continue;
    const field = readField(name, simplify(one), general);
    if (!field) return null;
    fields.push(field);
  }
  return fields;
}

/** Null where an accumulator is not one of these. */
export function grouped(rows: Paced<Doc>, spec: unknown, general: Expression): Paced<Doc> | null {
  if (!isDocument(spec)) throw new Fault(15947, "a group's fields must be specified in an object");
  if (!('_id' in spec)) throw new Fault(15955, 'a group specification must include an _id');
  const fields = readFields(spec, general);
  return fields && gather(rows, computeId(simplify(spec._id), general), fields, '$group');
}

/** One group while it comes to be. */
export interface Group {
  /** Bytes that it holds more. */
  add(row: Doc): number;
  row(id: unknown): Doc;
}

export function begin(fields: readonly Field[]): Group {
  const states = fields.map(({ make }) => make());
  return {
    add(row) {
      let bytes = 0;
      for (let i = 0; i < fields.length; i++) bytes += states[i]!.add(fields[i]!.compute(row));
      return bytes;
    },
    row(id) {
      const out: Doc = { _id: id };
      for (const [i, { name }] of fields.entries()) setOwn(out, name, states[i]!.result());
      return out;
    },
  };
}

export function* gather(
  rows: Paced<Doc>,
  idOf: Compute,
  fields: readonly Field[],
  stage: string,
): Generator<Doc | Pause> {
  const groups = new Map<string, { id: unknown; group: Group }>();
  let bytes = 0;
  for (const row of rows) {
    if (row === PAUSE) {
      yield PAUSE;
      continue;
    }
    const id = idOf(row) ?? null;
    const name = nameOf(id);
    let known = groups.get(name);
    if (!known) {
      known = { id, group: begin(fields) };
      groups.set(name, known);
      bytes += 2 * name.length + 100 * (fields.length + 1);
    }
    bytes += known.group.add(row);
    if (bytes > MOST_BYTES) throw tooMuch(stage);
  }
  for (const { id, group } of groups.values()) yield group.row(id);
}
