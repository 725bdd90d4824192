import { type Doc, encode, isDocument, simplify, toNumber, truthy } from '../bson.js';
import { type Collection, type Index, makeIndex } from '../catalog.js';
import { cursorReply } from '../cursor-reply.js';
import { Fault } from '../faults.js';
import { sessionName } from '../sessions.js';
import type { Store } from '../store.js';
import {
  type Call,
  type Command,
  collectionName,
  countOption,
  documentOption,
  statements,
} from './command.js';

const KNOWN = [
  'key',
  'name',
  'unique',
  'sparse',
  'partialFilterExpression',
  'expireAfterSeconds',
  'background',
  'v',
  'ns',
  'hidden',
  'collation',
];

function readKey(raw: unknown): Doc {
  if (!isDocument(raw)) throw new Fault(14, "The field 'key' must be an object");
  const entries = Object.entries(raw);
  if (entries.length === 0) throw new Fault(67, 'Index keys cannot be empty.');
  return Object.fromEntries(
    entries.map(([path, value]) => {
      if (typeof value === 'string')
        throw new Fault(67, `the embedded store does not support ${value} indexes; use a MongoDB server`);
      const direction = toNumber(value);
      if (direction === undefined || direction === 0 || Number.isNaN(direction))
        throw new Fault(67, 'Values in v:2 index key pattern must be numbers > 0 or < 0');
      if (path === '' || path.split('.').some((part) => part === '' || part.startsWith('$')))
        throw new Fault(
          67,
          `Index keys cannot contain an empty field or a field that starts with $: '${path}'`,
        );
      return [path, direction < 0 ? -1 : 1];
    }),
  );
}

const PARTIAL = ['$eq', '$exists', '$gt', '$gte', '$lt', '$lte', '$type', '$in', '$and'];

function checkPartial(filter: unknown): void {
  if (Array.isArray(filter)) for (const item of filter) checkPartial(item);
  if (!isDocument(filter)) return;
  for (const [key, value] of Object.entries(filter)) {
    if (key.startsWith('$') && !PARTIAL.includes(key))
      throw new Fault(67, `Expression not supported in partial index: ${key}`);
    if (key === '$exists' && !truthy(value))
      throw new Fault(67, 'Expression not supported in partial index: $exists: false');
    checkPartial(value);
  }
}

const LONGEST_EXPIRY = 2_147_483_647;

export function readExpiry(raw: unknown): number | null {
  if (raw === undefined) return null;
  const seconds = toNumber(raw);
  if (seconds === undefined || Number.isNaN(seconds))
    throw new Fault(14, "TTL index 'expireAfterSeconds' option must be numeric");
  if (seconds < 0 || seconds > LONGEST_EXPIRY)
    throw new Fault(67, `TTL index 'expireAfterSeconds' must be within 0 and ${LONGEST_EXPIRY}`);
  return Math.trunc(seconds);
}

function readIndex(raw: Doc): Omit<Index, 'id'> {
  for (const option of Object.keys(raw)) {
    if (KNOWN.includes(option)) continue;
    if (['weights', 'wildcardProjection', 'textIndexVersion', '2dsphereIndexVersion'].includes(option))
      throw new Fault(
        67,
        `the embedded store does not support the index option ${option}; use a MongoDB server`,
      );
    throw new Fault(197, `The field '${option}' is not valid for an index specification.`);
  }
  if (isDocument(raw.collation) && raw.collation.locale !== 'simple')
    throw new Fault(
      67,
      'the embedded store does not support the index option collation; use a MongoDB server',
    );
  if (raw.hidden !== undefined && truthy(raw.hidden))
    throw new Fault(67, 'the embedded store does not support hidden indexes');
  const key = readKey(raw.key);
  const partial = raw.partialFilterExpression;
  if (partial !== undefined && !isDocument(partial))
    throw new Fault(67, "'partialFilterExpression' must be an object");
  checkPartial(partial);
  const sparse = truthy(raw.sparse ?? false);
  if (partial && sparse) throw new Fault(67, "cannot mix 'partialFilterExpression' and 'sparse' options");
  const name =
    raw.name ??
    Object.entries(key)
      .map(([path, direction]) => `${path}_${direction}`)
      .join('_');
  if (typeof name !== 'string' || name === '')
    throw new Fault(67, 'The index name must be a non-empty string');
  const expireAfterSeconds = readExpiry(raw.expireAfterSeconds);
  if (expireAfterSeconds !== null && (Object.keys(key).length > 1 || '_id' in key))
    throw new Fault(
      67,
      'TTL indexes are single-field indexes on another field than _id; compound indexes do not support TTL',
    );
  return makeIndex({
    key,
    name,
    unique: truthy(raw.unique ?? false),
    sparse,
    partial: partial ? simplify(partial) : null,
    expireAfterSeconds,
  });
}

