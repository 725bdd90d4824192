import { type Folded, type Range, toRaw } from '../normalize.js';
import type { Mention } from '../places.js';
import type { Slot, Span } from '../understanding.js';

/** What the slots are read from: the folded text, the places seen in it, the personal data found in it. */
export interface Scene {
  folded: Folded;
  text: string;
  seen: readonly Mention[];
  /** Offsets of the folded text. */
  personal: readonly Span[];
}

/** Where in the folded text a raw offset falls. */
function foldedAt(ends: Int32Array, raw: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (ends[mid]! <= raw) low = mid + 1;
    else high = mid;
  }
  return low;
}

export const sceneOf = (folded: Folded, seen: readonly Mention[], personal: readonly Span[]): Scene => ({
  folded,
  text: folded.text,
  seen,
  personal: personal.map(({ kind, from, to }) => ({
    kind,
    from: foldedAt(folded.to, from),
    to: foldedAt(folded.to, to - 1) + 1,
  })),
});

/** A range of the folded text as the citizen wrote it; `plain` only where it says more than the words do. */
export function slotAt({ folded }: Scene, { from, to }: Range, plain?: string): Slot {
  const range = toRaw(folded, from, to);
  const value = folded.raw.slice(range.from, range.to);
  return { value, ...range, ...(plain === undefined || plain === value ? {} : { plain }) };
}

export const before = (text: string, at: number, count = 12): string =>
  text.slice(Math.max(0, at - count), at);
