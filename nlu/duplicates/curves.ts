/** Precision and recall by threshold. */
export interface Point {
  threshold: number;
  precision: number;
  recall: number;
  f1: number;
  /** Pairs at or above the threshold. */
  found: number;
}

export interface Scored {
  score: number;
  same: boolean;
}

export function pointAt(scored: Scored[], threshold: number): Point {
  const above = scored.filter(({ score }) => score >= threshold);
  const right = above.filter(({ same }) => same).length;
  const all = scored.filter(({ same }) => same).length;
  const precision = above.length > 0 ? right / above.length : 1;
  const recall = all > 0 ? right / all : 0;
  const f1 = precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0;
  return { threshold, precision, recall, f1, found: above.length };
}

/** Mean precision over the ranks of the same ones: the curve as one figure. */
export function averagePrecision(scored: Scored[]): number {
  const ranked = scored.toSorted((a, b) => b.score - a.score);
  let right = 0;
  let sum = 0;
  for (const [rank, { same }] of ranked.entries()) {
    if (!same) continue;
    right++;
    sum += right / (rank + 1);
  }
  return right > 0 ? sum / right : 0;
}

export const best = (points: Point[]): Point => points.toSorted((a, b) => b.f1 - a.f1)[0]!;

/** Mean distance between what was said and how often it was so, ten bins, weighed by their size. */
export function unreliability(scored: Scored[]): number {
  let sum = 0;
  for (let bin = 0; bin < 10; bin++) {
    const inside = scored.filter(({ score }) => Math.min(9, Math.floor(score * 10)) === bin);
    if (inside.length === 0) continue;
    const said = inside.reduce((total, { score }) => total + score, 0) / inside.length;
    const was = inside.filter(({ same }) => same).length / inside.length;
    sum += (inside.length / scored.length) * Math.abs(said - was);
  }
  return sum;
}
