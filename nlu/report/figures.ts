import type { Row } from '../corpus.js';
import type { Said } from '../score.js';
import { FIELDS, VALUES } from './fields.js';

/**
 * A headline figure as a function of how often each message counts: once each for the figure itself, as often as it
 * was drawn for a resample. Null where the messages counted say nothing about it.
 */
export interface Figure {
  of: (times: Int32Array) => number | null;
  /** What all hits would give; null for a figure that is no share of messages. */
  whole: number | null;
  /** Messages it is taken from. */
  n: number;
}

function share(rows: { counts: boolean; hit: boolean }[], whole = 1): Figure {
  const kind = Int8Array.from(rows, ({ counts, hit }) => (counts ? (hit ? 2 : 1) : 0));
  const of = (times: Int32Array) => {
    let [counted, hits] = [0, 0];
    for (let i = 0; i < kind.length; i++) {
      if (kind[i] !== 0) counted += times[i]!;
      if (kind[i] === 2) hits += times[i]!;
    }
    return counted ? (whole * hits) / counted : null;
  };
  return { of, whole, n: rows.filter((row) => row.counts).length };
}

/** From counts of numbered labels: a resample costs one pass over the messages. */
function macro(pairs: [gold: string, said: string][]): Figure {
  const ids = new Map<string, number>();
  const id = (label: string) => {
    if (!ids.has(label)) ids.set(label, ids.size);
    return ids.get(label)!;
  };
  const gold = Int32Array.from(pairs, ([label]) => id(label));
  const said = Int32Array.from(pairs, ([, label]) => id(label));
  const of = (times: Int32Array) => {
    const golds = new Int32Array(ids.size);
    const saids = new Int32Array(ids.size);
    const hits = new Int32Array(ids.size);
    for (let i = 0; i < times.length; i++) {
      golds[gold[i]!]! += times[i]!;
      saids[said[i]!]! += times[i]!;
      if (gold[i] === said[i]) hits[gold[i]!]! += times[i]!;
    }
    let [sum, real] = [0, 0];
    for (let k = 0; k < golds.length; k++) {
      if (golds[k] === 0) continue;
      real++;
      sum += (2 * hits[k]!) / (golds[k]! + saids[k]!);
    }
    return real ? sum / real : null;
  };
  return { of, whole: null, n: pairs.length };
}

/** `<field>.accuracy` and `<field>.macroF1` of every field, and the four of the gate; false alarms for 1,000 messages. */
export function figures(rows: Row[], said: Said[]): Record<string, Figure> {
  const gate = (counts: (gold: string) => boolean, hit: string, whole = 1) =>
    share(
      rows.map((row, i) => ({ counts: counts(row.gate), hit: said[i]!.gate === hit })),
      whole,
    );
  const result: Record<string, Figure> = {
    emergencyRecall: gate((gold) => gold === 'emergency', 'emergency'),
    falseAlarms: gate((gold) => gold !== 'emergency', 'emergency', 1000),
    wronglyRefused: gate((gold) => gold === 'accept', 'refuse'),
    refusalsFound: gate((gold) => gold === 'refuse', 'refuse'),
  };
  for (const field of FIELDS) {
    const pairs = rows.map((row, i): [string, string] => [VALUES[field](row), VALUES[field](said[i]!)]);
    result[`${field}.accuracy`] = share(pairs.map(([a, b]) => ({ counts: true, hit: a === b })));
    result[`${field}.macroF1`] = macro(pairs);
  }
  return result;
}
