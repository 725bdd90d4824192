/** Fits what words and meaning weigh: the item that answers must come first among all that were compared. */
import type { Fusion } from './bands.js';

export interface Lesson {
  /** What each compared item was given; the first is the right one. */
  rows: { likeness: number; coverage: number; meaning: number }[];
}

const ROUNDS = 600;
const PACE = 2;
const HOLD = 1e-3;

/** Softmax over the compared items, by whole-batch ascent; weights below zero are none. The sum of three is made 1. */
export function fitFusion(lessons: Lesson[]): Fusion {
  const points = lessons.map(({ rows }) =>
    rows.map((row) => [row.likeness, row.coverage, row.meaning] as const),
  );
  const weights = [3, 5, 8];
  for (let round = 0; round < ROUNDS; round++) {
    const slope = [0, 0, 0];
    for (const rows of points) {
      const chances = rows.map((row) =>
        Math.exp(row.reduce((sum, value, i) => sum + value * weights[i]!, 0)),
      );
      const all = chances.reduce((sum, one) => sum + one, 0);
      for (let i = 0; i < 3; i++) {
        const mean = rows.reduce((sum, row, at) => sum + (row[i]! * chances[at]!) / all, 0);
        slope[i]! += (rows[0]![i]! - mean) / points.length;
      }
    }
    for (let i = 0; i < 3; i++)
      weights[i] = Math.max(0, weights[i]! + PACE * (slope[i]! - HOLD * weights[i]!));
  }
  const whole = weights.reduce((sum, one) => sum + one, 0);
  const [likeness, coverage, meaning] = weights.map((one) => Number((one / whole).toFixed(3)));
  return { likeness: likeness!, coverage: coverage!, meaning: meaning! };
}
