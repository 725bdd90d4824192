/** Orders of a proved phone: those of its conversations, and those that bear it (as `theirs` has it in a conversation). */
import type { ThreadStore } from '../store/threads.js';
import type { TicketStore } from '../store/tickets.js';
import { inletsOf } from '../tickets/inlets.js';
import type { Ticket } from '../tickets/ticket.js';
import type { Proved } from './passes.js';

export interface MineParts {
  threads: Pick<ThreadStore, 'get' | 'ofPerson'>;
  tickets: Pick<TicketStore, 'byThread' | 'byPhoneHash'>;
}

export interface Mine {
  /** Newest first, at most 50. */
  list(proved: Proved): Promise<Ticket[]>;
  has(ticket: Ticket, proved: Proved): Promise<boolean>;
}

const MOST = 50;

export function createMine({ threads, tickets }: MineParts): Mine {
  return {
    async list({ person, phoneHash }) {
      const inlets = await threads.ofPerson(person);
      const found = await Promise.all([
        tickets.byPhoneHash(phoneHash),
        ...inlets.map(({ _id }) => tickets.byThread(_id)),
      ]);
      const each = new Map(found.flat().map((ticket) => [ticket.orderNo, ticket]));
      return [...each.values()].sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime()).slice(0, MOST);
    },
    async has(ticket, { person, phoneHash }) {
      if (ticket.caller.phoneHash !== '' && ticket.caller.phoneHash === phoneHash) return true;
      const inlets = await Promise.all(inletsOf(ticket).map((inlet) => threads.get(inlet)));
      return inlets.some((inlet) => inlet?.person === person);
    },
  };
}
