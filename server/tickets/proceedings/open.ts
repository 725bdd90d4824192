/** How a proceeding begins. Its id names the reason, so that the same reason opens it once. */
import { forUnit } from '../identity.js';
import type { Actor, Ticket } from '../ticket.js';
import type { Kind } from './kinds.js';
import type { Proceeding, Side } from './proceeding.js';

export interface Opening {
  id: string;
  kind: Kind;
  state: string;
  ticket: Ticket;
  actor: Actor;
  action: string;
  reason?: string | undefined;
  units?: readonly string[];
  now: Date;
  policy: string;
}

const side = (unit: string): Side => ({ unit, state: 'TO_ANSWER', answer: '', at: null });

export function opened(
  { id, kind, state, ticket, actor, action, reason, units = [], now, policy }: Opening,
  more: Partial<Proceeding> = {},
): Proceeding {
  return {
    ...{ id, kind, state, policy },
    version: 1,
    orderNo: ticket.orderNo,
    // Units and what is printed read it: of a secret order nothing that tells who it is.
    title: forUnit(ticket).title,
    sides: units.map(side),
    rows: [{ at: now, actor, action, from: null, to: state, ...(reason ? { reason } : {}) }],
    due: null,
    since: null,
    next: null,
    fired: [],
    openedAt: now,
    updatedAt: now,
    ...more,
  };
}
