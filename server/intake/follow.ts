/** What runs beside an order moves in the order's own commit: both are written, or neither. */
import type { ProceedingStore } from '../store/proceedings.js';
import { type FollowPolicy, followed, matters } from '../tickets/proceedings/follow.js';
import { proceedingClaim } from '../tickets/proceedings/proceeding.js';
import type { Commit } from './journal.js';

export interface FollowParts {
  proceedings: Pick<ProceedingStore, 'ofOrder'>;
  policy: FollowPolicy;
}

export function createFollow({ proceedings, policy }: FollowParts): (commit: Commit) => Promise<Commit> {
  return async (commit) => {
    const given = commit.changes.flatMap((change) => (change.do === 'proceeding' ? [change.proceeding] : []));
    const next = [];
    for (const change of commit.changes) {
      if (change.do !== 'ticket' || !matters(change.ticket)) continue;
      const there = await proceedings.ofOrder(change.ticket.orderNo);
      // Whoever moves a proceeding moves its order with it: the proceeding has had its move already.
      const still = there.filter(({ id }) => !given.some((one) => one.id === id));
      const moved = given.filter(({ orderNo }) => orderNo === change.ticket.orderNo);
      next.push(
        ...followed(change.ticket, [...still, ...moved], policy).filter(
          ({ id }) => !given.some((one) => one.id === id),
        ),
      );
    }
    if (next.length === 0) return commit;
    return {
      ...commit,
      claims: [...commit.claims, ...next.map(proceedingClaim)],
      changes: [...commit.changes, ...next.map((proceeding) => ({ do: 'proceeding' as const, proceeding }))],
    };
  };
}
