/** What the server put into the page beside the form: the form as data, and every sentence this script says. */
import type { FormDef } from '../../../server/http/contract-forms.js';

export interface PageData {
  form: FormDef;
  version: number;
  /** Sentences about wrong values, by rule. */
  words: Record<string, string>;
  /** Everything else this script says. */
  say: Record<string, string>;
}

export function readData(): PageData | null {
  const text = document.getElementById('form-data')?.textContent;
  return text ? (JSON.parse(text) as PageData) : null;
}

export const fill = (sentence: string, values: Record<string, string | number>): string =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

export type Say = (key: string, values?: Record<string, string | number>) => string;

export const sayer =
  (words: Record<string, string>): Say =>
  (key, values = {}) =>
    fill(words[key] ?? key, values);
