import { mentions } from '../places.js';
import { readJson } from '../rule.js';
import type { Claim } from './found.js';
import {
  familyAt,
  isCommonSurname,
  isHan,
  isSign,
  mayBeGiven,
  nameAt,
  opens,
  placeNext,
  type Trust,
} from './name-parts.js';

interface Table {
  titles: string;
  posts: string;
  anonymous: string;
  cues: string;
  roles: string;
  weakCues: string;
  surnameCues: string;
  called: string;
  relations: string;
  notTitled: string;
  notNames: string;
}
const table = readJson<Table>('pii-names');

const LINK = '(?:是|为|叫做?|名叫|名字叫?|姓名|[:=(\\[\\s"「“])';
/** A role announces whoever follows only where it says so: 「法人：」, 「户主是」. */
const TOLD = new RegExp(
  `(?:(?:${table.cues})${LINK}{0,4}|(?:${table.roles})(?:姓名)?[ ]?[:=]${LINK}{0,3})`,
  'gu',
);
/** 「有个叫阿迪雅的牧民」. */
const CALLED = new RegExp(
  `(?:个|位|人|名)?叫(?:做)?(\\p{Script=Han}{2,5})的(?:那|这)?(?:个|位)?(?:${table.called})`,
  'gu',
);
const SURE = new RegExp(`(?:${table.roles})(?:是|为|叫做?|名叫|[(\\[])`, 'gu');
const NEAR = new RegExp(`(?:${table.relations}|${table.roles})${LINK}{0,2}`, 'gu');
const WEAK = new RegExp(`(?:${table.weakCues})${LINK}{0,2}`, 'gu');
const SURNAME = new RegExp(`(?:${table.surnameCues})(\\p{Script=Han})`, 'gu');
const TITLE = new RegExp(`(?:${table.titles})`, 'gu');
const POST = new RegExp(`^(?:${table.posts}|${table.titles})`, 'u');
const ANONYMOUS = new RegExp(`(?:${table.anonymous})$`, 'u');
const NOT_TITLED = new RegExp(`(?:${table.notTitled})$`, 'u');
const SEX_NEXT = /^[,:(\s]{0,2}[男女](?:[,。、;)\s]|$)/u;
const NUMBER_NEXT = /^[,(\s]{0,2}(?:身份证|\d{3})/u;
const AND = /^(?:[、,和与及跟]|以及)/u;
const ROLL = /(?<=^|[:,。;\s(])\p{Script=Han}{2,4}(?:[ 、,]\p{Script=Han}{2,4}){2,40}(?=[。;,!\s)]|等|$)/gu;
const SIGNED = /(?:^|\n)[\s\-—]*(\p{Script=Han}{2,4})[\s)]*(?=\n|$|\d{4}年|20\d\d)/gu;
const NOT_NAME = new RegExp(table.notNames, 'u');

/** Claims a name and those listed behind it: 「王建国、李秀兰和张三」. */
function listed(text: string, from: number, to: number, claim: Claim): void {
  let end = to;
  claim('name', from, end);
  for (let more = 0; more < 20; more++) {
    const and = AND.exec(text.slice(end, end + 2));
    if (!and) return;
    const next = end + and[0].length;
    const last = nameAt(text, next, 'weak');
    if (!last) return;
    claim('name', next, last);
    end = last;
  }
}

/** 「王磊 李强 张敏 刘洋」: three names and more in a row need nobody to announce them. */
function rolls(text: string, claim: Claim): void {
  for (const match of text.matchAll(ROLL)) {
    const names = [...match[0].matchAll(/\p{Script=Han}+/gu)];
    const all = names.every(
      ([name]) =>
        isCommonSurname(name[0]) &&
        name.length <= 3 &&
        !NOT_NAME.test(name) &&
        nameAt(`${name},`, 0, 'weak') === name.length,
    );
    if (!all) continue;
    for (const { index, 0: name } of names)
      claim('name', match.index + index, match.index + index + name.length);
  }
}

function behind(text: string, pattern: RegExp, trust: Trust, places: Places, claim: Claim): void {
  for (const match of text.matchAll(pattern)) {
    const from = match.index + match[0].length;
    const to = nameAt(text, from, trust);
    if (!to || NOT_NAME.test(text.slice(from, to))) continue;
    // 「我是乌海的」 tells where from; 「牧民乌力吉」 and 「姓名：乌云」 tell who, though places have these names.
    const place = places.get(from);
    if (place !== undefined && (trust === 'weak' || (trust === 'near' && place !== to))) continue;
    listed(text, from, to, claim);
  }
}

/** Names of the usual signs first, then whoever stands at the head of a clause, the surname alone last. */
const TITLED: [length: number, usual: boolean][] = [
  [4, true],
  [3, true],
  [4, false],
  [3, false],
  [2, true],
  [2, false],
  [1, true],
];

