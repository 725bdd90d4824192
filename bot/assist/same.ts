/** Has a rewording kept what must not change? Numbers, Latin words, negations and what must, may and must not be done. */
import { isNumber, plain, tokensOf } from '../ground/tokens.js';

const KEPT = /不|未|无|没|非|禁|免/gu;
/** One by one: a duty turned into a choice keeps the sum. */
const DUTIES = [/应/gu, /可/gu, /不得/gu];
const PROMISE = /保证|承诺|一定会|肯定会|确保|包您/u;

const numbersOf = (text: string): string =>
  tokensOf(plain(text).replace(/[,，]/g, ' '))
    .flatMap(({ text: token }) => (isNumber(token) || /^[A-Za-z]/.test(token) ? [token] : []))
    .sort()
    .join();

const count = (text: string, what: RegExp): number => plain(text).match(what)?.length ?? 0;

export const keepsFacts = (before: string, after: string): boolean =>
  numbersOf(before) === numbersOf(after) &&
  count(before, KEPT) === count(after, KEPT) &&
  DUTIES.every((duty) => count(before, duty) === count(after, duty)) &&
  (PROMISE.test(before) || !PROMISE.test(after));

/** Every number and Latin word of a text stands in what it was made from. */
export function drawnFrom(text: string, source: string): boolean {
  const known = new Set(tokensOf(plain(source).replace(/[,，]/g, ' ')).map(({ text: token }) => token));
  return tokensOf(plain(text).replace(/[,，]/g, ' ')).every(
    ({ text: token }) => (!isNumber(token) && !/^[A-Za-z]/.test(token)) || known.has(token),
  );
}
