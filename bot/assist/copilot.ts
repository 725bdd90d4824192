/**
 * Beside the conversation: a summary, a draft reply from knowledge, the form's values with the words they came from,
 * a rewording, a hint at a translation. Each works by rule, and says so; what a model makes is checked first.
 */
import type { Hit } from '../decision.js';
import { faultOf } from '../ground/check.js';
import { answerPrompt } from '../ground/prompt.js';
import { readAnswer } from '../ground/read.js';
import { askJson, byRule, fill, type Help, type Made, TEXT, WORDS } from './kit.js';
import { drawnFrom, keepsFacts } from './same.js';

/** What the conversation is about, masked; '' where nothing was said. */
export interface Told {
  title: string;
  place: string;
  time: string;
  party: string;
  demand: string;
  name: string;
  phone: string;
  /** The citizen's lines, masked, oldest first. */
  lines: { id: string; text: string }[];
}

const NEEDED = ['place', 'time', 'phone'] as const;

const lacking = (told: Told): string =>
  NEEDED.filter((name) => told[name] === '')
    .map((name) => WORDS.fields[name])
    .join('、');

const SHOWN = 60;

function summaryByRule(told: Told): string {
  if (told.title === '') return WORDS.summary.nothing;
  // Masked already: stars are cut, never a number.
  const latest = [...(told.lines.at(-1)?.text ?? '')].slice(0, SHOWN).join('');
  const rows: [keyof typeof WORDS.summary, string][] = [
    ['matter', told.title],
    ['place', told.place],
    ['time', told.time],
    ['party', told.party],
    ['demand', told.demand],
    ['latest', latest === told.title ? '' : latest],
    ['lacks', lacking(told)],
  ];
  return rows.flatMap(([key, text]) => (text ? [fill(WORDS.summary[key], { text })] : [])).join('\n');
}

const linesPart = (told: Told) => told.lines.map(({ text }, index) => ({ text: `${index + 1}. ${text}\n` }));

export async function summarise(help: Help, told: Told): Promise<Made<{ text: string }>> {
  const plain = { text: summaryByRule(told) };
  const made = await askJson(help, 'summary', [['对话', linesPart(told)]], TEXT);
  if (typeof made === 'string') return byRule(plain, made);
  const { text } = made;
  const said = told.lines.map((line) => line.text).join('\n');
  return typeof text === 'string' && text.trim() !== '' && drawnFrom(text, said)
    ? { text: text.trim(), by: 'model', why: null }
    : byRule(plain, 'checked');
}

export interface Draft {
  text: string;
  sources: { id: string; title: string; unit: string; updated: string }[];
  /** Sentences of the model that were left out for want of a source. */
  left: number;
}

const GIVEN = 3;

function draftByRule(told: Told, hits: readonly Hit[]): Draft {
  const best = hits[0]?.passage;
  if (!best) {
    const lacks = lacking(told);
    const text = lacks ? fill(WORDS.reply.ask, { lacks }) : WORDS.reply.seen;
    return { text, sources: [], left: 0 };
  }
  const { id, title, unit, updated, answer } = best;
  const text = `${fill(WORDS.reply.open, { title })}\n${answer}\n${fill(WORDS.reply.source, { unit, updated })}`;
  return { text, sources: [{ id, title, unit, updated }], left: 0 };
}

/** Sentences without a source are left out and counted; an agent reads what is left before anybody else. */
export async function draftReply(
  { model, within, signal }: Help,
  told: Told,
  question: string,
  hits: readonly Hit[],
): Promise<Made<Draft>> {
  const plain = draftByRule(told, hits);
  if (!model) return byRule(plain, 'none');
  const passages = hits.slice(0, GIVEN).map(({ passage }) => passage);
  if (passages.length === 0) return byRule(plain, 'checked');
  const asked = await model.ask({
    purpose: 'reply',
    prompt: answerPrompt(question, passages),
    within,
    ...(signal ? { signal } : {}),
  });
  if ('lacking' in asked) return byRule(plain, asked.lacking);
  const { sentences } = readAnswer(asked.text);
  const good = sentences.filter((said) => faultOf(said, passages) === null);
  if (good.length === 0) return byRule(plain, 'checked');
  const used = [...new Set(good.map(({ passage }) => passages[passage - 1]!))];
  const text = [
    WORDS.polite.open + good.map((said) => said.text).join(''),
    ...used.map(({ unit, updated }) => fill(WORDS.reply.source, { unit, updated })),
  ].join('\n');
  const sources = used.map(({ id, title, unit, updated }) => ({ id, title, unit, updated }));
  return { text, sources, left: sentences.length - good.length, by: 'model', why: null };
}

