import { type Head, type Model, softmax, type Vector, vectorize } from './heads.js';

/** One message as the trainer sees it: its features and the label of each head, null where it has none. */
export interface Example {
  found: Set<number>;
  labels: Record<string, string | null>;
  /** 1 for the corpus; less for rows that only lend words, such as knowledge titles. */
  weight: number;
}

export interface Options {
  epochs: number;
  rate: number;
  l2: number;
  /** Features in fewer examples are left out. */
  least: number;
  seed: number;
  /** Exponent of inverse class frequency: 0 none, 1 full balance. */
  balance: number;
}

export const USUAL: Options = { epochs: 8, rate: 1, l2: 2e-6, least: 2, seed: 7, balance: 0.6 };

function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

export function shuffled(count: number, next: () => number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

function vocabulary(examples: Example[], least: number): Pick<Model, 'rows' | 'idf'> {
  const seen = new Map<number, number>();
  for (const one of examples) for (const hash of one.found) seen.set(hash, (seen.get(hash) ?? 0) + 1);
  const kept = [...seen].filter(([, count]) => count >= least).sort((a, b) => a[0] - b[0]);
  const idf = Float32Array.from(kept, ([, count]) => Math.log(examples.length / count) + 0.3);
  return { rows: new Map(kept.map(([hash], row) => [hash, row])), idf };
}

function layout(examples: Example[]): Head[] {
  const names = [...new Set(examples.flatMap((one) => Object.keys(one.labels)))];
  let column = 0;
  return names.map((name) => {
    const labels = [...new Set(examples.map((one) => one.labels[name]).filter((l) => typeof l === 'string'))];
    labels.sort();
    const head = { name, labels, temperature: 1, bias: new Float32Array(labels.length), column };
    column += labels.length;
    return head;
  });
}

function classWeights(head: Head, examples: Example[], balance: number): Float32Array {
  const counts = new Float32Array(head.labels.length);
  for (const one of examples) {
    const k = head.labels.indexOf(one.labels[head.name] ?? '');
    if (k >= 0) counts[k]! += 1;
  }
  const mean = counts.reduce((a, b) => a + b, 0) / counts.length;
  return counts.map((count) => (mean / Math.max(count, 1)) ** balance);
}

/** Multinomial logistic regression for every head at once: SGD with AdaGrad steps over sparse rows. */
export function learn(examples: Example[], options: Options = USUAL): Model {
  const { rows, idf } = vocabulary(examples, options.least);
  const heads = layout(examples);
  const width = heads.reduce((sum, head) => sum + head.labels.length, 0);
  const weights = new Float32Array(idf.length * width);
  const squares = new Float32Array(idf.length * width).fill(1e-3);
  const biasSquares = heads.map((head) => new Float32Array(head.labels.length).fill(1));
  const vectors = examples.map((one) => vectorize({ rows, idf }, one.found));
  const targets = examples.map((one) =>
    heads.map((head) => head.labels.indexOf(one.labels[head.name] ?? '')),
  );
  const balances = heads.map((head) => classWeights(head, examples, options.balance));
  const next = random(options.seed);
  const logits = new Float32Array(width);
  const slope = new Float32Array(width);

  for (let epoch = 0; epoch < options.epochs; epoch++) {
    for (const i of shuffled(examples.length, next)) {
      step(vectors[i]!, targets[i]!, examples[i]!.weight);
    }
  }
  return { version: 1, heads, rows, idf, weights, scale: new Float32Array(width).fill(1), width };

  function step(vector: Vector, target: number[], weight: number): void {
    logits.fill(0);
    for (let j = 0; j < vector.index.length; j++) {
      const base = vector.index[j]! * width;
      const value = vector.value[j]!;
      for (let k = 0; k < width; k++) logits[k]! += weights[base + k]! * value;
    }
    slope.fill(0);
    heads.forEach((head, h) => {
      const gold = target[h]!;
      if (gold < 0) return;
      const part = logits.subarray(head.column, head.column + head.labels.length);
      for (let k = 0; k < part.length; k++) part[k]! += head.bias[k]!;
      const chance = softmax(part);
      const scale = weight * balances[h]![gold]!;
      for (let k = 0; k < part.length; k++) {
        const error = (chance[k]! - (k === gold ? 1 : 0)) * scale;
        slope[head.column + k] = error;
        biasSquares[h]![k]! += error * error;
        head.bias[k]! -= (0.1 * error) / Math.sqrt(biasSquares[h]![k]!);
      }
    });
    for (let j = 0; j < vector.index.length; j++) {
      const base = vector.index[j]! * width;
      const value = vector.value[j]!;
      for (let k = 0; k < width; k++) {
        const error = slope[k]!;
        if (error === 0) continue;
        const at = base + k;
        const gradient = error * value + options.l2 * weights[at]!;
        squares[at]! += gradient * gradient;
        weights[at]! -= (options.rate * gradient) / Math.sqrt(squares[at]!);
      }
    }
  }
}
