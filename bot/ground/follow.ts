/** 「那外地的呢？」 means the question before: joined by rule, and worded by the model where there is one. */
import { readFileSync } from 'node:fs';
import type { Understanding } from '../../nlu/understanding.js';
import type { Model } from '../calls.js';
import type { Decided } from '../decision.js';
import { rewritePrompt } from './prompt.js';
import { jsonIn } from './read.js';
import { isNumber, plain, tokensOf } from './tokens.js';

const { opens, closes, longest } = JSON.parse(
  readFileSync(new URL('./follow.json', import.meta.url), 'utf8'),
) as { opens: string[]; closes: string[]; longest: number };

const EDGES = /^[\s\p{P}]+|[\s\p{P}]+$/gu;

/** Short, with no matter of its own, and worded as what goes on from before. */
export function follows({ text, act, threat, segments }: Understanding): boolean {
  const bare = text.replace(EDGES, '');
  return (
    act === null &&
    threat === null &&
    bare.length > 0 &&
    [...bare].length <= longest &&
    segments.length === 1 &&
    segments.every(
      ({ gate, type }) =>
        gate !== 'emergency' && gate !== 'refuse' && ['consult', 'other', 'help'].includes(type),
    ) &&
    (opens.some((word) => bare.startsWith(word)) || closes.some((word) => bare.endsWith(word)))
  );
}

/** By rule: the question before, and what is new in this one. */
export function joinQuestion(before: string, text: string): string {
  const opened = opens.find((word) => text.startsWith(word)) ?? '';
  const fresh = text
    .slice(opened.length)
    .replace(EDGES, '')
    .replace(/的?呢$/u, '');
  return `${before.replace(EDGES, '')} ${fresh}？`;
}

const MOST = 80;

/** Nothing may come in that neither of the two said. */
function borneOut(question: string, said: string): boolean {
  const known = new Set(tokensOf(plain(said)).map(({ text }) => text));
  const tokens = tokensOf(plain(question));
  const strange = tokens.filter(({ text }) => !known.has(text));
  return strange.length <= tokens.length / 3 && strange.every(({ text }) => !isNumber(text));
}

/** At most once a turn; where the model does not answer well, by rule. */
export async function rewrite(
  model: Pick<Model, 'ask'> | null,
  before: string,
  text: string,
  within: number,
  signal?: AbortSignal,
): Promise<string> {
  const byRule = joinQuestion(before, text);
  if (!model) return byRule;
  const asked = await model.ask({
    purpose: 'rewrite',
    prompt: rewritePrompt(before, text),
    within,
    ...(signal ? { signal } : {}),
  });
  if ('lacking' in asked) return byRule;
  try {
    const { question } = JSON.parse(jsonIn(asked.text)) as { question?: unknown };
    const usable =
      typeof question === 'string' &&
      question.trim() !== '' &&
      question.length <= MOST &&
      borneOut(question, before + text);
    return usable ? question.trim() : byRule;
  } catch {
    return byRule;
  }
}

/** The same message, taken for the whole question. */
export function asQuestion(understanding: Understanding, question: string): Understanding {
  const [segment] = understanding.segments;
  if (!segment) return understanding;
  const type = 'consult' as const;
  return {
    ...understanding,
    gate: 'accept',
    type,
    segments: [{ ...segment, gate: 'accept', type, text: question }],
  };
}

/** The question that a short one after this turn would mean; it goes on while nothing else is spoken of. */
export function askedAfter(decided: Decided, question: string, before: string | null): string | null {
  const about = decided.decisions.some(
    (one) => one.do === 'answer' || (one.do === 'clarify' && one.passages.length > 0),
  );
  if (about) return question;
  return decided.decisions.every((one) => one.do === 'say') ? before : null;
}
