/**
 * For the supervisor and the knowledge editor: doubts about an answer before it is released, a hot spot told in
 * words, an item drafted from answered consultations. Each works by rule and says so; what a model makes is kept
 * sentence by sentence, only where it stands in what it was made from.
 */
import type { Passage } from '../decision.js';
import { faultOf } from '../ground/check.js';
import { askJson, byRule, fill, type Help, type Made, TEXT, WORDS } from './kit.js';
import { drawnFrom } from './same.js';

/** With their own signs, so that what is kept is kept to the letter. */
const sentencesOf = (text: string): string[] =>
  text
    .split(/(?<=[。！？；!?;\n])/u)
    .map((one) => one.trim())
    .filter(Boolean);

/** A doubt about a place in the answer; UTF-16 offsets in the text that was given. */
export interface Doubt {
  says: string;
  from: number;
  to: number;
}

const DOUBTS = {
  remarks: {
    type: 'array',
    items: {
      type: 'object',
      additionalProperties: false,
      required: ['quote', 'says'],
      properties: { quote: { type: 'string' }, says: { type: 'string' } },
    },
  },
};
const MOST_DOUBTS = 5;
const LONGEST = 80;

/** Pointed at word for word and once; what is said of it brings no number or name of its own. */
function doubtOf(row: unknown, answer: string, whole: string): Doubt | null {
  const { quote, says } = (row ?? {}) as { quote?: unknown; says?: unknown };
  if (typeof quote !== 'string' || typeof says !== 'string') return null;
  const [at, said] = [answer.indexOf(quote), says.trim()];
  const good =
    quote.trim() !== '' &&
    at >= 0 &&
    answer.indexOf(quote, at + 1) < 0 &&
    said !== '' &&
    [...said].length <= LONGEST &&
    drawnFrom(said, whole);
  return good ? { says: said, from: at, to: at + quote.length } : null;
}

/** Both texts masked. By rule there is nothing here: the rules of the reply check stand on the page already. */
export async function reviewReply(
  help: Help,
  { asked, answer }: { asked: string; answer: string },
): Promise<Made<{ remarks: Doubt[] }>> {
  const blocks: Parameters<typeof askJson>[2] = [
    ['诉求', [{ text: asked }]],
    ['答复', [{ text: answer }]],
  ];
  const made = await askJson(help, 'review', blocks, DOUBTS);
  if (typeof made === 'string') return byRule({ remarks: [] }, made);
  if (!Array.isArray(made.remarks)) return byRule({ remarks: [] }, 'checked');
  const good = made.remarks.flatMap((row) => doubtOf(row, answer, `${asked}\n${answer}`) ?? []);
  // It had doubts, and none of them can be shown.
  if (made.remarks.length > 0 && good.length === 0) return byRule({ remarks: [] }, 'checked');
  return { remarks: good.slice(0, MOST_DOUBTS), by: 'model', why: null };
}

/** What is certain of a hot spot, masked. */
export interface SpotFacts {
  /** Why it is one, as the rule says it. */
  said: string;
  from: string;
  to: string;
  n: number;
  /** Orders a day before; null where the place, not the day, is what stands out. */
  usual: { mean: string; threshold: string } | null;
  /** Titles of orders behind it. */
  examples: string[];
}

const factsOf = ({ said, from, to, n, usual, examples }: SpotFacts): string =>
  [
    fill(WORDS.brief.what, { said }),
    fill(WORDS.brief.since, { from, to, n: String(n) }),
    ...(usual ? [fill(WORDS.brief.usual, usual)] : []),
    ...(examples.length > 0 ? [fill(WORDS.brief.examples, { texts: examples.join('”“') })] : []),
  ].join('');

const passageOf = (answer: string): Passage => ({
  ...{ id: 'facts', title: '', answer, unit: '', basis: [], updated: '' },
  ...{ hotline: null, category: '', region: '' },
});

export async function briefSpot(help: Help, facts: SpotFacts): Promise<Made<{ text: string; left: number }>> {
  const list = factsOf(facts);
  const made = await askJson(help, 'brief', [['清单', [{ text: list }]]], TEXT);
  const plain = { text: list, left: 0 };
  if (typeof made === 'string') return byRule(plain, made);
  if (typeof made.text !== 'string') return byRule(plain, 'checked');
  const told = sentencesOf(made.text);
  const good = told.filter((text) => faultOf({ text, passage: 1 }, [passageOf(list)]) === null);
  return good.length > 0
    ? { text: good.join(''), left: told.length - good.length, by: 'model', why: null }
    : byRule(plain, 'checked');
}

/** One consultation that was answered, masked. */
export interface Answered {
  asked: string;
  answer: string;
}

export interface DraftItem {
  title: string;
  answer: string;
}

/** Something personal was there: such a sentence is no knowledge. */
const COVERED = /\*/u;
const ITEM = { title: { type: 'string' }, answer: { type: 'string' } };
const TITLE = { least: 4, most: 60 };

const clean = (answer: string): string =>
  sentencesOf(answer)
    .filter((text) => !COVERED.test(text))
    .join('');

/** Newest first. The answer is made of sentences of the answers, word for word; null = nothing of them may be kept. */
export async function draftItem(
  help: Help,
  all: readonly [Answered, ...Answered[]],
): Promise<Made<DraftItem> | null> {
  const answers = all.map(({ answer }) => clean(answer));
  const best = answers.find((answer) => answer !== '');
  if (best === undefined) return null;
  const [first] = all;
  const [asked] = sentencesOf(first.asked);
  const heading = (asked ?? first.asked).replace(/[。；;\s]+$/u, '');
  const plain = { title: [...heading].slice(0, TITLE.most).join(''), answer: best };
  const texts = all.map(({ asked: said }, i) => ({ text: `问：${said}\n答：${answers[i]}\n` }));
  const made = await askJson(help, 'item', [['资料', texts]], ITEM);
  if (typeof made === 'string') return byRule(plain, made);
  const { title, answer } = made;
  if (typeof title !== 'string' || typeof answer !== 'string') return byRule(plain, 'checked');
  const known = new Set(answers.flatMap(sentencesOf));
  const said = sentencesOf(answer);
  const shown = title.trim();
  const good =
    said.length > 0 &&
    said.every((text) => known.has(text)) &&
    [...shown].length >= TITLE.least &&
    [...shown].length <= TITLE.most &&
    !COVERED.test(shown) &&
    drawnFrom(shown, all.map((one) => `${one.asked}\n${one.answer}`).join('\n'));
  return good ? { title: shown, answer: said.join(''), by: 'model', why: null } : byRule(plain, 'checked');
}
