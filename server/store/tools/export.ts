/**
 * Everything out, in the forms MongoDB's own tools read: one Extended JSON document a line (mongoimport), or
 * what mongodump writes (mongorestore). One moment of the store, beside a running service.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { EJSON } from 'bson';
import { exact } from '../embedded/bson.js';
import type { Collection } from '../embedded/catalog.js';
import { optionsOf } from '../embedded/commands/coll-mod.js';
import { described } from '../embedded/commands/indexes.js';
import { after } from '../embedded/pages.js';
import { docKey } from '../embedded/record-keys.js';
import { openReader, type Reader } from './reader.js';
import { walk } from './verify.js';

export type Form = 'json' | 'bson';

export interface Exported {
  collections: number;
  documents: number;
}

/** A name that is a file's name everywhere; mongodump escapes the same way. */
export const fileName = (name: string): string => encodeURIComponent(name);

function* documents(reader: Reader, collection: Collection): Generator<Buffer> {
  const prefix = docKey(collection, 0).subarray(0, 5);
  for (const { value } of walk(reader, prefix, after(prefix))) yield value;
}

const CHUNK = 1 << 20;

function writeAll(path: string, rows: Iterable<Buffer>, form: Form): number {
  const file = openSync(path, 'wx', 0o600);
  let n = 0;
  let held: Buffer[] = [];
  let size = 0;
  const put = (): void => {
    const bytes = Buffer.concat(held);
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    held = [];
    size = 0;
  };
  try {
    for (const row of rows) {
      const bytes =
        form === 'bson' ? row : Buffer.from(`${EJSON.stringify(exact(row), { relaxed: false })}\n`, 'utf8');
      held.push(bytes);
      size += bytes.length;
      n++;
      if (size > CHUNK) put();
    }
    put();
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return n;
}

/** What mongodump writes beside the documents: the options and the indexes. */
function metadata(collection: Collection): string {
  const { name, view, rules, indexes } = collection;
  const options = view ? { viewOn: view.on, pipeline: view.pipeline } : optionsOf(rules);
  return EJSON.stringify(
    { options, indexes: indexes.map(described), collectionName: name, type: view ? 'view' : 'collection' },
    undefined,
    2,
    { relaxed: false },
  );
}

export async function exportAll(dataDir: string, to: string, form: Form): Promise<Exported> {
  const reader = openReader(dataDir);
  const done: Exported = { collections: 0, documents: 0 };
  try {
    for (const collection of reader.catalog.all()) {
      const folder = join(to, fileName(collection.db));
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const path = join(folder, fileName(collection.name));
      writeFileSync(`${path}.metadata.json`, `${metadata(collection)}\n`, { flag: 'wx', mode: 0o600 });
      done.collections++;
      if (!collection.view)
        done.documents += writeAll(`${path}.${form}`, documents(reader, collection), form);
    }
  } finally {
    await reader.close();
  }
  return done;
}
