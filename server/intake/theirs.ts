/** Whose order it is: what a conversation may see and do, and by which proof. */
import type { GuessLock } from '../http/guess-lock.js';
import type { Masks } from '../people/privacy.js';
import type { ThreadStore } from '../store/threads.js';
import type { TicketStore } from '../store/tickets.js';
import { checkCode } from '../tickets/code.js';
import { belongsTo } from '../tickets/inlets.js';
import type { Actor, Ticket } from '../tickets/ticket.js';
import type { ThreadDoc } from './thread.js';

export interface TheirsParts {
  threads: Pick<ThreadStore, 'get'>;
  tickets: Pick<TicketStore, 'get'>;
  masks: Pick<Masks, 'hashPhone'>;
  /** Wrong codes count here as they do in the portal: the chat is no second place to guess. */
  guesses: GuessLock;
  now: () => Date;
}

export const citizen = (thread: ThreadDoc): Actor => ({ kind: 'citizen', id: thread._id, role: 'CITIZEN' });

/** Six characters on their own, as a query code is written. */
const CODE = /(?<![0-9A-Za-z])[0-9A-Za-z]{6}(?![0-9A-Za-z])/g;

/** A phone that the platform vouches for; one that was typed proves nothing. */
export const phoneHashOf = ({ sender }: ThreadDoc, { masks }: Pick<TheirsParts, 'masks'>): string =>
  sender.phone ? masks.hashPhone(sender.phone) : '';

/**
 * This order, if the citizen may see it: it belongs to this conversation, or to another of the same proven
 * identity or vouched-for telephone, or its query code stands in the text.
 */
export async function theirs(
  orderNo: string | null,
  { thread, text }: { thread: ThreadDoc; text: string },
  parts: TheirsParts,
): Promise<Ticket | null> {
  if (orderNo === null) return null;
  const ticket = await parts.tickets.get(orderNo);
  if (ticket && belongsTo(ticket, thread._id)) return ticket;
  if (ticket?.thread && thread.person) {
    const home = await parts.threads.get(ticket.thread);
    if (home?.person === thread.person) return ticket;
  }
  const hash = phoneHashOf(thread, parts);
  if (ticket && hash !== '' && ticket.caller.phoneHash === hash) return ticket;
  const [code] = text.normalize('NFKC').replaceAll(orderNo, ' ').match(CODE) ?? [];
  if (!code || parts.guesses.enter(orderNo, parts.now()) > 0) return null;
  // A wrong number and a wrong code look alike and cost alike.
  const right = await checkCode(ticket?.codeHash ?? null, code);
  if (right) parts.guesses.right(orderNo);
  return right ? ticket : null;
}
