/**
 * An inverted index in three flat arrays of a fixed size, as zlib keeps its window: each entry points at the one before
 * with the same key, new entries overwrite the oldest, and a walk ends where it would step on what was overwritten.
 * So memory is bounded whatever comes in, nothing is ever deleted, and a walk meets the newest first.
 */
export interface Chains {
  add(key: number, serial: number): void;
  /** The serials under a key, newest first, at most `most`; more than that many is a common key. */
  walk(key: number, most: number, into: number[]): void;
  /** Entries that can be held. */
  size: number;
  /** Entries added since the start. */
  added(): number;
}

const NONE = -1;

/** `size` must be a power of two. Positions are 31 bits: two thousand million entries, decades of a province. */
export function createChains(size: number): Chains {
  const mask = size - 1;
  const buckets = size / 4 - 1;
  const heads = new Int32Array(buckets + 1).fill(NONE);
  const keys = new Int32Array(size);
  const serials = new Int32Array(size);
  const before = new Int32Array(size);
  let next = 0;
  return {
    size,
    added: () => next,
    add(key, serial) {
      const at = next & mask;
      const bucket = key & buckets;
      keys[at] = key;
      serials[at] = serial;
      before[at] = heads[bucket]!;
      heads[bucket] = next;
      next++;
    },
    walk(key, most, into) {
      const oldest = next - size;
      for (let at = heads[key & buckets]!; at !== NONE && at >= oldest && into.length < most; ) {
        if (keys[at & mask] === (key | 0)) into.push(serials[at & mask]!);
        at = before[at & mask]!;
      }
    },
  };
}
