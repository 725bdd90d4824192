/**
 * What another process on this store has done, shown at the desks and in the chats of this one. Every change is a row
 * of the journal, so the journal is read on from where it was read last; a row may come a little late and clocks
 * differ a little, so the last seconds are read again and what was seen is passed over.
 */
import type { ThreadLine } from '../../../channels/channel.js';
import type { Change, JournalDoc } from '../../intake/journal.js';
import type { JournalStore } from '../../store/journal.js';
import type { LineStore } from '../../store/lines.js';
import type { TicketStore } from '../../store/tickets.js';
import type { Ticket } from '../../tickets/ticket.js';

/** Shown whole: one more time does no harm. */
export interface Shown {
  /** Does anybody here look at this conversation? */
  listens(thread: string): boolean;
  /** The newest line; whoever lacks some before it reads them. */
  line(thread: string, line: ThreadLine): void;
  thread(id: string): void;
  ticket(ticket: Ticket): void;
  alarm(id: string): void;
}

export interface ElsewhereParts {
  journal: Pick<JournalStore, 'since'>;
  lines: Pick<LineStore, 'latest'>;
  tickets: Pick<TicketStore, 'get'>;
  show: Shown;
  now: () => Date;
}

export interface Elsewhere {
  /** Applied here, and shown already. */
  own(cause: string): void;
  /** Shows what came since the last look; says whether there was anything. */
  look(): Promise<boolean>;
  /** There is no other process: nothing is missed. */
  rest(): void;
}

/** How late a row may come, and how far clocks may be apart. */
const LATE_MS = 10_000;
const PAGE = 500;

interface Touched {
  threads: Set<string>;
  orders: Set<string>;
  alarms: Set<string>;
}

function touch({ threads, orders, alarms }: Touched, change: Change): void {
  if (change.do === 'thread') threads.add(change.id);
  if ('thread' in change && change.thread) threads.add(change.thread);
  if (change.do === 'ticket') orders.add(change.ticket.orderNo);
  if (change.do === 'allot') orders.add(change.orderNo);
  if (change.do === 'alarm' || change.do === 'alarmAnswered') alarms.add(change.id);
}

export function createElsewhere({ journal, lines, tickets, show, now }: ElsewhereParts): Elsewhere {
  /** Causes by the moment of their row: those of the last seconds. */
  const known = new Map<string, number>();
  let read = now().getTime();

  async function unseen(): Promise<JournalDoc[]> {
    const found: JournalDoc[] = [];
    let after: Pick<JournalDoc, 'at' | '_id'> = { at: new Date(read - LATE_MS), _id: '' };
    for (;;) {
      const page = await journal.since(after, PAGE);
      for (const row of page) {
        if (!known.has(row._id)) found.push(row);
        known.set(row._id, row.at.getTime());
      }
      const last = page.at(-1);
      if (!last) break;
      after = last;
      if (page.length < PAGE) break;
    }
    read = Math.max(read, after.at.getTime());
    for (const [cause, at] of known) if (at < read - 2 * LATE_MS) known.delete(cause);
    return found;
  }

  async function showThread(id: string): Promise<void> {
    show.thread(id);
    if (!show.listens(id)) return;
    const [line] = await lines.latest(id, 1);
    if (line) show.line(id, line);
  }

  async function showOrder(orderNo: string): Promise<void> {
    const ticket = await tickets.get(orderNo);
    if (ticket) show.ticket(ticket);
  }

  return {
    own(cause) {
      known.set(cause, now().getTime());
    },
    async look() {
      const rows = await unseen();
      const touched: Touched = { threads: new Set(), orders: new Set(), alarms: new Set() };
      for (const { changes } of rows) for (const change of changes) touch(touched, change);
      for (const id of touched.alarms) show.alarm(id);
      await Promise.all([...[...touched.threads].map(showThread), ...[...touched.orders].map(showOrder)]);
      return rows.length > 0;
    },
    rest() {
      known.clear();
      read = now().getTime();
    },
  };
}
