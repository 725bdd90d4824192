/** `$out` and `$merge`: the last stage of a pipeline, writing what came out of it. */
import { ObjectId } from 'bson';
import { type Doc, encodeStored, exact, isDocument, plain } from '../bson.js';
import { checkName } from '../catalog.js';
import { Fault } from '../faults.js';
import { change, targets } from '../modify.js';
import { checkRules } from '../rules.js';
import { type Paced, unpaused } from '../turns.js';
import { expressions } from './expressions.js';
import type { Scope } from './pipeline.js';

function place(scope: Scope, spec: unknown, name: string): { db: string; coll: string } {
  if (typeof spec === 'string') return { db: scope.db, coll: spec };
  if (isDocument(spec) && typeof spec.coll === 'string')
    return { db: typeof spec.db === 'string' ? spec.db : scope.db, coll: spec.coll };
  throw new Fault(9, `${name} needs the name of a collection`);
}

const withId = (row: Doc): Doc => ('_id' in row ? row : { _id: new ObjectId(), ...row });

/** Replaces the whole collection; its indexes stay. Rows are all made before the old ones go. */
export function out(scope: Scope, spec: unknown, rows: Paced<Doc>, bypass: boolean): void {
  if (isDocument(spec))
    for (const key of Object.keys(spec))
      if (!['db', 'coll'].includes(key))
        throw new Fault(40415, `BSON field '$out.${key}' is an unknown field.`);
  const { db, coll } = place(scope, spec, '$out');
  checkName(db, coll);
  const { store } = scope;
  const all = [...unpaused(rows)].map((row) => encodeStored(withId(row)));
  const old = store.catalog.writable(db, coll);
  const indexes = old?.indexes.filter((index) => index.name !== '_id_') ?? [];
  // A duplicate must be seen before the old rows are gone: a scratch collection proves the new ones.
  const scratch = store.catalog.ensure(db, `tmp.agg_out.${new ObjectId().toHexString()}`);
  try {
    for (const index of indexes)
      scratch.indexes.push({ ...index, id: store.catalog.nextId(), multikey: 0, cut: false });
    for (const bytes of all) {
      if (old && !bypass) checkRules(old, exact(bytes), null);
      store.records.insert(scratch, bytes);
    }
  } catch (error) {
    store.records.drop(scratch);
    throw error;
  }
  if (old) store.records.drop(old);
  store.catalog.forget(scratch);
  store.catalog.save({ ...scratch, db, name: coll, rules: old?.rules ?? null });
}

const MERGE_FIELDS = new Set(['into', 'on', 'whenMatched', 'whenNotMatched', 'let']);

export function merge(scope: Scope, raw: unknown, rows: Paced<Doc>, bypass: boolean): void {
  const spec: Doc = typeof raw === 'string' ? { into: raw } : isDocument(raw) ? raw : {};
  for (const key of Object.keys(spec))
    if (!MERGE_FIELDS.has(key)) throw new Fault(40415, `BSON field '$merge.${key}' is an unknown field.`);
  const { db, coll } = place(scope, spec.into, '$merge');
  const whenMatched = spec.whenMatched ?? 'merge';
  const whenNotMatched = spec.whenNotMatched ?? 'insert';
  if (!['merge', 'replace', 'keepExisting', 'fail'].includes(whenMatched as string))
    throw new Fault(238, 'the embedded store does not support a pipeline as $merge.whenMatched');
  if (!['insert', 'discard', 'fail'].includes(whenNotMatched as string))
    throw new Fault(
      2,
      `Enumeration value '${String(whenNotMatched)}' for field '$merge.whenNotMatched' is not a valid value.`,
    );
  const on =
    spec.on === undefined ? ['_id'] : Array.isArray(spec.on) ? (spec.on as string[]) : [spec.on as string];
  const { store } = scope;
  const all = [...unpaused(rows)].map(withId);
  const collection = store.catalog.ensure(db, coll);
  const unique = collection.indexes.some(
    (index) =>
      index.unique &&
      !index.partial &&
      JSON.stringify(Object.keys(index.key).sort()) === JSON.stringify([...on].sort()),
  );
  if (!unique) throw new Fault(51183, 'Cannot find index to verify that join fields will be unique');
  for (const row of all) {
    const filter = Object.fromEntries(on.map((path) => [path, { $eq: row[path] ?? null }]));
    const target = { filter, sort: [], hint: undefined, multi: false, deadline: scope.deadline };
    const hit = targets(store, collection, target, expressions({}))[0];
    // `fail` is an insert, which the unique index refuses.
    if (hit && whenMatched !== 'fail') {
      if (whenMatched === 'keepExisting') continue;
      const id = exact(hit.bytes)._id;
      const fresh = plain(encodeStored(row));
      change(
        store,
        collection,
        hit,
        (doc) => (whenMatched === 'merge' ? { ...doc, ...fresh, _id: id } : { ...fresh, _id: id }),
        { now: new Date(), kind: whenMatched === 'replace' ? 'replace' : 'update', bypass },
      );
    } else {
      if (whenNotMatched === 'discard') continue;
      if (whenNotMatched === 'fail')
        throw new Fault(
          13113,
          '$merge could not find a matching document in the target collection for at least one document',
        );
      const bytes = encodeStored(row);
      if (!bypass) checkRules(collection, exact(bytes), null);
      store.records.insert(collection, bytes);
    }
  }
}
