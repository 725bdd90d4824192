import type { Row } from './corpus.js';
import { type LabelScore, macroF1, type Pair, perLabel } from './report/confusion.js';
import { FIELDS, type Labels, sureOf, VALUES } from './report/fields.js';
import { bins, ece } from './report/reliability.js';

export { table } from './report/brief.js';

/** What the pipeline said of one row: the fields of the labels. */
export type Said = Labels & { confidence: Record<string, number> };

export interface FieldScore {
  accuracy: number;
  macroF1: number;
  /** Mean gap of confidence and accuracy over ten bins, weighted: 0 is perfect calibration. */
  ece: number;
}

export interface Report {
  rows: number;
  fields: Record<string, FieldScore>;
  emergencyRecall: number;
  /** False alarms for 1,000 messages that are no emergency. */
  falseAlarms: number;
  wronglyRefused: number;
  refusalsFound: number;
  labels: Record<string, Record<string, LabelScore>>;
}

const share = (part: number, whole: number) => (whole ? part / whole : 0);

/** Per field of the confidences: of each message, whether it was read right. */
export function fieldsRight(rows: Row[], said: Said[]): Record<string, boolean[]> {
  return Object.fromEntries(
    FIELDS.map((field) => [
      sureOf(field),
      rows.map((row, i) => VALUES[field](row) === VALUES[field](said[i]!)),
    ]),
  );
}

/** Scores of all fields. `gate+reason` counts a row right only when both are. */
export function report(rows: Row[], said: Said[]): Report {
  const fields: Report['fields'] = {};
  const labels: Report['labels'] = {};
  for (const field of FIELDS) {
    const pairs = rows.map((row, i): Pair => [VALUES[field](row), VALUES[field](said[i]!)]);
    const right = pairs.map(([gold, told]) => gold === told);
    const seen = perLabel(pairs);
    fields[field] = {
      accuracy: share(right.filter(Boolean).length, pairs.length),
      macroF1: macroF1(seen),
      ece: ece(
        bins(
          right,
          said.map((one) => one.confidence[sureOf(field)] ?? 0),
        ),
      ),
    };
    if (field !== 'region') labels[field] = seen;
  }
  const count = (fits: (row: Row, one: Said) => boolean) =>
    rows.filter((row, i) => fits(row, said[i]!)).length;
  const emergencies = count((row) => row.gate === 'emergency');
  return {
    rows: rows.length,
    fields,
    emergencyRecall: share(
      count((r, s) => r.gate === 'emergency' && s.gate === 'emergency'),
      emergencies,
    ),
    falseAlarms:
      1000 *
      share(
        count((r, s) => r.gate !== 'emergency' && s.gate === 'emergency'),
        rows.length - emergencies,
      ),
    wronglyRefused: share(
      count((r, s) => r.gate === 'accept' && s.gate === 'refuse'),
      count((r) => r.gate === 'accept'),
    ),
    refusalsFound: share(
      count((r, s) => r.gate === 'refuse' && s.gate === 'refuse'),
      count((r) => r.gate === 'refuse'),
    ),
    labels,
  };
}
