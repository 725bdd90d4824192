/** The sheet of quality inspection: points by criterion, their sum, and what the sum means. */
import type { QualityKnobs } from './draw.js';

export interface Criterion {
  id: string;
  name: string;
  /** Most that can be had; all of them make a hundred. */
  points: number;
  hint: string;
}

export type Scores = Record<string, number>;
export type Grade = 'pass' | 'mend' | 'fail';

/** Every criterion once, nothing else, whole points within its range. */
export const wholeSheet = (scores: Scores, criteria: readonly Criterion[]): boolean =>
  Object.keys(scores).length === criteria.length &&
  criteria.every(({ id, points }) => {
    const given = scores[id];
    return given !== undefined && Number.isInteger(given) && given >= 0 && given <= points;
  });

export const totalOf = (scores: Scores): number => Object.values(scores).reduce((sum, one) => sum + one, 0);

export const gradeOf = (total: number, { pass, mend }: Pick<QualityKnobs, 'pass' | 'mend'>): Grade =>
  total >= pass ? 'pass' : total >= mend ? 'mend' : 'fail';
