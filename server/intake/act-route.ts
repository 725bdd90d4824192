/** Whoever shows number and code: urges, says more, takes it back, has it taken up again, asks for secrecy or a review. */
import type { Handlers } from '../http/handler.js';
import { alreadyDone } from '../tickets/own-acts.js';
import type { Ticket } from '../tickets/ticket.js';
import { citizenView } from '../tickets/view.js';
import { actOnOwn, type OwnOrderParts, openOrder, ownerOf } from './own-order.js';

export function actRoute(parts: OwnOrderParts): Handlers<'orderAct'> {
  return {
    async orderAct({ body, ip, headers }) {
      const ticket = await openOrder(parts, body, headers.authorization);
      const { action, text, seen } = body;
      const view = (one: Ticket) => citizenView(one, parts.policy, parts.masks, parts.now());
      if (seen !== undefined && alreadyDone(ticket, { action, text, seen }, parts.now())) return view(ticket);
      const asked = { name: 'act', action, reason: text, actor: ownerOf(ticket, ip) };
      return view(await actOnOwn(parts, ticket, asked));
    },
  };
}
