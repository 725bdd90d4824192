import type { Verdict } from './judge.js';

/** Per field, knots (said, right) in rising order; between them a straight line. */
export type Sureness = Record<string, [said: number, right: number][]>;

/** Messages behind one knot at least: fewer would be chance. */
const LEAST = 30;

/** Isotonic regression by pooling neighbours that stand in the wrong order (Ayer et al., 1955), with blocks of LEAST or more. */
export function isotonic(said: number[], right: boolean[]): [number, number][] {
  const order = said.map((_, i) => i).sort((a, b) => said[a]! - said[b]!);
  const blocks: { n: number; said: number; right: number }[] = [];
  for (let start = 0; start < order.length; start += LEAST) {
    const part = order.slice(start, start + LEAST);
    const block = {
      n: part.length,
      said: part.reduce((sum, i) => sum + said[i]!, 0),
      right: part.reduce((sum, i) => sum + (right[i] ? 1 : 0), 0),
    };
    blocks.push(block);
    while (blocks.length > 1) {
      const last = blocks.at(-1)!;
      const before = blocks.at(-2)!;
      if (last.n >= LEAST && before.right / before.n < last.right / last.n) break;
      blocks.pop();
      before.n += last.n;
      before.said += last.said;
      before.right += last.right;
    }
  }
  return blocks.map(({ n, said: sum, right: hits }) => [sum / n, hits / n]);
}

export function surer(knots: [number, number][], said: number): number {
  const next = knots.findIndex(([at]) => at >= said);
  if (next <= 0) return knots.at(next)?.[1] ?? said;
  const [a, low] = knots[next - 1]!;
  const [b, high] = knots[next]!;
  return low + ((said - a) / (b - a || 1)) * (high - low);
}

/** The verdict with confidences that mean how often such a field is right. */
export function surely(sure: Sureness | null, verdict: Verdict): Verdict {
  if (!sure) return verdict;
  const confidence = { ...verdict.confidence };
  for (const field of Object.keys(confidence) as (keyof typeof confidence)[]) {
    const knots = sure[field];
    if (knots?.length) confidence[field] = surer(knots, confidence[field]);
  }
  return { ...verdict, confidence };
}
