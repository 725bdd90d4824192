/**
 * One citizen, one timeline: what else somebody of a proven identity has said and filed, and where the answers
 * go. Orders are those of the joined conversations alone, never of a number that was merely typed. Reading it
 * leaves a trace; whoever may not read orders sees none.
 */
import { Problem } from '../errors.js';
import type { PersonPage } from '../http/contract-desk.js';
import type { OrderCard } from '../http/contract-orders.js';
import { type Handlers, signedIn } from '../http/handler.js';
import type { Goes } from '../intake/goes.js';
import type { Change } from '../intake/journal.js';
import { ticketClaim } from '../intake/plan.js';
import type { ThreadDoc } from '../intake/thread.js';
import type { Audit } from '../people/audit.js';
import type { Masks } from '../people/privacy.js';
import type { LineStore } from '../store/lines.js';
import type { TicketStore } from '../store/tickets.js';
import { answersTo, belongsTo, chosenBy, inletsOf, leftFrom, movedTo } from '../tickets/inlets.js';
import type { Ticket } from '../tickets/ticket.js';
import { forward, type MoveParts, staff, threadOrFail } from './moves.js';
import type { OrderPages } from './order-pages.js';
import { PERSON_WORDS as WORDS } from './person-words.js';
import { threadCard } from './show.js';

export interface PersonRouteParts extends MoveParts {
  lines: LineStore;
  tickets: TicketStore;
  pages: Pick<OrderPages, 'ticketOf'>;
  audit: Audit;
  masks: Masks;
  card: (ticket: Ticket, scope: ReadonlySet<string> | null) => OrderCard;
  goes: Goes;
  reaches: (thread: string) => boolean;
}

const NOBODY: PersonPage = { linked: false, threads: [], orders: [], answers: [] };

export function personRoutes(parts: PersonRouteParts): Handlers<'person' | 'unlink' | 'answerTo'> {
  const { threads, tickets, masks } = parts;

  const answerOf = async (ticket: Ticket, inlets: ThreadDoc[]): Promise<PersonPage['answers'][number]> => ({
    orderNo: ticket.orderNo,
    version: ticket.version,
    may: inlets.map(({ _id }) => _id).filter(parts.reaches),
    goes: await parts.goes(ticket),
    by: chosenBy(ticket),
  });

  async function pageOf(person: string, seesOrders: boolean): Promise<PersonPage> {
    const inlets = await threads.ofPerson(person);
    const found = seesOrders
      ? (await Promise.all(inlets.map(({ _id }) => tickets.byThread(_id)))).flat()
      : [];
    const orders = [...new Map(found.map((ticket) => [ticket.orderNo, ticket])).values()].sort(
      (a, b) => b.createdAt.getTime() - a.createdAt.getTime(),
    );
    return {
      linked: true,
      threads: await Promise.all(
        inlets.map(async (doc) => threadCard(doc, await parts.lines.lastSeq(doc._id), masks.desk)),
      ),
      orders: orders.map((one) => parts.card(one, null)),
      answers: await Promise.all(orders.map((ticket) => answerOf(ticket, inlets))),
    };
  }

  /** The proven citizen an order belongs to; null = nobody is proven. */
  async function personOf(ticket: Ticket): Promise<string | null> {
    for (const inlet of inletsOf(ticket)) {
      const { person } = (await threads.get(inlet)) ?? {};
      if (person) return person;
    }
    return null;
  }

  return {
    async person(asked) {
      const account = signedIn(asked);
      const thread = await threadOrFail(threads, asked.params.thread ?? '');
      if (!thread.person) return NOBODY;
      await parts.audit({ who: account, ip: asked.ip, action: 'person.read', target: thread._id });
      return pageOf(thread.person, account.permissions.has('order.read'));
    },

    async unlink(asked) {
      const account = signedIn(asked as never);
      const thread = await threadOrFail(threads, asked.params.thread ?? '');
      if (!thread.person) return NOBODY;
      const actor = staff(account, asked.ip);
      // What came along from the other conversations goes back: whoever was joined by mistake sees none of it.
      const left = (await tickets.byThread(thread._id))
        .filter(({ moved }) => moved?.includes(thread._id))
        .map((ticket) => leftFrom(ticket, thread._id, { at: parts.now(), actor }));
      const forgets = left.some(({ orderNo }) => orderNo === thread.memory.orderNo);
      // Null, not absent: a phone that was proved before does not join it again by itself.
      const { claim, change } = forward(thread, {
        person: null,
        ...(forgets ? { memory: { ...thread.memory, orderNo: null } } : {}),
      });
      await parts.audit({ who: account, ip: asked.ip, action: 'person.unlink', target: thread._id });
      const answer = await parts.commit({
        cause: `unlink:${claim}:${account.account}`,
        actor,
        claims: [claim, ...left.map(ticketClaim)],
        changes: [...left.map((ticket): Change => ({ do: 'ticket', ticket })), change],
        before: { person: thread.person },
      });
      if (answer === 'conflict') throw new Problem('STALE');
      return NOBODY;
    },

    async answerTo(asked) {
      const account = signedIn(asked as never);
      const ticket = await parts.pages.ticketOf(asked.params.orderNo, account);
      const { version, threads: wanted, words } = asked.body;
      const person = await personOf(ticket);
      const theirs = person === null ? [] : await threads.ofPerson(person);
      const may = theirs.map(({ _id }) => _id).filter(parts.reaches);
      if (person === null || wanted.some((thread) => !may.includes(thread)))
        throw new Problem('INVALID', undefined, WORDS.notTheirs);
      if (version !== ticket.version) throw new Problem('STALE');
      const actor = staff(account, asked.ip);
      const said = { at: parts.now(), actor, reason: masks.text(words) };
      const home = wanted.filter((thread) => !belongsTo(ticket, thread));
      const moved = home.reduce((one, thread) => movedTo(one, thread, { at: said.at, actor }), ticket);
      // Two rows of the timeline, one step: whoever read the version before it is late, whoever comes next is not.
      const next = { ...answersTo(moved, wanted, said), version: ticket.version + 1 };
      await parts.audit({
        who: account,
        ip: asked.ip,
        action: 'order.answerTo',
        target: ticket.orderNo,
        reason: words,
      });
      const answer = await parts.commit({
        cause: `answerTo:${ticketClaim(next)}:${account.account}`,
        actor,
        claims: [ticketClaim(next)],
        changes: [{ do: 'ticket', ticket: next }],
        before: { answerTo: ticket.answerTo ?? null },
      });
      if (answer === 'conflict') throw new Problem('STALE');
      return pageOf(person, account.permissions.has('order.read'));
    },
  };
}
