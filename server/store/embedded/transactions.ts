/**
 * Multi-document transactions, as MongoDB has them: each reads the state it began with, the first to write a
 * document (or take a unique key) has it, another transaction that wants it is refused with WriteConflict, a
 * single write waits until the transaction has ended. Until it commits nothing of it is in the tree.
 */
import type { Collection } from './catalog.js';
import type { Change } from './changes.js';
import { Fault } from './faults.js';
import { Overlay } from './overlay.js';
import { after, Held } from './pages.js';
import { docKey } from './record-keys.js';
import { Records } from './records.js';
import type { Numbered } from './sessions.js';
import type { Store } from './store.js';

/** MongoDB's transactionLifetimeLimitSeconds: its snapshot keeps old pages from being used again. */
const LIFETIME_MS = 60_000;
const MOST_KEYS = 500_000;
/** Of a document's key, what names its collection. */
const COLLECTION_BYTES = 5;

export interface Txn {
  id: string;
  number: bigint;
  store: Store;
  overlay: Overlay;
  changes: Change[];
  /** Collections whose indexes were found to be multikey or cut. */
  shapes: Set<Collection>;
  /** Collections that are there for its writes alone. */
  made: Collection[];
  /** Commits since it began, by the count of them, are not in its view. */
  since: number;
  timer: NodeJS.Timeout;
  ended: Promise<void>;
  end: () => void;
}

const transient = { errorLabels: ['TransientTransactionError'] };

const notHere = (): never => {
  throw new Fault(263, 'a collection is not dropped inside a transaction');
};

const conflict = (): Fault =>
  new Fault(
    112,
    'Caused by :: Write conflict during plan execution and yielding is disabled. :: Please retry your operation or multi-document transaction.',
    transient,
  );

export const noSuch = (number: bigint, why: string): Fault =>
  new Fault(
    251,
    `Given transaction number ${number} does not match any in-progress transactions. ${why}`,
    transient,
  );

export class Transactions {
  readonly #open = new Map<string, Txn>();
  /** Number of the last transaction a session committed: a commit asked again is a commit done. */
  readonly #committed = new Map<string, bigint>();
  readonly #holders = new Map<string, Txn>();
  /** When a key was last written while a transaction was open. */
  readonly #written = new Map<string, number>();
  readonly #changed = new Map<string, number>();
  #commits = 0;

  constructor(readonly store: Store) {}

  get size(): number {
    return this.#open.size;
  }

  find({ session }: Numbered): Txn | undefined {
    return this.#open.get(session.toString('hex'));
  }

  hasCommitted({ session, number }: Numbered): boolean {
    return this.#committed.get(session.toString('hex')) === number;
  }

  begin({ session, number }: Numbered): Txn {
    const id = session.toString('hex');
    const before = this.#open.get(id);
    const last = before?.number ?? this.#committed.get(id) ?? -1n;
    if (number <= last)
      throw new Fault(
        number === last ? 50911 : 225,
        `Cannot start transaction ${number} on session ${id} because a newer or the same transaction ${last} has already started.`,
      );
    if (before) void this.abort(before);
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const since = this.#commits;
    const hold = (key: Buffer): void => this.#hold(txn, key);
    const overlay = new Overlay(this.store.base.snapshot(), hold);
    const changes: Change[] = [];
    const shapes = new Set<Collection>();
    const catalog = { save: (one: Collection) => void shapes.add(one), forget: notHere };
    const records = new Records(
      overlay,
      catalog,
      (change) => changes.push(change),
      this.store.records.memory,
    );
    const timer = setTimeout(() => void this.abort(txn), LIFETIME_MS);
    timer.unref();
    const txn: Txn = {
      ...{ id, number, overlay, changes, shapes, made: [], since, timer, ended, end },
      store: null as never,
    };
    const own: Store = {
      ...this.store,
      tree: overlay,
      records,
      transaction: txn,
      reading: () => ({ store: own, reading: null }),
    };
    txn.store = own;
    this.#open.set(id, txn);
    this.store.base.guard = { check: (key) => this.#check(key) };
    return txn;
  }

  /** A single write: what it touches is remembered, what a transaction holds it must wait for. */
  #check(key: Buffer): void {
    const name = key.toString('latin1');
    const holder = this.#holders.get(name);
    if (holder) throw new Held(holder.ended);
    this.#written.set(name, this.#commits + 1);
  }

