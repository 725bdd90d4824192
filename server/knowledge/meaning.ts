/**
 * Which items mean what the question means. Every question of an item has a vector of 8-bit values; a sketch of an
 * item, the signs of their mean, finds the few that are compared in full. A walk over all sketches is exact arithmetic
 * on twelve words each: nothing is fitted, so an item is found as soon as it is put in.
 */
export const WIDTH = 384;
const WORDS = WIDTH / 32;
/** Steps of a stored value: of a vector of length 1 hardly any value is above a third. */
const STEPS = 400;

/** A vector as it is kept: the encoder's, less the mean of all, of length 1, in 8 bits. */
export type Kept = Int8Array;

/** Less the mean: the vectors of any two civic texts have most in common. */
export function centred(vector: Float32Array, mean: Float32Array): Float32Array {
  const out = vector.map((value, i) => value - mean[i]!);
  const length = Math.hypot(...out) || 1;
  return out.map((value) => value / length);
}

export const small = (unit: Float32Array): Kept =>
  Int8Array.from(unit, (value) => Math.max(-127, Math.min(127, Math.round(value * STEPS))));

/** As it was before it was kept, but for what 8 bits lose. */
export const unitOf = (kept: Kept): Float32Array => Float32Array.from(kept, (value) => value / STEPS);

export function closeness(unit: Float32Array, kept: Kept): number {
  let dot = 0;
  for (let i = 0; i < WIDTH; i++) dot += unit[i]! * kept[i]!;
  return dot / STEPS;
}

/** Bits set in 32. */
function ones(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function sketchOf(unit: ArrayLike<number>, into: Int32Array, at: number): void {
  for (let word = 0; word < WORDS; word++) {
    let bits = 0;
    for (let bit = 0; bit < 32; bit++) if (unit[word * 32 + bit]! > 0) bits |= 1 << bit;
    into[at + word] = bits;
  }
}

export interface Meanings {
  set(place: number, questions: Kept[]): void;
  drop(place: number): void;
  has(place: number): boolean;
  /** Cosine with the nearest of the item's questions, −1 to 1; null for an item that has no vectors yet. */
  closest(place: number, unit: Float32Array): number | null;
  /** The places whose sketches differ least, among those that are open; in no order. */
  gather(unit: Float32Array, most: number, open: (place: number) => boolean): number[];
}

export function createMeanings(): Meanings {
  const kept: (Kept[] | undefined)[] = [];
  let sketches = new Int32Array(1024 * WORDS);
  let differing = new Uint16Array(1024);
  return {
    has: (place) => kept[place] !== undefined,
    drop(place) {
      kept[place] = undefined;
    },
    set(place, questions) {
      // No holes: a list with holes is a dictionary, and slow.
      while (kept.length < place) kept.push(undefined);
      if ((place + 1) * WORDS > sketches.length) {
        const wider = new Int32Array((place + 1) * WORDS * 2);
        wider.set(sketches);
        sketches = wider;
        differing = new Uint16Array((place + 1) * 2);
      }
      const sum = new Float32Array(WIDTH);
      for (const one of questions) for (let i = 0; i < WIDTH; i++) sum[i]! += one[i]!;
      sketchOf(sum, sketches, place * WORDS);
      kept[place] = questions;
    },
    closest(place, unit) {
      const questions = kept[place];
      if (!questions) return null;
      let best = -1;
      for (const one of questions) best = Math.max(best, closeness(unit, one));
      return best;
    },
    gather(unit, most, open) {
      const own = new Int32Array(WORDS);
      sketchOf(unit, own, 0);
      const counts = new Int32Array(WIDTH + 1);
      const end = kept.length;
      for (let place = 0, at = 0; place < end; place++, at += WORDS) {
        let bits = WIDTH + 1;
        if (kept[place] !== undefined && open(place)) {
          bits = 0;
          for (let word = 0; word < WORDS; word++) bits += ones(sketches[at + word]! ^ own[word]!);
          counts[bits]!++;
        }
        differing[place] = bits;
      }
      let limit = 0;
      for (let sum = counts[0]!; limit < WIDTH && sum < most; ) sum += counts[++limit]!;
      const found: number[] = [];
      for (let place = 0; place < end && found.length < most; place++)
        if (differing[place]! < limit) found.push(place);
      for (let place = 0; place < end && found.length < most; place++)
        if (differing[place] === limit) found.push(place);
      return found;
    },
  };
}
