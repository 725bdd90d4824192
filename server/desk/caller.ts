/**
 * Who is on the line, as the seat that picks up sees them: what this verified number has told and been given
 * before, found by its blind index. Nothing is opened by it; the cards are masked as everywhere.
 */
import type { Caller } from '../http/contract-desk.js';
import type { OrderCard } from '../http/contract-orders.js';
import type { Masks } from '../people/privacy.js';
import type { LineStore } from '../store/lines.js';
import type { ThreadStore } from '../store/threads.js';
import type { TicketStore } from '../store/tickets.js';
import type { Ticket } from '../tickets/ticket.js';
import { threadCard } from './show.js';

export interface CallerParts {
  threads: Pick<ThreadStore, 'get' | 'byPhoneHash'>;
  lines: Pick<LineStore, 'lastSeq'>;
  tickets: Pick<TicketStore, 'byPhoneHash'>;
  masks: Pick<Masks, 'phone' | 'desk' | 'hashPhone'>;
  card: (ticket: Ticket, scope: ReadonlySet<string> | null) => OrderCard;
  now: () => Date;
}

const FEW = 5;

/** Null = there is no such conversation. */
export async function callerOf(parts: CallerParts, thread: string): Promise<Caller | null> {
  const doc = await parts.threads.get(thread);
  if (!doc) return null;
  const phone = doc.sender.phone ?? '';
  const hash = phone === '' ? '' : parts.masks.hashPhone(phone);
  const [before, orders] = await Promise.all([
    parts.threads.byPhoneHash(hash, FEW + 1),
    parts.tickets.byPhoneHash(hash),
  ]);
  const others = before.filter(({ _id }) => _id !== thread).slice(0, FEW);
  return {
    thread,
    channel: doc.channel,
    phone: parts.masks.phone(phone),
    at: parts.now().toISOString(),
    threads: await Promise.all(
      others.map(async (one) => threadCard(one, await parts.lines.lastSeq(one._id), parts.masks.desk)),
    ),
    orders: orders.slice(0, FEW).map((one) => parts.card(one, null)),
    ordersInAll: orders.length,
  };
}
