/**
 * A text as a bag of terms: concepts of the synonym table first, then jieba words and character bigrams of
 * what is left. A concept swallows its words, so that 「新农合」 and 「城乡居民基本医疗保险」 are one term,
 * while the bigrams carry names that no dictionary knows.
 */
import { readFileSync } from 'node:fs';
import { jieba } from '../../nlu/jieba.js';
import { normalize } from '../../nlu/normalize.js';

const table = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`./words/${name}.json`, import.meta.url), 'utf8')) as T;

const quote = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const byWord = new Map<string, string[]>();
for (const { concept, says, also } of table<{ concept: string; says: string[]; also?: string[] }[]>(
  'synonyms',
))
  for (const word of says) byWord.set(word, [concept, ...(also ?? [])]);

/** Longest first, or 「医保」 would break 「居民医保」; by their first character, for a regular expression tries them all. */
function replacer(words: Iterable<string>): (text: string, put: (word: string) => string) => string {
  const byFirst = new Map<string, string[]>();
  for (const word of words) byFirst.set(word[0]!, [...(byFirst.get(word[0]!) ?? []), word]);
  for (const list of byFirst.values()) list.sort((a, b) => b.length - a.length);
  return (text, put) => {
    let out = '';
    for (let at = 0; at < text.length; ) {
      const word = byFirst.get(text[at]!)?.find((one) => text.startsWith(one, at));
      out += word === undefined ? text[at] : put(word);
      at += word?.length ?? 1;
    }
    return out;
  };
}

const concepts = replacer(byWord.keys());
const stops = replacer(table<string[]>('stop'));
const question = table<{ words: string[]; never: string[]; forms: string[] }>('asking');
const never = replacer(question.never);
const asking = new RegExp([...question.words.map(quote), ...question.forms].join('|'), 'mu');

/** How much a term of each kind says; multiplied by its rarity. */
const WEIGHT = { concept: 2, word: 1, bigram: 0.25 } as const;

/** Bigrams are terms too, and no words. */
const isWord = (term: string): boolean =>
  /^\p{Script=Han}+$/u.test(term) && (term.length > 2 || jieba().cut(term, false).length === 1);

const byConcept = new Map<string, string[]>();
for (const [word, concepts_] of byWord)
  for (const concept of concepts_) byConcept.set(concept, [...(byConcept.get(concept) ?? []), word]);

/** The words that a term stands for: of a concept all that say it, of a bigram none. */
export const wordsOf = (term: string): string[] =>
  term.startsWith('#') ? (byConcept.get(term.slice(1)) ?? []) : isWord(term) ? [term] : [];

export type Terms = Map<string, number>;

const plain = (text: string): string => normalize(text).text.toLowerCase();

/** Does it ask at all? A statement of what is broken is a report, not a question. 「好几天」 counts nothing and asks nothing. */
export const asks = (text: string): boolean => asking.test(never(plain(text), () => '·'));

const RUNS = /\p{Script=Han}+|[a-z0-9.%]+|[\p{Script=Mongolian}\p{Script=Cyrillic}]+/gu;
/** Mongolian hangs its cases on the word: what it begins with is the word still. */
const INFLECTED = /[\p{Script=Mongolian}\p{Script=Cyrillic}]/u;
const PIECE = 4;
const piecesOf = (word: string): string[] =>
  Array.from({ length: Math.max(0, word.length - PIECE + 1) }, (_, at) => word.slice(at, at + PIECE));

export function termsOf(text: string): Terms {
  const terms: Terms = new Map();
  const known = concepts(plain(text), (word) => {
    for (const concept of byWord.get(word)!) terms.set(`#${concept}`, WEIGHT.concept);
    return ' ';
  });
  const rest = stops(known, () => ' ');
  for (const run of rest.match(RUNS) ?? []) {
    if (!/\p{Script=Han}/u.test(run)) {
      terms.set(run, WEIGHT.word);
      if (INFLECTED.test(run))
        for (const piece of piecesOf(run)) if (!terms.has(piece)) terms.set(piece, WEIGHT.bigram);
      continue;
    }
    for (const word of jieba().cutForSearch(run, true)) if (word.length > 1) terms.set(word, WEIGHT.word);
    // Words of two letters are in already and weigh more.
    for (let i = 0; i + 2 <= run.length; i++) {
      const pair = run.slice(i, i + 2);
      if (!terms.has(pair)) terms.set(pair, WEIGHT.bigram);
    }
  }
  return terms;
}
