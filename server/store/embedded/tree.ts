/**
 * lmdb, seen as ordered bytes. A write transaction returns only after fdatasync and a synchronous write of
 * the root page, so what it wrote may be acknowledged. (lmdb's asynchronous `transaction()` never called back
 * on Node 20 when this was written; the writes queued in one turn share one synchronous transaction instead.)
 */
import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, open } from 'lmdb';
import { checkFile, DATA_FILE } from './data-file.js';
import { overran, refusedByDisk } from './disk-room.js';
import { asDiskFault, Fault } from './faults.js';
import { type Entry, type Guard, Held, type Pages, type RangeOptions } from './pages.js';
import { MOST_READERS, type Pins, rangeOf, Snapshot } from './snapshot.js';

interface Waiting {
  work: () => unknown;
  done: (value: unknown) => void;
  failed: (error: unknown) => void;
}

const binary = { keyEncoding: 'binary', encoding: 'binary', cache: false } as const;

interface Events {
  isRefusal(error: unknown): boolean;
  /** What memory remembers of the tree is wrong now. */
  undone(): void;
  /** On the disk, before anybody is told. */
  committed(): void;
}

const DOC = 3;

/** Work may refuse (a Fault) before it wrote anything; whatever else is thrown undoes the whole batch. */
export class Tree implements Pages {
  readonly #path: string;
  readonly #root: ReturnType<typeof open>;
  readonly #db: Database<Buffer, Buffer>;
  readonly #pins: Pins = new Map();
  #waiting: Waiting[] = [];
  #scheduled = false;
  #closed = false;
  /** Set while a transaction is open. */
  guard: Guard | null = null;

  constructor(
    readonly dataDir: string,
    readonly events: Events,
    /** Beside a process that writes: only to read. */
    readOnly = false,
  ) {
    const path = join(dataDir, DATA_FILE);
    this.#path = path;
    const is = existsSync(path) && statSync(path).size > 0;
    if (is) checkFile(path);
    else if (readOnly) throw new Error(`${path} is not there: no store has been opened in this folder`);
    else {
      mkdirSync(dataDir, { recursive: true, mode: 0o700 });
      // Where its first pages can't be written, lmdb tears the process down.
      const refused = refusedByDisk(dataDir, dataDir);
      if (refused) throw refused;
    }
    this.#root = open({ path, overlappingSync: false, maxReaders: MOST_READERS, readOnly });
    // lmdb makes its files readable for everybody; what citizens wrote is not for everybody.
    if (!readOnly) for (const name of [path, `${path}-lock`]) chmodSync(name, 0o600);
    this.#db = this.#root.openDB({ name: 'records', ...binary });
  }

  snapshot(): Snapshot {
    return new Snapshot(this.#db, this.#pins);
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

  claim(key: Buffer): void {
    this.guard?.check(key);
  }

  put(key: Buffer, value: Buffer): void {
    if (this.guard && key[0] === DOC) this.guard.check(key);
    this.#db.putSync(key, value);
  }

  remove(key: Buffer): void {
    if (this.guard && key[0] === DOC) this.guard.check(key);
    this.#db.removeSync(key);
  }

  range(from: Buffer, to: Buffer, options: RangeOptions): Entry[] {
    return rangeOf(this.#db, from, to, options);
  }

  /** Why nothing can be written now; null where it can. */
  refusal(): Fault | null {
    return refusedByDisk(this.dataDir, this.#path);
  }

  /** Pages, free pages and depth, as lmdb counts them. */
  stats(): Record<string, unknown> {
    return this.#root.getStats() as Record<string, unknown>;
  }

  /** A consistent copy while others write. */
  backup(path: string, compact: boolean): Promise<void> {
    return this.#root.backup(path, compact);
  }

  /** Runs the work with every other waiting piece in one transaction; resolves once it is on the disk. */
  write<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#enter({ work, done: resolve as (value: unknown) => void, failed: reject });
    });
  }

  #enter(piece: Waiting): void {
    if (this.#closed) {
      piece.failed(new Fault(91, 'the store is closing; nothing of this write was kept'));
      return;
    }
    this.#waiting.push(piece);
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => this.#flush());
  }

  #flush(): void {
    this.#scheduled = false;
    const batch = this.#waiting;
    this.#waiting = [];
    this.#commit(batch);
  }

  #commit(batch: Waiting[]): void {
    const settle: (() => void)[] = [];
    const refused = this.refusal();
    if (refused) {
      for (const { failed } of batch) failed(refused);
      return;
    }
    try {
      this.#root.transactionSync(() => {
        for (const { work, done, failed } of batch) {
          try {
            const value = work();
            settle.push(() => done(value));
          } catch (error) {
            if (!this.events.isRefusal(error)) throw error;
            settle.push(() => failed(error));
          }
        }
      });
    } catch (error) {
      this.#undo(error);
      // One broken piece must not spoil its neighbours: each tries again alone.
      if (batch.length > 1) for (const one of batch) this.#commit([one]);
      else if (error instanceof Held) void error.until.then(() => this.#enter(batch[0]!));
      else for (const { failed } of batch) failed(asDiskFault(error));
      return;
    }
    this.events.committed();
    for (const tell of settle) tell();
  }

  /** After the page that makes a commit count could not be written, lmdb reads nothing any more. */
  #undo(error: unknown): void {
    if (overran(error)) throw this.#stop(error);
    try {
      this.events.undone();
    } catch {
      throw this.#stop(error);
    }
  }

  #stop(error: unknown): Error {
    return new Error(
      `the disk of ${this.dataDir} failed while a commit was made (${(error as Error).message}): the store stops here. What was acknowledged is kept; whether the last write is, is known after the next start.`,
    );
  }

  async close(): Promise<void> {
    if (this.#waiting.length > 0) this.#flush();
    this.#closed = true;
    await this.#root.close();
  }
}
