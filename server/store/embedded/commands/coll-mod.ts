/** `collMod`: a collection's validator, and how long its TTL index keeps. */
import { type Doc, isDocument, toNumber } from '../bson.js';
import type { Collection, Index, Rules } from '../catalog.js';
import { Fault } from '../faults.js';
import { testOf } from '../rules.js';
import { type Command, collectionName } from './command.js';
import { readExpiry } from './indexes.js';

const LEVELS = ['off', 'strict', 'moderate'];
const ACTIONS = ['error', 'warn'];

function choice<T extends string>(value: unknown, list: readonly string[], name: string, usual: T): T {
  if (value === undefined) return usual;
  if (typeof value !== 'string' || !list.includes(value))
    throw new Fault(2, `Enumeration value '${String(value)}' for field '${name}' is not a valid value.`);
  return value as T;
}

/** What the command says, over what the collection had. An empty validator takes the rules away. */
export function readRules(body: Doc, had: Rules | null): Rules | null {
  const validator = body.validator ?? had?.validator ?? {};
  if (!isDocument(validator)) throw new Fault(14, "'validator' must be an object");
  testOf(validator);
  const level = choice(body.validationLevel, LEVELS, 'validationLevel', had?.level ?? 'strict');
  const action = choice(body.validationAction, ACTIONS, 'validationAction', had?.action ?? 'error');
  return Object.keys(validator).length === 0 ? null : { validator, level, action };
}

export const optionsOf = (rules: Rules | null): Doc =>
  rules ? { validator: rules.validator, validationLevel: rules.level, validationAction: rules.action } : {};

function indexMeant(collection: Collection, spec: Doc): Index {
  const pattern = isDocument(spec.keyPattern)
    ? JSON.stringify(Object.entries(spec.keyPattern).map(([path, value]) => [path, toNumber(value)]))
    : null;
  const index = collection.indexes.find((one) =>
    pattern === null ? one.name === spec.name : JSON.stringify(Object.entries(one.key)) === pattern,
  );
  if (!index) throw new Fault(27, 'cannot find index for the collMod command');
  return index;
}

function changeIndex(collection: Collection, raw: unknown): Doc {
  if (!isDocument(raw)) throw new Fault(14, "'index' must be an object");
  const unknown = Object.keys(raw).find((key) => !['keyPattern', 'name', 'expireAfterSeconds'].includes(key));
  if (unknown) throw new Fault(72, `the embedded store does not change the index option ${unknown}`);
  const index = indexMeant(collection, raw);
  const seconds = readExpiry(raw.expireAfterSeconds);
  if (seconds === null) throw new Fault(72, 'no expireAfterSeconds field');
  if (index.fields.length > 1 || index.name === '_id_')
    throw new Fault(72, 'TTL indexes are single-field indexes on another field than _id');
  const old = index.expireAfterSeconds;
  index.expireAfterSeconds = seconds;
  return {
    ...(old === null ? {} : { expireAfterSeconds_old: old }),
    expireAfterSeconds_new: seconds,
  };
}

export const collMod: Command = {
  fields: ['validator', 'validationLevel', 'validationAction', 'index'],
  run: (call) => {
    const name = collectionName(call);
    const { body, store, db } = call;
    return store.tree.write((): Doc => {
      const collection = store.catalog.writable(db, name);
      if (!collection) throw new Fault(26, `ns does not exist: ${db}.${name}`);
      const rules = readRules(body, collection.rules);
      const told = body.index === undefined ? {} : changeIndex(collection, body.index);
      collection.rules = rules;
      store.catalog.save(collection);
      return { ...told, ok: 1 };
    });
  },
};
