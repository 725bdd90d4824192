/**
 * Nobody guesses a query code: after five wrong codes for one order number, that number is closed for a
 * minute, then two, four … up to an hour, whoever asks and from wherever. A number that does not exist is
 * counted in the same way, so the lock tells nothing about which numbers exist.
 */
import { readOrderNo } from '../tickets/number.js';

const FREE_TRIES = 5;
const FIRST_LOCK_S = 60;
const LONGEST_LOCK_S = 3600;
/** Forgotten after a day without a try; the oldest go first when too many numbers are held. */
const FORGET_MS = 86_400_000;
const MOST_NUMBERS = 50_000;

interface Tries {
  wrong: number;
  until: number;
  at: number;
}

export interface GuessLock {
  /** Seconds to wait, 0 = go on. Counts a try at once, so that a hundred at the same moment are a hundred. */
  enter(orderNo: string, now: Date): number;
  /** The code was right: the number is free again. */
  right(orderNo: string): void;
  /** The try was no guess (a failure of ours): it is taken back. */
  void(orderNo: string): void;
}

/**
 * Every way of writing one number must be one key, or each way would be five guesses more. What is no order
 * number at all still gets a key of its own.
 */
export const plainNumber = (orderNo: string): string =>
  readOrderNo(orderNo) ??
  orderNo
    .normalize('NFKC')
    .replace(/[\s\p{Cf}\p{Pd}]/gu, '')
    .toUpperCase();

export function guessLock(): GuessLock {
  const tries = new Map<string, Tries>();

  const forget = (now: number): void => {
    for (const [key, row] of tries) {
      if (tries.size <= MOST_NUMBERS && now - row.at < FORGET_MS) return;
      tries.delete(key);
    }
  };

  return {
    enter(orderNo, at) {
      const now = at.getTime();
      const key = plainNumber(orderNo);
      const row = tries.get(key) ?? { wrong: 0, until: 0, at: now };
      if (row.until > now) return Math.ceil((row.until - now) / 1000);
      row.wrong += 1;
      row.at = now;
      if (row.wrong >= FREE_TRIES) {
        const seconds = Math.min(LONGEST_LOCK_S, FIRST_LOCK_S * 2 ** (row.wrong - FREE_TRIES));
        row.until = now + seconds * 1000;
      }
      // Set again at the end: the map's order is the order of age.
      tries.delete(key);
      tries.set(key, row);
      forget(now);
      return 0;
    },
    right(orderNo) {
      tries.delete(plainNumber(orderNo));
    },
    void(orderNo) {
      const row = tries.get(plainNumber(orderNo));
      if (!row) return;
      row.wrong = Math.max(0, row.wrong - 1);
      row.until = 0;
    },
  };
}
