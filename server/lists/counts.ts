/** How many orders each list has, remembered for a moment: a hundred desks ask at the same time. */
import type { TicketLists } from '../store/ticket-lists.js';

const FRESH_MS = 3000;
const MOST = 2000;

export type Count = (place: string | null, facets: readonly string[]) => Promise<number>;

export function createCounts(tickets: Pick<TicketLists, 'count'>, now: () => number = Date.now): Count {
  const known = new Map<string, { at: number; n: Promise<number> }>();
  return (place, facets) => {
    const key = `${place ?? ''}|${facets.join('|')}`;
    const there = known.get(key);
    if (there && now() - there.at < FRESH_MS) return there.n;
    if (known.size >= MOST) known.clear();
    const n = tickets.count(place, facets);
    known.set(key, { at: now(), n });
    n.catch(() => known.delete(key));
    return n;
  };
}
