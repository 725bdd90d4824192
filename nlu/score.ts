import type { Row } from './corpus.js';

/** What the pipeline said of one row: the fields of the labels. */
export type Said = Omit<Row, 'text' | 'channel'> & { confidence: Record<string, number> };

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
  labels: Record<string, Record<string, { n: number; precision: number; recall: number; f1: number }>>;
}

type Pair = [gold: string, said: string];

function perLabel(pairs: Pair[]) {
  const counts = new Map<string, { hit: number; gold: number; said: number }>();
  const cell = (label: string) => {
    const found = counts.get(label) ?? { hit: 0, gold: 0, said: 0 };
    counts.set(label, found);
    return found;
  };
  for (const [gold, said] of pairs) {
    cell(gold).gold++;
    cell(said).said++;
    if (gold === said) cell(gold).hit++;
  }
  return Object.fromEntries(
    [...counts]
      .sort((a, b) => a[0].localeCompare(b[0]))
      .map(([label, { hit, gold, said }]) => {
        const precision = said ? hit / said : 0;
        const recall = gold ? hit / gold : 0;
        const f1 = precision + recall ? (2 * precision * recall) / (precision + recall) : 0;
        return [label, { n: gold, precision, recall, f1 }];
      }),
  );
}

function calibration(pairs: Pair[], sure: number[]): number {
  let gap = 0;
  for (let bin = 0; bin < 10; bin++) {
    const inside = sure.map((_, i) => i).filter((i) => Math.min(9, Math.floor(sure[i]! * 10)) === bin);
    if (inside.length === 0) continue;
    const right = inside.filter((i) => pairs[i]![0] === pairs[i]![1]).length / inside.length;
    const mean = inside.reduce((sum, i) => sum + sure[i]!, 0) / inside.length;
    gap += (Math.abs(right - mean) * inside.length) / sure.length;
  }
  return gap;
}

const share = (part: number, whole: number) => (whole ? part / whole : 0);

/** Scores of all fields. `gate+reason` counts a row right only when both are. */
export function report(rows: Row[], said: Said[]): Report {
  const fields: Report['fields'] = {};
  const labels: Report['labels'] = {};
  const values: Record<string, (row: Row | Said) => string> = {
    gate: (row) => row.gate,
    'gate+reason': (row) => `${row.gate}/${row.reason ?? ''}`,
    type: (row) => row.type,
    category: (row) => row.category ?? 'none',
    hotline: (row) => row.hotline ?? 'none',
    region: (row) => row.region ?? 'none',
    urgency: (row) => row.urgency,
  };
  for (const [name, value] of Object.entries(values)) {
    const pairs = rows.map((row, i): Pair => [value(row), value(said[i]!)]);
    const seen = perLabel(pairs);
    const real = Object.values(seen).filter((one) => one.n > 0);
    const field = name === 'gate+reason' ? 'reason' : name;
    const sure = said.map((one) => one.confidence[field] ?? 0);
    fields[name] = {
      accuracy: share(pairs.filter(([a, b]) => a === b).length, pairs.length),
      macroF1: share(
        real.reduce((sum, one) => sum + one.f1, 0),
        real.length,
      ),
      ece: calibration(pairs, sure),
    };
    if (name !== 'region') labels[name] = seen;
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

const percent = (value: number) => `${(100 * value).toFixed(1)}%`.padStart(7);

export function table(name: string, one: Report): string {
  const lines = [`${name} (${one.rows} messages)`, `${'field'.padEnd(14)}accuracy macro-F1    ECE`];
  for (const [field, { accuracy, macroF1, ece }] of Object.entries(one.fields)) {
    lines.push(`${field.padEnd(14)}${percent(accuracy)}   ${macroF1.toFixed(3)}   ${ece.toFixed(3)}`);
  }
  lines.push(
    `emergency recall ${percent(one.emergencyRecall)} · false alarms ${one.falseAlarms.toFixed(1)} per 1,000`,
    `in scope wrongly refused ${percent(one.wronglyRefused)} · refusals found ${percent(one.refusalsFound)}`,
    '',
  );
  return lines.join('\n');
}
