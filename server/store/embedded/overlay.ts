/** A transaction's view: the state it began with, and over it what it has written itself. */
import { Fault } from './faults.js';
import type { Entry, Pages, RangeOptions } from './pages.js';
import type { Snapshot } from './snapshot.js';

/** Ordered by key; null: removed. */
interface Own {
  key: Buffer;
  value: Buffer | null;
}

const DOC = 3;

export class Overlay implements Pages {
  readonly #own: Own[] = [];
  #over = false;

  constructor(
    readonly base: Snapshot,
    /** Throws where another has written or holds this document or unique key. */
    readonly hold: (key: Buffer) => void,
  ) {
    base.pin();
  }

  /** A cursor of the transaction may be asked after it has ended. */
  end(): void {
    this.#over = true;
    this.base.release();
  }

  #check(): void {
    if (this.#over) throw new Fault(251, 'the transaction this cursor belongs to has ended');
  }

  get size(): number {
    return this.#own.length;
  }

  entries(): readonly Own[] {
    return this.#own;
  }

  /** Where the key is, or would be. */
  #at(key: Buffer): number {
    let low = 0;
    let high = this.#own.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (Buffer.compare(this.#own[middle]!.key, key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #find(key: Buffer): Own | undefined {
    const own = this.#own[this.#at(key)];
    return own?.key.equals(key) ? own : undefined;
  }

  #set(key: Buffer, value: Buffer | null): void {
    if (key[0] === DOC) this.hold(key);
    const at = this.#at(key);
    const replaces = this.#own[at]?.key.equals(key) ? 1 : 0;
    this.#own.splice(at, replaces, { key, value });
  }

  get(key: Buffer): Buffer | undefined {
    this.#check();
    const own = this.#find(key);
    return own ? (own.value ?? undefined) : this.base.get(key);
  }

  has(key: Buffer): boolean {
    const own = this.#find(key);
    return own ? own.value !== null : this.base.has(key);
  }

  put(key: Buffer, value: Buffer): void {
    this.#set(key, value);
  }

  remove(key: Buffer): void {
    this.#set(key, null);
  }

  claim(key: Buffer): void {
    this.hold(key);
  }

  count(from: Buffer, to: Buffer): number {
    let n = this.base.count(from, to);
    for (let i = this.#at(from); i < this.#own.length && Buffer.compare(this.#own[i]!.key, to) < 0; i++) {
      const { key, value } = this.#own[i]!;
      const was = this.base.has(key);
      if (value && !was) n++;
      if (!value && was) n--;
    }
    return n;
  }

  range(from: Buffer, to: Buffer, options: RangeOptions): Entry[] {
    this.#check();
    const { reverse, limit, after } = options;
    const low = !reverse && after ? this.#at(Buffer.concat([after, Buffer.from([0])])) : this.#at(from);
    const high = this.#at(reverse && after ? after : to);
    const own = this.#own.slice(low, Math.max(low, high));
    if (own.length === 0) return this.base.range(from, to, options);
    if (reverse) own.reverse();
    // So many of the base may be removed here; more than that are not needed.
    const based = this.base.range(from, to, { ...options, limit: limit + own.length });
    const found: Entry[] = [];
    let i = 0;
    const turn = reverse ? -1 : 1;
    for (const { key, value } of own) {
      while (i < based.length && Buffer.compare(based[i]!.key, key) * turn < 0) found.push(based[i++]!);
      if (i < based.length && based[i]!.key.equals(key)) i++;
      if (value) found.push({ key, value });
    }
    found.push(...based.slice(i));
    return found.slice(0, limit);
  }

  /** In a transaction nothing is on the disk before it commits. */
  async write<T>(work: () => T): Promise<T> {
    return work();
  }
}
