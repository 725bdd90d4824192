import { birthPlausible, idCardValid, luhnValid, oldIdPlausible } from '../checksums.js';
import { readJson } from '../rule.js';
import { type Group, groupsOf } from './figures.js';
import type { Claim, Found } from './found.js';
import { type Row, rowsFrom } from './rows.js';

interface Table {
  hotlines: string;
  idRegions: number[];
  cards: { starts: string; lengths: number[] }[];
  cues: Record<'phone' | 'idcard' | 'bankcard' | 'order' | 'qq' | 'account', string>;
  cueEnd: string;
  units: string;
}
const table = readJson<Table>('pii');
const hotline = new RegExp(`^(?:${table.hotlines})$`);
const regions = new Set(table.idRegions);
const cards = table.cards.map((row) => ({ starts: new RegExp(`^(?:${row.starts})`), lengths: row.lengths }));
const cue = (words: string) => new RegExp(`(?:${words})(?:${table.cueEnd}){0,2}$`, 'iu');
const CUES = {
  phone: cue(table.cues.phone),
  idcard: cue(table.cues.idcard),
  bankcard: cue(table.cues.bankcard),
  order: cue(table.cues.order),
  qq: cue(table.cues.qq),
  account: cue(table.cues.account),
};
const UNIT = new RegExp(`^(?:\\.\\d{1,2}(?!\\d))? ?(?:多|余|来)?(?:${table.units})`, 'iu');
const EXTENSION = /^[ ,(]{0,2}(?:转|分机号?|ext\.?|-|—)[ :分机号是为]{0,4}\d{1,6}(?!\d)\)?/i;

const said = (row: Row, name: keyof typeof CUES): boolean => CUES[name].test(row.before);
const amount = (row: Row): boolean => UNIT.test(row.after);
const sizes = (row: Row): string => row.groups.map((group) => group.digits.length).join('-');

function dated({ groups: [year, month], digits, groups }: Row): boolean {
  if (groups.length === 1)
    return /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{0,6}$/.test(digits);
  return /^(?:19|20)\d\d$/.test(year!.digits) && month!.digits.length <= 2 && Number(month!.digits) <= 12;
}
/** 15,000,000: a sum, not a number to call. */
const thousands = ({ groups: [first, ...more], gaps }: Row): boolean =>
  more.length > 0 &&
  first!.digits.length <= 3 &&
  gaps.every((gap) => gap === ',') &&
  more.every((group) => group.digits.length === 3);

/** A list of figures is no phone number unless it is cut where people cut phone numbers. */
const CUTS =
  /^(?:11|3-4-4|3-8|7-4|3-3-5|4-4-3|4-3-4|5-6|6-5|5-3-3|3-4-2-2|3-2-2-2-2|2-3-3-3|2-9|(?:[12]-)+[12])$/;
const listed = (row: Row): boolean => {
  const { gaps } = row;
  if (!gaps.some((gap) => /[,、;/]/.test(gap)) || said(row, 'phone')) return false;
  // 「14.00,22.40」 is cut in twos, but by two kinds of marks.
  const even = sizes(row).length < 12 || gaps.every((gap) => gap === gaps[0]);
  return !even || !CUTS.test(sizes(row));
};

const MOBILE = /^(?:(?:00)?86)?1[3-9]\d{9}$/;
const AREA = /^(?:86)?0(?:10|2\d|[3-9]\d\d)[2-8]\d{6,7}$/;
const AREA_CUT = /^(?:0(?:10|2\d|[3-9]\d\d)|86)$/;

function mobile(row: Row): boolean {
  if (!MOBILE.test(row.digits)) return false;
  if (said(row, 'phone')) return true;
  return !dated(row) && !thousands(row) && !listed(row) && !amount(row);
}

function landline(row: Row): boolean {
  const { digits, groups } = row;
  if (!AREA.test(digits) || amount(row)) return false;
  // 「0471-5550123」 and 「04715550123」; a code cut elsewhere is a code.
  return groups.length === 1 || AREA_CUT.test(groups[0]!.digits) || said(row, 'phone');
}

const ID = /^[1-9]\d{16}[\dX]$/;
function idcard(row: Row): boolean {
  const id = row.digits;
  if (ID.test(id)) {
    if (idCardValid(id) || said(row, 'idcard')) return true;
    // Recall first: a mistyped check digit is still somebody's number.
    return birthPlausible(id) && regions.has(Number(id.slice(0, 2))) && !said(row, 'order');
  }
  // 香港、澳门、台湾居民居住证 and the permanent residence card have eighteen places too; a lost digit has not.
  if (said(row, 'idcard')) return id.length >= 12 && id.length <= 20 && !dated(row);
  return id.length === 15 && oldIdPlausible(id) && regions.has(Number(id.slice(0, 2))) && plainly(row);
}

