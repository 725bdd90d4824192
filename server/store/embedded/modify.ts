/** Finding and changing documents inside one write transaction; shared by update, delete and findAndModify. */
import { type Doc, encodeStored, exact } from './bson.js';
import type { Collection } from './catalog.js';
import { compileFilter, type Expression } from './match/filter.js';
import type { SortField } from './planner.js';
import { type Chosen, select } from './select.js';
import type { Store } from './store.js';
import { type Updater, updated, upserted } from './update/update.js';

export interface Target {
  filter: Doc;
  sort: SortField[];
  hint: unknown;
  multi: boolean;
  deadline: number;
}

/** All are found before the first is changed: a change must not make a document come by twice. */
export function targets(
  store: Store,
  collection: Collection | undefined,
  target: Target,
  expression: Expression,
): Chosen[] {
  const { filter, sort, hint, multi, deadline } = target;
  if (!collection) {
    compileFilter(filter, expression);
    return [];
  }
  const selection = { filter, sort, hint, skip: 0, limit: multi ? 0 : 1, deadline };
  return [...select(store.records, collection, selection, expression)];
}

export interface Changed {
  before: Buffer;
  after: Buffer;
  modified: boolean;
}

export function change(
  store: Store,
  collection: Collection,
  chosen: Chosen,
  updater: Updater,
  now: Date,
): Changed {
  const doc = exact(chosen.bytes);
  const next = updated(updater, doc, now, chosen.found);
  const bytes = encodeStored(next);
  if (bytes.equals(chosen.bytes)) return { before: chosen.bytes, after: bytes, modified: false };
  store.records.replace(collection, chosen.record, doc, exact(bytes));
  return { before: chosen.bytes, after: bytes, modified: true };
}

export function insertUpserted(
  store: Store,
  collection: Collection,
  updater: Updater,
  filter: Doc,
  isReplacement: boolean,
  now: Date,
): { id: unknown; bytes: Buffer } {
  const doc = upserted(updater, filter, isReplacement, now);
  const bytes = encodeStored(doc);
  store.records.insert(collection, bytes);
  return { id: doc._id, bytes };
}
