/** Sorting in memory, by the same bytes an index would have, within MongoDB's 100 MB. */
import { type Doc, isDocument, toNumber } from './bson.js';
import { Fault } from './faults.js';
import { fieldKey } from './index-keys.js';
import { EMPTY_ARRAY, keyOf } from './keys.js';
import { reach } from './match/paths.js';
import type { SortField } from './planner.js';
import { PAUSE, type Paced, type Pause } from './turns.js';

const MOST_BYTES = 100 * 1024 * 1024;

export function readSort(sort: unknown): SortField[] {
  if (sort === undefined || sort === null) return [];
  if (!isDocument(sort)) throw new Fault(14, 'Expected field sort to be of type object');
  return Object.entries(sort).map(([path, raw]) => {
    if (isDocument(raw) && '$meta' in raw)
      throw new Fault(2, 'the embedded store does not support $meta in sort');
    const direction = toNumber(raw);
    if (direction !== 1 && direction !== -1)
      throw new Fault(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
    if (path === '' || path.split('.').includes(''))
      throw new Fault(15998, 'FieldPath field names may not be empty strings.');
    return { path, descending: direction < 0 };
  });
}

/** Of an array, the least element counts ascending and the greatest descending. */
function fieldOf(doc: Doc, path: string[], descending: boolean): Buffer {
  let best: Buffer | null = null;
  let chosen: unknown = null;
  const offer = (value: unknown): void => {
    const key = keyOf(value);
    if (best && Buffer.compare(key, best) < 0 === descending) return;
    best = key;
    chosen = value;
  };
  reach(
    doc,
    path,
    0,
    (leaf) => {
      if (!Array.isArray(leaf)) offer(leaf ?? null);
      else if (leaf.length === 0) offer(EMPTY_ARRAY);
      else for (const item of leaf) offer(item ?? null);
      return false;
    },
    undefined,
  );
  return fieldKey(chosen, descending);
}

export function sortKeyOf(doc: Doc, fields: readonly SortField[]): Buffer {
  return Buffer.concat(fields.map(({ path, descending }) => fieldOf(doc, path.split('.'), descending)));
}

/** `keep` > 0: only the first so many are wanted, so the rest need not be held. */
export function* sortInMemory<T>(
  items: Paced<T>,
  keyFor: (item: T) => Buffer,
  sizeOf: (item: T) => number,
  keep: number,
): Generator<Pause, T[]> {
  let held: { item: T; key: Buffer }[] = [];
  let bytes = 0;
  const order = (a: { key: Buffer }, b: { key: Buffer }): number => Buffer.compare(a.key, b.key);
  for (const paced of items) {
    if (paced === PAUSE) {
      yield PAUSE;
      continue;
    }
    const item = paced as T;
    const key = keyFor(item);
    held.push({ item, key });
    bytes += sizeOf(item) + key.length;
    const full = held.length >= 2 * keep + 100 || (bytes > MOST_BYTES && held.length > keep);
    if (keep > 0 && full) {
      held = held.sort(order).slice(0, keep);
      bytes = held.reduce((sum, one) => sum + sizeOf(one.item) + one.key.length, 0);
    }
    if (bytes > MOST_BYTES)
      throw new Fault(
        292,
        `Sort exceeded memory limit of ${MOST_BYTES} bytes, but did not opt in to external sorting.`,
      );
  }
  held.sort(order);
  return (keep > 0 ? held.slice(0, keep) : held).map(({ item }) => item);
}
