/** 好差评: whoever shows number and code rates the order, once it waits for the citizen's word (domain §2.5). */
import { Problem } from '../errors.js';
import type { Handlers } from '../http/handler.js';
import type { Masks } from '../people/privacy.js';
import type { Policy } from '../policy/types.js';
import type { TicketStore } from '../store/tickets.js';
import { checkCode } from '../tickets/code.js';
import { readOrderNo } from '../tickets/number.js';
import { step } from '../tickets/step.js';
import type { Actor } from '../tickets/ticket.js';
import { citizenView } from '../tickets/view.js';
import { ticketClaim } from './effects.js';
import type { Commit, Committed } from './journal.js';

export interface RateRouteParts {
  tickets: Pick<TicketStore, 'get'>;
  policy: Policy;
  masks: Masks;
  commit: (commit: Commit) => Promise<Committed>;
  now: () => Date;
}

/** Stars up to here are 差评. */
const LOW = 2;

export function rateRoute(parts: RateRouteParts): Handlers<'orderRate'> {
  return {
    async orderRate({ body, ip }) {
      const orderNo = readOrderNo(body.orderNo);
      const ticket = orderNo === null ? null : await parts.tickets.get(orderNo);
      // Checked even where there is no such order: the time must not tell.
      if (!(await checkCode(ticket?.codeHash ?? null, body.code)) || !ticket) throw new Problem('NO_ORDER');
      const actor: Actor = { kind: 'citizen', id: ticket.thread ?? ticket.orderNo, role: 'CITIZEN', ip };
      const next = step(ticket, {
        action: body.stars <= LOW ? 'rateLow' : 'rateWell',
        actor,
        permissions: new Set(['citizen']),
        version: ticket.version,
        reason: body.note,
        given: { rating: { stars: body.stars, tags: [...new Set(body.tags)] } },
        now: parts.now(),
        policy: parts.policy.hash,
        mask: parts.masks,
        scope: null,
        rules: parts.policy,
      });
      if ('refused' in next) throw new Problem('NOT_ALLOWED', next.refused);
      const claim = ticketClaim(next.ticket);
      const done = await parts.commit({
        cause: `rate:${claim}`,
        actor,
        claims: [claim],
        changes: [{ do: 'ticket', ticket: next.ticket }],
        before: { state: ticket.state, version: ticket.version },
      });
      // Somebody moved it in this moment: what was typed is still in the browser.
      if (done === 'conflict') throw new Problem('STALE');
      return citizenView(next.ticket, parts.policy, parts.masks);
    },
  };
}
