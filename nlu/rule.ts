import { readFileSync } from 'node:fs';

/** A rule as written in nlu/rules/*.json. Patterns are for normalised text: half-width marks, simplified. */
export interface RuleRow {
  id: string;
  label: string;
  /** Any of these makes a hit. */
  any: string[];
  /** Not a hit where one of these is in the same sentence. */
  unless?: string[];
  /** Not a hit where one of these is anywhere in the message. */
  never?: string[];
  /** Certain enough to stand against the heads. */
  sure?: boolean;
  source?: string;
}

export interface Rule {
  id: string;
  label: string;
  sure: boolean;
  any: RegExp[];
  unless: RegExp[];
  never: RegExp[];
}

export interface Hit {
  id: string;
  label: string;
  sure: boolean;
  from: number;
  to: number;
}

const compile = (sources: string[] | undefined) => (sources ?? []).map((source) => new RegExp(source, 'u'));

export function readJson<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`./rules/${name}.json`, import.meta.url), 'utf8')) as T;
}

export function compileRules(rows: RuleRow[]): Rule[] {
  return rows.map((row) => ({
    id: row.id,
    label: row.label,
    sure: row.sure ?? false,
    any: compile(row.any),
    unless: compile(row.unless),
    never: compile(row.never),
  }));
}

const STOP = /[。!?;\n]/;

/** The sentence around a range; a message without marks is one sentence, cut to 60 units either side. */
export function around(text: string, from: number, to: number): string {
  let start = from;
  while (start > 0 && from - start < 60 && !STOP.test(text[start - 1]!)) start--;
  let end = to;
  while (end < text.length && end - to < 60 && !STOP.test(text[end]!)) end++;
  return text.slice(start, end + 1);
}

/** At most one hit a rule, the first place where it holds. */
export function hits(rules: Rule[], text: string): Hit[] {
  const found: Hit[] = [];
  for (const rule of rules) {
    if (rule.never.some((pattern) => pattern.test(text))) continue;
    for (const pattern of rule.any) {
      const match = pattern.exec(text);
      if (!match) continue;
      const from = match.index;
      const to = from + match[0].length;
      if (rule.unless.length > 0) {
        const sentence = around(text, from, to);
        if (rule.unless.some((guard) => guard.test(sentence))) continue;
      }
      found.push({ id: rule.id, label: rule.label, sure: rule.sure, from, to });
      break;
    }
  }
  return found;
}
