import type { Found } from './features.js';
import {
  type Dense,
  type Head,
  type Mix,
  type Model,
  standard,
  type Terms,
  type Vector,
  vectorize,
} from './heads.js';
import { kinOf } from './kin.js';

/** One message as the trainer sees it: its features and the label of each head; a head that is absent skips it. */
export interface Example {
  found: Found;
  /** What the encoder says of it, where there is one. */
  vector: Float32Array | null;
  /** For a yes/no head: its label, or `no`. */
  labels: Record<string, string>;
  weight: number;
}

export interface Plan {
  name: string;
  yesNo: boolean;
  /** Cost of an error, on words and on the encoder's vector. */
  cost: number;
  dense: number;
  /** Exponent of inverse class frequency: 0 none, 1 full balance. */
  balance: number;
}

function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

/** Features of two messages or more, with their idf. Signs all count one. */
function termsOf(examples: Example[]): Terms {
  const seen = new Map<number, number>();
  const signs = new Set<number>();
  for (const { found } of examples) {
    for (const kind of [found.chars, found.words, found.edges, found.signs])
      for (const hash of kind) seen.set(hash, (seen.get(hash) ?? 0) + 1);
    for (const hash of found.signs) signs.add(hash);
  }
  const kept = [...seen].filter(([, count]) => count >= 2).sort((a, b) => a[0] - b[0]);
  return {
    rows: new Map(kept.map(([hash], row) => [hash, row])),
    idf: Float32Array.from(kept, ([hash, count]) =>
      signs.has(hash) ? 1 : Math.log(examples.length / count) + 0.3,
    ),
  };
}

/**
 * L2-regularised squared-hinge SVM of one label against the rest, by dual coordinate descent with shrinking
 * (Hsieh et al., ICML 2008). The last weight is the bias.
 */
function descend(
  vectors: Vector[],
  sign: Int8Array,
  costs: Float32Array,
  size: number,
  seed: number,
): Float32Array {
  const weights = new Float32Array(size + 1);
  const alpha = new Float32Array(vectors.length);
  const diagonal = vectors.map((vector, i) => {
    let square = 1;
    for (const value of vector.value) square += value * value;
    return square + 0.5 / costs[i]!;
  });
  const next = random(seed);
  const order = Int32Array.from(vectors, (_, i) => i);
  let active = order.length;
  let ceiling = Number.POSITIVE_INFINITY;
  for (let pass = 0; pass < 40; pass++) {
    let most = Number.NEGATIVE_INFINITY;
    let least = Number.POSITIVE_INFINITY;
    for (let s = 0; s < active; s++) {
      const swap = s + Math.floor(next() * (active - s));
      const i = order[swap]!;
      order[swap] = order[s]!;
      order[s] = i;
      const { index, value } = vectors[i]!;
      const y = sign[i]!;
      let margin = weights[size]!;
      for (let j = 0; j < index.length; j++) margin += weights[index[j]!]! * value[j]!;
      const gradient = y * margin - 1 + (alpha[i]! * 0.5) / costs[i]!;
      if (alpha[i] === 0 && gradient > ceiling) {
        active--;
        order[s] = order[active]!;
        order[active] = i;
        s--;
        continue;
      }
      const projected = alpha[i] === 0 ? Math.min(gradient, 0) : gradient;
      most = Math.max(most, projected);
      least = Math.min(least, projected);
      if (Math.abs(projected) < 1e-8) continue;
      const before = alpha[i]!;
      alpha[i] = Math.max(before - gradient / diagonal[i]!, 0);
      const step = (alpha[i]! - before) * y;
      for (let j = 0; j < index.length; j++) weights[index[j]!]! += step * value[j]!;
      weights[size]! += step;
    }
    if (most - least < 0.1) {
      if (active === order.length) break;
      active = order.length;
      ceiling = Number.POSITIVE_INFINITY;
      continue;
    }
    ceiling = most <= 0 ? Number.POSITIVE_INFINITY : most;
  }
  return weights;
}

