/** One step of one order by a member of staff: judged by `step`, written by commit, traced. */
import type { z } from 'zod';
import { Problem } from '../errors.js';
import type { given } from '../http/contract-given.js';
import type { SignedIn } from '../http/handler.js';
import type { Commit, Committed } from '../intake/journal.js';
import { heldNews } from '../intake/news.js';
import { ticketClaim } from '../intake/plan.js';
import type { Audit } from '../people/audit.js';
import type { Masks } from '../people/privacy.js';
import type { TicketStore } from '../store/tickets.js';
import type { Given } from '../tickets/assignment.js';
import { mayCall } from '../tickets/callback/plan.js';
import { step } from '../tickets/step.js';
import type { Refused, Ticket } from '../tickets/ticket.js';
import type { Fields } from '../tickets/transitions.js';
import { undo } from '../tickets/undo.js';
import { staff } from './moves.js';
import type { OrderPages } from './order-pages.js';
import { type SplitParts, splitOrder } from './split-order.js';
import { STEP_WORDS } from './step-words.js';

export interface OrderStepParts extends SplitParts {
  tickets: Pick<TicketStore, 'get'>;
  masks: Masks;
  pages: OrderPages;
  audit: Audit;
  commit: (commit: Commit) => Promise<Committed>;
}

export interface OrderStepAsk {
  account: SignedIn;
  ip: string;
  orderNo: string | undefined;
  action: string;
  version: number;
  reason?: string | undefined;
  given: Given;
  /** Names the commit where a repeat must be harmless; otherwise the version and the action do. */
  cause?: string;
}

type Said = z.infer<typeof given>;

export const REFUSED: Record<
  Refused['code'],
  'FORBIDDEN' | 'STALE' | 'NOT_ALLOWED' | 'INVALID' | 'NOT_FOUND'
> = {
  FORBIDDEN: 'FORBIDDEN',
  STALE: 'STALE',
  NOT_ALLOWED: 'NOT_ALLOWED',
  MISSING: 'INVALID',
  GONE: 'NOT_FOUND',
};

export type OrderStep = (ask: OrderStepAsk) => Promise<Ticket>;

/** @throws Problem with the refusal in words; nothing changed then. */
export function createOrderStep(parts: OrderStepParts): OrderStep {
  const { ticketOf, remarks } = parts.pages;

  /** The order that is handled in this one's place must be there and alive. */
  async function mergeInto(master: string): Promise<void> {
    const found = await parts.tickets.get(master.trim());
    if (!found || ['CLOSED', 'WITHDRAWN', 'MERGED', 'REJECTED'].includes(found.state))
      throw new Problem('INVALID', undefined, parts.policy.phrase('seat.noMaster'));
  }

  async function takeBack(
    ticket: Ticket,
    { account, ip, version }: Pick<OrderStepAsk, 'account' | 'ip' | 'version'>,
  ): Promise<Ticket> {
    const actor = staff(account, ip);
    const { policy } = parts;
    const next = undo(ticket, { actor, version, now: parts.now(), policy: policy.hash, rules: policy });
    if ('refused' in next) throw new Problem(REFUSED[next.code], next.refused);
    const claim = ticketClaim(next.ticket);
    const answer = await parts.commit({
      cause: `undo:${claim}`,
      actor,
      // Said or taken back, never both.
      claims: [claim, heldNews(ticket, ticket.version)],
      changes: [{ do: 'ticket', ticket: next.ticket }],
      before: { state: ticket.state, version: ticket.version },
    });
    if (answer === 'conflict') throw new Problem('STALE');
    await parts.audit({ who: account, ip, action: 'order.undo', target: ticket.orderNo });
    return next.ticket;
  }

  return async ({ account, ip, orderNo, action, version, reason, given, cause }) => {
    const ticket = await ticketOf(orderNo, account);
    const actor = staff(account, ip);
    if (action === 'undo') return takeBack(ticket, { account, ip, version });
    if (given.master !== undefined) await mergeInto(given.master);
    const judged = (brought: Given, fields?: Fields) =>
      step(ticket, {
        action,
        version,
        reason,
        given: brought,
        fields,
        actor,
        permissions: account.permissions,
        scope: account.scope,
        rules: parts.policy,
        now: parts.now(),
        policy: parts.policy.hash,
        mask: parts.masks,
      });
    if (action === 'split' && given.parts) {
      const name = cause ?? `split:${ticket.orderNo}@${version}:${account.account}`;
      const ask = { ticket, spans: given.parts, actor, cause: name, step: judged };
      const done = await splitOrder(parts, ask);
      if ('refused' in done) throw new Problem(REFUSED[done.code], done.refused);
      if (done.outcome === 'conflict') throw new Problem('STALE');
      await parts.audit({ who: account, ip, action: 'order.step', target: ticket.orderNo, reason: action });
      return (await parts.tickets.get(ticket.orderNo)) ?? done.ticket;
    }
    const next = judged(given);
    if ('refused' in next) throw new Problem(REFUSED[next.code], next.refused);
    // What must not reach the citizen does not get as far as whoever would have to find it.
    const blocked = given.reply && remarks(next.ticket).find(({ severity }) => severity === 'block');
    if (blocked) throw new Problem('INVALID', blocked.says);
    // Released all the same: whoever does it says why.
    const open = action === 'passReply' ? remarks(ticket) : [];
    const stops = open.find(({ severity }) => severity === 'block');
    if (stops) throw new Problem('INVALID', stops.says);
    if (open.length > 0 && !reason?.trim()) throw new Problem('INVALID', STEP_WORDS.whyRelease(open.length));
    // An appointment outside the hours is fine, and is written down as one.
    if (action === 'callback' && !reason?.trim() && !mayCall(parts.now(), parts.policy))
      throw new Problem('INVALID', STEP_WORDS.outOfHours);
    const claim = ticketClaim(next.ticket);
    const answer = await parts.commit({
      // Another action on the same version is another cause: only one of them is done.
      cause: cause ?? `step:${claim}:${account.account}:${action}`,
      actor,
      claims: [claim],
      changes: [{ do: 'ticket', ticket: next.ticket }],
      before: { state: ticket.state, version: ticket.version },
    });
    if (answer === 'conflict') throw new Problem('STALE');
    await parts.audit({ who: account, ip, action: 'order.step', target: ticket.orderNo, reason: action });
    return next.ticket;
  };
}

/** Absent is absent, and times are dates. */
export function givenOf(said: Said | undefined): Given {
  if (!said) return {};
  const { contact, ...rest } = said;
  const plain = JSON.parse(JSON.stringify(rest)) as Omit<Given, 'contact'>;
  return contact ? { ...plain, contact: { ...contact, at: new Date(contact.at) } } : plain;
}
