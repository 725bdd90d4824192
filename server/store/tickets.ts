/** Tickets at rest. Only `put` (called when a commit is applied) writes one; a ticket is written whole. */
import type mongoose from 'mongoose';
import { signsOf } from '../lists/signs.js';
import type { Ticket } from '../tickets/ticket.js';
import { duplicateOf } from './duplicate.js';
import { type TicketLists, ticketLists } from './ticket-lists.js';
import { type TicketRow as Row, ticketOf, ticketSchema } from './ticket-rows.js';
import { type TicketWalks, ticketWalks } from './ticket-walks.js';

export interface TicketStore extends TicketLists, TicketWalks {
  get(orderNo: string): Promise<Ticket | null>;
  /** Those of these numbers that are there, in no order. */
  many(orderNos: readonly string[]): Promise<Ticket[]>;
  /** Writes this version unless that or a later one is there. A repeat is harmless (invariant 3). */
  put(ticket: Ticket): Promise<void>;
  /** Newest first, at most 50. */
  byThread(thread: string): Promise<Ticket[]>;
  /** Newest first, at most 50; the blind index, never the phone. */
  byPhoneHash(phoneHash: string): Promise<Ticket[]>;
  /** Orders of a category (null: any) in these regions (null: none said) from `since` on; newest first. */
  near(which: {
    category: string | null;
    regions: readonly (string | null)[];
    since: Date;
    limit: number;
  }): Promise<Ticket[]>;
  /** Orders whose timer has its moment, the most overdue first. */
  due(now: Date, limit: number): Promise<Ticket[]>;
  /** How many orders of the category went to the unit, and how many it gave back; counts at most 500. */
  record(unit: string, category: string | null): Promise<{ dispatched: number; returned: number }>;
  /** Numbers of the orders that follow this one. */
  childrenOf(master: string): Promise<string[]>;
  /** Numbers of the orders that others follow. */
  merged(): Promise<string[]>;
  /** Orders whose last step can't be taken back any more, and whose news has not been said. */
  untold(now: Date, limit: number): Promise<Ticket[]>;
  /** It has been said; another version is left alone. */
  told(orderNo: string, version: number): Promise<void>;
  /** Names whose it should be at this version, with its signs; null = another version is there by now. */
  allot(orderNo: string, version: number, allotted: Ticket['allotted'] | null): Promise<Ticket | null>;
  /** Named at this moment or before and not taken, the longest first. */
  allottedBefore(at: Date, limit: number): Promise<Ticket[]>;
  ensureIndexes(): Promise<void>;
}

const NEWEST = { createdAt: -1, _id: -1 } as const;
const FEW = 50;
const COUNTED = 500;

/** `above`: the units over a unit, for lists of whoever stands there. */
export function ticketStore(
  connection: mongoose.Connection,
  above: (unit: string) => readonly string[] = () => [],
): TicketStore {
  const Tickets = connection.model<Row>('Ticket', ticketSchema);
  const newest = async (which: mongoose.QueryFilter<Row>, limit: number): Promise<Ticket[]> =>
    (await Tickets.find(which).sort(NEWEST).limit(limit).lean<Row[]>()).map(ticketOf);
  return {
    ...ticketLists(Tickets, ticketOf),
    ...ticketWalks(Tickets, above),
    async get(orderNo) {
      const row = await Tickets.findById(orderNo).lean<Row>();
      return row && ticketOf(row);
    },
    many: async (orderNos) =>
      (await Tickets.find({ _id: { $in: [...orderNos] } }).lean<Row[]>()).map(ticketOf),
    async put(ticket) {
      const { orderNo: _id, version } = ticket;
      for (;;) {
        try {
          // A stored version that is not older does not match, the upsert then runs into its key.
          await Tickets.collection.replaceOne(
            { _id, version: { $lt: version } } as never,
            { ...ticket, _id, list: signsOf(ticket, above) } as never,
            { upsert: true, ignoreUndefined: true },
          );
          return;
        } catch (error) {
          if (!duplicateOf(error)) throw error;
          // Two first writes may meet: the later version tries again on what the other one wrote.
          const there = await Tickets.findById(_id).select({ version: 1 }).lean<Row>();
          if (there && there.version >= version) return;
        }
      }
    },
    async byThread(thread) {
      const [own, came] = await Promise.all([newest({ thread }, FEW), newest({ moved: thread }, FEW)]);
      const known = new Set(own.map(({ orderNo }) => orderNo));
      return [...own, ...came.filter(({ orderNo }) => !known.has(orderNo))]
        .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
        .slice(0, FEW);
    },
    byPhoneHash: async (hash) => (hash === '' ? [] : newest({ 'caller.phoneHash': hash }, FEW)),
    near: ({ category, regions, since, limit }) =>
      newest(
        {
          kind: 'order',
          ...(category === null ? {} : { category }),
          region: { $in: [...regions] },
          createdAt: { $gte: since },
        } as never,
        limit,
      ),
    due: async (now, limit) =>
      (
        await Tickets.find({ 'clocks.next.at': { $lte: now } } as never)
          .sort({ 'clocks.next.at': 1 } as never)
          .limit(limit)
          .lean<Row[]>()
      ).map(ticketOf),
    async record(unit, category) {
      const count = (which: object) =>
        Tickets.countDocuments({ ...which, category } as never, { limit: COUNTED });
      const [dispatched, returned] = await Promise.all([
        count({ 'assignments.unit': unit }),
        count({ assignments: { $elemMatch: { unit, state: 'RETURNED' } } }),
      ]);
      return { dispatched, returned };
    },
    childrenOf: async (master) =>
      (
        await Tickets.find({ master, state: 'MERGED' } as never)
          .select({ _id: 1 })
          .lean<Row[]>()
      ).map(({ _id }) => _id),
    merged: () => Tickets.distinct('master', { state: 'MERGED' } as never) as never,
    untold: async (now, limit) =>
      (
        await Tickets.find({ 'undo.news': { $exists: true }, 'undo.until': { $lte: now } } as never)
          .sort({ 'undo.until': 1 } as never)
          .limit(limit)
          .lean<Row[]>()
      ).map(ticketOf),
    async told(orderNo, version) {
      await Tickets.updateOne({ _id: orderNo, version }, { $unset: { undo: 1 } } as never);
    },
    async allot(orderNo, version, allotted) {
      const row = await Tickets.findOne({ _id: orderNo, version }).lean<Row>();
      if (!row) return null;
      const { allotted: _before, ...rest } = ticketOf(row);
      const next: Ticket = allotted ? { ...rest, allotted } : rest;
      const done = await Tickets.collection.updateOne(
        { _id: orderNo, version } as never,
        allotted
          ? { $set: { allotted, list: signsOf(next, above) } }
          : { $set: { list: signsOf(next, above) }, $unset: { allotted: 1 } },
      );
      return done.matchedCount === 1 ? next : null;
    },
    allottedBefore: async (at, limit) =>
      (
        await Tickets.find({ 'allotted.at': { $lte: at } } as never)
          .sort({ 'allotted.at': 1 } as never)
          .limit(limit)
          .lean<Row[]>()
      ).map(ticketOf),
    async ensureIndexes() {
      await Tickets.createIndexes();
    },
  };
}
