import type { Found } from './features.js';

/** The linear heads: one sparse vector of a message; one column a label, trained against the rest. */
export interface Head {
  name: string;
  /** One label: a yes/no head with a sigmoid. More: a softmax over them. */
  labels: string[];
  /** Margins times `slope` (plus `offset` for yes/no) are log-odds; fitted on messages the heads had not seen. */
  slope: number;
  offset: number;
  bias: Float32Array;
  /** Where this head's columns begin in a row of `weights`. */
  column: number;
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
  width: number;
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
  const out = new Float32Array(model.width);
  const { weights, width } = model;
  for (let i = 0; i < vector.index.length; i++) {
    const base = vector.index[i]! * width;
    const value = vector.value[i]!;
    for (let k = 0; k < width; k++) out[k]! += weights[base + k]! * value;
  }
  for (const head of model.heads) {
    for (let k = head.column; k < head.column + head.labels.length; k++) {
      out[k] = out[k]! * model.scale[k]! + head.bias[k - head.column]!;
    }
  }
  return out;
}

export const sigmoid = (odds: number): number => 1 / (1 + Math.exp(-odds));

export function softmax(logits: ArrayLike<number>, slope: number): Float32Array {
  let top = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < logits.length; k++) top = Math.max(top, logits[k]! * slope);
  const out = Float32Array.from(logits, (logit) => Math.exp(logit * slope - top));
  const sum = out.reduce((a, b) => a + b, 0);
  return out.map((part) => part / sum);
}

export type Chances = Record<string, Record<string, number>>;

/** Label → chance for each head. */
export function chances(model: Model, vector: Vector): Chances {
  const all = margins(model, vector);
  const result: Chances = {};
  for (const head of model.heads) {
    const part = all.subarray(head.column, head.column + head.labels.length);
    const chance =
      head.labels.length === 1 ? [sigmoid(part[0]! * head.slope + head.offset)] : softmax(part, head.slope);
    result[head.name] = Object.fromEntries(head.labels.map((label, k) => [label, chance[k]!]));
  }
  return result;
}
