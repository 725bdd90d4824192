/** The linear heads: one sparse vector of a message, one softmax a head. */

export interface Head {
  name: string;
  labels: string[];
  /** Softmax temperature fitted by cross-validation, so that .9 means right nine times in ten. */
  temperature: number;
  bias: Float32Array;
  /** Where this head's columns begin in a row of `weights`. */
  column: number;
}

export interface Model {
  version: number;
  heads: Head[];
  /** Feature hash → row. */
  rows: Map<number, number>;
  idf: Float32Array;
  /** Row-major, `width` columns. */
  weights: Float32Array | Int8Array;
  /** Per column, for Int8 weights; 1 for floats. */
  scale: Float32Array;
  width: number;
}

export interface Vector {
  index: Int32Array;
  value: Float32Array;
}

/** tf-idf with tf 0/1, unit length. Unknown features drop out. */
export function vectorize(model: Pick<Model, 'rows' | 'idf'>, found: Set<number>): Vector {
  const index: number[] = [];
  let square = 0;
  for (const hash of found) {
    const row = model.rows.get(hash);
    if (row === undefined) continue;
    index.push(row);
    square += model.idf[row]! ** 2;
  }
  const norm = square > 0 ? 1 / Math.sqrt(square) : 0;
  return {
    index: Int32Array.from(index),
    value: Float32Array.from(index, (row) => model.idf[row]! * norm),
  };
}

/** Scores of every column, all heads at once. */
export function scores(model: Model, vector: Vector): Float32Array {
  const out = new Float32Array(model.width);
  const { weights, width } = model;
  for (let i = 0; i < vector.index.length; i++) {
    const base = vector.index[i]! * width;
    const value = vector.value[i]!;
    for (let k = 0; k < width; k++) out[k]! += weights[base + k]! * value;
  }
  for (let k = 0; k < width; k++) out[k]! *= model.scale[k]!;
  for (const head of model.heads) {
    for (let k = 0; k < head.labels.length; k++) out[head.column + k]! += head.bias[k]!;
  }
  return out;
}

export function softmax(logits: ArrayLike<number>, temperature = 1): Float32Array {
  let top = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < logits.length; k++) top = Math.max(top, logits[k]!);
  const out = new Float32Array(logits.length);
  let sum = 0;
  for (let k = 0; k < out.length; k++) sum += out[k] = Math.exp((logits[k]! - top) / temperature);
  for (let k = 0; k < out.length; k++) out[k]! /= sum;
  return out;
}

export type Chances = Record<string, Record<string, number>>;

/** Label → probability for each head. */
export function chances(model: Model, vector: Vector): Chances {
  const all = scores(model, vector);
  const result: Chances = {};
  for (const head of model.heads) {
    const part = softmax(all.subarray(head.column, head.column + head.labels.length), head.temperature);
    result[head.name] = Object.fromEntries(head.labels.map((label, k) => [label, part[k]!]));
  }
  return result;
}
