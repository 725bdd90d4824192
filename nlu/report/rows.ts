import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Row, sourceRoom } from '../corpus.js';
import { labels } from './words.js';

/** A labelled message and the file it stands in. */
export interface Named {
  file: string;
  row: Row;
}

/** Why a line is no labelled message. `field` null: the line as a whole. */
export interface Fault {
  file: string;
  line: number;
  field: string | null;
  problem: 'json' | 'object' | 'missing' | 'value';
  /** What stands there, and what may. */
  got: string;
  may: string;
}

const keys = (table: Record<string, string>) => Object.keys(table).sort();
const oneOf = (table: Record<string, string>, orNull = false) => ({
  fits: (value: unknown) =>
    (orNull && value === null) || (typeof value === 'string' && Object.hasOwn(table, value)),
  may: [...keys(table), ...(orNull ? ['null'] : [])].join(' '),
});

type Check = { fits: (value: unknown) => boolean; may: string };

function reasonOf(gate: unknown): Check {
  if (gate === 'emergency') return oneOf(labels.emergency);
  if (gate === 'refuse') return oneOf(labels.refuse);
  // An unknown gate is a fault of its own; what its reason may be nobody knows.
  if (!oneOf(labels.gate).fits(gate)) return { fits: () => true, may: '' };
  return { fits: (value) => value === null, may: 'null' };
}

const CHECKS: Record<string, (row: Record<string, unknown>) => Check> = {
  text: () => ({ fits: (value) => typeof value === 'string', may: '"…"' }),
  gate: () => oneOf(labels.gate),
  reason: (row) => reasonOf(row.gate),
  type: () => oneOf(labels.type),
  category: () => oneOf(labels.category, true),
  hotline: () => oneOf(labels.hotline, true),
  region: () => ({
    fits: (value) => value === null || (typeof value === 'string' && /^\d{6}$/.test(value)),
    may: 'GB/T 2260 ("150102") null',
  }),
  urgency: () => oneOf(labels.urgency),
};

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
};

function judge(file: string, line: number, source: string): { row: Row } | { faults: Fault[] } {
  const whole = (problem: 'json' | 'object') => ({
    faults: [{ file, line, field: null, problem, got: source.slice(0, 40), may: '' }],
  });
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    return whole('json');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return whole('object');
  const row = value as Record<string, unknown>;
  const faults = Object.entries(CHECKS).flatMap(([field, checkOf]): Fault[] => {
    if (row[field] === undefined) return [{ file, line, field, problem: 'missing', got: '', may: '' }];
    const { fits, may } = checkOf(row);
    return fits(row[field]) ? [] : [{ file, line, field, problem: 'value', got: shown(row[field]), may }];
  });
  if (faults.length > 0) return { faults };
  // Where a message came in is style, not a label: a file may leave it out.
  const channel = typeof row.channel === 'string' ? row.channel : '';
  return { row: { ...(row as unknown as Row), channel } };
}

/** Every line is judged, so that all faults are told at once. */
export function rowsIn(text: string, file: string): { named: Named[]; faults: Fault[] } {
  const named: Named[] = [];
  const faults: Fault[] = [];
  // Editors on Windows begin a file with a mark that JSON does not know.
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  for (const [i, source] of lines.entries()) {
    if (source.trim() === '') continue;
    const found = judge(file, i + 1, source);
    if ('row' in found) named.push({ file, row: found.row });
    else faults.push(...found.faults);
  }
  return { named, faults };
}

export function readFolder(folder: string): ReturnType<typeof rowsIn> {
  const read = readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => rowsIn(readFileSync(join(folder, name), 'utf8'), name));
  return { named: read.flatMap((one) => one.named), faults: read.flatMap((one) => one.faults) };
}

export const readOne = (path: string): ReturnType<typeof rowsIn> =>
  rowsIn(readFileSync(path, 'utf8'), basename(path));

export const CORPUS = join(sourceRoom, 'corpus');
/** What a second labeller gave for some of the corpus: a folder inside, which `readCorpus` does not enter. */
export const SECOND = join(CORPUS, 'second');
