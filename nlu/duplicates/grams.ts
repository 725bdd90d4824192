import { readFileSync } from 'node:fs';
import { fnv } from '../hash.js';
import { normalize } from '../normalize.js';

/** Whole numbers of 32 bits with a sign: those stay small in V8's own sense. */
export function hashOf(piece: string): number {
  return fnv(piece) | 0;
}

/** How many messages of the corpus hold a character or a pair of them, for those that are not rare. */
const { messages, pairs } = JSON.parse(readFileSync(new URL('./common.json', import.meta.url), 'utf8')) as {
  messages: number;
  pairs: Record<string, number>;
};
/** Of what is not in the table, so rare is it. */
export const RARE = Math.log(messages / 4);

// Asked a hundred thousand times a lookup: a flat table, since a Map of such numbers is several times as slow.
const SLOTS = 2 ** 16;
const keys = new Int32Array(SLOTS);
const weights = new Float64Array(SLOTS);
const slotOf = (gram: number): number => {
  let slot = gram & (SLOTS - 1);
  while (weights[slot] !== 0 && keys[slot] !== gram) slot = (slot + 1) & (SLOTS - 1);
  return slot;
};
for (const [piece, count] of Object.entries(pairs)) {
  const slot = slotOf(hashOf(piece));
  keys[slot] = hashOf(piece);
  weights[slot] = Math.log(messages / count) || Number.MIN_VALUE;
}

export const weightOf = (gram: number): number => weights[slotOf(gram)] || RARE;

const LONGEST = 1200;
const CLAUSE = /[^\p{Script=Han}a-z0-9]+/u;

/** Text to be compared: simplified, small letters, without long numbers: two telephones are no two matters. */
export function plain(raw: string): string {
  const text = raw.length > LONGEST ? `${raw.slice(0, LONGEST - 300)}\n${raw.slice(-300)}` : raw;
  return normalize(text)
    .text.toLowerCase()
    .replace(/\d{5,}/g, ' ');
}

/** Pairs of neighbouring characters within a clause. Any digit is one digit: amounts and dates are told differently. */
export function pairsOf(text: string): Set<string> {
  const found = new Set<string>();
  for (const clause of clauses(text)) {
    for (let at = 0; at + 2 <= clause.length; at++) found.add(clause.slice(at, at + 2));
  }
  return found;
}

/** The pairs and the single characters: 「草补」 and 「草畜平衡补贴」 have no pair in common. */
export const piecesOf = (text: string): Set<string> =>
  new Set([
    ...pairsOf(text),
    ...clauses(text)
      .join('')
      .replace(/[a-z0-9]/g, ''),
  ]);

const clauses = (text: string): string[] => text.replace(/\d/g, '0').split(CLAUSE);

/** Hashes, ascending. */
export const hashes = (pieces: Set<string>): Int32Array => Int32Array.from([...pieces].map(hashOf)).sort();

/** The weight of what two ascending lists have in common. */
export function shared(a: Int32Array, b: Int32Array): number {
  let both = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const x = a[i]!;
    const y = b[j]!;
    if (x === y) both += weightOf(x);
    if (x <= y) i++;
    if (y <= x) j++;
  }
  return both;
}

export const massOf = (grams: Int32Array): number => grams.reduce((sum, gram) => sum + weightOf(gram), 0);
