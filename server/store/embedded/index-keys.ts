/**
 * The keys one document has in one index. An array on the way gives a key for each element (multikey);
 * two arrays side by side in a compound index cannot be indexed, as in MongoDB.
 */
import { createHash } from 'node:crypto';
import { type Doc, getOwn, isDocument } from './bson.js';
import { Fault } from './faults.js';
import { EMPTY_ARRAY, inverted, keyOf } from './keys.js';
import { isIndex } from './match/paths.js';

export interface IndexField {
  path: string[];
  descending: boolean;
}

export interface IndexKey {
  bytes: Buffer;
  /** One per field, for the E11000 message. */
  values: unknown[];
}

export interface IndexKeys {
  keys: IndexKey[];
  /** One bit for each field of the index that an array on its way multiplied; 0 = one key. */
  multikey: number;
  /** A key was too long for lmdb and ends in a hash: equality holds, order does not. */
  cut: boolean;
}

/** Where one field of the index stands while the document is walked. */
interface Stand {
  value: unknown;
  rest: readonly string[];
  missing: boolean;
}

/** Down through objects until an array or the end. */
function descend(stand: Stand): Stand {
  let { value, rest, missing } = stand;
  while (rest.length > 0 && !Array.isArray(value)) {
    const next = isDocument(value) ? getOwn(value, rest[0]!) : undefined;
    missing = next === undefined;
    value = next;
    rest = rest.slice(1);
    if (missing) rest = [];
  }
  return { value, rest, missing };
}

function element(stand: Stand, item: unknown): Stand {
  if (stand.rest.length === 0) return { value: item, rest: [], missing: false };
  if (!isDocument(item)) return { value: undefined, rest: [], missing: true };
  return { value: item, rest: stand.rest, missing: false };
}

interface Walk {
  found: { values: unknown[]; missing: boolean }[];
  multikey: number;
}

/** `settled` fields already have their value, be it an array element that is itself an array. */
function walk(stands: Stand[], settled: boolean[], out: Walk): void {
  const here = stands.map((stand, i) => (settled[i] ? stand : descend(stand)));
  const arrays = here.map((stand, i) => !settled[i] && Array.isArray(stand.value));
  const first = here.findIndex((_, i) => arrays[i]);
  if (first < 0) {
    out.found.push({
      values: here.map((stand) => (stand.missing ? null : stand.value)),
      missing: here.every((stand) => stand.missing),
    });
    return;
  }
  const array = here[first]!.value as unknown[];
  if (here.some((stand, i) => arrays[i] && stand.value !== array))
    throw new Fault(171, 'cannot index parallel arrays');
  // A number in the path names one element: no fan-out there.
  const named = here.findIndex((stand, i) => arrays[i] && stand.rest.length > 0 && isIndex(stand.rest[0]!));
  if (named >= 0) {
    const stand = here[named]!;
    const item = array[Number(stand.rest[0])];
    const next = [...here];
    next[named] = { value: item, rest: stand.rest.slice(1), missing: item === undefined };
    if (next[named].missing) next[named].rest = [];
    walk(next, settled, out);
    return;
  }
  arrays.forEach((is, i) => {
    if (is) out.multikey |= 1 << i;
  });
  if (array.length === 0) {
    const next = here.map((stand, i): Stand => {
      if (!arrays[i]) return stand;
      if (stand.rest.length === 0) return { value: EMPTY_ARRAY, rest: [], missing: false };
      return { value: undefined, rest: [], missing: true };
    });
    walk(
      next,
      settled.map((was, i) => was || arrays[i]!),
      out,
    );
    return;
  }
  for (const item of array) {
    const next = here.map((stand, i) => (arrays[i] ? element(stand, item) : stand));
    const now = settled.map((was, i) => was || (arrays[i]! && here[i]!.rest.length === 0));
    walk(next, now, out);
  }
}

/** The usual document: no array on the way to any field, so one key. Null: it has to be walked. */
function single(doc: Doc, fields: readonly IndexField[]): Walk['found'][number] | null {
  const values: unknown[] = [];
  let missing = true;
  for (const { path } of fields) {
    let value: unknown = doc;
    for (let i = 0; i < path.length && value !== undefined; i++) {
      if (Array.isArray(value)) return null;
      value = isDocument(value) ? getOwn(value, path[i]!) : undefined;
    }
    if (Array.isArray(value)) return null;
    values.push(value === undefined ? null : value);
    if (value !== undefined) missing = false;
  }
  return { values, missing };
}

/** Longer keys keep this much of their order and are told apart by a hash. */
export const KEPT = 1700;

export function cutKey(bytes: Buffer): Buffer {
  if (bytes.length <= KEPT) return bytes;
  return Buffer.concat([bytes.subarray(0, KEPT), createHash('sha256').update(bytes).digest()]);
}

export function fieldKey(value: unknown, descending: boolean): Buffer {
  const bytes = keyOf(value);
  return descending ? inverted(bytes) : bytes;
}

function keyBytes(values: readonly unknown[], fields: readonly IndexField[]): Buffer {
  const first = fieldKey(values[0], fields[0]!.descending);
  if (values.length === 1) return first;
  const parts = [first];
  for (let i = 1; i < values.length; i++) parts.push(fieldKey(values[i], fields[i]!.descending));
  return Buffer.concat(parts);
}

function oneKey({ values }: Walk['found'][number], fields: readonly IndexField[]): IndexKeys {
  const whole = keyBytes(values, fields);
  const bytes = cutKey(whole);
  return { keys: [{ bytes, values }], multikey: 0, cut: bytes !== whole };
}

const NO_KEY: IndexKeys = { keys: [], multikey: 0, cut: false };

export function indexKeys(doc: Doc, fields: readonly IndexField[], sparse: boolean): IndexKeys {
  const one = single(doc, fields);
  if (one) return sparse && one.missing ? NO_KEY : oneKey(one, fields);
  const out: Walk = { found: [], multikey: 0 };
  walk(
    fields.map(({ path }) => ({ value: doc, rest: path, missing: false })),
    fields.map(() => false),
    out,
  );
  let cut = false;
  const made = (values: unknown[]): IndexKey => {
    const whole = keyBytes(values, fields);
    const bytes = cutKey(whole);
    cut ||= bytes !== whole;
    return { bytes, values: values.map((v) => (v === EMPTY_ARRAY ? undefined : v)) };
  };
  const all = out.found.filter(({ missing }) => !sparse || !missing).map(({ values }) => made(values));
  const { multikey } = out;
  if (all.length < 2) return { keys: all, multikey, cut };
  const keys = new Map(all.map((key) => [key.bytes.toString('latin1'), key]));
  return { keys: [...keys.values()], multikey, cut };
}
