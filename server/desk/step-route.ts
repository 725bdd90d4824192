/** A member of staff moves an order: judged by `step`, written by commit, traced. */
import { Problem } from '../errors.js';
import type { Handlers } from '../http/handler.js';
import { signedIn } from '../http/handler.js';
import { ticketClaim } from '../intake/effects.js';
import type { Commit, Committed } from '../intake/journal.js';
import type { Audit } from '../people/audit.js';
import type { Masks } from '../people/privacy.js';
import type { Policy } from '../policy/types.js';
import type { TicketStore } from '../store/tickets.js';
import type { Given } from '../tickets/assignment.js';
import { step } from '../tickets/step.js';
import type { Refused } from '../tickets/ticket.js';
import { staff } from './moves.js';
import type { OrderPages } from './order-pages.js';

export interface StepRouteParts {
  tickets: Pick<TicketStore, 'get'>;
  policy: Policy;
  masks: Masks;
  now: () => Date;
  pages: OrderPages;
  audit: Audit;
  commit: (commit: Commit) => Promise<Committed>;
}

type Said = NonNullable<Parameters<Handlers<'step'>['step']>[0]['body']['given']>;

const REFUSED: Record<Refused['code'], 'FORBIDDEN' | 'STALE' | 'NOT_ALLOWED' | 'INVALID' | 'NOT_FOUND'> = {
  FORBIDDEN: 'FORBIDDEN',
  STALE: 'STALE',
  NOT_ALLOWED: 'NOT_ALLOWED',
  MISSING: 'INVALID',
  GONE: 'NOT_FOUND',
};

export function stepRoute(parts: StepRouteParts): Handlers<'step'> {
  const { pageOf, ticketOf, remarks } = parts.pages;
  return {
    async step(asked) {
      const account = signedIn(asked as never);
      const ticket = await ticketOf(asked.params.orderNo, account);
      const actor = staff(account, asked.ip);
      const { action, version, reason } = asked.body;
      const given = givenOf(asked.body.given);
      if (given.master !== undefined) await mergeInto(given.master);
      const next = step(ticket, {
        action,
        version,
        reason,
        given,
        actor,
        permissions: account.permissions,
        scope: account.scope,
        rules: parts.policy,
        now: parts.now(),
        policy: parts.policy.hash,
        mask: parts.masks,
      });
      if ('refused' in next) throw new Problem(REFUSED[next.code], next.refused);
      // What must not reach the citizen does not get as far as whoever would have to find it.
      const blocked = given.reply && remarks(next.ticket).find(({ severity }) => severity === 'block');
      if (blocked) throw new Problem('INVALID', blocked.says);
      const claim = ticketClaim(next.ticket);
      const answer = await parts.commit({
        // Another action on the same version is another cause: only one of them is done.
        cause: `step:${claim}:${account.account}:${action}`,
        actor,
        claims: [claim],
        changes: [{ do: 'ticket', ticket: next.ticket }],
        before: { state: ticket.state, version: ticket.version },
      });
      if (answer === 'conflict') throw new Problem('STALE');
      await parts.audit({
        who: account,
        ip: asked.ip,
        action: 'order.step',
        target: ticket.orderNo,
        reason: action,
      });
      return pageOf(next.ticket, account);
    },
  };

  /** The order that is handled in this one's place must be there and alive. */
  async function mergeInto(master: string): Promise<void> {
    const found = await parts.tickets.get(master.trim());
    if (!found || ['CLOSED', 'WITHDRAWN', 'MERGED', 'REJECTED'].includes(found.state))
      throw new Problem('INVALID', undefined, parts.policy.phrase('seat.noMaster'));
  }
}

/** Absent is absent, and times are dates. */
function givenOf(said: Said | undefined): Given {
  if (!said) return {};
  const { contact, ...rest } = said;
  const plain = JSON.parse(JSON.stringify(rest)) as Omit<Given, 'contact'>;
  return contact ? { ...plain, contact: { ...contact, at: new Date(contact.at) } } : plain;
}