  #hold(txn: Txn, key: Buffer): void {
    const name = key.toString('latin1');
    const holder = this.#holders.get(name);
    if (holder === txn) return;
    if (holder || (this.#written.get(name) ?? 0) > txn.since) throw conflict();
    if (txn.overlay.size >= MOST_KEYS)
      throw new Fault(257, 'Total size of all transaction operations is too large');
    this.#holders.set(name, txn);
  }

  /** Told of every commit to the tree. */
  committed(): void {
    this.#commits++;
  }

  async commit(txn: Txn): Promise<void> {
    const { tree, catalog, changes } = this.store;
    const { overlay } = txn;
    // From here on it does not time out; its own keys are no longer in its way.
    clearTimeout(txn.timer);
    try {
      await tree.write(() => {
        for (const [name, holder] of this.#holders) {
          if (holder !== txn) continue;
          this.#holders.delete(name);
          this.#written.set(name, this.#commits + 1);
        }
        for (const { key, value } of overlay.entries()) {
          if (value) tree.put(key, value);
          else tree.remove(key);
        }
        for (const one of txn.shapes) catalog.save(one);
        for (const change of txn.changes) changes.note(change);
      });
    } catch (error) {
      this.#close(txn);
      throw error;
    }
    this.#committed.set(txn.id, txn.number);
    this.#close(txn);
  }

  /** Resolves when the collections it had made have gone as well. */
  async abort(txn: Txn): Promise<void> {
    if (this.#open.get(txn.id) !== txn) return;
    this.#close(txn);
    if (txn.made.length > 0) await this.#unmake(txn);
  }

  /** What somebody else has put something into stays. */
  async #unmake({ made }: Txn): Promise<void> {
    const { tree, catalog } = this.store;
    const bare = (one: Collection): boolean => {
      const from = docKey(one, 0);
      return (
        catalog.find(one.db, one.name) === one &&
        one.indexes.length === 1 &&
        tree.count(from, after(from.subarray(0, COLLECTION_BYTES))) === 0
      );
    };
    const wanted = ({ db, name }: Collection): boolean =>
      [...this.#open.values()].some(({ changes }) =>
        changes.some((change) => change.db === db && change.coll === name),
      );
    try {
      await tree.write(() => {
        // Nobody was told that it came: nobody is told that it went.
        for (const one of made) if (bare(one) && !wanted(one)) catalog.forget(one);
      });
    } catch {
      // An empty collection that stays does no harm: the store is closing, or its disk takes nothing.
    }
  }

  #close(txn: Txn): void {
    clearTimeout(txn.timer);
    this.#open.delete(txn.id);
    for (const [name, holder] of this.#holders) if (holder === txn) this.#holders.delete(name);
    txn.overlay.end();
    if (this.#open.size === 0) {
      this.store.base.guard = null;
      this.#written.clear();
      this.#changed.clear();
    }
    txn.end();
  }

  end(sessions: readonly Buffer[]): void {
    for (const session of sessions) {
      const id = session.toString('hex');
      const txn = this.#open.get(id);
      if (txn) void this.abort(txn);
      this.#committed.delete(id);
    }
  }

  /** A transaction from before a collection's indexes changed does not know them: it must not go on there. */
  checkPlace(txn: Txn, db: string, name: unknown): void {
    if ((this.#changed.get(`${db}.${String(name)}`) ?? 0) > txn.since)
      throw new Fault(
        246,
        `Unable to read from a snapshot due to pending collection catalog changes to ${db}.${String(name)}; please retry the operation.`,
        transient,
      );
  }

  /** The transaction itself had this collection made: there is nothing in it that it does not know. */
  knows(txn: Txn, made: Collection): void {
    if (this.#open.get(txn.id) !== txn) return;
    this.#changed.delete(`${made.db}.${made.name}`);
    txn.made.push(made);
  }

  /** A collection or an index changed: what a transaction made of the old one must not be committed. */
  changed(db: string, name: string): void {
    if (this.#open.size === 0) return;
    this.#changed.set(`${db}.${name}`, this.#commits + 1);
    for (const txn of this.#open.values())
      if (txn.changes.some((change) => change.db === db && change.coll === name)) void this.abort(txn);
  }

  close(): void {
    for (const txn of [...this.#open.values()]) this.#close(txn);
  }
}
