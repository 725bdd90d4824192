import { AGAINST, SIGNS, type Sign, WHERE } from './contract.js';
import { chance, chanceOf, type Weights } from './likeness.js';
import type { Signs } from './signs.js';

/** Two matters compared, and whether they are one. Pairs of one family never stand on both sides of a fold. */
export interface Example {
  family: number;
  same: boolean;
  signs: Signs;
}

const ROUNDS = 400;
const PACE = 0.4;
const DRIFT = 0.9;
const HOLD = 0.003;
const EDGE = 1e-6;

const places = new Set<Sign>(WHERE);

/**
 * The two questions fitted together, by whole-batch ascent with momentum on signs of one spread; the hold keeps a rare
 * sign from shouting. No weight may cross zero to the side its sign does not speak for: the written pairs are hard
 * ones, and would teach that shared words speak against.
 */
export function weigh(examples: Example[], names: readonly Sign[] = SIGNS): Weights {
  const width = names.length + 2;
  // Two columns of ones carry what is there without any sign.
  const rows = examples.map(({ signs }) =>
    Float64Array.from([...names.map((name) => signs[name] ?? 0), 1, 1]),
  );
  const spread = Float64Array.from({ length: width }, (_, i) => {
    const square = rows.reduce((sum, row) => sum + row[i]! ** 2, 0) / rows.length;
    return Math.sqrt(square) || 1;
  });
  const of = [...names.map((name) => (places.has(name) ? 0 : 1)), 0, 1];
  const weights = new Float64Array(width);
  const speed = new Float64Array(width);
  for (let round = 0; round < ROUNDS; round++) {
    const slope = new Float64Array(width);
    for (const [at, row] of rows.entries()) {
      const sum = [0, 0];
      for (let i = 0; i < width; i++) sum[of[i]!]! += (row[i]! / spread[i]!) * weights[i]!;
      const one = chance(sum[0]!);
      const two = chance(sum[1]!);
      // Of the log-likelihood of a product of two chances.
      const miss = ((examples[at]!.same ? 1 : 0) - one * two) / Math.max(EDGE, 1 - one * two);
      const pull = [miss * (1 - one), miss * (1 - two)];
      for (let i = 0; i < width; i++) slope[i]! += (row[i]! / spread[i]!) * pull[of[i]!]!;
    }
    for (let i = 0; i < width; i++) {
      const name = names[i];
      const hold = name ? HOLD * weights[i]! : 0;
      speed[i] = DRIFT * speed[i]! + PACE * (slope[i]! / rows.length - hold);
      const next = weights[i]! + speed[i]!;
      weights[i] = !name ? next : AGAINST.has(name) ? Math.min(0, next) : Math.max(0, next);
      if (weights[i] !== next) speed[i] = 0;
    }
  }
  return {
    where: weights[width - 2]!,
    what: weights[width - 1]!,
    signs: Object.fromEntries(names.map((name, i) => [name, weights[i]! / spread[i]!])),
  };
}

const FOLDS = 7;

/** What each example is given by weights that have seen none of its family. */
export function heldOut(examples: Example[], names: readonly Sign[] = SIGNS): number[] {
  const said: number[] = Array.from({ length: examples.length }, () => 0);
  for (let fold = 0; fold < FOLDS; fold++) {
    const weights = weigh(
      examples.filter(({ family }) => family % FOLDS !== fold),
      names,
    );
    for (const [i, { family, signs }] of examples.entries())
      if (family % FOLDS === fold) said[i] = chanceOf(signs, weights);
  }
  return said;
}