export interface FoundField {
  field: string;
  value: string;
  /** Id of the line, and UTF-16 offsets in it. */
  line: string;
  from: number;
  to: number;
}

const QUOTES = {
  fields: {
    type: 'array',
    items: {
      type: 'object',
      additionalProperties: false,
      required: ['field', 'line', 'quote'],
      properties: { field: { type: 'string' }, line: { type: 'integer' }, quote: { type: 'string' } },
    },
  },
};

/** A value is only what stands in a line, word for word and once: so it can be pointed at. */
export function locate(row: unknown, { lines }: Told): FoundField | null {
  const { field, line, quote } = (row ?? {}) as { field?: string; line?: number; quote?: string };
  const said = lines[Number(line) - 1];
  if (
    !said ||
    typeof quote !== 'string' ||
    quote.trim().length < 2 ||
    !Object.hasOwn(WORDS.fields, field ?? '')
  )
    return null;
  const from = said.text.indexOf(quote);
  if (from < 0 || said.text.indexOf(quote, from + 1) >= 0) return null;
  return { field: field!, value: quote, line: said.id, from, to: from + quote.length };
}

export async function fillFields(
  help: Help,
  told: Told,
  known: FoundField[],
): Promise<Made<{ fields: FoundField[] }>> {
  const made = await askJson(help, 'form', [['对话', linesPart(told)]], QUOTES);
  if (typeof made === 'string') return byRule({ fields: known }, made);
  const found = (Array.isArray(made.fields) ? made.fields : []).flatMap((row) => locate(row, told) ?? []);
  // What the house's own reading found stands; the model adds what it missed.
  const more = found.filter(
    ({ field }, i) =>
      known.every((one) => one.field !== field) && found.findIndex((one) => one.field === field) === i,
  );
  return more.length > 0
    ? { fields: [...known, ...more], by: 'model', why: null }
    : byRule({ fields: known }, 'checked');
}

const replaced = (text: string, pairs: readonly [string, string][]): string =>
  pairs.reduce((now, [from, to]) => now.replaceAll(from, to), text);

export async function reword(
  help: Help,
  how: 'plain' | 'polite',
  text: string,
): Promise<Made<{ text: string }>> {
  const swapped = replaced(text, how === 'plain' ? WORDS.plain : WORDS.harsh);
  const opened =
    how === 'polite' && !swapped.startsWith(WORDS.polite.open.slice(0, 2)) ? WORDS.polite.open : '';
  const rule = { text: `${opened}${swapped}` };
  const made = await askJson(help, how, [['原文', [{ text }]]], TEXT);
  if (typeof made === 'string') return byRule(rule, made);
  const fresh = typeof made.text === 'string' ? made.text.trim() : '';
  return fresh !== '' && keepsFacts(text, fresh)
    ? { text: fresh, by: 'model', why: null }
    : byRule(rule, 'checked');
}

function pairsIn(text: string): string {
  const lower = text.toLowerCase();
  return WORDS.glossary
    .filter(([mongolian, chinese]) => lower.includes(mongolian) || text.includes(chinese))
    .map(([mongolian, chinese]) => `${mongolian} ${chinese}`)
    .join('；');
}

/** A hint for the eye of an agent: never sent, never filed. */
export async function hintTranslation(help: Help, text: string): Promise<Made<{ text: string }>> {
  const pairs = pairsIn(text);
  const rule = { text: pairs ? fill(WORDS.hint.pairs, { pairs }) : WORDS.hint.none };
  const made = await askJson(help, 'translate', [['原文', [{ text }]]], TEXT);
  if (typeof made === 'string') return byRule(rule, made);
  const fresh = typeof made.text === 'string' ? made.text.trim() : '';
  return fresh !== '' && drawnFrom(fresh.replace(/[A-Za-z]+/g, ''), text)
    ? { text: fill(WORDS.hint.model, { text: fresh }), by: 'model', why: null }
    : byRule(rule, 'checked');
}
