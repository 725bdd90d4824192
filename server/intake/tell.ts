/**
 * News that waited while its step could be taken back, said when it can't any more. Whether it is said or taken
 * back is settled by one claim; that it was said stands in the order, so a restart forgets none.
 */
import type { TicketStore } from '../store/tickets.js';
import type { Commit, Committed } from './journal.js';
import { heldNews, type News } from './news.js';

export interface TellParts {
  tickets: Pick<TicketStore, 'untold'>;
  news: News;
  /** The commit itself: what is told here is no step. */
  commit: (commit: Commit) => Promise<Committed>;
  /** Who follows this order may hear of it now. */
  told: (orderNo: string) => void;
  now: () => Date;
}

const AT_ONCE = 200;

/** Returns how many orders had their news told. */
export function createTell({ tickets, news, commit, told: heard, now }: TellParts): () => Promise<number> {
  return async () => {
    let told = 0;
    for (const ticket of await tickets.untold(now(), AT_ONCE)) {
      const { orderNo, version } = ticket;
      const answer = await commit({
        cause: `tell:${orderNo}@${version}`,
        actor: { kind: 'system', id: 'news', role: 'SYSTEM' },
        claims: [heldNews(ticket, version)],
        changes: [...(await news.held(ticket)), { do: 'told', orderNo, version }],
        before: {},
      });
      if (answer !== 'done') continue;
      told += 1;
      heard(orderNo);
    }
    return told;
  };
}
