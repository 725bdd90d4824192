import { readFileSync } from 'node:fs';
import { hashOf, weightOf } from './grams.js';

interface Table {
  kinds: Record<string, string[]>;
  generic: string[];
  /** A pair of characters of less weight than this is nobody's name. */
  common: number;
  /** What a name does not reach across; the soft one only where enough is left behind it. */
  cut: string;
  soft: string;
  numbers: string;
  doors: string[];
  refersBack: string[];
}
const table = JSON.parse(readFileSync(new URL('./names.json', import.meta.url), 'utf8')) as Table;

const longestFirst = (words: string[]): string[] => words.toSorted((a, b) => b.length - a.length);
const kindOf = new Map(
  Object.entries(table.kinds).flatMap(([kind, heads]) => heads.map((head) => [head, kind] as const)),
);
const heads = longestFirst([...kindOf.keys()]);
const FIND = new RegExp(heads.join('|'), 'gu');
const BEFORE = /[\p{Script=Han}a-z0-9]{0,8}$/u;
const cut = new RegExp(table.cut, 'u');
const soft = new RegExp(table.soft, 'u');
const generic = new RegExp(`(?:${table.generic.join('|')})$`, 'u');
const back = table.refersBack.map((source) => new RegExp(source, 'u'));
const MOST = 12;
/** Regions have codes; their names only go out of what is said. */
const BANNER = 'banner';
/** A town says where only so far; within it the estate and the street tell. */
export const TOWN = 'town';

/** A thing with a proper name: what kind it is, and the name without the word for its kind. */
export interface Name {
  kind: string;
  stem: string;
  /** The last pair of characters of the stem: where it stands in another text, the name is meant there too. */
  tail: number;
}

export interface Named {
  names: Name[];
  /** The names as they stand without those of regions, and the text without any: where it is, and what is the matter. */
  told: string;
  rest: string;
}

/** 「恩和路」 and 「万和城」 are names, 「明仁大街和霍林河大街」 are two. */
function stemOf(before: string): string {
  const own = before.replace(cut, '');
  const less = own.replace(soft, '');
  return less.length >= 2 ? less : own;
}

/** Named places, firms and schools in a plain text. */
export function namesIn(text: string): Named {
  const found = new Map<string, Name>();
  let rest = '';
  let told = '';
  let from = 0;
  for (const { index, 0: head } of text.matchAll(FIND)) {
    // 「通道南街清泉小区」: what stands before belongs to the name before.
    const before = BEFORE.exec(text.slice(Math.max(from, index - 8), index))?.[0] ?? '';
    const stem = stemOf(before);
    const tail = hashOf(stem.slice(-2));
    if (stem.length < 2 || generic.test(stem + head) || weightOf(tail) < table.common) continue;
    const kind = kindOf.get(head)!;
    if (found.size < MOST && kind !== BANNER) found.set(`${kind} ${stem}`, { kind, stem, tail });
    const begins = text.lastIndexOf(stem, index);
    rest += `${text.slice(from, begins)} `;
    if (kind !== BANNER) told += `${text.slice(begins, index + head.length)} `;
    from = index + head.length;
  }
  return { names: [...found.values()], told, rest: rest + text.slice(from) };
}

const SPOKEN = '零一二三四五六七八九';
/** 「三号楼」 is 「3号楼」; 「十二路」 is 「12路」. */
const digits = (text: string): string =>
  text
    .replace(/([二三四五六七八九])?十([一二三四五六七八九])?/gu, (_, tens: string, ones: string) =>
      String((tens ? SPOKEN.indexOf(tens) : 1) * 10 + (ones ? SPOKEN.indexOf(ones) : 0)),
    )
    .replace(/[零一二三四五六七八九]/gu, (sign) => String(SPOKEN.indexOf(sign)));

const NUMBERS = new RegExp(table.numbers, 'gu');

/** Numbers with their unit, 「号楼3」. */
export function numbersIn(text: string): string[] {
  const found = new Set<string>();
  for (const { groups } of digits(text).matchAll(NUMBERS)) found.add(`${groups!.unit}${groups!.number}`);
  return [...found].slice(0, MOST);
}

export const unitOf = (number: string): string => number.replace(/[0-9]+$|[a-z]$/u, '');

/** Two doors of one house have one heating and one lift; two bus lines have nothing in common. */
const doors = new Set(table.doors);
export const isDoor = (unit: string): boolean => doors.has(unit);

/** Does it speak of something told before? */
export const refersBack = (text: string): boolean => back.some((pattern) => pattern.test(text));

/** The same name, though one of them may have caught a word too many in front: alike from behind. */
export function sameStem(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  let same = 0;
  while (same < shorter && a.at(-1 - same) === b.at(-1 - same)) same++;
  return same >= 2 && (same === shorter || same >= 3);
}
