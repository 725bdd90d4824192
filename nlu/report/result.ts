import { type Report, report } from '../score.js';
import { type Estimate, estimates } from './bootstrap.js';
import { type Confused, confused, type Pair } from './confusion.js';
import { FIELDS, type ScoredField, sureOf, VALUES } from './fields.js';
import { figures } from './figures.js';
import { type Latency, latency } from './latency.js';
import { type Mistake, mistakes } from './mistakes.js';
import type { Reading } from './reading.js';
import { type Bin, bins } from './reliability.js';
import { lengthOf, type Slice, slices } from './slices.js';
import { type Curve, curve } from './thresholds.js';

/** All that is measured of one reading of a collection; what --json writes. */
export interface Result extends Report {
  figures: Record<string, Estimate>;
  /** The wrong cells, most messages first. */
  confused: Record<ScoredField, Confused[]>;
  reliability: Record<ScoredField, Bin[]>;
  slices: Slice[];
  /** Null without heads, or where no message tells. */
  curves: { emergency: Curve | null; refuse: Curve | null };
  /** All messages first, then by length. */
  latency: Latency[];
  /** Only where they were asked for: they show messages. */
  mistakes: Mistake[] | null;
}

export const pairsOf = (readings: Reading[], field: ScoredField): Pair[] =>
  readings.map(({ row, said }): Pair => [VALUES[field](row), VALUES[field](said)]);

const each = <T>(work: (field: ScoredField) => T) =>
  Object.fromEntries(FIELDS.map((field) => [field, work(field)])) as Record<ScoredField, T>;

function latencies(readings: Reading[]): Latency[] {
  const groups = new Map<string, number[]>();
  for (const one of readings) {
    const times = groups.get(lengthOf(one)) ?? [];
    times.push(one.ms);
    groups.set(lengthOf(one), times);
  }
  const order = slices(readings)
    .filter((slice) => slice.by === 'length')
    .map((slice) => slice.name);
  const all = latency(
    null,
    readings.map((one) => one.ms),
  );
  return [all, ...order.map((name) => latency(name, groups.get(name)!))];
}

export function measure(readings: Reading[], withMistakes: boolean): Result {
  const rows = readings.map((one) => one.row);
  const said = readings.map((one) => one.said);
  const gates = rows.map((row) => row.gate);
  const ladders = readings.flatMap((one) => one.ladder ?? []);
  const drawn = ladders.length === readings.length;
  return {
    ...report(rows, said),
    figures: estimates(figures(rows, said), rows.length),
    confused: each((field) => confused(pairsOf(readings, field))),
    reliability: each((field) =>
      bins(
        pairsOf(readings, field).map(([gold, told]) => gold === told),
        said.map((one) => one.confidence[sureOf(field)] ?? 0),
      ),
    ),
    slices: slices(readings),
    curves: {
      emergency: drawn ? curve('emergency', gates, ladders) : null,
      refuse: drawn ? curve('refuse', gates, ladders) : null,
    },
    latency: latencies(readings),
    mistakes: withMistakes ? mistakes(readings) : null,
  };
}
