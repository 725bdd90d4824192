import { readJson } from '../rule.js';

interface Parts {
  surnames: string;
  rare: string;
  compound: string;
  given: string;
  plain: string;
  notFirst: string;
  follow: string;
  fallbackEnd: string;
  places: string;
  /** Never inside the name of a place or a firm. */
  apart: string;
  /** Surnames that are words too: only where a name may begin. */
  ambiguous: string;
  /** Signs before which a name may begin, marks and blanks apart. */
  open: string;
  mongolian: string;
  mongolianTail: string;
  mongolianSounds: string;
}
const table = readJson<Parts>('pii-names');

const COMMON = new Set(table.surnames);
const SURNAMES = new Set(table.surnames + table.rare);
const AMBIGUOUS = new Set(table.ambiguous);
const OPEN = new Set(table.open);
const APART = new Set(table.apart);
const COMPOUND = new Set(table.compound.split('|'));
const GIVEN = new Set(table.given + table.plain);
const PLAIN = new Set(table.plain);
const NOT_FIRST = new Set(table.notFirst.split('|'));
const TAILS = table.mongolianTail.split(' ').sort((a, b) => b.length - a.length);
const ELEMENTS = new Map<string, string[]>();
for (const name of table.mongolian.split(' ').sort((a, b) => b.length - a.length)) {
  const key = name.slice(0, 2);
  const list = ELEMENTS.get(key);
  if (list) list.push(name);
  else ELEMENTS.set(key, [name]);
}
const SOUNDS = new Set(table.mongolianSounds);
const FOLLOW = new RegExp(`^(?:${table.follow})`, 'u');
const END = new RegExp(`^(?:${table.fallbackEnd})`, 'u');
const PLACE = new RegExp(`^(?:(?![${table.apart}])\\p{Script=Han}){0,2}?(?:${table.places})`, 'u');
const HAN = /^\p{Script=Han}$/u;
const DOTTED = /^\p{Script=Han}{1,6}(?:[·•‧・][\p{Script=Han}]{1,8}){1,3}/u;

/**
 * How much else says that a name stands here: `told` behind 「我叫」 and 「户主：」 whoever it is, `sure` before
 * 「，男，」, `near` behind 「儿子」 or 「邻居」, `alone` where nothing does.
 */
export type Trust = 'told' | 'sure' | 'near' | 'weak' | 'alone';

export const isHan = (sign: string | undefined): boolean => sign !== undefined && HAN.test(sign);
/** A sign that may stand in any name. */
export const isSign = (sign: string | undefined): boolean => isHan(sign) && !APART.has(sign!);
export const isCommonSurname = (sign: string | undefined): boolean => sign !== undefined && COMMON.has(sign);
/** 「任福建分公司经理」 names nobody: a surname that is a word counts at the head of a clause or behind 的, 找, 是. */
export const opens = (text: string, at: number): boolean =>
  !AMBIGUOUS.has(text[at] ?? '') || at === 0 || !isHan(text[at - 1]) || OPEN.has(text[at - 1]!);
export const mayBeGiven = (sign: string | undefined): boolean => sign !== undefined && GIVEN.has(sign);

/** Length of the surname that begins here. */
export function familyAt(text: string, at: number): number {
  if (COMPOUND.has(text.slice(at, at + 2))) return 2;
  if (COMPOUND.has(text.slice(at, at + 4))) return 4;
  return SURNAMES.has(text[at] ?? '') ? 1 : 0;
}

/** 巴特尔 + 花, 乌兰 + 图雅: where a name made of the usual parts ends, and of how many it is made. */
export function chainAt(text: string, at: number): { to: number; parts: number; body: number } {
  let to = at;
  let parts = 0;
  for (; parts < 3; parts++) {
    const part = ELEMENTS.get(text.slice(to, to + 2))?.find((one) => text.startsWith(one, to));
    if (!part) break;
    to += part.length;
  }
  const tail = parts > 0 ? TAILS.find((one) => text.startsWith(one, to)) : undefined;
  return tail ? { to: to + tail.length, parts: parts + 1, body: to } : { to, parts, body: to };
}

