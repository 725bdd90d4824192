/**
 * What can still be read of a damaged store, in a new file with indexes made anew. The damaged file stays
 * beside it. What only lay in pages that no tree leads to may have been deleted long ago: it goes into a file
 * for a person to judge, never back among the documents.
 */
import { closeSync, existsSync, mkdtempSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { EJSON } from 'bson';
import { exact } from '../embedded/bson.js';
import { type Collection, KIND, makeIndex, namespace, readCollection } from '../embedded/catalog.js';
import { DATA_FILE, DataFile } from '../embedded/data-file.js';
import type { Leaf } from '../embedded/data-page.js';
import { Fault } from '../embedded/faults.js';
import { lock } from '../embedded/lock.js';
import { recordOf } from '../embedded/record-keys.js';
import { openStore, type Store } from '../embedded/store.js';

export interface Repaired {
  documents: number;
  /** Documents refused by a unique index that had let them in before, and what lay in lost pages. */
  aside: number;
  /** Where a page could not be read. */
  lost: string[];
  damaged: string;
  asideFile: string | null;
}

const AT_ONCE = 1000;

function* handfuls<T>(rows: Iterable<T>): Generator<T[]> {
  let some: T[] = [];
  for (const row of rows) {
    some.push(row);
    if (some.length < AT_ONCE) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}

/** A file that is made when the first line comes. */
class Aside {
  #file: number | null = null;
  lines = 0;

  constructor(readonly path: string) {}

  put(why: string, ns: string, bytes: Buffer): void {
    let doc: unknown;
    try {
      doc = exact(bytes);
    } catch {
      doc = { unreadable: bytes.toString('base64') };
    }
    this.#file ??= openSync(this.path, 'wx', 0o600);
    writeSync(this.#file, `${EJSON.stringify({ why, ns, doc }, { relaxed: false })}\n`);
    this.lines++;
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
  }
}

function prepare(store: Store, leaves: readonly Leaf[]): Map<number, Collection> {
  const made = new Map<number, Collection>();
  for (const { value } of leaves) {
    const row = readCollection(value);
    const collection = store.catalog.ensure(row.db, row.name);
    const indexes = row.indexes
      .filter((index) => index.name !== '_id_')
      .map((index) => makeIndex({ ...index, id: store.catalog.nextId(), multikey: 0, cut: false }));
    const whole = {
      ...collection,
      indexes: [...collection.indexes, ...indexes],
      view: row.view,
      rules: row.rules,
    };
    if (row.view) whole.indexes = [];
    store.catalog.save(whole);
    made.set(row.id, whole);
  }
  return made;
}

function keep(store: Store, collection: Collection, leaf: Leaf, aside: Aside): boolean {
  try {
    store.records.insert(collection, leaf.value);
    return true;
  } catch (error) {
    aside.put(
      error instanceof Fault ? error.message : 'it cannot be read',
      namespace(collection),
      leaf.value,
    );
    return false;
  }
}

export async function repair(dataDir: string, stamp: string): Promise<Repaired> {
  const held = lock(dataDir);
  const path = join(dataDir, DATA_FILE);
  const scratch = mkdtempSync(join(dataDir, 'repair-'));
  const file = new DataFile(path, true);
  const aside = new Aside(join(dataDir, `repair-${stamp}.ndjson`));
  const lost: string[] = [];
  let documents = 0;
  try {
    const onBad = ({ page, why }: { page: number | null; why: string }): void =>
      void lost.push(`page ${page ?? '?'}: ${why}`);
    // The catalog comes first in the file's order; where its pages are lost, the documents are set aside.
    const catalog: Leaf[] = [];
    const rest = new Set<string>();
    const store = openStore(scratch);
    let made: Map<number, Collection> | null = null;
    const place = async (some: Leaf[]): Promise<void> => {
      await store.base.write(() => {
        made ??= prepare(store, catalog);
        for (const leaf of some) {
          const id = leaf.key.readUInt32BE(1);
          rest.add(`${id}:${recordOf(leaf.key)}`);
          const collection = made.get(id);
          if (!collection) aside.put('its collection is no longer known', `collection ${id}`, leaf.value);
          else if (keep(store, collection, leaf, aside)) documents++;
        }
      });
    };
    const docs = function* (): Generator<Leaf> {
      for (const { key, value } of file.entries(onBad)) {
        const leaf = { key: Buffer.from(key), value: Buffer.from(value) };
        if (key[0] === KIND.catalog) catalog.push(leaf);
        if (key[0] === KIND.doc && key.length === 11) yield leaf;
      }
    };
    for (const some of handfuls(docs())) await place(some);
    await place([]);
    if (lost.length > 0) strays(file, rest, aside, made);
    await store.close();
  } finally {
    file.close();
    aside.close();
    held.release();
  }
  const damaged = `${path}.damaged-${stamp}`;
  renameSync(path, damaged);
  renameSync(join(scratch, DATA_FILE), path);
  rmSync(scratch, { recursive: true, force: true });
  rmSync(`${path}-lock`, { force: true });
  return {
    documents,
    aside: aside.lines,
    lost,
    damaged,
    asideFile: existsSync(aside.path) ? aside.path : null,
  };
}

/** Of each document that was not found in a tree, the newest version that still lies about. */
function strays(
  file: DataFile,
  found: Set<string>,
  aside: Aside,
  made: Map<number, Collection> | null,
): void {
  const newest = new Map<string, { value: Buffer; txn: bigint; id: number }>();
  for (const { leaf, txn } of file.strays()) {
    if (leaf.key[0] !== KIND.doc || leaf.key.length !== 11) continue;
    const id = leaf.key.readUInt32BE(1);
    const name = `${id}:${recordOf(leaf.key)}`;
    const known = newest.get(name);
    if (found.has(name) || (known && known.txn >= txn)) continue;
    newest.set(name, { value: Buffer.from(leaf.value), txn, id });
  }
  for (const { value, id } of newest.values()) {
    const collection = made?.get(id);
    aside.put(
      'it lay in a page that nothing leads to: lost by the damage, changed since, or deleted before',
      collection ? namespace(collection) : `collection ${id}`,
      value,
    );
  }
}
