/**
 * What the indexes of a collection ask of a document that comes in. To decode a long text that no index looks at
 * is a large part of what an insert costs.
 */
import type { Doc } from './bson.js';
import type { Collection } from './catalog.js';
import { asksTypes } from './match/filter.js';
import { filterNeeds, rootsOf } from './needs.js';
import { picker } from './pick.js';

type Read = (bytes: Buffer) => Doc;

interface Known {
  indexes: Collection['indexes'];
  count: number;
  read: Read | null;
}

const known = new WeakMap<Collection, Known>();

function readerOf({ indexes }: Collection): Read | null {
  const names = new Set(['_id']);
  for (const { key, partial } of indexes) {
    for (const name of rootsOf(Object.keys(key))) names.add(name);
    if (!partial) continue;
    const needs = asksTypes(partial) ? null : filterNeeds(partial);
    if (!needs) return null;
    for (const name of needs) names.add(name);
  }
  return picker(names, true);
}

/** Reads `_id` and the fields of all indexes, numbers as `plain` gives them; null: only a whole document will do. */
export function indexedFields(collection: Collection): Read | null {
  const { indexes } = collection;
  let one = known.get(collection);
  if (!one || one.indexes !== indexes || one.count !== indexes.length) {
    one = { indexes, count: indexes.length, read: readerOf(collection) };
    known.set(collection, one);
  }
  return one.read;
}
