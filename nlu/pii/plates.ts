import { readJson } from '../rule.js';
import { beforeOf, type Claim } from './found.js';

const { provinces } = readJson<{ provinces: string }>('pii');
const GAP = '[^\\p{L}\\p{N}。,!?;]{0,3}';
const SIGN = '[A-HJ-NP-Za-hj-np-z0-9〇零一二三四五六七八九幺洞拐]';
const TAIL = `(?:${GAP}${SIGN}){4}(?:(?:${GAP}${SIGN}){1,2}|${GAP}[挂学警港澳领使试超])`;
/** GA 36: province, office, five places (six for new energy); 挂, 学, 警, 港, 澳 in the last one. */
const PLATE = new RegExp(
  `(?:[${provinces}]|内蒙古?)${GAP}\\)?[A-HJ-NP-Za-hj-np-z]${TAIL}(?![A-Za-z0-9])`,
  'gu',
);
/** 农机 and 武警: 蒙01·12345, WJ蒙1234X. */
const OTHER = new RegExp(
  `(?:[${provinces}]${GAP}\\d{2}${GAP}\\d{5}|WJ${GAP}(?:[${provinces}]|\\d{2})${GAP}[A-Z0-9]{5}|使${GAP}\\d{6})(?![A-Za-z0-9])`,
  'giu',
);
/** Without the province: only where a plate is announced. */
const BARE = /(?<![A-Za-z0-9])(?:[A-Za-z][ ·-]?[A-Za-z0-9]{4,6}|\d{5,6})(?![A-Za-z0-9])/g;
const CUE = /(?:车牌|车号|牌照|号牌|牌号)(?:号码|号|码|是|为|:|照){0,3}[^\p{L}\p{N}。!?;]{0,4}$/u;
const CAR = /车|牌|挂|司机|驾驶|停|开着/u;

const DIGITS = /[0-9〇零一二三四五六七八九幺洞拐]/gu;
const count = (text: string): number => text.match(DIGITS)?.length ?? 0;

function holds(plate: string, around: string): boolean {
  const places = plate.replace(/[^\p{L}\p{N}]/gu, '');
  // At most two letters stand among the five places; 「新MateX5」 has four.
  const digits = count(places.slice(2));
  const letters = places.length - 2 - digits;
  return (digits >= 3 && letters <= 3) || (digits >= 1 && CAR.test(around));
}

export function platesIn(text: string, claim: Claim): void {
  for (const match of text.matchAll(PLATE)) {
    const from = match.index;
    const to = from + match[0].length;
    const around = text.slice(Math.max(0, from - 12), from) + text.slice(to, to + 8);
    if (holds(match[0], around)) claim('plate', from, to);
  }
  for (const match of text.matchAll(OTHER)) claim('plate', match.index, match.index + match[0].length);
  for (const match of text.matchAll(BARE)) {
    const from = match.index;
    if (/\d{2}/.test(match[0]) && CUE.test(beforeOf(text, from)))
      claim('plate', from, from + match[0].length);
  }
}
