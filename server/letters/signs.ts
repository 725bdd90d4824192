/**
 * What opens a letter. Number and code are worked out from the installation's key, so that a form whose reply
 * was lost gets the same ones again and the store keeps no code, not even hashed. The place on the site is a
 * third sign: who reads a public letter has not half of what opens the private one.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { CODE_ALPHABET, CODE_LENGTH, readCode } from '../tickets/code.js';
import { parseOrderNo, readOrderNo } from '../tickets/number.js';

/** The letter of letter numbers; no type of matter may have it in the policy. */
export const LETTER = 'W';
const PLACE_LENGTH = 10;

/** Two bytes a sign: what 65,536 leaves over 30 is nothing an attacker can use. */
function written(digest: Buffer, length: number): string {
  return Array.from(
    { length },
    (_, at) => CODE_ALPHABET[digest.readUInt16BE(at * 2) % CODE_ALPHABET.length],
  ).join('');
}

export interface Signs {
  codeOf(letterNo: string): string;
  opens(letterNo: string, typed: string): boolean;
  placeOf(letterNo: string): string;
  /** Of a form: is it the one that came under this id before? */
  digestOf(form: object): string;
}

export function createSigns(key: Buffer): Signs {
  const digest = (purpose: string, text: string) =>
    createHmac('sha256', key).update(`${purpose}:${text}`).digest();
  const codeOf = (letterNo: string) => written(digest('code', letterNo), CODE_LENGTH);
  return {
    codeOf,
    opens(letterNo, typed) {
      const given = Buffer.from(readCode(typed));
      const right = Buffer.from(codeOf(letterNo));
      return given.length === right.length && timingSafeEqual(given, right);
    },
    placeOf: (letterNo) => written(digest('place', letterNo), PLACE_LENGTH).toLowerCase(),
    digestOf: (form) => digest('form', JSON.stringify(form)).toString('hex').slice(0, 32),
  };
}

/** As typed by a citizen; null = no letter number. */
export function readLetterNo(typed: string): string | null {
  const number = readOrderNo(typed);
  return number !== null && parseOrderNo(number)?.letter === LETTER ? number : null;
}
