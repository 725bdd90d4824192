/**
 * Orders between houses: another hotline or 110 keeps books of its own. An order is handed over as a line of the
 * conversation with that system, so that it leaves by the one way out, once, is tried again, and is seen where
 * it does not arrive.
 */

/** How an order stands, in words that every platform has. */
export const STAGES = [
  'filed',
  'accepted',
  'handling',
  'answered',
  'transferred',
  'merged',
  'refused',
  'withdrawn',
  'emergency',
  'closed',
] as const;
export type Stage = (typeof STAGES)[number];

export type BookEntry =
  /** `only`: nothing of it is for a citizen behind that system. */
  | { do: 'status'; orderNo: string; stage: Stage; only: boolean }
  | { do: 'transfer'; orderNo: string; title: string; fields: Record<string, string>; urgent: boolean };

export interface BookReport {
  /** The system's id among the takers, and its Chinese name. */
  by: Taker;
  /** The order as the conversation names it: our number where we handed it over, else theirs. */
  about: string;
  /** Their own number of an order that came from us. */
  no?: string;
  /** What they say of it. */
  words?: string;
  state: 'received' | 'accepted' | 'returned' | 'done' | 'closed';
}

export interface Taker {
  id: string;
  /** Chinese name for people. */
  title: string;
}

export interface Books {
  takers(): readonly Taker[];
  /** The conversation in which this order is handed to the taker. */
  threadFor(taker: string, orderNo: string): string;
  /** Does the other side of this conversation keep books? */
  keeps(thread: string): boolean;
}
