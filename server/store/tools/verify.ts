/** Whether a store is whole: its pages, its documents, and every index against every document. */
import { join } from 'node:path';
import { type Doc, exact } from '../embedded/bson.js';
import { type Collection, type Index, KIND, namespace } from '../embedded/catalog.js';
import { DATA_FILE, DataFile } from '../embedded/data-file.js';
import { lock } from '../embedded/lock.js';
import { after } from '../embedded/pages.js';
import { docKey, entryKey, indexPrefix, recordOf } from '../embedded/record-keys.js';
import { openReader, type Reader } from './reader.js';

export interface Findings {
  collections: number;
  documents: number;
  entries: number;
  pages: number;
  /** Empty: whole. */
  faults: string[];
}

const MOST_FAULTS = 100;
const HANDFUL = 1000;

export function* walk(reader: Reader, from: Buffer, to: Buffer): Generator<{ key: Buffer; value: Buffer }> {
  let last: Buffer | undefined;
  for (;;) {
    const some = reader.snapshot.range(from, to, {
      reverse: false,
      limit: HANDFUL,
      ...(last ? { after: last } : {}),
    });
    yield* some;
    if (some.length < HANDFUL) return;
    last = some.at(-1)!.key;
  }
}

function decode(bytes: Buffer): Doc | null {
  try {
    return exact(bytes);
  } catch {
    return null;
  }
}

function checkCollection(reader: Reader, collection: Collection, say: (fault: string) => void): number {
  const name = namespace(collection);
  const from = docKey(collection, 0).subarray(0, 5);
  const wanted = new Map(collection.indexes.map((index) => [index, 0]));
  let documents = 0;
  for (const { key, value } of walk(reader, from, after(from))) {
    documents++;
    const record = recordOf(key);
    const doc = decode(value);
    if (!doc || !('_id' in doc)) {
      say(`${name}: record ${record} is no document`);
      continue;
    }
    for (const index of collection.indexes) {
      const { keys } = reader.records.keysOf(index, doc);
      wanted.set(index, wanted.get(index)! + keys.length);
      for (const one of keys)
        if (!reader.snapshot.has(entryKey(index, one.bytes, record)))
          say(`${name}: index ${index.name} lacks an entry of record ${record}`);
    }
  }
  for (const [index, count] of wanted) checkIndex(reader, name, index, count, say);
  return documents;
}

function checkIndex(
  reader: Reader,
  name: string,
  index: Index,
  wanted: number,
  say: (fault: string) => void,
): void {
  const prefix = indexPrefix(index);
  let found = 0;
  let last: Buffer = Buffer.alloc(0);
  for (const { key } of walk(reader, prefix, after(prefix))) {
    found++;
    const bytes = key.subarray(0, -6);
    if (index.unique && last.equals(bytes)) say(`${name}: unique index ${index.name} has one key twice`);
    last = bytes;
  }
  if (found !== wanted)
    say(`${name}: index ${index.name} has ${found} entries where the documents have ${wanted} keys`);
}

/** Keys of collections and indexes that the catalog does not know. */
function checkOrphans(reader: Reader, say: (fault: string) => void): void {
  const all = reader.catalog.all();
  const known = new Set(
    all.flatMap((one) => [`3:${one.id}`, ...one.indexes.map((index) => `4:${index.id}`)]),
  );
  for (const kind of [KIND.doc, KIND.index]) {
    let from = Buffer.from([kind]);
    const to = Buffer.from([kind + 1]);
    for (;;) {
      const [entry] = reader.snapshot.range(from, to, { reverse: false, limit: 1 });
      if (!entry) break;
      const id = entry.key.readUInt32BE(1);
      if (!known.has(`${kind}:${id}`))
        say(`${kind === KIND.doc ? 'documents' : 'an index'} with id ${id} belong to nothing`);
      from = Buffer.from(after(entry.key.subarray(0, 5)));
    }
  }
}

/** Pages first, by their bytes alone: what is damaged there would take lmdb, and this process, down. */
export async function verify(dataDir: string): Promise<Findings> {
  const held = lock(dataDir);
  try {
    const faults: string[] = [];
    const say = (fault: string): void => {
      if (faults.length < MOST_FAULTS) faults.push(fault);
    };
    const found = { collections: 0, documents: 0, entries: 0, pages: 0, faults };
    try {
      const file = new DataFile(join(dataDir, DATA_FILE));
      try {
        Object.assign(found, file.check());
      } finally {
        file.close();
      }
    } catch (error) {
      say((error as Error).message);
      return found;
    }
    const reader = openReader(dataDir);
    try {
      for (const collection of reader.catalog.all()) {
        found.collections++;
        if (!collection.view) found.documents += checkCollection(reader, collection, say);
      }
      checkOrphans(reader, say);
    } finally {
      await reader.close();
    }
    return found;
  } finally {
    held.release();
  }
}
