import type { Row } from './corpus.js';
import { report, type Said } from './score.js';

/** The interval, in percent, that must lie above zero for the whole, and must not lie below it for a gate. */
export const MARGIN = 90;
const DRAWS = 400;

export interface Difference {
  name: string;
  before: number;
  after: number;
  /** Ends of the interval of `after - before` over paired resamples. */
  low: number;
  high: number;
}

export interface Comparison {
  whole: Difference;
  gates: Difference[];
  better: boolean;
}

function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

const GATES = ['accept', 'emergency', 'refuse', 'clarify'];
type Scores = Record<string, number>;

/** Mean macro-F1 of the fields the heads decide, and F1 of each gate. */
function scores(rows: Row[], said: Said[]): Scores {
  const one = report(rows, said);
  const fields = ['gate+reason', 'type', 'category', 'hotline', 'urgency'];
  const whole = fields.reduce((sum, field) => sum + one.fields[field]!.macroF1, 0) / fields.length;
  return { whole, ...Object.fromEntries(GATES.map((gate) => [gate, one.labels.gate?.[gate]?.f1 ?? 1])) };
}

/** Paired bootstrap (Efron): both sets of answers are scored on the same resampled messages. */
export function compare(rows: Row[], before: Said[], after: Said[], count = DRAWS): Comparison {
  const next = random(7);
  const draws: Scores[] = [];
  for (let n = 0; n < count; n++) {
    const chosen = rows.map(() => Math.floor(next() * rows.length));
    const pick = <T>(list: T[]) => chosen.map((i) => list[i]!);
    const [a, b] = [scores(pick(rows), pick(before)), scores(pick(rows), pick(after))];
    draws.push(Object.fromEntries(Object.keys(a).map((key) => [key, b[key]! - a[key]!])));
  }
  const [a, b] = [scores(rows, before), scores(rows, after)];
  const differ = (name: string): Difference => {
    const sorted = draws.map((one) => one[name]!).sort((x, y) => x - y);
    const at = (share: number) => sorted[Math.round(share * (count - 1))]!;
    const edge = (100 - MARGIN) / 200;
    return { name, before: a[name]!, after: b[name]!, low: at(edge), high: at(1 - edge) };
  };
  const whole = differ('whole');
  const gates = GATES.map(differ);
  return { whole, gates, better: whole.low > 0 && gates.every((gate) => gate.high >= 0) };
}

export function words({ whole, gates, better }: Comparison): string {
  const line = ({ name, before, after, low, high }: Difference) =>
    `${name.padEnd(10)} ${before.toFixed(3)} → ${after.toFixed(3)}  [${low.toFixed(3)}, ${high.toFixed(3)}]\n`;
  return `${[whole, ...gates].map(line).join('')}${better ? 'better' : 'not better'}\n`;
}
