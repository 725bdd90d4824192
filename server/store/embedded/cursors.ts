/** Results longer than one batch. A cursor nobody asked for ten minutes is closed. */
import { randomBytes } from 'node:crypto';
import { Long } from 'bson';
import type { Doc } from './bson.js';
import { Fault } from './faults.js';
import { otherTurns, PAUSE, type Paced, type Pause } from './turns.js';

export const IDLE_MS = 10 * 60 * 1000;
const MOST_BYTES = 16 * 1024 * 1024;

/** Rows that come to be: a cursor over it waits for the next one. */
export interface Stream {
  next(size: number): { rows: Buffer[]; token: Doc; done: boolean };
  /** Until something may have come, at most so many milliseconds. */
  wait(ms: number): Promise<void>;
}

/** What a cursor reads stays as it was while it is open. */
export interface Reading {
  pin(): void;
  release(): void;
}

/** How a cursor is given out. */
export interface Manner {
  /** Rows of the first batch, at most. */
  size: number;
  /** There is no second batch. */
  single?: boolean;
  reading?: Reading | null;
  /** The session it belongs to, in hexadecimal; null: none. */
  session?: string | null;
}

interface Open {
  ns: string;
  session: string | null;
  rows: Iterator<Buffer | Pause>;
  stream: Stream | null;
  reading: Reading | null;
  /** Read ahead but did not fit the last batch. */
  spare: Buffer | null;
  usedAt: number;
  /** Answering a getMore: not idle, and not to be asked again. */
  busy: boolean;
}

export interface Batch {
  id: Long;
  ns: string;
  name: 'firstBatch' | 'nextBatch';
  rows: Buffer[];
  /** Where a change stream stands. */
  token?: Doc;
}

/** A cursor is asked from the session that opened it alone (getmore_cmd.cpp, validateLSID). */
function checkSession(id: string, own: string | null, asking: string | null): void {
  if (own === asking) return;
  if (own === null)
    throw new Fault(
      50736,
      `Cannot run getMore on cursor ${id}, which was not created in a session, in session ${asking}`,
    );
  if (asking === null)
    throw new Fault(
      50737,
      `Cannot run getMore on cursor ${id}, which was created in session ${own}, without an lsid`,
    );
  throw new Fault(
    50738,
    `Cannot run getMore on cursor ${id}, which was created in session ${own}, in session ${asking}`,
  );
}

/** A batch of no rows, and no more to come. */
export const nothing = (ns: string): Batch => ({ id: Long.ZERO, ns, name: 'firstBatch', rows: [] });

export class Cursors {
  readonly #open = new Map<string, Open>();
  readonly #sweep: NodeJS.Timeout;
  #closed = false;

  constructor(readonly now: () => number = () => performance.now()) {
    this.#sweep = setInterval(() => this.sweep(), 60_000);
    this.#sweep.unref();
  }

  get size(): number {
    return this.#open.size;
  }

  sweep(): void {
    for (const [id, cursor] of this.#open)
      if (!cursor.busy && this.now() - cursor.usedAt > IDLE_MS) this.kill(id, cursor.ns);
  }

  #keep(cursor: Open): Long {
    // Positive, and small enough for every driver's idea of an integer.
    const id = Long.fromBigInt(BigInt(randomBytes(6).readUIntBE(0, 6)) + 1n);
    this.#open.set(id.toString(), cursor);
    return id;
  }

  async start(
    ns: string,
    rows: Paced<Buffer>,
    { size, single = false, reading = null, session = null }: Manner,
  ): Promise<Batch> {
    const own = { session, stream: null, reading, spare: null, usedAt: this.now(), busy: false };
    const cursor: Open = { ns, rows: rows[Symbol.iterator](), ...own };
    let kept = false;
    try {
      const batch = await this.#fill(cursor, size);
      kept = !single && !batch.done;
      if (kept) reading?.pin();
      const id = kept ? this.#keep(cursor) : Long.ZERO;
      return { id, ns, name: 'firstBatch', rows: batch.rows };
    } finally {
      if (!kept) this.#over(cursor);
    }
  }

