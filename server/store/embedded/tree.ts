/**
 * lmdb, seen as ordered bytes. A write transaction returns only after fdatasync and a synchronous write of
 * the root page, so what it wrote may be acknowledged. (lmdb's asynchronous `transaction()` never called back
 * on Node 20 when this was written; the writes queued in one turn share one synchronous transaction instead.)
 */
import { chmodSync, closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, open } from 'lmdb';

/** lmdb's own limit is 1978 bytes; the indexes keep below this, so that a prefix and a record id fit. */
export const MAX_KEY = 1900;

export interface Entry {
  key: Buffer;
  value: Buffer;
}

interface Waiting {
  work: () => unknown;
  done: (value: unknown) => void;
  failed: (error: unknown) => void;
}

const binary = { keyEncoding: 'binary', encoding: 'binary', cache: false } as const;

const MAGIC = 0xbeefc0de;
const MAGIC_AT = 24;

/** lmdb takes the whole process down over a file that is not its own. */
function checkFile(path: string): void {
  if (!existsSync(path) || statSync(path).size === 0) return;
  const head = Buffer.alloc(MAGIC_AT + 4);
  const file = openSync(path, 'r');
  try {
    readSync(file, head, 0, head.length, 0);
  } finally {
    closeSync(file);
  }
  if (head.readUInt32LE(MAGIC_AT) !== MAGIC)
    throw new Error(`${path} is no data file of this store, or it is damaged`);
}

/** Work may refuse (a Fault) before it wrote anything; whatever else is thrown undoes the whole batch. */
export class Tree {
  readonly #root: ReturnType<typeof open>;
  readonly #db: Database<Buffer, Buffer>;
  #waiting: Waiting[] = [];
  #scheduled = false;

  constructor(
    dataDir: string,
    readonly isRefusal: (error: unknown) => boolean,
    /** What memory remembers of the tree is wrong now. */
    readonly undone: () => void,
  ) {
    const path = join(dataDir, 'jiesu.mdb');
    checkFile(path);
    this.#root = open({ path, overlappingSync: false, maxReaders: 64 });
    // lmdb makes its files readable for everybody; what citizens wrote is not for everybody.
    for (const name of [path, `${path}-lock`]) chmodSync(name, 0o600);
    this.#db = this.#root.openDB({ name: 'records', ...binary });
  }

  count(from: Buffer, to: Buffer): number {
    return this.#db.getKeysCount({ start: from, end: to });
  }

  get(key: Buffer): Buffer | undefined {
    return this.#db.get(key);
  }

  has(key: Buffer): boolean {
    return this.#db.doesExist(key);
  }

  put(key: Buffer, value: Buffer): void {
    this.#db.putSync(key, value);
  }

  remove(key: Buffer): void {
    this.#db.removeSync(key);
  }

  /** At most `limit` entries of from ≤ key < to, or in reverse; `after` leaves out what was already read. */
  range(from: Buffer, to: Buffer, options: { reverse: boolean; limit: number; after?: Buffer }): Entry[] {
    const { reverse, limit, after } = options;
    const found: Entry[] = [];
    const start = after ?? (reverse ? to : from);
    // Reversed, lmdb starts at the greatest key ≤ start: the open end and what was read are skipped here.
    const range = this.#db.getRange({ start, reverse, snapshot: false });
    for (const { key, value } of range) {
      const bytes = key as Buffer;
      if (reverse) {
        if (Buffer.compare(bytes, start) >= 0) continue;
        if (Buffer.compare(bytes, from) < 0) break;
      } else {
        if (after && Buffer.compare(bytes, after) <= 0) continue;
        if (Buffer.compare(bytes, to) >= 0) break;
      }
      found.push({ key: bytes, value });
      if (found.length >= limit) break;
    }
    return found;
  }

  /** Runs the work with every other waiting piece in one transaction; resolves once it is on the disk. */
  write<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ work, done: resolve as (value: unknown) => void, failed: reject });
      if (this.#scheduled) return;
      this.#scheduled = true;
      setImmediate(() => this.#flush());
    });
  }

  #flush(): void {
    this.#scheduled = false;
    const batch = this.#waiting;
    this.#waiting = [];
    this.#commit(batch);
  }

  #commit(batch: Waiting[]): void {
    const settle: (() => void)[] = [];
    try {
      this.#root.transactionSync(() => {
        for (const { work, done, failed } of batch) {
          try {
            const value = work();
            settle.push(() => done(value));
          } catch (error) {
            if (!this.isRefusal(error)) throw error;
            settle.push(() => failed(error));
          }
        }
      });
    } catch (error) {
      this.undone();
      // One broken piece must not spoil its neighbours: each tries again alone.
      if (batch.length > 1) for (const one of batch) this.#commit([one]);
      else for (const { failed } of batch) failed(error);
      return;
    }
    for (const tell of settle) tell();
  }

  async close(): Promise<void> {
    if (this.#waiting.length > 0) this.#flush();
    await this.#root.close();
  }
}
