/** Everything in again: what `export`, mongoexport or mongodump wrote, database by database. */
import {
  closeSync,
  createReadStream,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { EJSON } from 'bson';
import { type Doc, encode, exact, MAX_DOCUMENT } from '../embedded/bson.js';
import { type Call, checkFields } from '../embedded/commands/command.js';
import { COMMANDS } from '../embedded/commands/index.js';
import { lock } from '../embedded/lock.js';
import { openStore, type Store } from '../embedded/store.js';

export interface Imported {
  collections: number;
  documents: number;
  /** What was refused, with the reason: a duplicate, a validator. */
  refused: string[];
}

const AT_ONCE = 1000;
const MOST_REFUSED = 100;

async function command(store: Store, db: string, body: Doc): Promise<Doc> {
  const name = Object.keys(body)[0]!;
  const call: Call = {
    ...{ store, name, db, body: exact(encode(body)), sequences: new Map() },
    connection: { id: 0, address: null },
  };
  checkFields(call, COMMANDS[name]!);
  const reply = await COMMANDS[name]!.run(call);
  return Buffer.isBuffer(reply) ? exact(reply) : reply;
}

async function* lines(path: string): AsyncGenerator<Doc> {
  let number = 0;
  for await (const line of createInterface({
    input: createReadStream(path, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    number++;
    if (line.trim() === '') continue;
    try {
      yield EJSON.parse(line, { relaxed: false }) as Doc;
    } catch (error) {
      throw new Error(`${path}, line ${number}: ${(error as Error).message}`);
    }
  }
}

async function* dumped(path: string): AsyncGenerator<Doc> {
  const file = openSync(path, 'r');
  const head = Buffer.alloc(4);
  try {
    for (let at = 0; readSync(file, head, 0, 4, at) === 4; ) {
      const size = head.readInt32LE(0);
      const bytes = Buffer.alloc(size >= 5 && size <= MAX_DOCUMENT + 16_384 ? size : 0);
      if (bytes.length === 0 || readSync(file, bytes, 0, size, at) !== size)
        throw new Error(`${path}: no document at byte ${at}`);
      yield exact(bytes);
      at += size;
    }
  } finally {
    closeSync(file);
  }
}

async function insertAll(
  store: Store,
  db: string,
  coll: string,
  rows: AsyncIterable<Doc>,
  done: Imported,
): Promise<void> {
  let documents: Doc[] = [];
  const put = async (): Promise<void> => {
    if (documents.length === 0) return;
    const reply = await command(store, db, {
      ...{ insert: coll, documents, ordered: false, bypassDocumentValidation: true },
    });
    done.documents += Number(reply.n);
    for (const { errmsg } of (reply.writeErrors ?? []) as Doc[])
      if (done.refused.length < MOST_REFUSED) done.refused.push(String(errmsg));
    documents = [];
  };
  for await (const row of rows) {
    documents.push(row);
    if (documents.length >= AT_ONCE) await put();
  }
  await put();
}

interface Metadata {
  options: Doc;
  indexes: Doc[];
}

function readMetadata(path: string): Metadata {
  if (!existsSync(path)) return { options: {}, indexes: [] };
  const { options = {}, indexes = [] } = EJSON.parse(readFileSync(path, 'utf8'), {
    relaxed: false,
  }) as Partial<Metadata>;
  return { options, indexes };
}

async function one(store: Store, folder: string, db: string, base: string, done: Imported): Promise<void> {
  const coll = decodeURIComponent(base);
  const path = join(folder, base);
  const { options, indexes } = readMetadata(`${path}.metadata.json`);
  if (!store.catalog.find(db, coll)) await command(store, db, { create: coll, ...options });
  done.collections++;
  if ('viewOn' in options) return;
  if (existsSync(`${path}.json`)) await insertAll(store, db, coll, lines(`${path}.json`), done);
  else if (existsSync(`${path}.bson`)) await insertAll(store, db, coll, dumped(`${path}.bson`), done);
  const wanted = indexes.filter(({ name }) => name !== '_id_').map(({ ns: _, ...index }) => index);
  if (wanted.length > 0) await command(store, db, { createIndexes: coll, indexes: wanted });
}

/** `from` holds a folder for each database. Into a store that may have documents already. */
export async function importAll(from: string, dataDir: string): Promise<Imported> {
  const held = lock(dataDir);
  const done: Imported = { collections: 0, documents: 0, refused: [] };
  try {
    const store = openStore(dataDir);
    try {
      for (const entry of readdirSync(from, { withFileTypes: true })) {
        if (!entry.isDirectory()) continue;
        const folder = join(from, entry.name);
        const bases = new Set(
          readdirSync(folder).flatMap((name) => {
            const base = /^(.+?)(?:\.metadata\.json|\.json|\.bson)$/.exec(name)?.[1];
            return base === undefined ? [] : [base];
          }),
        );
        for (const base of [...bases].sort())
          await one(store, folder, decodeURIComponent(entry.name), base, done);
      }
    } finally {
      await store.close();
    }
  } finally {
    held.release();
  }
  return done;
}
