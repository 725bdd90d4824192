import type { Found } from './features.js';
import { type Head, type Model, type Terms, type Vector, vectorize } from './heads.js';

/** One message as the trainer sees it: its features and the label of each head; a head that is absent skips it. */
export interface Example {
  found: Found;
  /** For a yes/no head: its label, or `no`. */
  labels: Record<string, string>;
  weight: number;
}

export interface Plan {
  name: string;
  yesNo: boolean;
  /** Cost of an error. */
  cost: number;
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

/** All heads of the plan on one vocabulary. Slopes are left at 1: `fit.ts` calibrates. */
export function learn(examples: Example[], plans: Plan[]): Model {
  const terms = termsOf(examples);
  const size = terms.idf.length;
  const vectors = examples.map((one) => vectorize(terms, one.found));
  const heads: Head[] = [];
  let width = 0;
  for (const plan of plans) {
    const labels = labelsOf(plan, examples);
    heads.push({
      name: plan.name,
      labels,
      slope: 1,
      offset: 0,
      bias: new Float32Array(labels.length),
      column: width,
    });
    width += labels.length;
  }
  const weights = new Float32Array(size * width);
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
      return plan.cost * one.weight * (mean / counts.get(one.labels[plan.name]!)!) ** plan.balance;
    });
    head.labels.forEach((label, k) => {
      const sign = Int8Array.from(used, (i) => (examples[i]!.labels[plan.name] === label ? 1 : -1));
      const column = descend(own, sign, costs, size, 17 + head.column + k);
      for (let row = 0; row < size; row++) weights[row * width + head.column + k] = column[row]!;
      head.bias[k] = column[size]!;
    });
  });
  return { version: 2, heads, ...terms, weights, scale: new Float32Array(width).fill(1), width };
}
