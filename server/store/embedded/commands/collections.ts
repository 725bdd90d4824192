import { checkStages } from '../aggregate/pipeline.js';
import { type Doc, encode } from '../bson.js';
import { type Collection, checkName } from '../catalog.js';
import { cursorReply } from '../cursor-reply.js';
import { Fault } from '../faults.js';
import { compileFilter } from '../match/filter.js';
import { after } from '../pages.js';
import { docKey } from '../record-keys.js';
import { sessionName } from '../sessions.js';
import { optionsOf, readRules } from './coll-mod.js';
import { type Command, collectionName, countOption, documentOption, expressionsOf, flag } from './command.js';

const SUPPORTED = new Set([
  'viewOn',
  'pipeline',
  'idIndex',
  'autoIndexId',
  'collation',
  'validator',
  'validationLevel',
  'validationAction',
]);

function readView({ viewOn, pipeline }: Doc): Collection['view'] {
  if (viewOn === undefined) {
    if (pipeline !== undefined) throw new Fault(72, "'pipeline' requires 'viewOn' to also be specified");
    return null;
  }
  if (typeof viewOn !== 'string' || viewOn === '') throw new Fault(73, "'viewOn' cannot be empty");
  if (pipeline !== undefined && !Array.isArray(pipeline)) throw new Fault(14, "'pipeline' must be an array");
  checkStages(pipeline ?? []);
  return { on: viewOn, pipeline: (pipeline ?? []) as Doc[] };
}

export const create: Command = {
  fields: [
    'validator',
    'capped',
    'size',
    'max',
    'timeseries',
    'viewOn',
    'pipeline',
    'expireAfterSeconds',
    'autoIndexId',
    'collation',
    'idIndex',
    'clusteredIndex',
    'changeStreamPreAndPostImages',
    'encryptedFields',
    'validationLevel',
    'validationAction',
    'storageEngine',
    'indexOptionDefaults',
  ],
  run: (call) => {
    const name = collectionName(call);
    for (const option of create.fields) {
      const value = call.body[option];
      if (value === undefined || value === false || SUPPORTED.has(option)) continue;
      throw new Fault(
        72,
        `the embedded store does not support the collection option ${option}; use a MongoDB server`,
      );
    }
    const view = readView(call.body);
    const rules = readRules(call.body, null);
    return call.store.tree.write((): Doc => {
      if (call.store.catalog.find(call.db, name))
        throw new Fault(48, `Collection ${call.db}.${name} already exists.`);
      const made = call.store.catalog.ensure(call.db, name);
      if (view) call.store.catalog.save({ ...made, indexes: [], view });
      else if (rules) call.store.catalog.save({ ...made, rules });
      return { ok: 1 };
    });
  },
};

export const drop: Command = {
  fields: [],
  run: (call) => {
    const name = collectionName(call);
    return call.store.tree.write((): Doc => {
      const collection = call.store.catalog.find(call.db, name);
      if (!collection) return { ok: 1 };
      const nIndexesWas = collection.indexes.length;
      call.store.records.drop(collection);
      return { nIndexesWas, ns: `${call.db}.${name}`, ok: 1 };
    });
  },
};

function split(name: unknown): { db: string; coll: string } {
  const dot = typeof name === 'string' ? name.indexOf('.') : -1;
  if (dot < 1) throw new Fault(73, `Invalid namespace specified '${String(name)}'`);
  const text = name as string;
  return { db: text.slice(0, dot), coll: text.slice(dot + 1) };
}

export const renameCollection: Command = {
  fields: ['to', 'dropTarget'],
  run: (call) => {
    const from = split(call.body.renameCollection);
    const to = split(call.body.to);
    checkName(to.db, to.coll);
    const { catalog, records, changes, tree } = call.store;
    return tree.write((): Doc => {
      const collection = catalog.writable(from.db, from.coll);
      if (!collection) throw new Fault(26, `Source collection ${from.db}.${from.coll} does not exist`);
      const target = catalog.find(to.db, to.coll);
      if (target === collection) throw new Fault(20, 'cannot rename a collection to itself');
      if (target && !flag(call.body, 'dropTarget')) throw new Fault(48, 'target namespace exists');
      if (target) records.drop(target);
      catalog.rename(collection, to.db, to.coll);
      changes.note({ kind: 'rename', ...from, to, before: null, after: null });
      return { ok: 1 };
    });
  },
};

export const dropDatabase: Command = {
  fields: [],
  run: (call) =>
    call.store.tree.write((): Doc => {
      const own = call.store.catalog.all().filter((collection) => collection.db === call.db);
      for (const collection of own) call.store.records.drop(collection);
      if (own.length > 0)
        call.store.changes.note({ kind: 'dropDatabase', db: call.db, coll: '', before: null, after: null });
      return own.length > 0 ? { dropped: call.db, ok: 1 } : { ok: 1 };
    }),
};

export const listCollections: Command = {
  fields: ['filter', 'nameOnly', 'authorizedCollections', 'cursor'],
  run: async (call) => {
    const { store, db, body } = call;
    const test = compileFilter(documentOption(body, 'filter'), expressionsOf(body));
    const nameOnly = flag(body, 'nameOnly');
    const rows = store.catalog
      .all()
      .filter((collection) => collection.db === db)
      .map(({ name, view, rules }) => ({
        name,
        type: view ? 'view' : 'collection',
        ...(nameOnly
          ? {}
          : {
              options: view ? { viewOn: view.on, pipeline: view.pipeline } : optionsOf(rules),
              info: { readOnly: view !== null },
              ...(view ? {} : { idIndex: { v: 2, key: { _id: 1 }, name: '_id_' } }),
            }),
      }))
      .filter((row) => test(row))
      .map(encode);
    const size = countOption(documentOption(body, 'cursor'), 'batchSize') ?? 101;
    const manner = { size, session: sessionName(body) };
    return cursorReply(await store.cursors.start(`${db}.$cmd.listCollections`, rows, manner));
  },
};

export const listDatabases: Command = {
  fields: ['filter', 'nameOnly', 'authorizedDatabases'],
  run: (call): Doc => {
    const { store, body } = call;
    const test = compileFilter(documentOption(body, 'filter'), expressionsOf(body));
    const nameOnly = flag(body, 'nameOnly');
    const names = [...new Set(store.catalog.all().map((collection) => collection.db))].sort();
    const databases = names
      .map((name) => {
        const own = store.catalog.all().filter((collection) => collection.db === name);
        const full = own.some(
          (one) => store.tree.count(docKey(one, 0), after(docKey(one, 0).subarray(0, 5))) > 0,
        );
        return nameOnly ? { name } : { name, sizeOnDisk: 0, empty: !full };
      })
      .filter((row) => test(row));
    return { databases, ...(nameOnly ? {} : { totalSize: 0 }), ok: 1 };
  },
};
