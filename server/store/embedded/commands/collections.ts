import { checkStages } from '../aggregate/pipeline.js';
import { type Doc, encode } from '../bson.js';
import type { Collection } from '../catalog.js';
import { cursorReply } from '../cursors.js';
import { Fault } from '../faults.js';
import { compileFilter } from '../match/filter.js';
import { after, docKey } from '../records.js';
import { type Command, collectionName, countOption, documentOption, expressionsOf, flag } from './command.js';

const SUPPORTED = new Set(['viewOn', 'pipeline', 'idIndex', 'autoIndexId', 'collation']);

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
    return call.store.tree.write((): Doc => {
      if (call.store.catalog.find(call.db, name))
        throw new Fault(48, `Collection ${call.db}.${name} already exists.`);
      const made = call.store.catalog.ensure(call.db, name);
      if (view) call.store.catalog.save({ ...made, indexes: [], view });
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

export const dropDatabase: Command = {
  fields: [],
  run: (call) =>
    call.store.tree.write((): Doc => {
      const own = call.store.catalog.all().filter((collection) => collection.db === call.db);
      for (const collection of own) call.store.records.drop(collection);
      return own.length > 0 ? { dropped: call.db, ok: 1 } : { ok: 1 };
    }),
};

export const listCollections: Command = {
  fields: ['filter', 'nameOnly', 'authorizedCollections', 'cursor'],
  run: (call) => {
    const { store, db, body } = call;
    const test = compileFilter(documentOption(body, 'filter'), expressionsOf(body));
    const nameOnly = flag(body, 'nameOnly');
    const rows = store.catalog
      .all()
      .filter((collection) => collection.db === db)
      .map(({ name, view }) => ({
        name,
        type: view ? 'view' : 'collection',
        ...(nameOnly
          ? {}
          : {
              options: view ? { viewOn: view.on, pipeline: view.pipeline } : {},
              info: { readOnly: view !== null },
              ...(view ? {} : { idIndex: { v: 2, key: { _id: 1 }, name: '_id_' } }),
            }),
      }))
      .filter((row) => test(row))
      .map(encode);
    const size = countOption(documentOption(body, 'cursor'), 'batchSize') ?? 101;
    return cursorReply(store.cursors.start(`${db}.$cmd.listCollections`, rows, size, false));
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
