/** How much more or less, in words: 环比 and 同比. */
import { fill, WORDS } from './words.js';

/** Over a base that is too small for a rate the difference is told in orders: one that became three is no 200 %. */
function change(now: number, then: number, than: string, smallest: number): string {
  if (then === 0) return fill(WORDS.nothing, { than });
  if (now === then) return fill(WORDS.same, { than });
  if (then < smallest)
    return fill(now > then ? WORDS.moreBy : WORDS.lessBy, { than, n: Math.abs(now - then) });
  const share = Math.round((now / then - 1) * 1000) / 10;
  if (share === 0) return fill(WORDS.same, { than });
  return fill(share > 0 ? WORDS.more : WORDS.less, { than, n: Math.abs(share).toFixed(1) });
}

/** Smallest: the base below which no rate is told. */
export const changesOf = (now: number, previous: number, lastYear: number, smallest: number): string =>
  [
    change(now, previous, WORDS.than.previous, smallest),
    change(now, lastYear, WORDS.than.lastYear, smallest),
  ].join('，');

function points(now: number, then: number | null, than: string): string {
  if (then === null) return fill(WORDS.nothing, { than });
  const by = Math.round((now - then) * 1000) / 10;
  const which = by === 0 ? 'same' : by > 0 ? 'up' : 'down';
  return fill(WORDS.points[which], { than, n: Math.abs(by).toFixed(1) });
}

/** Shares are compared in percentage points. */
export const pointsOf = (now: number, previous: number | null, lastYear: number | null): string =>
  [points(now, previous, WORDS.than.previous), points(now, lastYear, WORDS.than.lastYear)].join('，');