/** 「巴特尔嘎查」「王府井商场」: a place or a firm named after somebody. */
export const placeNext = (text: string, to: number): boolean => PLACE.test(text.slice(to, to + 6));
const ends = (text: string, at: number): boolean => END.test(text.slice(at, at + 3));
const follows = (text: string, at: number): boolean => FOLLOW.test(text.slice(at, at + 3)) || ends(text, at);

const sure = (trust: Trust): boolean => trust === 'told' || trust === 'sure';
const close = (trust: Trust): boolean => trust === 'near' || trust === 'weak';

/** 苏日嘎 + 拉图: on over the signs that spell Mongolian, where a word ends behind them. */
function sounding(text: string, from: number): number {
  let to = from;
  while (to - from < 3 && SOUNDS.has(text[to] ?? '')) to++;
  return to > from && follows(text, to) ? to : from;
}

function mongolian(text: string, at: number, trust: Trust): number {
  const family = familyAt(text, at);
  for (const start of family > 0 && trust !== 'alone' ? [at, at + family] : [at]) {
    const { to: end, parts, body } = chainAt(text, start);
    const to = trust === 'alone' || parts === 0 ? end : sounding(text, end);
    const length = to - start;
    // 「额尔德尼嘎查」 is no 额尔德尼嘎.
    if (parts === 0 || placeNext(text, to) || placeNext(text, body)) continue;
    if (sure(trust) && length >= 2) return to;
    if (length >= 4 || (length === 3 && (parts === 1 || close(trust)))) return to;
    if (close(trust) && follows(text, to)) return to;
  }
  return 0;
}

/** Where a name with a surname ends: two given characters rather than one, one where the next word begins. */
function chinese(text: string, at: number, trust: Trust): number {
  const family = familyAt(text, at);
  if (family === 0) return 0;
  if (family === 1 && !sure(trust) && !COMMON.has(text[at]!)) return 0;
  if (family === 1 && trust === 'alone' && !opens(text, at)) return 0;
  const first = at + family;
  const fits = (sign: string | undefined) =>
    isHan(sign) && (sure(trust) || (close(trust) ? GIVEN : PLAIN).has(sign!));
  if ((!fits(text[first]) && !close(trust)) || (sure(trust) && follows(text, first))) return 0;
  // 「村民刘占彪，」: behind a word for a person and before a mark any two signs will do.
  const bounded = trust === 'near' && opens(text, at) && isSign(text[first]) && isSign(text[first + 1]);
  if (bounded && ends(text, first + 2) && !placeNext(text, first + 2)) return first + 2;
  const two =
    fits(text[first]) &&
    fits(text[first + 1]) &&
    (!follows(text, first + 1) || (GIVEN.has(text[first + 1]!) && follows(text, first + 2)));
  if (two) {
    // 「我叫张三我家住…」 is cut before the word that follows, 「叫李二狗蛋」 is not cut at all.
    const three = sure(trust) && family === 2 && isHan(text[first + 2]) && ends(text, first + 3);
    return three ? first + 3 : first + 2;
  }
  if (trust === 'alone' || !fits(text[first])) return 0;
  return sure(trust) || follows(text, first + 1) ? first + 1 : 0;
}

/** What stands behind 「姓名：」 up to the next mark, whoever it is: 那仁花, 买买提, 阿依古丽. */
function whatever(text: string, at: number): number {
  if (NOT_FIRST.has(text[at] ?? '')) return 0;
  for (let to = at + 1; to <= at + 8 && isHan(text[to - 1]); to++) {
    if (to - at >= 2 && ends(text, to)) return to - at <= 6 ? to : 0;
  }
  return 0;
}

/** End of the name that begins at `at`, 0 where none does. */
export function nameAt(text: string, at: number, trust: Trust): number {
  if (!isHan(text[at])) return 0;
  if (trust !== 'alone') {
    const dotted = DOTTED.exec(text.slice(at, at + 30));
    if (dotted) return at + dotted[0].length;
  }
  const own = mongolian(text, at, trust);
  if (own) return own;
  const found = chinese(text, at, trust);
  if (found && (sure(trust) || !placeNext(text, found))) return found;
  return trust === 'told' ? whatever(text, at) : 0;
}
