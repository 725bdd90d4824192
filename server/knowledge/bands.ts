/**
 * One score from words and meaning, and what may be done with it: above, the approved text verbatim; between, offered
 * as choices; below, nothing is invented. Words alone have thresholds of their own: their scores are another scale.
 */
import type { Found, Hit } from '../../bot/decision.js';
import type { Nearness } from './likeness.js';

/** Weights of one sum; together 1, so that a score lies between 0 and 1. */
export interface Fusion {
  likeness: number;
  coverage: number;
  meaning: number;
}

export interface Band {
  answer: number;
  suggest: number;
  /** What the first must be ahead of the second to be the one that was meant. */
  margin: number;
}

/** Tuned on the half 'tune' before there was an encoder (README). */
const WORDS_ALONE = { likeness: 0.35, coverage: 0.65 };

const round = (score: number): number => Math.round(score * 1e4) / 1e4;

export const wordScore = ({ likeness, coverage }: Nearness): number =>
  round(WORDS_ALONE.likeness * likeness + WORDS_ALONE.coverage * coverage);

/** Asked in the very terms of an approved question, it means the same, whatever the vectors say. */
const SAME_TERMS = 4;

/** An item without a vector yet is lent the meaning its words speak for: neither first by default nor last. */
export function fusedScore(near: Nearness, meaning: number | null, fusion: Fusion): number {
  const words = fusion.likeness * near.likeness + fusion.coverage * near.coverage;
  const lent = words / (fusion.likeness + fusion.coverage);
  return round(words + fusion.meaning * Math.max(meaning ?? lent, near.likeness ** SAME_TERMS));
}

/** `holds`: it is a question, and the first item holds where the citizen is. */
export function bandOf(hits: Hit[], band: Band, holds: boolean): Found['band'] {
  const [first, second] = hits;
  if (!first || first.score < band.suggest) return 'none';
  const clear = first.score - (second?.score ?? 0) >= band.margin;
  return first.score >= band.answer && clear && holds ? 'answer' : 'suggest';
}