  #over(cursor: Open): void {
    cursor.rows.return?.();
    cursor.reading?.release();
  }

  follow(ns: string, stream: Stream, { size, session = null }: Manner): Batch {
    const rows: Buffer[] = [];
    const own = { session, stream, reading: null, spare: null, usedAt: this.now(), busy: false };
    const { rows: first, token, done } = stream.next(size);
    const id = done ? Long.ZERO : this.#keep({ ns, rows: rows[Symbol.iterator](), ...own });
    return { id, ns, name: 'firstBatch', rows: first, token };
  }

  async more(
    id: string,
    ns: string,
    size: number,
    waitMs: number,
    session: string | null = null,
  ): Promise<Batch> {
    const cursor = this.#open.get(id);
    if (!cursor) throw new Fault(43, `cursor id ${id} not found`);
    if (cursor.ns !== ns)
      throw new Fault(
        13,
        `Requested getMore on namespace '${ns}', but cursor belongs to a different namespace ${cursor.ns}`,
      );
    checkSession(id, cursor.session, session);
    if (cursor.busy) throw new Fault(12051, `cursor id ${id} is already in use`);
    cursor.busy = true;
    let over = true;
    try {
      const batch = cursor.stream
        ? await this.#await(id, cursor.stream, size, waitMs)
        : await this.#fill(cursor, size);
      if (!this.#open.has(id)) throw new Fault(237, `cursor id ${id} was killed`);
      const { done, ...rest } = batch;
      over = done;
      return { id: done ? Long.ZERO : Long.fromString(id), ns, name: 'nextBatch', ...rest };
    } finally {
      cursor.busy = false;
      cursor.usedAt = this.now();
      // Whoever killed it meanwhile could not let go of what was being read.
      if (over && !this.kill(id, ns)) this.#over(cursor);
    }
  }

  async #await(
    id: string,
    stream: Stream,
    size: number,
    waitMs: number,
  ): Promise<ReturnType<Stream['next']>> {
    const until = performance.now() + waitMs;
    for (;;) {
      const batch = stream.next(size);
      const left = until - performance.now();
      if (batch.rows.length > 0 || batch.done || left <= 0 || this.#closed) return batch;
      await stream.wait(left);
      if (!this.#open.has(id)) throw new Fault(237, `cursor id ${id} was killed`);
    }
  }

  has(id: string): boolean {
    return this.#open.has(id);
  }

  kill(id: string, ns: string): boolean {
    const cursor = this.#open.get(id);
    if (!cursor || cursor.ns !== ns) return false;
    // One that is paused in the middle of a batch is let go of when it comes back.
    if (!cursor.busy) this.#over(cursor);
    return this.#open.delete(id);
  }

  /** A session that is over takes its cursors with it. */
  end(sessions: readonly string[]): void {
    const over = new Set(sessions);
    for (const [id, { session, ns }] of this.#open)
      if (session !== null && over.has(session)) this.kill(id, ns);
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#sweep);
    for (const [id, cursor] of this.#open) this.kill(id, cursor.ns);
  }

  /** Reads one row past a full batch, so that an exhausted cursor says so at once only when it is. */
  async #fill(cursor: Open, size: number): Promise<{ rows: Buffer[]; done: boolean }> {
    const rows: Buffer[] = [];
    let bytes = 0;
    for (;;) {
      let row = cursor.spare;
      cursor.spare = null;
      if (!row) {
        const next = cursor.rows.next();
        if (next.done) return { rows, done: true };
        if (next.value === PAUSE) {
          cursor.reading?.pin();
          await otherTurns();
          continue;
        }
        row = next.value;
      }
      if (rows.length >= size || (rows.length > 0 && bytes + row.length > MOST_BYTES)) {
        cursor.spare = row;
        return { rows, done: false };
      }
      rows.push(row);
      bytes += row.length;
    }
  }
}
