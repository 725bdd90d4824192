import type { Figure } from './figures.js';

/** A figure with its 95 % interval; null where the messages say nothing about it. */
export interface Estimate {
  value: number | null;
  low: number | null;
  high: number | null;
  /** Messages the figure is taken from. */
  n: number;
}

const DRAWS = 1000;
/** Draws times messages at most, so that a file of a hundred thousand rows does not take minutes. */
const WORK = 20_000_000;
const LEAST = 200;
const EDGE = 0.025;

function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

function middle(drawn: number[]): [number, number] {
  const sorted = drawn.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))]!;
  return [at(EDGE), at(1 - EDGE)];
}

/**
 * Where all or none is right every resample says the same and the interval would be a point. The exact one
 * (Clopper and Pearson, 1934) says how little a few messages prove.
 */
function exact(value: number, whole: number, n: number): [number, number] {
  const open = 1 - EDGE ** (1 / n);
  return value === 0 ? [0, whole * open] : [whole * (1 - open), whole];
}

/** Percentile bootstrap over messages (Efron): counts are drawn again, not reports; one draw serves all figures. */
export function estimates(all: Record<string, Figure>, messages: number): Record<string, Estimate> {
  const names = Object.keys(all);
  const drawn = new Map(names.map((name): [string, number[]] => [name, []]));
  const next = random(11);
  const draws = messages ? Math.min(DRAWS, Math.max(LEAST, Math.floor(WORK / messages))) : 0;
  const times = new Int32Array(messages);
  for (let draw = 0; draw < draws; draw++) {
    times.fill(0);
    for (let i = 0; i < messages; i++) times[Math.floor(next() * messages)]!++;
    for (const name of names) {
      const value = all[name]!.of(times);
      if (value !== null) drawn.get(name)!.push(value);
    }
  }
  times.fill(1);
  return Object.fromEntries(
    names.map((name): [string, Estimate] => {
      const { of, whole, n } = all[name]!;
      const value = of(times);
      if (value === null) return [name, { value, low: null, high: null, n }];
      const flat = whole !== null && (value === 0 || value === whole);
      const [low, high] = flat ? exact(value, whole, n) : middle(drawn.get(name)!);
      return [name, { value, low, high, n }];
    }),
  );
}
