import { readFileSync } from 'node:fs';
import type { ScoredField } from './fields.js';
import type labelsFile from './labels.json';
import type wordsFile from './words.json';

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`./${name}.json`, import.meta.url), 'utf8'));

/** A heading: Chinese, with the English term of the field. */
export interface Term {
  zh: string;
  en: string;
}

export const words = read('words') as typeof wordsFile;
export const labels = read('labels') as typeof labelsFile;

export type TermName = keyof typeof words.terms;
export const term = (name: TermName): Term => words.terms[name];

/** The heading of a column of figures. */
export const column = (name: TermName): Term & { figure: true } => ({ ...term(name), figure: true });

/** A sentence with its `{places}` filled. */
export function fill(sentence: string, values: Record<string, string | number> = {}): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

export const say = (name: keyof typeof words.says, values?: Record<string, string | number>): string =>
  fill(words.says[name], values);

type Table = Record<string, string>;
const { none } = words.names;

function named(table: Table, label: string, alone = false): string {
  const name = table[label];
  if (name === undefined) return label === 'none' ? none : label;
  return alone ? name : `${label} ${name}`;
}

/** A label as a person reads it: 「accept 受理」「refuse/privacy 个人隐私」「06 城乡建设」「none 无」. */
export function nameOf(field: ScoredField, label: string): string {
  if (field === 'region') return label === 'none' ? none : label;
  if (field !== 'gate+reason') return named(labels[field], label);
  const [gate = '', reason = ''] = label.split('/');
  if (!reason) return named(labels.gate, gate);
  return `${label} ${named({ ...labels.emergency, ...labels.refuse }, reason, true)}`;
}

/** The labels in the order of the labelling rules: gates by what is done first, codes by number, none last. */
export function ordered(field: ScoredField, used: Iterable<string>): string[] {
  const table: Table = field === 'region' ? {} : labels[field === 'gate+reason' ? 'gate' : field];
  const reasons = Object.keys({ ...labels.emergency, ...labels.refuse });
  const known = Object.keys(table);
  const codes = known.every((key) => /^\d+$/.test(key));
  const rank = (label: string): number => {
    if (label === 'none') return Number.POSITIVE_INFINITY;
    if (codes) return Number(label) || 0;
    const [head = '', reason] = label.split('/');
    const at = known.indexOf(head);
    return (at < 0 ? known.length : at) * 100 + (reason ? reasons.indexOf(reason) : 0);
  };
  return [...used].sort((a, b) => {
    const [x, y] = [rank(a), rank(b)];
    return x === y ? a.localeCompare(b) : x - y;
  });
}