const shape = (index: Pick<Index, 'key'>): string => JSON.stringify(Object.entries(index.key));
const options = ({ unique, sparse, partial, expireAfterSeconds }: Omit<Index, 'id'>): string =>
  JSON.stringify([unique, sparse, partial, expireAfterSeconds]);

/** True where the very same index is there already. */
function exists(collection: Collection, wanted: Omit<Index, 'id'>): boolean {
  if (shape(wanted) === '[["_id",1]]') return true;
  const sameName = collection.indexes.find((index) => index.name === wanted.name);
  if (sameName) {
    if (shape(sameName) !== shape(wanted) || options(sameName) !== options(wanted))
      throw new Fault(
        86,
        `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. Requested index: ${shape(wanted)}, existing index: ${shape(sameName)}`,
      );
    return true;
  }
  const sameKey = collection.indexes.find(
    (index) =>
      shape(index) === shape(wanted) && JSON.stringify(index.partial) === JSON.stringify(wanted.partial),
  );
  if (sameKey && options(sameKey) !== options(wanted))
    throw new Fault(
      85,
      `An equivalent index already exists with a different name and options. Requested index: ${shape(wanted)}, existing index: ${sameKey.name}`,
    );
  if (sameKey) throw new Fault(85, `Index already exists with a different name: ${sameKey.name}`);
  return false;
}

export const createIndexes: Command = {
  fields: ['indexes', 'commitQuorum'],
  run: (call) => {
    const { store, db } = call;
    const name = collectionName(call);
    const wanted = statements(call, 'indexes').map(readIndex);
    if (wanted.length === 0) throw new Fault(2, 'Must specify at least one index to create');
    return store.tree.write((): Doc => {
      const known = store.catalog.writable(db, name);
      const collection = known ?? store.catalog.ensure(db, name);
      const numIndexesBefore = collection.indexes.length;
      const fresh = wanted.filter((index) => !exists(collection, index));
      for (const one of fresh) {
        const index: Index = { ...one, id: store.catalog.nextId() };
        store.records.build(collection, index);
        collection.indexes.push(index);
        store.catalog.save(collection);
      }
      return {
        numIndexesBefore,
        numIndexesAfter: collection.indexes.length,
        createdCollectionAutomatically: !known,
        ...(fresh.length === 0 ? { note: 'all indexes already exist' } : {}),
        ok: 1,
      };
    });
  },
};

function required(store: Store, call: Call): Collection {
  const name = collectionName(call);
  const collection = store.catalog.writable(call.db, name);
  if (!collection) throw new Fault(26, `ns does not exist: ${call.db}.${name}`);
  return collection;
}

function asked(collection: Collection, wanted: unknown): Index[] {
  if (wanted === '*') return collection.indexes.filter((index) => index.name !== '_id_');
  const list = Array.isArray(wanted) ? wanted : [wanted];
  return list.map((one) => {
    const key = isDocument(one) ? JSON.stringify(Object.entries(simplify(one) as Doc)) : null;
    const index = collection.indexes.find((index) =>
      key === null ? index.name === one : shape(index) === key,
    );
    if (!index) throw new Fault(27, `index not found with name [${String(key ?? one)}]`);
    if (index.name === '_id_') throw new Fault(72, 'cannot drop _id index');
    return index;
  });
}

export const dropIndexes: Command = {
  fields: ['index'],
  run: (call) => {
    const { store, body } = call;
    return store.tree.write((): Doc => {
      const collection = required(store, call);
      const nIndexesWas = collection.indexes.length;
      for (const index of asked(collection, body.index)) store.records.dropIndex(collection, index);
      return { nIndexesWas, ok: 1 };
    });
  },
};

export function described(index: Index): Doc {
  return {
    v: 2,
    key: index.key,
    name: index.name,
    ...(index.unique && index.name !== '_id_' ? { unique: true } : {}),
    ...(index.sparse ? { sparse: true } : {}),
    ...(index.expireAfterSeconds === null ? {} : { expireAfterSeconds: index.expireAfterSeconds }),
    ...(index.partial ? { partialFilterExpression: index.partial } : {}),
  };
}

export const listIndexes: Command = {
  fields: ['cursor'],
  run: async (call) => {
    const collection = required(call.store, call);
    const size = countOption(documentOption(call.body, 'cursor'), 'batchSize') ?? 101;
    const ns = `${call.db}.${collection.name}`;
    const rows = collection.indexes.map((index) => encode(described(index)));
    const manner = { size, session: sessionName(call.body) };
    return cursorReply(await call.store.cursors.start(ns, rows, manner));
  },
};
