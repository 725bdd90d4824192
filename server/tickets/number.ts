/**
 * The order number `{区划6}{yyyyMMdd}{类型1}{序号6}{校验1}`, 22 characters, e.g. 15010020261124Z0001230.
 * The day is the day in Asia/Shanghai. The check digit is ISO 7064 MOD 11,10 over the 21 characters before
 * it, a letter standing for two digits (A = 10 … Z = 35). It finds every wrong digit. A letter taken for
 * another letter is found when both lie in A–J, K–T or U–Z, and nearly always otherwise: one decimal digit
 * cannot tell 26 letters apart. Nothing hangs on it: a number alone opens nothing, the query code must fit.
 */

export interface OrderNo {
  /** GB/T 2260, six digits. */
  region: string;
  /** yyyyMMdd in Asia/Shanghai. */
  day: string;
  /** The type's letter in the policy. */
  letter: string;
  /** 1 to 999999, from 1 each day for each region and letter. */
  seq: number;
}

const SHAPE = /^(\d{6})(\d{8})([A-Z])(\d{6})(\d)$/;
export const MAX_SEQ = 999_999;

/** China has kept UTC+8 without summer time since 1991. */
export const shanghaiDay = (at: Date): string =>
  new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '');

export function checkDigit(body: string): string {
  let product = 10;
  for (const char of body) {
    for (const digit of Number.parseInt(char, 36).toString()) {
      const sum = (product + Number(digit)) % 10 || 10;
      product = (sum * 2) % 11;
    }
  }
  return String((11 - product) % 10);
}

export function formatOrderNo({ region, day, letter, seq }: OrderNo): string {
  const body = `${region}${day}${letter}${String(seq).padStart(6, '0')}`;
  const number = `${body}${checkDigit(body)}`;
  if (!SHAPE.test(number) || !realDay(day) || seq < 1) throw new RangeError(`not an order number: ${number}`);
  return number;
}

/** What a citizen typed (spaces, hyphens, lower case, full width) as the number it means, or null. */
export function readOrderNo(typed: string): string | null {
  const number = typed
    .slice(0, 200)
    .normalize('NFKC')
    .replace(/[\s\p{Cf}\p{Pd}]/gu, '')
    .toUpperCase();
  const [, , day, , seq, check] = SHAPE.exec(number) ?? [];
  if (day === undefined || !realDay(day) || Number(seq) < 1) return null;
  return checkDigit(number.slice(0, -1)) === check ? number : null;
}

export const checkOrderNo = (typed: string): boolean => readOrderNo(typed) !== null;

export function parseOrderNo(typed: string): OrderNo | null {
  const [, region, day, letter, seq] = SHAPE.exec(readOrderNo(typed) ?? '') ?? [];
  return region && day && letter && seq ? { region, day, letter, seq: Number(seq) } : null;
}

function realDay(day: string): boolean {
  const iso = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso);
}
