/** Results longer than one batch. A cursor nobody asked for ten minutes is closed. */
import { randomBytes } from 'node:crypto';
import { Long } from 'bson';
import { Fault } from './faults.js';

const IDLE_MS = 10 * 60 * 1000;
const MOST_BYTES = 16 * 1024 * 1024;

interface Open {
  ns: string;
  rows: Iterator<Buffer>;
  /** Read ahead but did not fit the last batch. */
  spare: Buffer | null;
  usedAt: number;
}

export interface Batch {
  id: Long;
  ns: string;
  name: 'firstBatch' | 'nextBatch';
  rows: Buffer[];
}

export class Cursors {
  readonly #open = new Map<string, Open>();
  readonly #sweep: NodeJS.Timeout;

  constructor(readonly now: () => number = Date.now) {
    this.#sweep = setInterval(() => this.sweep(), 60_000);
    this.#sweep.unref();
  }

  get size(): number {
    return this.#open.size;
  }

  sweep(): void {
    for (const [id, cursor] of this.#open) if (this.now() - cursor.usedAt > IDLE_MS) this.kill(id, cursor.ns);
  }

  start(ns: string, rows: Iterable<Buffer>, size: number, single: boolean): Batch {
    const cursor: Open = { ns, rows: rows[Symbol.iterator](), spare: null, usedAt: this.now() };
    const batch = this.#fill(cursor, size);
    if (single || batch.done) {
      cursor.rows.return?.();
      return { id: Long.ZERO, ns, name: 'firstBatch', rows: batch.rows };
    }
    // Positive, and small enough for every driver's idea of an integer.
    const id = Long.fromBigInt(BigInt(randomBytes(6).readUIntBE(0, 6)) + 1n);
    this.#open.set(id.toString(), cursor);
    return { id, ns, name: 'firstBatch', rows: batch.rows };
  }

  more(id: string, ns: string, size: number): Batch {
    const cursor = this.#open.get(id);
    if (!cursor) throw new Fault(43, `cursor id ${id} not found`);
    if (cursor.ns !== ns)
      throw new Fault(
        13,
        `Requested getMore on namespace '${ns}', but cursor belongs to a different namespace ${cursor.ns}`,
      );
    let batch: { rows: Buffer[]; done: boolean };
    try {
      batch = this.#fill(cursor, size);
    } catch (error) {
      this.#open.delete(id);
      throw error;
    }
    cursor.usedAt = this.now();
    if (batch.done) this.#open.delete(id);
    return { id: batch.done ? Long.ZERO : Long.fromString(id), ns, name: 'nextBatch', rows: batch.rows };
  }

  kill(id: string, ns: string): boolean {
    const cursor = this.#open.get(id);
    if (!cursor || cursor.ns !== ns) return false;
    cursor.rows.return?.();
    return this.#open.delete(id);
  }

  close(): void {
    clearInterval(this.#sweep);
    for (const [id, cursor] of this.#open) this.kill(id, cursor.ns);
  }

  /** Reads one row past a full batch, so that an exhausted cursor says so at once only when it is. */
  #fill(cursor: Open, size: number): { rows: Buffer[]; done: boolean } {
    const rows: Buffer[] = [];
    let bytes = 0;
    for (;;) {
      let row = cursor.spare;
      cursor.spare = null;
      if (!row) {
        const next = cursor.rows.next();
        if (next.done) return { rows, done: true };
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

function element(type: number, name: string): Buffer {
  return Buffer.from(`${String.fromCharCode(type)}${name}\0`, 'latin1');
}

function wrapped(parts: Buffer[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 5);
  const head = Buffer.alloc(4);
  head.writeInt32LE(length);
  return Buffer.concat([head, ...parts, Buffer.from([0])]);
}

/** `{ cursor: { firstBatch: […], id, ns }, ok: 1 }` around documents that stay the bytes they are. */
export function cursorReply({ id, ns, name, rows }: Batch): Buffer {
  const list = wrapped(rows.flatMap((row, i) => [element(3, String(i)), row]));
  const number = Buffer.alloc(8);
  number.writeBigInt64LE(id.toBigInt());
  const text = Buffer.from(`${ns}\0`, 'utf8');
  const size = Buffer.alloc(4);
  size.writeInt32LE(text.length);
  const cursor = wrapped([element(4, name), list, element(0x12, 'id'), number, element(2, 'ns'), size, text]);
  const ok = Buffer.alloc(8);
  ok.writeDoubleLE(1);
  return wrapped([element(3, 'cursor'), cursor, element(1, 'ok'), ok]);
}
