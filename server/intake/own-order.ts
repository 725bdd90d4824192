/** What a citizen does with an order that is known to be his: one judged step, one commit. */
import { createHash } from 'node:crypto';
import { Problem } from '../errors.js';
import type { Masks } from '../people/privacy.js';
import type { Policy } from '../policy/types.js';
import type { TicketStore } from '../store/tickets.js';
import type { Given } from '../tickets/assignment.js';
import { checkCode } from '../tickets/code.js';
import { readOrderNo } from '../tickets/number.js';
import { step } from '../tickets/step.js';
import type { Actor, Refused, Ticket } from '../tickets/ticket.js';
import type { Commit, Committed } from './journal.js';
import { ticketClaim } from './plan.js';

export interface OwnOrderParts {
  tickets: Pick<TicketStore, 'get'>;
  policy: Policy;
  masks: Masks;
  commit: (commit: Commit) => Promise<Committed>;
  /** Does the pass of a proved phone open it? Null = none was shown, or it has run out. */
  opens: (ticket: Ticket | null, authorization: string | undefined) => Promise<boolean | null>;
  now: () => Date;
}

export interface OwnStep {
  action: string;
  actor: Actor;
  reason?: string | undefined;
  given?: Given;
}

/** A citizen holds no version: whatever the order is by now, the words belong to it. */
export function ownStep(
  { policy, masks, now }: Pick<OwnOrderParts, 'policy' | 'masks' | 'now'>,
  ticket: Ticket,
  { action, actor, reason = '', given = {} }: OwnStep,
): { ticket: Ticket } | Refused {
  // Asked for more, what is said answers that and the clock goes on.
  const answers = action === 'supplement' && ticket.state === 'NEED_INFO';
  return step(ticket, {
    action: answers ? 'supply' : action,
    ...(answers ? { fields: { content: `${ticket.content}\n${reason.trim()}` } } : {}),
    ...{ actor, reason, given, permissions: new Set(['citizen']), version: ticket.version },
    ...{ now: now(), policy: policy.hash, mask: masks, scope: null, rules: policy },
  });
}

/** @throws Problem NO_ORDER, alike for a number that is none and a code that does not fit; NO_PASS. */
export async function openOrder(
  { tickets, opens }: Pick<OwnOrderParts, 'tickets' | 'opens'>,
  asked: { orderNo: string; code?: string | undefined },
  authorization: string | undefined,
): Promise<Ticket> {
  const orderNo = readOrderNo(asked.orderNo);
  const ticket = orderNo === null ? null : await tickets.get(orderNo);
  if (asked.code === undefined) {
    const open = await opens(ticket, authorization);
    if (open === null) throw new Problem('NO_PASS');
    if (!open || !ticket) throw new Problem('NO_ORDER');
    return ticket;
  }
  // Checked even where there is no such order: the time must not tell.
  if (!(await checkCode(ticket?.codeHash ?? null, asked.code)) || !ticket) throw new Problem('NO_ORDER');
  return ticket;
}

/** @throws Problem with the refusal in words; what was typed is still in the browser. */
export async function actOnOwn(
  parts: OwnOrderParts,
  ticket: Ticket,
  asked: OwnStep & { name: string },
): Promise<Ticket> {
  const next = ownStep(parts, ticket, asked);
  if ('refused' in next) throw new Problem('NOT_ALLOWED', next.refused);
  const claim = ticketClaim(next.ticket);
  // Other words at the same moment are another act: it meets the claim and is told so, not taken for this one.
  const words = createHash('sha256').update(JSON.stringify([asked.action, asked.reason, asked.given]));
  const done = await parts.commit({
    cause: `${asked.name}:${claim}:${words.digest('hex').slice(0, 16)}`,
    actor: asked.actor,
    claims: [claim],
    changes: [{ do: 'ticket', ticket: next.ticket }],
    before: { state: ticket.state, version: ticket.version },
  });
  if (done === 'conflict') throw new Problem('STALE');
  return next.ticket;
}

export const ownerOf = ({ thread, orderNo }: Ticket, ip?: string): Actor => ({
  kind: 'citizen',
  id: thread ?? orderNo,
  role: 'CITIZEN',
  ...(ip === undefined ? {} : { ip }),
});
