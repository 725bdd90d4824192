/** A list's part of an address, as a question to the store: judged, and never wider than the reader may see. */
import { Problem } from '../errors.js';
import type { SignedIn } from '../http/handler.js';
import { URGENCIES } from '../policy/types.js';
import type { TicketFilter } from '../store/ticket-lists.js';
import { midnight, plusDays } from '../tickets/deadlines/calendar.js';
import { STATES, type Ticket } from '../tickets/ticket.js';
import { type ListOrder, ORDERS } from './order.js';
import { facetsFor, QUEUES } from './queues.js';

const KINDS: readonly Ticket['kind'][] = ['order', 'refusal', 'emergency'];

function oneOf<T extends string>(list: readonly T[], text: string | undefined): T | undefined {
  if (!text) return undefined;
  const found = list.find((item) => item === text);
  if (!found) throw new Problem('BAD_REQUEST');
  return found;
}

/** 00:00 of a day in Shanghai. */
function dayIn(text: string | undefined): Date | undefined {
  if (!text) return undefined;
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? midnight(text) : new Date(Number.NaN);
  if (Number.isNaN(at.getTime())) throw new Problem('BAD_REQUEST');
  return at;
}

export function listAsk(
  query: Readonly<Record<string, string | undefined>>,
  who: SignedIn,
): TicketFilter & { order: ListOrder | undefined } {
  const { list, sort, urgency, state, kind, q, region, category, hotline, channel, type, unit, from, to } =
    query;
  const queue = list ? QUEUES.find(({ id }) => id === list) : undefined;
  if (list && !queue) throw new Problem('BAD_REQUEST');
  return {
    ...(queue ? { facets: facetsFor(queue, who.account) } : {}),
    order: oneOf(ORDERS, sort) ?? queue?.order,
    urgency: oneOf(URGENCIES, urgency),
    state: oneOf(STATES, state),
    kind: oneOf(KINDS, kind),
    place: who.scope === null ? null : who.unit,
    region: region || undefined,
    category: category || undefined,
    hotline: hotline || undefined,
    channel: channel || undefined,
    type: type || undefined,
    lead: unit || undefined,
    from: dayIn(from),
    before: dayIn(to && dayIn(to) ? plusDays(to, 1) : undefined),
    q: q || undefined,
  };
}
