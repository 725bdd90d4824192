/** Reading lmdb: a range of it, and all of it as it was at one moment. */
import type { Database, Transaction } from 'lmdb';
import { Fault } from './faults.js';
import type { Entry, Pages, RangeOptions } from './pages.js';

/** lmdb's range, cut to from ≤ key < to; `transaction` reads an older state. */
export function rangeOf(
  db: Database<Buffer, Buffer>,
  from: Buffer,
  to: Buffer,
  { reverse, limit, after: seen, keysOnly = false }: RangeOptions,
  transaction?: Transaction,
): Entry[] {
  const found: Entry[] = [];
  const start = seen ?? (reverse ? to : from);
  const rows = db.getRange({
    ...{ start, reverse, values: !keysOnly },
    ...(reverse ? {} : { end: to }),
    ...(transaction ? { transaction } : { snapshot: false }),
  }) as Iterable<unknown>;
  // Reversed, lmdb starts at the greatest key ≤ start: the open end and what was read are skipped here.
  for (const row of rows) {
    const key = keysOnly ? (row as Buffer) : (row as Entry).key;
    if (reverse) {
      if (Buffer.compare(key, start) >= 0) continue;
      if (Buffer.compare(key, from) < 0) break;
    } else if (seen && found.length === 0 && Buffer.compare(key, seen) <= 0) continue;
    found.push(keysOnly ? { key, value: key } : (row as Entry));
    if (found.length >= limit) break;
  }
  return found;
}

const readOnly = (): never => {
  throw new Error('a snapshot is not written to');
};

/** lmdb has a place for each state that is read at once; where none is left, nothing can be read any more. */
export const MOST_READERS = 1000;
const MOST_PINNED = MOST_READERS - 50;

/** States that cursors and transactions hold, and how many hold each. */
export type Pins = Map<Transaction, number>;

/** The state at one moment. Until it is pinned it is the newest: pin it before the turn ends. */
export class Snapshot implements Pages {
  #pinned: Transaction | undefined;

  constructor(
    readonly db: Database<Buffer, Buffer>,
    readonly pins: Pins,
  ) {}

  pin(): void {
    if (this.#pinned) return;
    // biome-ignore lint/correctness/useHookAtTopLevel: lmdb's name, not a hook
    const state = this.db.useReadTransaction();
    const others = this.pins.get(state) ?? 0;
    if (others === 0 && this.pins.size >= MOST_PINNED) {
      state.done();
      throw new Fault(
        146,
        `${MOST_PINNED} cursors and transactions are open over as many states of the data; read some to the end or close them`,
      );
    }
    this.pins.set(state, others + 1);
    this.#pinned = state;
  }

  release(): void {
    const state = this.#pinned;
    if (!state) return;
    this.#pinned = undefined;
    const others = this.pins.get(state)! - 1;
    if (others > 0) this.pins.set(state, others);
    else this.pins.delete(state);
    state.done();
  }

  get(key: Buffer): Buffer | undefined {
    return this.db.get(key, this.#options);
  }

  has(key: Buffer): boolean {
    return this.db.doesExist(key, undefined as never, this.#options);
  }

  count(from: Buffer, to: Buffer): number {
    return this.db.getKeysCount({ start: from, end: to, ...this.#options });
  }

  range(from: Buffer, to: Buffer, options: RangeOptions): Entry[] {
    return rangeOf(this.db, from, to, options, this.#pinned);
  }

  get #options(): { transaction?: Transaction } {
    return this.#pinned ? { transaction: this.#pinned } : {};
  }

  readonly put = readOnly;
  readonly remove = readOnly;
  readonly write = readOnly;
  readonly claim = readOnly;
}