function labelsOf(plan: Plan, examples: Example[]): string[] {
  const labels = [...new Set(examples.map((one) => one.labels[plan.name]))].filter(
    (label): label is string => label !== undefined && !(plan.yesNo && label === 'no'),
  );
  return labels.sort();
}

const UNFITTED: Mix = { sparse: 1, dense: 1, offset: 0 };

function headsOf(plans: Plan[], examples: Example[]): Head[] {
  let column = 0;
  return plans.map((plan) => {
    const labels = labelsOf(plan, examples);
    const head = { name: plan.name, labels, alone: UNFITTED, both: UNFITTED, column };
    column += labels.length;
    return head;
  });
}

/** Columns of all heads on the vectors given, each of `size` features: row-major weights and biases. */
function columnsOf(
  examples: Example[],
  vectors: Vector[],
  size: number,
  plans: Plan[],
  heads: Head[],
  cost: (plan: Plan) => number,
): { weights: Float32Array; bias: Float32Array } {
  const width = heads.reduce((sum, head) => sum + head.labels.length, 0);
  const weights = new Float32Array(size * width);
  const bias = new Float32Array(width);
  plans.forEach((plan, h) => {
    const head = heads[h]!;
    const used = examples.flatMap((one, i) => (one.labels[plan.name] === undefined ? [] : [i]));
    const own = used.map((i) => vectors[i]!);
    const counts = new Map<string, number>();
    for (const i of used)
      counts.set(examples[i]!.labels[plan.name]!, (counts.get(examples[i]!.labels[plan.name]!) ?? 0) + 1);
    const mean = used.length / counts.size;
    const costs = Float32Array.from(used, (i) => {
      const one = examples[i]!;
      return cost(plan) * one.weight * (mean / counts.get(one.labels[plan.name]!)!) ** plan.balance;
    });
    head.labels.forEach((label, k) => {
      const sign = Int8Array.from(used, (i) => (examples[i]!.labels[plan.name] === label ? 1 : -1));
      const column = descend(own, sign, costs, size, 17 + head.column + k);
      for (let row = 0; row < size; row++) weights[row * width + head.column + k] = column[row]!;
      bias[head.column + k] = column[size]!;
    });
  });
  return { weights, bias };
}

function spreadOf(rows: Float32Array[]): Pick<Dense, 'mean' | 'spread'> {
  const size = rows[0]!.length;
  const mean = new Float32Array(size);
  const spread = new Float32Array(size);
  for (const row of rows) for (let i = 0; i < size; i++) mean[i]! += row[i]! / rows.length;
  for (const row of rows)
    for (let i = 0; i < size; i++) spread[i]! += (row[i]! - mean[i]!) ** 2 / rows.length;
  return { mean, spread: spread.map((value) => Math.sqrt(value) || 1) };
}

export function learnDense(examples: Example[], plans: Plan[], heads: Head[]): Dense | null {
  const used = examples.filter((one) => one.vector !== null);
  if (used.length === 0) return null;
  const scaled = spreadOf(used.map((one) => one.vector!));
  const index = Int32Array.from(scaled.mean, (_, i) => i);
  const vectors = used.map((one): Vector => ({ index, value: standard(scaled, one.vector!) }));
  const columns = columnsOf(used, vectors, index.length, plans, heads, (plan) => plan.dense);
  return { ...scaled, ...columns };
}

/** All heads of the plan, on words and on vectors. The mixes are left at 1: `mix.ts` fits them. */
export function learn(examples: Example[], plans: Plan[]): Model {
  const terms = termsOf(examples);
  const vectors = examples.map((one) => vectorize(terms, one.found));
  const heads = headsOf(plans, examples);
  const columns = columnsOf(examples, vectors, terms.idf.length, plans, heads, (plan) => plan.cost);
  const width = columns.bias.length;
  return {
    version: 3,
    heads,
    ...terms,
    ...columns,
    scale: new Float32Array(width).fill(1),
    width,
    dense: learnDense(examples, plans, heads),
    kin: kinOf(examples.map((one) => one.labels)),
    sure: null,
  };
}
