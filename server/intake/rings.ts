/** Steps of an order that ring at the desk, whoever made them: in the commit that makes it so. */
import { shorten } from '../people/privacy.js';
import type { Policy } from '../policy/types.js';
import type { Ticket } from '../tickets/ticket.js';
import type { AlarmKind, Change, Commit } from './journal.js';

interface Ring {
  kind: AlarmKind;
  phrase: 'ring.transferBack' | 'ring.reviewHold' | 'ring.problem';
}

const RINGS: Record<string, Ring> = {
  transferBack: { kind: 'returned', phrase: 'ring.transferBack' },
  reviewHold: { kind: 'promise', phrase: 'ring.reviewHold' },
  problem: { kind: 'problem', phrase: 'ring.problem' },
};

export function createRings({ phrase }: Pick<Policy, 'phrase'>): (commit: Commit) => Commit {
  function of(ticket: Ticket): Change[] {
    const row = ticket.timeline.at(-1);
    const ring = row && RINGS[row.action];
    if (!row || !ring) return [];
    const name = ticket.transfers?.at(-1)?.name ?? '';
    const text = phrase(ring.phrase, {
      orderNo: ticket.orderNo,
      name,
      reason: shorten(row.reason ?? '', 200),
    });
    const id = `alarm:${ring.kind}:${ticket.orderNo}@${ticket.version}`;
    const { orderNo, thread } = ticket;
    return [{ do: 'alarm', id, kind: ring.kind, thread, orderNo, text }];
  }
  return (commit) => {
    const more = commit.changes.flatMap((change) => (change.do === 'ticket' ? of(change.ticket) : []));
    return more.length === 0 ? commit : { ...commit, changes: [...commit.changes, ...more] };
  };
}