/** 张女士, 王建国师傅; not 老李, 某女士, 李主任, nor the driver of 「出租车师傅」. */
function titled(text: string, claim: Claim): void {
  for (const match of text.matchAll(TITLE)) {
    const at = match.index;
    const to = at + match[0].length;
    for (const [length, usual] of TITLED) {
      const from = at - length;
      if (from < 0) continue;
      const family = familyAt(text, from);
      const given = length - family;
      if (family === 0 || given < 0 || given > 2) continue;
      const before = text.slice(Math.max(0, from - 3), from);
      if (given === 0) {
        const known = family > 1 || (isCommonSurname(text[from]) && opens(text, from));
        if (!known || ANONYMOUS.test(before) || NOT_TITLED.test(before + text.slice(from, at))) continue;
      } else if (!full(text, from, family, at, usual)) continue;
      if (claim('name', from, to)) break;
    }
  }
}

/** At the head of a clause any two signs behind a surname may be a name, elsewhere only those names are made of. */
function full(text: string, from: number, family: number, to: number, usual: boolean): boolean {
  if (!isCommonSurname(text[from]) && family === 1) return false;
  if (NOT_NAME.test(text.slice(from, to)) || !opens(text, from)) return false;
  const signs = [...text.slice(from + family, to)];
  if (usual) return signs.every(mayBeGiven);
  return (from === 0 || !isHan(text[from - 1])) && signs.every(isSign);
}

/** Where no word announces it: the usual surnames and given characters, and nothing that says a place or a firm. */
function alone(text: string, places: Places, claim: Claim): void {
  for (let at = 0; at < text.length; at++) {
    const inside = places.get(at);
    if (inside !== undefined) {
      at = inside - 1;
      continue;
    }
    const to = nameAt(text, at, 'alone') || person(text, at);
    if (!to || placeNext(text, to) || NOT_NAME.test(text.slice(at, to))) continue;
    // 建平 is a county and 李建平 a man; 张家口 is no 张家.
    if (Array.from({ length: to - at }, (_, i) => places.get(at + i) ?? 0).some((end) => end > to)) continue;
    listed(text, at, to, claim);
    at = to - 1;
  }
}

/** 「张伟，男」「李娜 138…」「王建国局长」. */
function person(text: string, at: number): number {
  const family = familyAt(text, at);
  if (family === 0 || !isHan(text[at + family]) || !opens(text, at)) return 0;
  if (family === 1 && !isCommonSurname(text[at])) return 0;
  const head = at === 0 || !isHan(text[at - 1]);
  for (const given of [2, 1]) {
    const to = at + family + given;
    const signs = [...text.slice(at + family, to)];
    if (signs.length < given || !signs.every(isHan)) continue;
    const rest = text.slice(to, to + 6);
    const usual = signs.every(mayBeGiven);
    if ((usual || head) && SEX_NEXT.test(rest)) return to;
    if (usual && (NUMBER_NEXT.test(rest) || (given === 2 && POST.test(rest)))) return to;
  }
  return 0;
}

/** Where a place name begins, and its end. */
type Places = Map<number, number>;

/** A message that is a name and nothing else: the answer to 「您贵姓？」. */
function whole(text: string): [from: number, to: number] | null {
  const from = text.length - text.trimStart().length;
  const name = text.trim().replace(/[,。!.]+$/u, '');
  if (name.length < 2 || name.length > 4 || NOT_NAME.test(name)) return null;
  const to = nameAt(name, 0, 'weak');
  return to === name.length ? [from, from + to] : null;
}

export function namesIn(text: string, claim: Claim): void {
  const places: Places = new Map(mentions(text).map((one) => [one.from, one.to]));
  behind(text, TOLD, 'told', places, claim);
  behind(text, SURE, 'sure', places, claim);
  for (const match of text.matchAll(CALLED)) {
    const from = match.index + match[0].indexOf(match[1]!);
    if (nameAt(`${match[1]},`, 0, 'told') === match[1]!.length && !NOT_NAME.test(match[1]!))
      claim('name', from, from + match[1]!.length);
  }
  titled(text, claim);
  for (const match of text.matchAll(SURNAME)) {
    const at = match.index + match[0].length - 1;
    const to = at + familyAt(text, at);
    if (to > at && text[to] !== '的') claim('name', at, to);
  }
  behind(text, NEAR, 'near', places, claim);
  behind(text, WEAK, 'weak', places, claim);
  rolls(text, claim);
  for (const match of text.matchAll(SIGNED)) {
    const from = match.index + match[0].indexOf(match[1]!);
    if (nameAt(match[1]!, 0, 'weak') === match[1]!.length) claim('name', from, from + match[1]!.length);
  }
  const only = whole(text);
  if (only) claim('name', ...only);
  alone(text, places, claim);
}
