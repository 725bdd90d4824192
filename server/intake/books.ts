/**
 * Other systems' books: an order that is transferred to one is handed over, and each change that the citizen may
 * know of is told to the systems that handed the order to us or have it now; in the very commit that makes it so.
 * What can still be taken back waits with the news of it, under a name that says it once whoever says it.
 */
import type { BookEntry } from '../../channels/books.js';
import type { Channel } from '../../channels/channel.js';
import type { Masks } from '../people/privacy.js';
import type { ThreadStore } from '../store/threads.js';
import type { TicketStore } from '../store/tickets.js';
import { STAGE } from '../tickets/books.js';
import { inletsOf } from '../tickets/inlets.js';
import type { Ticket, TimelineRow } from '../tickets/ticket.js';
import type { Change, Commit } from './journal.js';
import { channelOf, fresh } from './receive.js';
import { type KnownTaker, takersOf, threadOfTaker } from './takers.js';

export interface BookParts {
  channels: ReadonlyMap<string, Channel>;
  threads: Pick<ThreadStore, 'open'>;
  tickets: Pick<TicketStore, 'get'>;
  masks: Pick<Masks, 'desk'>;
  /** Stands for the content of a secret order that no person has seen to yet. */
  unseen: string;
  now: () => Date;
}

type Say = Extract<Change, { do: 'say' }>;
type Told = TimelineRow & { public: string };
const isSay = (change: Change): change is Say => change.do === 'say';

export function createBooks(parts: BookParts): (commit: Commit) => Promise<Commit> {
  const { channels, now } = parts;
  const takers = takersOf(channels.values());

  const keeps = (thread: string): boolean => {
    const channel = channelOf(thread);
    return channels.get(channel)?.books?.keeps(thread.slice(channel.length + 1)) ?? false;
  };
  /** Whoever has it now, or handed it to us. */
  const threadsOf = ({ orderNo, transfers = [], ...ticket }: Ticket): string[] => {
    const has = transfers
      .filter(({ back }) => back === null)
      .flatMap(({ to }) => takers.filter(({ code }) => code === to))
      .map((taker) => threadOfTaker(taker, orderNo));
    return [...new Set([...inletsOf({ orderNo, ...ticket }).filter(keeps), ...has])];
  };

  function status(changes: Change[], ticket: Ticket, row: Told, name: string, but: string | null): Change[] {
    const { orderNo } = ticket;
    const entry = (only: boolean): BookEntry => ({ do: 'status', orderNo, stage: STAGE[row.to], only });
    let all = changes;
    for (const [index, thread] of threadsOf(ticket).entries()) {
      if (thread === but) continue;
      const said = all.filter(isSay).filter((change) => change.thread === thread);
      // The line that gives the number tells of the filing already.
      if (said.some(({ line }) => line.order?.orderNo === orderNo)) continue;
      const news = said.find(({ line }) => !line.entry && line.text.includes(row.public));
      const line = { id: `${name}.${index}`, from: 'system' as const, text: row.public, at: now() };
      all = news
        ? all.map((one) => (one === news ? { ...news, line: { ...news.line, entry: entry(false) } } : one))
        : [...all, { do: 'say', thread, line: { ...line, entry: entry(true) } }];
    }
    return all;
  }

  /** Invariant 6, but for the address: somebody must be sent there. */
  async function handOver(ticket: Ticket, taker: KnownTaker, name: string): Promise<Say> {
    const { orderNo, time, party, demand, urgency, title, secret, shown } = ticket;
    const { desk } = parts.masks;
    const { content, place } = secret
      ? (shown ?? { content: parts.unseen, place: '' })
      : { content: ticket.content, place: ticket.place };
    const told = secret ? { place } : { place, time, party, demand };
    const fields = Object.entries(told).flatMap(([key, value]) => (value === '' ? [] : [[key, desk(value)]]));
    await parts.threads.open(fresh({ channel: taker.channel, thread: taker.threadFor(orderNo) }, now()));
    return {
      do: 'say',
      thread: threadOfTaker(taker, orderNo),
      line: {
        id: `${name}.out`,
        from: 'system',
        text: desk(content),
        at: now(),
        entry: {
          do: 'transfer',
          orderNo,
          title: secret ? orderNo : desk(title),
          fields: Object.fromEntries(fields),
          urgent: urgency !== 'normal',
        },
      },
    };
  }

  /** A row that waits is known by its place in the story. */
  const heldName = ({ orderNo }: Ticket, rows: number): string => `book:${orderNo}@${rows}`;
  const tellable = (row: TimelineRow | undefined): row is Told => row?.public !== undefined;

  async function ofTicket(changes: Change[], ticket: Ticket, cause: string): Promise<Change[]> {
    const { timeline, orderNo } = ticket;
    const [before, row] = [timeline.at(-2), timeline.at(-1)];
    const name = `${cause}.book.${orderNo}`;
    let all = changes;
    // What waited until now waits no longer: the order has gone on.
    if (tellable(before) && before.held)
      all = status(all, ticket, before, heldName(ticket, timeline.length - 1), null);
    const sent = ticket.transfers?.at(-1);
    const taker = row?.action === 'transferOut' ? takers.find(({ code }) => code === sent?.to) : undefined;
    if (taker) all = [...all, await handOver(ticket, taker, name)];
    if (!tellable(row)) return all;
    if (row.held) return threadsOf(ticket).length > 0 ? all.map((one) => waiting(one, orderNo)) : all;
    return status(all, ticket, row, name, taker ? threadOfTaker(taker, orderNo) : null);
  }

  /** `tell` looks for orders that have something to tell. */
  function waiting(change: Change, orderNo: string): Change {
    if (change.do !== 'ticket' || change.ticket.orderNo !== orderNo || !change.ticket.undo) return change;
    const { ticket } = change;
    return { do: 'ticket', ticket: { ...ticket, undo: { ...change.ticket.undo, news: true } } };
  }

  return async (commit) => {
    let { changes } = commit;
    for (const change of commit.changes) {
      if (change.do === 'ticket') changes = await ofTicket(changes, change.ticket, commit.cause);
      if (change.do !== 'told') continue;
      const ticket = await parts.tickets.get(change.orderNo);
      const row = ticket?.timeline.at(-1);
      if (ticket && tellable(row) && row.held)
        changes = status(changes, ticket, row, heldName(ticket, ticket.timeline.length), null);
    }
    return { ...commit, changes };
  };
}
