/**
 * One citizen, one timeline: what else somebody of a proven identity has said and filed. Orders are those of
 * the joined conversations alone, never of a number that was merely typed. Reading it leaves a trace; whoever
 * may not read orders sees none.
 */
import { Problem } from '../errors.js';
import type { OrderCard, PersonPage } from '../http/contract.js';
import { type Handlers, signedIn } from '../http/handler.js';
import type { Audit } from '../people/audit.js';
import type { Masks } from '../people/privacy.js';
import type { LineStore } from '../store/lines.js';
import type { TicketStore } from '../store/tickets.js';
import type { Ticket } from '../tickets/ticket.js';
import { forward, type MoveParts, staff, threadOrFail } from './moves.js';
import { threadCard } from './show.js';

export interface PersonRouteParts extends MoveParts {
  lines: LineStore;
  tickets: TicketStore;
  audit: Audit;
  masks: Masks;
  card: (ticket: Ticket) => OrderCard;
}

export function personRoutes(parts: PersonRouteParts): Handlers<'person' | 'unlink'> {
  const { threads, tickets, masks } = parts;

  async function pageOf(person: string, seesOrders: boolean): Promise<PersonPage> {
    const doors = await threads.ofPerson(person);
    const orders = seesOrders
      ? (await Promise.all(doors.map(({ _id }) => tickets.byThread(_id)))).flat()
      : [];
    const each = new Map(orders.map((ticket) => [ticket.orderNo, ticket]));
    return {
      linked: true,
      threads: await Promise.all(
        doors.map(async (doc) => threadCard(doc, await parts.lines.lastSeq(doc._id), masks.desk)),
      ),
      orders: [...each.values()]
        .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
        .map(parts.card),
    };
  }

  return {
    async person(asked) {
      const account = signedIn(asked);
      const thread = await threadOrFail(threads, asked.params.thread ?? '');
      if (!thread.person) return { linked: false, threads: [], orders: [] };
      await parts.audit({ who: account, ip: asked.ip, action: 'person.read', target: thread._id });
      return pageOf(thread.person, account.permissions.has('order.read'));
    },

    async unlink(asked) {
      const account = signedIn(asked as never);
      const thread = await threadOrFail(threads, asked.params.thread ?? '');
      // Null, not absent: a phone that was proved before does not join it again by itself.
      if (thread.person) {
        const { claim, change } = forward(thread, { person: null });
        await parts.audit({ who: account, ip: asked.ip, action: 'person.unlink', target: thread._id });
        const answer = await parts.commit({
          cause: `unlink:${claim}:${account.account}`,
          actor: staff(account, asked.ip),
          claims: [claim],
          changes: [change],
          before: { person: thread.person },
        });
        if (answer === 'conflict') throw new Problem('STALE');
      }
      return { linked: false, threads: [], orders: [] };
    },
  };
}
