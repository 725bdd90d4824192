/**
 * Documents and their index entries. Every change here checks all of its unique keys before it writes the
 * first byte: what throws a Fault has changed nothing.
 */
import { type Doc, exact } from './bson.js';
import { type Catalog, type Collection, type Index, namespace } from './catalog.js';
import type { Change } from './changes.js';
import { Fault } from './faults.js';
import { cutKey, fieldKey, type IndexKey, type IndexKeys, indexKeys } from './index-keys.js';
import { after as end, type Pages } from './pages.js';
import { docKey, entryKey, indexPrefix, type RecordId, recordOf } from './record-keys.js';
import { shown } from './shown.js';
import { Tops } from './tops.js';

const NOTHING = Buffer.alloc(0);

function duplicate(collection: Collection, index: Index, key: IndexKey): Fault {
  const paths = Object.keys(index.key);
  const text = paths.map((path, i) => `${path}: ${shown(key.values[i])}`).join(', ');
  return new Fault(
    11000,
    `E11000 duplicate key error collection: ${namespace(collection)} index: ${index.name} dup key: { ${text} }`,
    {
      keyPattern: index.key,
      keyValue: Object.fromEntries(paths.map((path, i) => [path, key.values[i] ?? null])),
    },
  );
}

/** A document and its bytes. */
export interface Version {
  doc: Doc;
  bytes: Buffer;
}

const place = ({ db, name }: Collection): { db: string; coll: string } => ({ db, coll: name });

/** What a read looked at, where somebody asks. */
export interface Tally {
  keys: number;
  docs: number;
}

export interface Memory {
  /** Next record id by collection, read from the tree once. */
  next: Map<number, RecordId>;
  /** Record that a unique key was last seen to name: a guess, good only where its entry is found. */
  where: Map<string, RecordId>;
  tops: Tops;
}

const MOST_GUESSES = 50_000;

export class Records {
  tally: Tally | null = null;

  constructor(
    readonly tree: Pages,
    readonly catalog: Pick<Catalog, 'save' | 'forget'>,
    readonly note: (change: Change) => void,
    /** What is known without reading; shared by all views of one store. */
    readonly memory: Memory = { next: new Map(), where: new Map(), tops: new Tops(tree) },
  ) {}

