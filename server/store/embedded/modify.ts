/** Finding and changing documents inside one write transaction; shared by update, delete and findAndModify. */
import { type Doc, encodeStored, exact } from './bson.js';
import type { Collection } from './catalog.js';
import { compileFilter, type Expression } from './match/filter.js';
import type { SortField } from './planner.js';
import { checkRules } from './rules.js';
import { type Chosen, select } from './select.js';
import type { Store } from './store.js';
import { unpaused } from './turns.js';
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
  return [...unpaused(select(store.records, collection, selection, expression))];
}

export interface Changed {
  before: Buffer;
  after: Buffer;
  modified: boolean;
}

export interface Manner {
  now: Date;
  kind: 'update' | 'replace';
  /** The sender asked not to have the collection's rules applied. */
  bypass: boolean;
}

export function change(
  store: Store,
  collection: Collection,
  chosen: Chosen,
  updater: Updater,
  { now, kind, bypass }: Manner,
): Changed {
  const doc = exact(chosen.bytes);
  const next = updated(updater, doc, now, chosen.found);
  const bytes = encodeStored(next);
  if (bytes.equals(chosen.bytes)) return { before: chosen.bytes, after: bytes, modified: false };
  const after = exact(bytes);
  if (!bypass) checkRules(collection, after, doc);
  store.records.replace(collection, chosen.record, { doc, bytes: chosen.bytes }, { doc: after, bytes }, kind);
  return { before: chosen.bytes, after: bytes, modified: true };
}

export function insertUpserted(
  store: Store,
  collection: Collection,
  updater: Updater,
  filter: Doc,
  { now, kind, bypass }: Manner,
): { id: unknown; bytes: Buffer } {
  const doc = upserted(updater, filter, kind === 'replace', now);
  const bytes = encodeStored(doc);
  if (!bypass) checkRules(collection, exact(bytes), null);
  store.records.insert(collection, bytes);
  return { id: doc._id, bytes };
}
