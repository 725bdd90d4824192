/**
 * Texts as tokens that can be compared: full-width and Chinese figures are plain ones, words that say the same are
 * one word (data), quotation marks and blanks are nothing. A number is one token, a Latin word is one, else a sign is.
 */
import { readFileSync } from 'node:fs';

export interface Words {
  same: string[][];
  fillers: string[];
  critical: string[];
  opening: string[];
  conditional: string[];
  exception: string[];
  acts: string[];
}

export const WORDS = JSON.parse(readFileSync(new URL('./words.json', import.meta.url), 'utf8')) as Words;

const DIGITS: Record<string, number> = Object.fromEntries(
  [...'零一二三四五六七八九'].map((sign, value) => [sign, value]),
);
DIGITS.〇 = 0;
DIGITS.两 = 2;
const TENS: Record<string, number> = { 十: 10, 百: 100, 千: 1000 };

/** 三十五 → 35; below ten thousand, as in terms and ages. */
function figure(word: string): string {
  let sum = 0;
  let digit = 0;
  for (const sign of word) {
    const ten = TENS[sign];
    if (ten === undefined) digit = DIGITS[sign] ?? 0;
    else {
      sum += (digit || 1) * ten;
      digit = 0;
    }
  }
  return String(sum + digit);
}

/** Only before a unit: 「一般」「统一」 count nothing. */
const COUNTED =
  /[零〇一二两三四五六七八九十百千]+(?=个|天|日|月|年|元|块|次|人|户|岁|周|小时|分钟|倍|项|条|级|种|件|份|公里|米|平方|万|亿)/gu;

const canon = new Map(WORDS.same.flatMap(([first, ...others]) => others.map((word) => [word, first!])));
const quote = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const byLength = (words: Iterable<string>): string =>
  [...words]
    .sort((a, b) => b.length - a.length)
    .map(quote)
    .join('|');
const CANON = new RegExp(byLength([...canon.keys(), ...canon.values()]), 'gu');

const NOTHING = /[\s"'“”‘’《》〈〉「」『』·…—()[\]【】~～]/u;
const TOKEN = /\d+(?:[.,]\d+)*|[A-Za-z]+|./gsu;

export const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(COUNTED, figure)
    .replace(CANON, (word) => canon.get(word) ?? word);

/** Between full stops and their like: what may be understood together. */
export const sentencesOf = (text: string): string[] =>
  plain(text)
    .split(/[。;；!！?？\n]/u)
    .map((one) => one.trim())
    .filter(Boolean);

export interface Token {
  text: string;
  /** Which clause of its sentence. */
  clause: number;
}

export function tokensOf(sentence: string): Token[] {
  const clauses = sentence.split(/(?<!\d)[,:，：]|[,:，：](?!\d)/u);
  return clauses.flatMap((text, clause) =>
    [...text.matchAll(TOKEN)].flatMap(([sign]) => (NOTHING.test(sign) ? [] : [{ text: sign, clause }])),
  );
}

export const isNumber = (token: string): boolean => /^\d/.test(token);
