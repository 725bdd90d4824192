import { readFileSync } from 'node:fs';
import { type Likeness, SIGNS, type Sign, WHAT, WHERE } from './contract.js';
import { type Signs, signsOf } from './signs.js';
import type { Traits } from './traits.js';

/** One weight a sign, and what is there without any, for each of the two questions. */
export interface Weights {
  where: number;
  what: number;
  signs: Partial<Record<Sign, number>>;
}

/** `words` judges where a vector lacks, `both` where there are two. */
export interface Judgement {
  words: Weights;
  both: Weights;
}

/** Written by `npm run nlu:duplicates -- --fit`; to be written anew when the encoder changes. */
export const JUDGEMENT = JSON.parse(
  readFileSync(new URL('./weights.json', import.meta.url), 'utf8'),
) as Judgement;

export const chance = (sum: number): number => 1 / (1 + Math.exp(-sum));

/** Both questions must be answered yes: the chances are multiplied. */
export function chanceOf(signs: Signs, { where, what, signs: weights }: Weights): number {
  const sum = (names: readonly Sign[], from: number) =>
    names.reduce((total, sign) => total + (weights[sign] ?? 0) * (signs[sign] ?? 0), from);
  return chance(sum(WHERE, where)) * chance(sum(WHAT, what));
}

const TOLD = 4;

export function likenessOf(a: Traits, b: Traits, judgement: Judgement = JUDGEMENT): Likeness {
  const signs = signsOf(a, b);
  const weights = signs.vector === undefined ? judgement.words : judgement.both;
  const share = (sign: Sign): number => (weights.signs[sign] ?? 0) * (signs[sign] ?? 0);
  return {
    likeness: chanceOf(signs, weights),
    samePlace: signs.sameName > 0 || (signs.sameTown > 0 && signs.otherName === 0),
    why: SIGNS.filter((sign) => share(sign) > 0.1)
      .toSorted((x, y) => share(y) - share(x))
      .slice(0, TOLD),
  };
}
