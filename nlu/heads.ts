import type { Found } from './features.js';
import type { Kin } from './kin.js';
import type { Sureness } from './sureness.js';

/**
 * How the margins of words and of the sentence make log-odds: `sparse` and `dense` times theirs, plus `offset` for a
 * yes/no head. Fitted on messages that neither the heads nor the encoder had seen.
 */
export interface Mix {
  sparse: number;
  dense: number;
  offset: number;
}

/** The linear heads: one column a label, trained against the rest, once on words and once on the encoder's vector. */
export interface Head {
  name: string;
  /** One label: a yes/no head with a sigmoid. More: a softmax over them. */
  labels: string[];
  /** Without the encoder's vector, and with it. */
  alone: Mix;
  both: Mix;
  /** Where this head's columns begin. */
  column: number;
}

/** Heads on the encoder's vector: standardised by `mean` and `spread`, then `weights` row-major and `bias`. */
export interface Dense {
  mean: Float32Array;
  spread: Float32Array;
  weights: Float32Array;
  bias: Float32Array;
}

export interface Terms {
  /** Feature hash → row. */
  rows: Map<number, number>;
  /** Inverse document frequency; 1 for signs. */
  idf: Float32Array;
}

export interface Model extends Terms {
  version: number;
  heads: Head[];
  /** Row-major, `width` columns, times `scale` of the column. */
  weights: Float32Array | Int8Array;
  scale: Float32Array;
  bias: Float32Array;
  width: number;
  dense: Dense | null;
  /** Hotline → category → share of its messages: what the two heads, taught apart, must agree with. */
  kin: Kin;
  /** How often a field is right at each confidence the pipeline has given; null where nothing was held out. */
  sure: Sureness | null;
}

export interface Vector {
  index: Int32Array;
  value: Float32Array;
}

/** How much each kind weighs. Signs keep their size, so that one rule is not drowned by a long text. */
const SHARES = { chars: 1, words: 0.7, edges: 0.5, signs: 0.3 } as const;
const KINDS = ['chars', 'words', 'edges', 'signs'] as const;

/** tf-idf with tf 0/1, each kind scaled to the length of its share; unknown features drop out. */
export function vectorize({ rows, idf }: Terms, found: Found): Vector {
  const index: number[] = [];
  const value: number[] = [];
  for (const kind of KINDS) {
    const start = index.length;
    let square = 0;
    for (const hash of found[kind]) {
      const row = rows.get(hash);
      if (row === undefined) continue;
      index.push(row);
      value.push(idf[row]!);
      square += idf[row]! ** 2;
    }
    const share = kind === 'signs' ? SHARES.signs : SHARES[kind] / Math.sqrt(square || 1);
    for (let i = start; i < value.length; i++) value[i]! *= share;
  }
  return { index: Int32Array.from(index), value: Float32Array.from(value) };
}

/** Margins of every column, all heads at once. */
export function margins(model: Model, vector: Vector): Float32Array {
  const { weights, width, scale, bias } = model;
  const out = new Float32Array(width);
  for (let i = 0; i < vector.index.length; i++) {
    const base = vector.index[i]! * width;
    const value = vector.value[i]!;
    for (let k = 0; k < width; k++) out[k]! += weights[base + k]! * value;
  }
  for (let k = 0; k < width; k++) out[k] = out[k]! * scale[k]! + bias[k]!;
  return out;
}

/** The encoder's vector as the dense heads take it: standardised, of about unit length. */
export function standard({ mean, spread }: Pick<Dense, 'mean' | 'spread'>, raw: Float32Array): Float32Array {
  const unit = Math.sqrt(raw.length);
  return raw.map((value, i) => (value - mean[i]!) / spread[i]! / unit);
}

export function denseMargins(dense: Dense, raw: Float32Array): Float32Array {
  const out = Float32Array.from(dense.bias);
  const width = out.length;
  standard(dense, raw).forEach((value, i) => {
    for (let k = 0; k < width; k++) out[k]! += dense.weights[i * width + k]! * value;
  });
  return out;
}

export const sigmoid = (odds: number): number => 1 / (1 + Math.exp(-odds));

export function softmax(logits: Float32Array): Float32Array {
  const top = logits.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const out = logits.map((logit) => Math.exp(logit - top));
  const sum = out.reduce((a, b) => a + b, 0);
  return out.map((part) => part / sum);
}

export type Chances = Record<string, Record<string, number>>;

/** Log-odds of one head's labels from its margins. */
export function odds(mix: Mix, sparse: Float32Array, dense: Float32Array | null): Float32Array {
  return sparse.map((value, k) => mix.sparse * value + (dense ? mix.dense * dense[k]! : 0) + mix.offset);
}

/** Label → chance for each head. `raw` null: the words alone. */
export function chances(model: Model, vector: Vector, raw: Float32Array | null): Chances {
  const sparse = margins(model, vector);
  const dense = raw && model.dense ? denseMargins(model.dense, raw) : null;
  const result: Chances = {};
  for (const head of model.heads) {
    const own = (part: Float32Array) => part.subarray(head.column, head.column + head.labels.length);
    const logits = odds(dense ? head.both : head.alone, own(sparse), dense && own(dense));
    const chance = logits.length === 1 ? [sigmoid(logits[0]!)] : softmax(logits);
    result[head.name] = Object.fromEntries(head.labels.map((label, k) => [label, chance[k]!]));
  }
  return result;
}
