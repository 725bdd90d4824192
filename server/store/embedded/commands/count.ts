import type { Scope } from '../aggregate/pipeline.js';
import { type Doc, exact, simplify, typeOf } from '../bson.js';
import type { Collection } from '../catalog.js';
import { countByKeys } from '../cover.js';
import { Fault } from '../faults.js';
import { compare, keyOf } from '../keys.js';
import { reachInto } from '../match/paths.js';
import { after } from '../pages.js';
import { makePlan } from '../planner.js';
import { docKey } from '../record-keys.js';
import type { Selection } from '../select.js';
import { source, sourceFields } from '../source.js';
import type { Store } from '../store.js';
import { each, type Paced } from '../turns.js';
import {
  type Call,
  type Command,
  collectionName,
  countOption,
  deadlineOf,
  documentOption,
  scopeOf,
} from './command.js';

function selection(call: Call, filter: Doc): Selection {
  const { body } = call;
  const limit = Math.abs(Number(simplify(body.limit) ?? 0));
  return {
    filter,
    sort: [],
    hint: body.hint,
    skip: countOption(body, 'skip') ?? 0,
    limit,
    deadline: deadlineOf(body),
  };
}

/** By the number of documents or of an index's entries; null where they have to be looked at. */
export function countOf(
  { tree }: Pick<Store, 'tree'>,
  collection: Collection,
  { filter, hint, skip, limit }: Selection,
): number | null {
  if (collection.view || skip > 0 || hint !== undefined) return null;
  if (Object.keys(filter).length > 0)
    return countByKeys(tree, makePlan(collection, filter, [], undefined), filter, limit);
  if (limit > 0) return null;
  const from = docKey(collection, 0);
  return tree.count(from, after(from.subarray(0, 5)));
}

/** Every document that is wanted, all of one moment. */
async function everyRow<T>(
  call: Call,
  rowsOf: (scope: Scope) => Paced<T>,
  take: (row: T) => void,
): Promise<void> {
  const { store, reading } = call.store.reading();
  try {
    await each(rowsOf(scopeOf({ ...call, store })), () => reading?.pin(), take);
  } finally {
    reading?.release();
  }
}

export const count: Command = {
  fields: ['query', 'limit', 'skip', 'hint', 'collation', 'fields'],
  run: async (call): Promise<Doc> => {
    const { store, db, body } = call;
    const name = collectionName(call);
    const collection = store.catalog.find(db, name);
    const wanted = selection(call, documentOption(body, 'query'));
    const known = collection && countOf(store, collection, wanted);
    if (typeof known === 'number') return { n: known, ok: 1 };
    let n = 0;
    await everyRow(
      call,
      (scope) => sourceFields(scope, name, wanted, new Set()),
      () => n++,
    );
    return { n, ok: 1 };
  },
};

export const distinct: Command = {
  fields: ['key', 'query', 'collation', 'hint'],
  run: async (call): Promise<Doc> => {
    const { body } = call;
    if (typeof body.key !== 'string')
      throw new Fault(
        14,
        `BSON field 'distinct.key' is the wrong type '${typeOf(body.key)}', expected type 'string'`,
      );
    const path = body.key.split('.');
    const filter = documentOption(body, 'query');
    const name = collectionName(call);
    const values = new Map<string, unknown>();
    const take = (leaf: unknown): false => {
      if (leaf === undefined || Array.isArray(leaf)) return false;
      const key = keyOf(leaf).toString('latin1');
      if (!values.has(key)) values.set(key, leaf);
      return false;
    };
    // Decoded whole: a value comes back with the type it was stored with.
    await everyRow(
      call,
      (scope) => source(scope, name, selection(call, filter)),
      ({ bytes }) => reachInto(exact(bytes), path, take, undefined),
    );
    return { values: [...values.values()].sort(compare), ok: 1 };
  },
};
