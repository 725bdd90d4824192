/** What a citizen wants done with an order, said in any conversation: carried out, or refused in words. */
import type { Aside } from '../../bot/decision.js';
import { readOrderNo } from '../tickets/number.js';
import type { Hear, InletPlan } from './inlets.js';
import { orderAsk } from './order-asks.js';
import { type OwnOrderParts, ownStep } from './own-order.js';
import { ticketClaim } from './plan.js';
import { citizen, type TheirsParts, theirs } from './theirs.js';

const said = (phrase: string, values: Record<string, string> = {}): InletPlan => {
  const say: Aside = { do: 'say', phrase, values };
  return { said: [say], changes: [], claims: [], set: {}, memory: {} };
};

export function createOrderActs(parts: TheirsParts & Pick<OwnOrderParts, 'policy' | 'masks'>): Hear {
  return async (thread, text) => {
    const ask = orderAsk(text);
    if (!ask) return null;
    const typed = ask.orderNo === null ? null : readOrderNo(ask.orderNo);
    if (ask.orderNo !== null && typed === null) return said('act.unknown');
    // With a draft on the table it is the draft that is meant.
    if (typed === null && thread.memory.pending !== null) return null;
    const orderNo = typed ?? thread.memory.orderNo;
    // 「撤回」 of a draft, or of nothing: the bot knows what is meant.
    if (orderNo === null) return null;
    const ticket = await theirs(orderNo, { thread, text }, parts);
    if (!ticket) return said('act.unknown');
    const next = ownStep(parts, ticket, { action: ask.action, reason: ask.text, actor: citizen(thread) });
    if ('refused' in next) return said('act.refused', { orderNo, why: next.refused });
    return {
      ...said(`act.${ask.action}`, { orderNo }),
      changes: [{ do: 'ticket', ticket: next.ticket }],
      claims: [ticketClaim(next.ticket)],
      memory: { orderNo },
    };
  };
}
