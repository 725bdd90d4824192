import { type Doc, plain, simplify, typeOf } from '../bson.js';
import { Fault } from '../faults.js';
import { compare, keyOf } from '../keys.js';
import { reachInto } from '../match/paths.js';
import { after, docKey } from '../records.js';
import { source } from '../source.js';
import {
  type Call,
  type Command,
  collectionName,
  countOption,
  deadlineOf,
  documentOption,
  scopeOf,
} from './command.js';

function selection(call: Call, filter: Doc) {
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

export const count: Command = {
  fields: ['query', 'limit', 'skip', 'hint', 'collation', 'fields'],
  run: (call): Doc => {
    const { store, db, body } = call;
    const name = collectionName(call);
    const collection = store.catalog.find(db, name);
    const filter = documentOption(body, 'query');
    const wanted = selection(call, filter);
    if (
      collection &&
      !collection.view &&
      Object.keys(filter).length === 0 &&
      wanted.limit === 0 &&
      wanted.skip === 0 &&
      body.hint === undefined
    ) {
      const from = docKey(collection, 0);
      return { n: store.tree.count(from, after(from.subarray(0, 5))), ok: 1 };
    }
    let n = 0;
    for (const _ of source(scopeOf(call), name, wanted)) n++;
    return { n, ok: 1 };
  },
};

export const distinct: Command = {
  fields: ['key', 'query', 'collation', 'hint'],
  run: (call): Doc => {
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
    for (const { bytes } of source(scopeOf(call), name, selection(call, filter))) {
      const doc = plain(bytes);
      reachInto(
        doc,
        path,
        (leaf) => {
          if (leaf !== undefined && !Array.isArray(leaf)) values.set(keyOf(leaf).toString('latin1'), leaf);
          return false;
        },
        undefined,
      );
    }
    return { values: [...values.values()].sort(compare), ok: 1 };
  },
};
