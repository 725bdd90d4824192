/**
 * The greatest key of each unique index, as an upper bound: a key above it is in nobody's way, and keys that grow
 * with time (an ObjectId, a number that counts up) need no look whether they are taken. A bound that is too high
 * costs a look; one that is too low would let a key in twice, so it is read from the tree itself, never from an
 * older state of it, and only ever raised.
 */
import type { Index } from './catalog.js';
import { after, type Pages } from './pages.js';

export class Tops {
  readonly #tops = new Map<number, Buffer>();

  constructor(readonly tree: Pick<Pages, 'range'>) {}

  /** Whether every entry is below all keys that begin with `key` (the index's prefix and a whole key). It is the bound from now on, stored or not. */
  raise(index: Index, prefix: Buffer, key: Buffer): boolean {
    let top = this.#tops.get(index.id);
    if (!top) {
      const [last] = this.tree.range(prefix, after(prefix), { reverse: true, limit: 1, keysOnly: true });
      top = last ? last.key.subarray(0, -6) : prefix;
    }
    const above = Buffer.compare(key, top) > 0;
    this.#tops.set(index.id, above ? key : top);
    return above;
  }

  /** After a batch was undone: the number of an index that was not made after all is given again. */
  forget(): void {
    this.#tops.clear();
  }
}
