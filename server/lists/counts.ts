/**
 * How many orders each list has, remembered for a moment: a hundred desks ask at the same time. What this
 * process changed is counted anew, so whoever acts here sees it; what another process changed is seen within
 * three seconds.
 */
import type { TicketLists } from '../store/ticket-lists.js';

const FRESH_MS = 3000;
/** Among changes that come one upon another a count is still good for this long. */
const BRIEF_MS = 200;
const MOST = 2000;

export type Count = (place: string | null, facets: readonly string[]) => Promise<number>;

export interface ListCounts {
  count: Count;
  /** Orders were changed: called after it is stored. */
  changed(): void;
}

export function createCounts(
  tickets: Pick<TicketLists, 'count'>,
  now: () => number = () => performance.now(),
): ListCounts {
  const known = new Map<string, { at: number; turn: number; n: Promise<number> }>();
  let turn = 0;
  return {
    count(place, facets) {
      const key = `${place ?? ''}|${facets.join('|')}`;
      const there = known.get(key);
      const age = there ? now() - there.at : Number.POSITIVE_INFINITY;
      if (there && age < (there.turn === turn ? FRESH_MS : BRIEF_MS)) return there.n;
      if (known.size >= MOST) known.clear();
      const n = tickets.count(place, facets);
      const mine = { at: now(), turn, n };
      known.set(key, mine);
      n.catch(() => known.get(key) === mine && known.delete(key));
      return n;
    },
    changed() {
      turn += 1;
    },
  };
}
