/**
 * Is every word of a sentence borne out by the approved text it names? Pure, and by itself enough: it trusts nothing
 * the model says. A sentence that one check objects to is not said; the approved text is sent instead.
 */
import type { Passage } from '../decision.js';
import { align, foreign } from './align.js';
import { dropped } from './dropped.js';
import { isNumber, sentencesOf, type Token, tokensOf, WORDS } from './tokens.js';

/** One sentence of the model, and the number of the passage it says it comes from. */
export interface Said {
  text: string;
  passage: number;
}

export const CHECKS = ['passage', 'acts', 'words', 'dropped', 'contradiction'] as const;
export type Check = (typeof CHECKS)[number];

export interface Fault {
  check: Check;
  /** Of `words`: what kind of thing was put in. */
  kind: string;
  what: string;
}

/** Answer and sources, a title being a question. */
const approvedOf = ({ answer, basis }: Passage): Token[][] =>
  [...sentencesOf(answer), ...basis.flatMap(sentencesOf)].map(tokensOf);

const ACTS = new RegExp(WORDS.acts.join('|'), 'iu');
const MODAL = /^(?:可|应|须|能|会|将)$/u;
const NEGATION = /^(?:不|未|无|没|非|免|勿|禁)$/u;

function kindOf(token: string): string {
  if (isNumber(token)) return token.replace(/\D/g, '').length >= 7 ? 'phone' : 'number';
  if (/^[A-Za-z/.@:]/.test(token)) return 'latin';
  if (NEGATION.test(token)) return 'negation';
  if (MODAL.test(token)) return 'modality';
  return 'word';
}

/** How much two sentences speak of the same, apart from their numbers. */
function alike(one: readonly Token[], other: readonly Token[]): number {
  const pairs = (tokens: readonly Token[]) => {
    const words = tokens.map(({ text }) => (isNumber(text) ? '#' : text));
    return new Set(words.slice(1).map((word, i) => `${words[i]}${word}`));
  };
  const [a, b] = [pairs(one), pairs(other)];
  const both = [...a].filter((pair) => b.has(pair)).length;
  return both / Math.max(1, Math.min(a.size, b.size));
}

const numbersOf = (tokens: readonly Token[]): string =>
  tokens.flatMap(({ text }) => (isNumber(text) ? [text] : [])).join();

const ALIKE = 0.6;

/** Another given passage says the same thing with other numbers: which holds is for a person to say. */
function contradicted(sentence: readonly Token[], others: readonly Passage[]): boolean {
  const numbers = numbersOf(sentence);
  if (numbers === '') return false;
  return others
    .flatMap(approvedOf)
    .some(
      (other) => numbersOf(other) !== '' && numbersOf(other) !== numbers && alike(sentence, other) >= ALIKE,
    );
}

const DOCUMENT = /[〔[(（]\s*(?:19|20)\d{2}\s*[〕\])）]\s*第?\s*\d+\s*号/u;

function wordFault(text: string, said: readonly Token[], approved: readonly Token[][]): Fault {
  const document = DOCUMENT.exec(text);
  if (document) return { check: 'words', kind: 'document', what: document[0] };
  const known = new Set(approved.flat().map(({ text }) => text));
  const put = foreign(said, known)[0];
  // Every token is there somewhere, yet not in this order in one sentence: pieces of several were joined.
  return put === undefined
    ? { check: 'words', kind: 'joined', what: said.map(({ text }) => text).join('') }
    : { check: 'words', kind: kindOf(put), what: put };
}

/** Null = it may be said. `off`: checks left out, to prove that each of them is needed. */
export function faultOf(
  { text, passage }: Said,
  given: readonly Passage[],
  off: ReadonlySet<Check> = new Set(),
): Fault | null {
  const source = given[passage - 1];
  if (!source && !off.has('passage')) return { check: 'passage', kind: 'unknown', what: String(passage) };
  const act = ACTS.exec(text.normalize('NFKC'));
  if (act && !off.has('acts')) return { check: 'acts', kind: 'act', what: act[0] };
  const approved = source ? approvedOf(source) : given.flatMap(approvedOf);
  const parts = sentencesOf(text).map(tokensOf);
  if (parts.every((tokens) => tokens.length === 0)) return { check: 'words', kind: 'empty', what: '' };
  for (const tokens of parts) {
    const laid = approved.flatMap((sentence) => {
      const over = align(tokens, sentence);
      return over ? [{ sentence, ...over }] : [];
    });
    if (laid.length === 0) {
      if (off.has('words')) continue;
      return wordFault(text, tokens, approved);
    }
    const why = laid.map(({ sentence, used }) => dropped(sentence, used));
    if (why.every((one) => one !== null) && !off.has('dropped'))
      return { check: 'dropped', kind: 'left', what: why[0]! };
    const whole = laid[Math.max(0, why.indexOf(null))]!.sentence;
    const others = given.filter((one) => one !== source);
    if (!off.has('contradiction') && contradicted(whole, others))
      return { check: 'contradiction', kind: 'number', what: numbersOf(whole) };
  }
  return null;
}
