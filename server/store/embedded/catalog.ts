/** Which collections there are, with which indexes; kept in the tree itself, changed in the same transaction. */
import type { Binary } from 'bson';
import { type Doc, encode, exact, isDocument, plain } from './bson.js';
import { Fault } from './faults.js';
import type { IndexField } from './index-keys.js';
import { compileFilter } from './match/filter.js';
import type { Test } from './match/operators.js';
import type { Pages } from './pages.js';

export interface Index {
  id: number;
  name: string;
  /** As given: `{ a: 1, b: -1 }`. */
  key: Doc;
  unique: boolean;
  sparse: boolean;
  partial: Doc | null;
  /** Seconds after the date in the field; null: documents stay. */
  expireAfterSeconds: number | null;
  /** Sticky bits, one a field: set by the first document in which that field has several values. */
  multikey: number;
  /** Sticky: set by the first key that was too long to keep its order. */
  cut: boolean;
  fields: IndexField[];
  covers: Test;
}

export interface Collection {
  id: number;
  db: string;
  name: string;
  indexes: Index[];
  /** A view has no documents of its own. */
  view: { on: string; pipeline: Doc[] } | null;
  rules: Rules | null;
}

/** What documents must be like (a validator). */
export interface Rules {
  validator: Doc;
  level: 'strict' | 'moderate' | 'off';
  action: 'error' | 'warn';
}

/** First byte of every key in the tree: what kind of entry it is. */
export const KIND = { catalog: 1, counter: 2, doc: 3, index: 4, session: 5 } as const;

interface Stored extends Doc {
  id: number;
  db: string;
  name: string;
  indexes: Doc[];
  view: Collection['view'];
  rules?: { validator: Binary; level: Rules['level']; action: Rules['action'] } | null;
}

export const namespace = (collection: { db: string; name: string }): string =>
  `${collection.db}.${collection.name}`;

const noExpressions = (): never => {
  throw new Fault(67, 'unsupported expression in partial index: $expr');
};

const EVERY_FIELD = 0x7fffffff;

/** A store of before wrote only whether some field is. */
const multikeyOf = (stored: unknown): number =>
  stored === true ? EVERY_FIELD : typeof stored === 'number' ? stored : 0;

export function makeIndex(row: Doc): Index {
  const key = row.key as Doc;
  const partial = isDocument(row.partial) ? row.partial : null;
  return {
    id: row.id as number,
    name: row.name as string,
    key,
    unique: row.unique === true,
    sparse: row.sparse === true,
    partial,
    expireAfterSeconds: (row.expireAfterSeconds as number | null | undefined) ?? null,
    multikey: multikeyOf(row.multikey),
    cut: row.cut === true,
    fields: Object.entries(key).map(([path, direction]) => ({
      path: path.split('.'),
      descending: (direction as number) < 0,
    })),
    covers: partial ? compileFilter(partial, noExpressions) : () => true,
  };
}

/** `field` carries the key as pairs: an object would put a field named "1" first. */
function store(index: Index): Doc {
  const { id, name, unique, sparse, expireAfterSeconds, multikey, cut } = index;
  return {
    id,
    name,
    pairs: Object.entries(index.key),
    unique,
    sparse,
    partial: index.partial,
    expireAfterSeconds,
    multikey,
    cut,
  };
}

/** A validator has names with $ and numbers with types: it is kept as the bytes that came. */
function readRules(rules: Stored['rules']): Rules | null {
  if (!rules) return null;
  return { ...rules, validator: exact(rules.validator.value()) };
}

/** A collection from its entry in the catalog. */
export function readCollection(bytes: Uint8Array): Collection {
  const { id, db, name, view, rules, ...row } = plain(bytes) as Stored;
  const indexes = row.indexes.map((index) =>
    makeIndex({ ...index, key: Object.fromEntries(index.pairs as [string, number][]) }),
  );
  return { id, db, name, indexes, view, rules: readRules(rules) };
}

const COUNTER = Buffer.from([KIND.counter]);

export class Catalog {
  readonly #collections = new Map<string, Collection>();
  #next = 1;

  constructor(
    readonly tree: Pages,
    /** A collection or its indexes are no longer what they were. */
    readonly changed: (db: string, name: string) => void,
  ) {
    this.#load();
  }

  /** Also after a batch was undone: memory must say what the disk says. */
  reload(): void {
    this.#collections.clear();
    this.#load();
  }

  #load(): void {
    this.#next = this.tree.get(COUNTER)?.readUInt32BE() ?? 1;
    const from = Buffer.from([KIND.catalog]);
    const to = Buffer.from([KIND.catalog + 1]);
    for (const { value } of this.tree.range(from, to, { reverse: false, limit: Number.POSITIVE_INFINITY })) {
      const collection = readCollection(value);
      this.#collections.set(namespace(collection), collection);
    }
  }

  /** Ids of collections and indexes come from one counter and are never used again. */
  nextId(): number {
    const id = this.#next++;
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(this.#next);
    this.tree.put(COUNTER, bytes);
    return id;
  }

  find(db: string, name: string): Collection | undefined {
    return this.#collections.get(`${db}.${name}`);
  }

  /** What may be written to: a view may not. */
  writable(db: string, name: string): Collection | undefined {
    const known = this.find(db, name);
    if (known?.view) throw new Fault(166, `Namespace ${db}.${name} is a view, not a collection`);
    return known;
  }

  all(): Collection[] {
    return [...this.#collections.values()];
  }

  #key(id: number): Buffer {
    const key = Buffer.alloc(5);
    key[0] = KIND.catalog;
    key.writeUInt32BE(id, 1);
    return key;
  }

  save(collection: Collection): void {
    const { id, db, name, view, indexes } = collection;
    const rules = collection.rules && { ...collection.rules, validator: encode(collection.rules.validator) };
    this.tree.put(this.#key(id), encode({ id, db, name, indexes: indexes.map(store), view, rules }));
    this.#collections.set(namespace(collection), collection);
    this.changed(db, name);
  }

  /** Inside a write. Creates the collection with its _id index when it is not there. */
  ensure(db: string, name: string): Collection {
    const known = this.writable(db, name);
    if (known) return known;
    checkName(db, name);
    const collection: Collection = { id: this.nextId(), db, name, indexes: [], view: null, rules: null };
    collection.indexes.push(makeIndex({ id: this.nextId(), name: '_id_', key: { _id: 1 }, unique: true }));
    this.save(collection);
    return collection;
  }

  rename(collection: Collection, db: string, name: string): void {
    this.#collections.delete(namespace(collection));
    this.changed(collection.db, collection.name);
    this.save({ ...collection, db, name });
  }

  forget(collection: Collection): void {
    this.tree.remove(this.#key(collection.id));
    this.#collections.delete(namespace(collection));
    this.changed(collection.db, collection.name);
  }
}

export function checkName(db: string, name: string): void {
  const bad =
    name === '' || name.includes('\0') || name.includes('$') || name.startsWith('.') || name.endsWith('.');
  if (bad) throw new Fault(73, `Invalid namespace specified '${db}.${name}'`);
  if (name.startsWith('system.')) throw new Fault(73, `Invalid system namespace: ${db}.${name}`);
  if (Buffer.byteLength(`${db}.${name}`) > 255) throw new Fault(73, 'Fully qualified namespace is too long');
  if (db === '' || /[/\\. "$\0]/.test(db)) throw new Fault(73, `Invalid database name: '${db}'`);
}