  #newRecord(collection: Collection): RecordId {
    let next = this.memory.next.get(collection.id);
    if (next === undefined) {
      const from = docKey(collection, 0);
      const to = end(from.subarray(0, 5));
      const last = this.tree.range(from, to, { reverse: true, limit: 1, keysOnly: true })[0];
      next = last ? recordOf(last.key) + 1 : 1;
    }
    this.memory.next.set(collection.id, next + 1);
    return next;
  }

  read(collection: Collection, record: RecordId): Buffer | undefined {
    return this.tree.get(docKey(collection, record));
  }

  /** The record of the only entry that begins with a unique index's whole key. */
  recordAt(point: Buffer): RecordId | null {
    const { where } = this.memory;
    const name = point.toString('latin1');
    const guess = where.get(name);
    if (guess !== undefined) {
      const key = Buffer.allocUnsafe(point.length + 6);
      key.set(point);
      key.writeUIntBE(guess, point.length, 6);
      if (this.tree.has(key)) return guess;
    }
    const [entry] = this.tree.range(point, end(point), { reverse: false, limit: 1, keysOnly: true });
    if (!entry) return null;
    if (where.size >= MOST_GUESSES) where.clear();
    const record = recordOf(entry.key);
    where.set(name, record);
    return record;
  }

  keysOf(index: Index, doc: Doc): IndexKeys {
    if (!index.covers(doc)) return { keys: [], multikey: 0, cut: false };
    return indexKeys(doc, index.fields, index.sparse);
  }

  /** Whether another record already has the key that `prefix` is the entry of, but for its record. */
  #taken(index: Index, prefix: Buffer, record: RecordId): boolean {
    if (this.memory.tops.raise(index, prefix.subarray(0, 5), prefix)) return false;
    const to = end(prefix);
    // The usual answer is no, and counting none is cheaper than fetching none.
    if (this.tree.count(prefix, to) === 0) return false;
    return this.tree
      .range(prefix, to, { reverse: false, limit: 2, keysOnly: true })
      .some((entry) => entry.key.length === prefix.length + 6 && recordOf(entry.key) !== record);
  }

  #checkUnique(collection: Collection, index: Index, keys: readonly IndexKey[], record: RecordId): void {
    if (!index.unique) return;
    for (const key of keys) {
      const entry = entryKey(index, key.bytes, 0);
      this.tree.claim(entry);
      if (this.#taken(index, entry.subarray(0, -6), record)) throw duplicate(collection, index, key);
    }
  }

  #noteShape(collection: Collection, index: Index, keys: IndexKeys): void {
    if ((index.multikey | keys.multikey) === index.multikey && (!keys.cut || index.cut)) return;
    index.multikey |= keys.multikey;
    index.cut ||= keys.cut;
    this.catalog.save(collection);
  }

  insert(collection: Collection, bytes: Buffer, doc: Doc = exact(bytes)): RecordId {
    const all = collection.indexes.map((index) => ({ index, keys: this.keysOf(index, doc) }));
    for (const { index, keys } of all) this.#checkUnique(collection, index, keys.keys, 0);
    const record = this.#newRecord(collection);
    this.tree.put(docKey(collection, record), bytes);
    for (const { index, keys } of all) {
      for (const key of keys.keys) this.tree.put(entryKey(index, key.bytes, record), NOTHING);
      this.#noteShape(collection, index, keys);
    }
    this.note({ kind: 'insert', ...place(collection), before: null, after: bytes });
    return record;
  }

  /** `kind` is what a change stream calls it. */
  replace(
    collection: Collection,
    record: RecordId,
    before: Version,
    after: Version,
    kind: 'update' | 'replace',
  ): void {
    const changes = collection.indexes.map((index) => {
      const old = this.keysOf(index, before.doc);
      const now = this.keysOf(index, after.doc);
      // The usual change leaves most indexes alone: one key, and the same one.
      if (old.keys.length === 1 && now.keys.length === 1 && old.keys[0]!.bytes.equals(now.keys[0]!.bytes))
        return { index, now, gone: [], come: [] };
      const had = new Set(old.keys.map((key) => key.bytes.toString('latin1')));
      const has = new Set(now.keys.map((key) => key.bytes.toString('latin1')));
      return {
        index,
        now,
        gone: old.keys.filter((key) => !has.has(key.bytes.toString('latin1'))),
        come: now.keys.filter((key) => !had.has(key.bytes.toString('latin1'))),
      };
    });
    for (const { index, come } of changes) this.#checkUnique(collection, index, come, record);
    this.tree.put(docKey(collection, record), after.bytes);
    for (const { index, now, gone, come } of changes) {
      for (const key of gone) {
        if (index.unique) this.tree.claim(entryKey(index, key.bytes, 0));
        this.tree.remove(entryKey(index, key.bytes, record));
      }
      for (const key of come) this.tree.put(entryKey(index, key.bytes, record), NOTHING);
      this.#noteShape(collection, index, now);
    }
    this.note({ kind, ...place(collection), before: before.bytes, after: after.bytes });
  }

  remove(collection: Collection, record: RecordId, bytes: Buffer): void {
    const doc = exact(bytes);
    for (const index of collection.indexes) {
      for (const key of this.keysOf(index, doc).keys) {
        if (index.unique) this.tree.claim(entryKey(index, key.bytes, 0));
        this.tree.remove(entryKey(index, key.bytes, record));
      }
    }
    this.tree.remove(docKey(collection, record));
    this.note({ kind: 'delete', ...place(collection), before: bytes, after: null });
  }

  byId(collection: Collection, id: unknown): Buffer | undefined {
    const own = collection.indexes.find((index) => index.name === '_id_')!;
    const from = Buffer.concat([indexPrefix(own), cutKey(fieldKey(id, false))]);
    const entry = this.tree.range(from, end(from), { reverse: false, limit: 1, keysOnly: true })[0];
    return entry && this.read(collection, recordOf(entry.key));
  }

  /** Fills a new index from what is there; a duplicate refuses before the first entry is written. */
  build(collection: Collection, index: Index): void {
    const from = docKey(collection, 0);
    const to = end(from.subarray(0, 5));
    const entries: Buffer[] = [];
    const seen = new Map<string, RecordId>();
    const shape = { multikey: 0, cut: false };
    for (const { key, value } of this.#each(from, to)) {
      const record = recordOf(key);
      const keys = this.keysOf(index, exact(value));
      shape.multikey |= keys.multikey;
      shape.cut ||= keys.cut;
      for (const one of keys.keys) {
        entries.push(entryKey(index, one.bytes, record));
        if (!index.unique) continue;
        const name = one.bytes.toString('latin1');
        if (seen.has(name) && seen.get(name) !== record) throw duplicate(collection, index, one);
        seen.set(name, record);
      }
    }
    for (const entry of entries) this.tree.put(entry, NOTHING);
    index.multikey = shape.multikey;
    index.cut = shape.cut;
  }

  *#each(from: Buffer, to: Buffer): Generator<{ key: Buffer; value: Buffer }> {
    let last: Buffer | undefined;
    for (;;) {
      const some = this.tree.range(from, to, {
        reverse: false,
        limit: 500,
        ...(last ? { after: last } : {}),
      });
      yield* some;
      if (some.length < 500) return;
      last = some.at(-1)!.key;
    }
  }

  #clear(prefix: Buffer): void {
    for (const { key } of [...this.#each(prefix, end(prefix))]) this.tree.remove(key);
  }

  dropIndex(collection: Collection, index: Index): void {
    this.#clear(indexPrefix(index));
    collection.indexes = collection.indexes.filter((other) => other !== index);
    this.catalog.save(collection);
  }

  drop(collection: Collection): void {
    this.#clear(docKey(collection, 0).subarray(0, 5));
    for (const index of collection.indexes) this.#clear(indexPrefix(index));
    this.catalog.forget(collection);
    this.memory.next.delete(collection.id);
    if (!collection.view) this.note({ kind: 'drop', ...place(collection), before: null, after: null });
  }
}
