import { weightOf } from './grams.js';
import type { Traits } from './traits.js';

/** Pairs of characters a matter is found by, the rarest of it. */
export const POSTED = 32;

/** 盟市: a banner may be misread or not named, its league hardly. 0 where nobody said where. */
export const leagueOf = (region: string | null): number =>
  region === null || region.endsWith('0000') ? 0 : Number(region.slice(0, 4));

/** One key of a league and a pair of characters. */
export const keyOf = (league: number, gram: number): number =>
  (Math.imul(gram, 0x9e3779b1) ^ Math.imul(league, 0x85ebca6b)) | 0;

function heaviest(grams: Int32Array): number[] {
  const weighed = Array.from(grams, (gram) => ({ gram, weight: weightOf(gram) }));
  return weighed.sort((a, b) => b.weight - a.weight).map(({ gram }) => gram);
}

/** Of two tellings the same are chosen: names first, then by weight, and among equals by their hash. */
export const rarest = ({ grams, named }: Traits): number[] =>
  [...new Set([...heaviest(named).slice(0, POSTED / 2), ...heaviest(grams)])].slice(0, POSTED);
