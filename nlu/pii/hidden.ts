import { isDigit, loosely, mayBeDigit } from './figures.js';
import type { Claim } from './found.js';

const LOOSE = 11;
/** 138OOOO1234, 一三吧零零零灵…: enough true digits for the rest to be read as digits. */
export function hiddenIn(text: string, claim: Claim): void {
  for (let at = 0; at < text.length; at++) {
    if (!mayBeDigit(text[at]!) || isDigit(text[at - 1])) continue;
    const one = loosely(text, at, LOOSE);
    if (!one || !/^1[3-9]/.test(one.digits) || one.looks + one.sounds === 0) continue;
    if (one.looks > 7 || one.sounds > 4 || one.looks + one.sounds > 7) continue;
    const inWord =
      one.looks > 0 && (/[A-Za-z]/.test(text[at - 1] ?? '') || /[A-Za-z]/.test(text[one.to] ?? ''));
    if (!inWord && claim('phone', at, one.to)) at = one.to - 1;
  }
}
