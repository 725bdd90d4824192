/** Names and formulas of measures, in the words a leader reads. */
import { readFileSync } from 'node:fs';

export const WORDS = JSON.parse(readFileSync(new URL('./words.json', import.meta.url), 'utf8')) as {
  measures: Record<string, { name: string; formula: string }>;
  dimensions: Record<string, string>;
  usage: string;
  checked: string;
  unset: string;
  note: string;
};
