/** Ways through the orders that are nobody's list: as written, by number, by what they tell of a unit, by policy. */
import { isDeepStrictEqual } from 'node:util';
import type mongoose from 'mongoose';
import { CONDUCT, signOf, signsOf } from '../lists/signs.js';
import type { Ticket } from '../tickets/ticket.js';
import { type TicketRow, ticketOf } from './ticket-rows.js';

export interface TicketWalks {
  /** Those written at this moment or later, oldest first; `after` = the last one seen. */
  writtenSince(at: Date, after: string, limit: number): Promise<Ticket[]>;
  /** Every order, by number, a page after `after`. */
  walk(after: string, limit: number): Promise<Ticket[]>;
  /** Orders that tell how a unit returned them or pushed them away, filed in this time; `place` null = the house. */
  conduct(place: string | null, from: Date, before: Date, limit: number): Promise<Ticket[]>;
  /** Open orders judged by another policy, to have their clocks computed anew. */
  judgedByOther(policy: string, limit: number): Promise<Ticket[]>;
  /**
   * Highest sequence under `{区划6}{yyyyMMdd}{类型1}`, 0 if none. Sees what is applied: a committed number
   * that is not applied yet is caught by its claim in the journal.
   */
  lastSeq(prefix: string): Promise<number>;
  /**
   * Writes the signs anew of up to `limit` orders after number `after`, where they are not what they would be
   * today; says the last number it looked at, null at the end.
   */
  resign(after: string, limit: number): Promise<string | null>;
}

export function ticketWalks(
  Tickets: mongoose.Model<TicketRow>,
  above: (unit: string) => readonly string[],
): TicketWalks {
  return {
    writtenSince: async (at, after, limit) =>
      (
        await Tickets.find({ $or: [{ updatedAt: at, _id: { $gt: after } }, { updatedAt: { $gt: at } }] })
          .sort({ updatedAt: 1, _id: 1 })
          .limit(limit)
          .lean<TicketRow[]>()
      ).map(ticketOf),
    walk: async (after, limit) =>
      (
        await Tickets.find({ _id: { $gt: after } })
          .sort({ _id: 1 })
          .limit(limit)
          .lean<TicketRow[]>()
      ).map(ticketOf),
    conduct: async (place, from, before, limit) =>
      (
        await Tickets.find({
          'list.in': signOf(place, CONDUCT),
          createdAt: { $gte: from, $lt: before },
        } as never)
          .sort({ createdAt: 1, _id: 1 })
          .limit(limit)
          .lean<TicketRow[]>()
      ).map(ticketOf),
    judgedByOther: async (policy, limit) =>
      (
        await Tickets.find({ 'clocks.next.at': { $gt: new Date(0) }, policy: { $ne: policy } } as never)
          .limit(limit)
          .lean<TicketRow[]>()
      ).map(ticketOf),
    async lastSeq(prefix) {
      // ':' is the sign after '9'.
      const row = await Tickets.findOne({ _id: { $gte: prefix, $lt: `${prefix}:` } })
        .sort({ _id: -1 })
        .select({ _id: 1 })
        .lean<TicketRow>();
      return row ? Number(row._id.slice(prefix.length, prefix.length + 6)) : 0;
    },
    async resign(after, limit) {
      const rows = await Tickets.find({ _id: { $gt: after } })
        .sort({ _id: 1 })
        .limit(limit)
        .lean<TicketRow[]>();
      for (const { _id, version, list, ...rest } of rows) {
        const signs = signsOf({ ...rest, version } as Ticket, above);
        if (isDeepStrictEqual(list, signs)) continue;
        // Somebody who writes it meanwhile writes its signs too.
        await Tickets.collection.updateOne({ _id, version } as never, { $set: { list: signs } });
      }
      return rows.length < limit ? null : (rows.at(-1)?._id ?? null);
    },
  };
}
