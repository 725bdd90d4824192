/** What the helps for people share: their prompts, one JSON object asked for and read, and why it is by rule. */
import { readFileSync } from 'node:fs';
import type { Lacking, Model, Purpose } from '../calls.js';
import { block } from '../ground/prompt.js';
import { jsonIn } from '../ground/read.js';
import type { Part } from '../model.js';

export const WORDS = JSON.parse(readFileSync(new URL('./words.json', import.meta.url), 'utf8')) as {
  prompts: Record<string, { version: string; system: string }>;
  why: Record<Lacking | 'none' | 'checked', string>;
  summary: Record<'matter' | 'place' | 'time' | 'party' | 'demand' | 'lacks' | 'latest' | 'nothing', string>;
  fields: Record<string, string>;
  brief: Record<'what' | 'since' | 'usual' | 'examples', string>;
  reply: Record<'open' | 'source' | 'ask' | 'seen', string>;
  polite: Record<'open' | 'close', string>;
  plain: [string, string][];
  harsh: [string, string][];
  glossary: [string, string][];
  hint: Record<'pairs' | 'none' | 'model', string>;
};

export const fill = (sentence: string, values: Record<string, string>): string =>
  sentence.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');

/** `why` null: the model's own. */
export type Made<T> = T & { by: 'model' | 'rules'; why: string | null };

export const byRule = <T extends object>(made: T, why: keyof typeof WORDS.why): Made<T> => ({
  ...made,
  by: 'rules',
  why: WORDS.why[why],
});

export interface Help {
  model: Pick<Model, 'ask'> | null;
  within: number;
  signal?: AbortSignal;
}

const schemaOf = (name: string, properties: Record<string, unknown>) => ({
  name,
  schema: { type: 'object', additionalProperties: false, required: Object.keys(properties), properties },
});

export const TEXT = { text: { type: 'string' } };
const MOST = 900;

/** The object the model answered with, or why there is none. */
export async function askJson(
  { model, within, signal }: Help,
  purpose: Exclude<Purpose, 'answer' | 'rewrite' | 'reply'>,
  blocks: [name: string, parts: Part[]][],
  properties: Record<string, unknown>,
): Promise<Record<string, unknown> | keyof typeof WORDS.why> {
  if (!model) return 'none';
  const asked = await model.ask({
    purpose,
    prompt: {
      ...WORDS.prompts[purpose]!,
      user: blocks.flatMap(([name, parts]) => block(name, ...parts)),
      schema: schemaOf(purpose, properties),
      most: MOST,
    },
    within,
    ...(signal ? { signal } : {}),
  });
  if ('lacking' in asked) return asked.lacking;
  try {
    const value: unknown = JSON.parse(jsonIn(asked.text));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : 'checked';
  } catch {
    return 'checked';
  }
}
