/** The store as ordered bytes: what every part of it reads and writes through. */

export interface Entry {
  key: Buffer;
  value: Buffer;
}

/** Ordered bytes as commands see them: the tree itself, a snapshot of it, or a transaction's view. */
export interface Pages {
  get(key: Buffer): Buffer | undefined;
  has(key: Buffer): boolean;
  put(key: Buffer, value: Buffer): void;
  remove(key: Buffer): void;
  count(from: Buffer, to: Buffer): number;
  /** At most `limit` entries of from ≤ key < to, or in reverse; `after` leaves out what was already read. */
  range(from: Buffer, to: Buffer, options: RangeOptions): Entry[];
  /** Says that this unique key is being given or taken away, so that no open transaction does the same. */
  claim(key: Buffer): void;
  write<T>(work: () => T): Promise<T>;
}

export interface RangeOptions {
  reverse: boolean;
  limit: number;
  after?: Buffer;
  /** Keys alone are cheaper. */
  keysOnly?: boolean;
}

/** All keys that begin so. */
export function after(prefix: Buffer): Buffer {
  const out = Buffer.from(prefix);
  for (let i = out.length - 1; i >= 0; i--) {
    if (out[i] === 0xff) continue;
    out[i] = out[i]! + 1;
    return out.subarray(0, i + 1);
  }
  return Buffer.from([0xff]);
}

/** Work that met what an open transaction holds: it waits until that has ended, then begins again. */
export class Held extends Error {
  constructor(readonly until: Promise<void>) {
    super('held by an open transaction');
  }
}

/** What a transaction that is still open holds; asked before a document or a unique key is changed. */
export interface Guard {
  check(key: Buffer): void;
}
