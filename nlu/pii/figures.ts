import { readJson } from '../rule.js';

interface Digits {
  spoken: string[];
  /** Code points of the zeros of other scripts; the nine signs behind each are 1 to 9. */
  zeros: number[];
  rings: [string, string][];
  letters: Record<string, string>;
  sounds: Record<string, string>;
  times: Record<string, string>;
  fillers: string;
}
const table = readJson<{ digits: Digits }>('pii').digits;

/** Digits that stand in one script without a break. Offsets are of the text given. */
export interface Group {
  digits: string;
  from: number;
  to: number;
}

const HAN = new Map<string, string>();
table.spoken.forEach((forms, digit) => {
  for (const form of forms) HAN.set(form, String(digit));
});
const PLAIN = new Map<string, string>(table.rings);
for (let digit = 0; digit < 10; digit++) {
  PLAIN.set(String(digit), String(digit));
  for (const zero of table.zeros) PLAIN.set(String.fromCodePoint(zero + digit), String(digit));
}
const LOOKS = new Map(
  Object.entries(table.letters).flatMap(([digit, signs]) =>
    [...signs].map((sign) => [sign, digit] as [string, string]),
  ),
);
const SOUNDS = new Map(
  Object.entries(table.sounds).flatMap(([digit, signs]) =>
    [...signs].map((sign) => [sign, digit] as [string, string]),
  ),
);
const strong = (sign: string): string | undefined => PLAIN.get(sign) ?? HAN.get(sign);

// 「四个零」「3 个 8」「俩零」: so many of one digit.
const MANY = /([2-9二两三四五六七八九])个|([俩仨])/y;
function many(text: string, at: number): { digits: string; to: number } | null {
  MANY.lastIndex = at;
  const match = MANY.exec(text);
  if (!match) return null;
  const to = at + match[0].length;
  const digit = strong(text[to] ?? '');
  const times = match[1] ? strong(match[1]) : table.times[match[2]!];
  return digit === undefined || times === undefined
    ? null
    : { digits: digit.repeat(Number(times)), to: to + 1 };
}

/**
 * Rows of digits as a reader sees them: full width and ringed ones are folded before or here, spoken ones
 * (幺, 洞, 拐, 壹) are digits too. Where figures and words meet a row ends, so that the 么 of 「怎么138…」
 * is no digit of the number.
 */
export function groupsOf(text: string): Group[] {
  const groups: Group[] = [];
  let last: (Group & { han: boolean }) | null = null;
  const put = (digits: string, from: number, to: number, han: boolean) => {
    if (last && last.to === from && last.han === han) {
      last.digits += digits;
      last.to = to;
    } else {
      last = { digits, from, to, han };
      groups.push(last);
    }
  };
  for (let at = 0; at < text.length; ) {
    const sign = text[at]!;
    const plain = PLAIN.get(sign);
    const digit = plain ?? HAN.get(sign);
    const row = digit !== undefined || table.times[sign] !== undefined ? many(text, at) : null;
    if (row) {
      put(row.digits, at, row.to, (last as { han: boolean } | null)?.han ?? true);
      at = row.to;
      continue;
    }
    if (digit !== undefined) put(digit, at, at + 1, plain === undefined);
    at++;
  }
  return groups;
}

const GAP = new RegExp(
  `^(?:[^\\p{L}\\p{N}:%+=×¥$€!?]{0,3}|[^\\p{L}\\p{N}。!?]{0,2}(?:${table.fillers})[^\\p{L}\\p{N}。!?]{0,2})$`,
  'u',
);
/** May both sides of this be one number? Blanks, dashes, dots, stars, emoji, and the speaker's 「嗯」「然后」. */
export const joins = (gap: string): boolean =>
  gap === '' || gap === ' ' || gap === '-' || (gap.length <= 8 && GAP.test(gap));

/**
 * A number of `length` digits that begins at `from`, where some signs only look or sound like digits
 * (O, l, 吧, 酒). `null` where the row ends early or goes on with a true digit.
 */
export function loosely(
  text: string,
  from: number,
  length: number,
): { digits: string; to: number; looks: number; sounds: number } | null {
  let digits = '';
  let looks = 0;
  let sounds = 0;
  let gap = 0;
  let at = from;
  for (; digits.length < length; at++) {
    const sign = text[at];
    if (sign === undefined) return null;
    const digit = strong(sign);
    const look = digit === undefined ? LOOKS.get(sign) : undefined;
    const sound = digit === undefined && look === undefined ? SOUNDS.get(sign) : undefined;
    const one = digit ?? look ?? sound;
    if (one === undefined) {
      if (digits === '' || ++gap > 2 || /[\p{L}\p{N}:%+=!?]/u.test(sign)) return null;
      continue;
    }
    gap = 0;
    digits += one;
    if (look !== undefined) looks++;
    if (sound !== undefined) sounds++;
  }
  return strong(text[at] ?? '') === undefined ? { digits, to: at, looks, sounds } : null;
}

export const isDigit = (sign: string | undefined): boolean =>
  sign !== undefined && strong(sign) !== undefined;
export const mayBeDigit = (sign: string): boolean => isDigit(sign) || LOOKS.has(sign) || SOUNDS.has(sign);
/** O for 0, l for 1 and the like, sign for sign. */
export const asDigits = (code: string): string =>
  [...code].map((sign) => strong(sign) ?? LOOKS.get(sign) ?? sign).join('');
/** The digits of a number however it was written: full width, spoken, 「四个零」. */
export const digitsIn = (text: string): string =>
  groupsOf(text)
    .map((group) => group.digits)
    .join('');
