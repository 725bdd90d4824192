/**
 * What was changed of late, for change streams: the last few thousand changes in memory, as MongoDB's oplog is
 * the last few gigabytes on disk. A stream that fell behind it, or one from before this process began, is told
 * so with MongoDB's own code and begins anew.
 */
import { randomBytes } from 'node:crypto';
import { Timestamp } from 'bson';
import type { Doc } from './bson.js';
import { Fault } from './faults.js';

export type Kind = 'insert' | 'update' | 'replace' | 'delete' | 'drop' | 'dropDatabase' | 'rename';

export interface Change {
  kind: Kind;
  db: string;
  coll: string;
  before: Buffer | null;
  after: Buffer | null;
  /** Where a renamed collection went. */
  to?: { db: string; coll: string };
}

/** As two numbers: hardly any of them is ever asked for its Timestamp. */
export interface Moment {
  second: number;
  /** Of that second, from 1. */
  nth: number;
}

export interface Logged extends Change, Moment {
  seq: number;
  wall: Date;
}

export const timeOf = ({ second, nth }: Moment): Timestamp => new Timestamp({ t: second, i: nth });

const MOST = 20_000;
const MOST_BYTES = 8 * 1024 * 1024;

const sizeOf = ({ before, after }: Change): number => 200 + (before?.length ?? 0) + (after?.length ?? 0);

const PIECE = 256 * 1024;

/**
 * Copies documents into pieces of their own: one that came in a large message must not keep the whole message in
 * memory, and a buffer for each costs more than the copying.
 */
function copier(): (bytes: Buffer | null) => Buffer | null {
  let piece = Buffer.alloc(0);
  let at = 0;
  return (bytes) => {
    if (!bytes) return null;
    if (at + bytes.length > piece.length) {
      piece = Buffer.allocUnsafeSlow(Math.max(PIECE, bytes.length));
      at = 0;
    }
    const copy = piece.subarray(at, at + bytes.length);
    copy.set(bytes);
    at += bytes.length;
    return copy;
  };
}

export class Changes {
  readonly #run = randomBytes(8).toString('hex');
  #log: Logged[] = [];
  #pending: Change[] = [];
  #bytes = 0;
  /** Number of the next change. */
  #next = 1;
  #second = 0;
  #inSecond = 0;
  #waiting = new Set<() => void>();
  #closed = false;
  readonly #own = copier();
  readonly #begun = timeOf(this.#moment(Date.now()));

  note(change: Change): void {
    this.#pending.push(change);
  }

  /** Takes out what was noted since the last publish: a transaction keeps it until it commits. */
  take(): Change[] {
    const taken = this.#pending;
    this.#pending = [];
    return taken;
  }

  /** Seconds never go back, whatever the clock does. */
  #moment(now: number): Moment {
    const second = Math.max(this.#second, Math.floor(now / 1000));
    this.#inSecond = second === this.#second ? this.#inSecond + 1 : 1;
    this.#second = second;
    return { second, nth: this.#inSecond };
  }

  publish(): void {
    if (this.#pending.length === 0) return;
    const wall = new Date();
    const now = wall.getTime();
    for (const change of this.take()) {
      const { kind, db, coll } = change;
      const { second, nth } = this.#moment(now);
      const before = this.#own(change.before);
      const after = this.#own(change.after);
      const own: Logged = { kind, db, coll, before, after, seq: this.#next++, second, nth, wall };
      if (change.to) own.to = change.to;
      this.#log.push(own);
      this.#bytes += sizeOf(change);
    }
    this.#forget();
    this.wake();
  }

  /** A tenth more than is kept may lie about: cutting at every change would copy the log at every change. */
  #forget(): void {
    if (this.#log.length <= MOST * 1.1 && this.#bytes <= MOST_BYTES * 1.1) return;
    let gone = 0;
    while (this.#log.length - gone > MOST || this.#bytes > MOST_BYTES)
      this.#bytes -= sizeOf(this.#log[gone++]!);
    this.#log = this.#log.slice(gone);
  }

  wake(): void {
    for (const tell of [...this.#waiting]) tell();
  }

  /** Nobody waits any longer. */
  close(): void {
    this.#closed = true;
    this.wake();
  }

  wait(ms: number): Promise<void> {
    if (this.#closed || ms <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#waiting.add(done);
    });
  }

  /** When the last change was made; where there is none yet, when this log began. */
  get last(): Moment {
    return { second: this.#second, nth: this.#inSecond };
  }

  get next(): number {
    return this.#next;
  }

  get #first(): number {
    return this.#log[0]?.seq ?? this.#next;
  }

  /** From the change of this number on. */
  *from(seq: number): Generator<Logged> {
    if (seq < this.#first) throw lost();
    for (let i = seq - this.#first; i < this.#log.length; i++) yield this.#log[i]!;
  }

  token(seq: number, invalidates = false): Doc {
    return { _data: `${this.#run}${seq.toString(16).padStart(14, '0')}${invalidates ? '01' : '00'}` };
  }

  /** The change a token stands at; `invalidates` where the stream ended there. */
  read(token: unknown): { seq: number; invalidates: boolean } {
    const data = typeof token === 'object' && token !== null ? (token as Doc)._data : undefined;
    if (typeof data !== 'string' || !/^[0-9a-f]{32}$/.test(data))
      throw new Fault(260, 'Invalid resume token: not one that this server gave');
    if (!data.startsWith(this.#run)) throw lost();
    const seq = Number.parseInt(data.slice(16, 30), 16);
    if (seq >= this.#next) throw new Fault(260, 'Invalid resume token: no such change yet');
    return { seq, invalidates: data.endsWith('01') };
  }

  /** The first change at or after this time. */
  at(time: Timestamp): number {
    const wanted = time.toBigInt();
    const oldest = this.#first > 1 ? timeOf(this.#log[0]!) : this.#begun;
    // The log knows nothing of the time before its first entry.
    if (oldest.getHighBitsUnsigned() > time.getHighBitsUnsigned()) throw lost();
    return this.#log.find((one) => timeOf(one).toBigInt() >= wanted)?.seq ?? this.#next;
  }
}

function lost(): Fault {
  return new Fault(
    286,
    'Resume of change stream was not possible, as the resume point may no longer be in the oplog.',
    { errorLabels: ['NonResumableChangeStreamError'] },
  );
}