/** Not inside a code of letters and digits, and not announced as an order. */
const plainly = (row: Row): boolean =>
  !/[A-Za-z]$/.test(row.before) && !/^[A-Za-z]/.test(row.after) && !said(row, 'order');

function bankcard(row: Row): boolean {
  const { digits } = row;
  if (said(row, 'bankcard') && !amount(row) && !dated(row)) return digits.length >= 9 && !row.x;
  if (row.x || !plainly(row) || thousands(row) || dated(row) || !luhnValid(digits)) return false;
  return cards.some(({ starts, lengths }) => starts.test(digits) && lengths.includes(digits.length));
}

/** After a word for a phone: seven digits and more, even where one is missing or too many. */
function announced(row: Row): boolean {
  const count = row.digits.length;
  // 「电话 400 800 1234 一直占线」: the 一 is no digit of the number.
  if (row.gaps.at(-1) === '' && row.groups.at(-1)!.digits.length === 1) return false;
  if (count < 7 || count > 15 || !said(row, 'phone')) return false;
  return !dated(row) && !amount(row) && !thousands(row) && !said(row, 'order');
}

/** +976 9911 2233. */
const abroad = (row: Row): boolean =>
  (/(?<!\d)\+ ?\(?$/.test(row.before) && row.digits.length >= 8 && row.digits.length <= 15) ||
  (/^00[1-9]/.test(row.digits) && row.digits.length >= 11 && row.digits.length <= 17 && said(row, 'phone'));

interface Kind {
  kind: string;
  holds(row: Row): boolean;
  /** Short service numbers are not personal, whatever stands before them. */
  public?: true;
}
/** In the order in which they are tried; within one, the longest row first. */
const KINDS: Kind[] = [
  { kind: 'idcard', holds: (row) => idCardValid(row.digits) },
  { kind: 'phone', holds: mobile },
  { kind: 'phone', holds: landline },
  {
    kind: 'account',
    holds: (row) => said(row, 'account') && row.digits.length >= 5 && !dated(row) && !amount(row),
  },
  { kind: 'bankcard', holds: bankcard },
  { kind: 'idcard', holds: idcard },
  { kind: 'phone', holds: abroad },
  { kind: 'phone', holds: announced, public: true },
  { kind: 'qq', holds: (row) => said(row, 'qq') && /^\d{5,12}$/.test(row.digits) && !amount(row) },
];

/** Numbers written one behind the other without a gap: phone and id, two phones. */
function glued(digits: string): boolean {
  if (digits.length < 22 || digits.length > 64) return false;
  for (let at = 0; at < digits.length; ) {
    if (idCardValid(digits.slice(at, at + 18))) at += 18;
    else if (MOBILE.test(digits.slice(at, at + 11))) at += 11;
    else return false;
  }
  return true;
}

/** Spoken digits run into the words behind them (「…一二三四一直打不通」): the number is inside the row. */
const INSIDE = /1[3-9]\d{9}/;

export function numbersIn(text: string, claim: Claim): void {
  const groups = groupsOf(text);
  for (let at = 0; at < groups.length; ) {
    const one = numberAt(text, groups, at);
    if (!one || !claim(one.kind, one.from, one.to)) {
      at++;
      continue;
    }
    while (at < groups.length && groups[at]!.from < one.to) at++;
  }
}

function numberAt(text: string, groups: Group[], at: number): Found | null {
  const group = groups[at]!;
  if (glued(group.digits)) return { kind: 'phone', from: group.from, to: group.to };
  const rows = rowsFrom(text, groups, at);
  for (const { kind, holds, public: open } of KINDS) {
    if (open && rows.some((one) => hotline.test(one.digits))) continue;
    const row = rows.find(holds);
    if (row) return { kind, from: opened(text, row, kind), to: closed(text, row, kind) };
  }
  const spoken = group.digits.length > 11 && group.digits.length < 20 && group.to - group.from <= 20;
  if (spoken && INSIDE.test(group.digits) && !/\d/.test(text[group.from]!))
    return { kind: 'phone', from: group.from, to: group.to };
  return null;
}

/** With the + and the bracket that belong to it. */
function opened(text: string, { from }: Row, kind: string): number {
  if (kind !== 'phone') return from;
  const head = /(?:\+ ?)?\(?$/.exec(text.slice(Math.max(0, from - 3), from))!;
  return from - head[0].length;
}

function closed(text: string, { to, digits }: Row, kind: string): number {
  if (kind !== 'phone' || MOBILE.test(digits)) return to;
  return to + (EXTENSION.exec(text.slice(to, to + 16))?.[0].length ?? 0);
}
