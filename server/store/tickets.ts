/** Tickets at rest. Only `put` (called when a commit is applied) writes one; a ticket is written whole. */
import mongoose from 'mongoose';
import type { State, Ticket } from '../tickets/ticket.js';
import { duplicateOf } from './duplicate.js';
import { type Cursor, decodeCursor, encodeCursor } from './ticket-cursor.js';

const { Schema } = mongoose;

/** The order number is the key: unique without an index of its own, and in order of region, day and number. */
type Row = Ticket & { _id: string };

// `strict: false`: the shape is the type's business; the schema is here for the indexes and for queries.
const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    state: String,
    kind: String,
    version: Number,
    thread: { type: String, default: null },
    region: { type: String, default: null },
    title: String,
    createdAt: Date,
    updatedAt: Date,
  },
  { versionKey: false, minimize: false, strict: false, collection: 'tickets' },
);
schema.index({ createdAt: -1, _id: -1 });
schema.index({ state: 1, createdAt: -1, _id: -1 });
schema.index({ kind: 1, createdAt: -1, _id: -1 });
schema.index({ region: 1, createdAt: -1, _id: -1 });
schema.index({ category: 1, region: 1, createdAt: -1 });
schema.index({ 'assignments.unit': 1, createdAt: -1, _id: -1 });
schema.index({ lead: 1, createdAt: -1, _id: -1 });
schema.index({ 'clocks.next.at': 1 });
schema.index({ updatedAt: 1, _id: 1 });
schema.index({ thread: 1, createdAt: -1 });
schema.index({ moved: 1, createdAt: -1 }, { partialFilterExpression: { moved: { $exists: true } } });
schema.index({ 'caller.phoneHash': 1, createdAt: -1 });

export interface TicketFilter {
  state?: State | undefined;
  kind?: Ticket['kind'] | undefined;
  /** GB/T 2260; a league's code takes in its banners. */
  region?: string | undefined;
  category?: string | undefined;
  hotline?: string | undefined;
  channel?: string | undefined;
  type?: string | undefined;
  /** Filed at this moment or later, and before that one. */
  from?: Date | undefined;
  before?: Date | undefined;
  /** The unit it was last sent to for leading. */
  lead?: string | undefined;
  /** Only what was sent to one of these units. */
  units?: readonly string[] | undefined;
  /** The beginning of an order number, or words that all stand in the title. */
  q?: string | undefined;
  /** `next` of the page before. */
  after?: string | null | undefined;
  /** 1 to 100. */
  limit: number;
}

export interface TicketStore {
  get(orderNo: string): Promise<Ticket | null>;
  /** Writes this version unless that or a later one is there. A repeat is harmless (invariant 3). */
  put(ticket: Ticket): Promise<void>;
  /** Newest first. The order never changes while paging: rows that come in meanwhile belong before page one. */
  list(filter: TicketFilter): Promise<{ rows: Ticket[]; next: string | null; total: number }>;
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
  /** Those written at this moment or later, oldest first; `after` = the last one seen. */
  writtenSince(at: Date, after: string, limit: number): Promise<Ticket[]>;
  /** Every order, by number, a page after `after`. */
  walk(after: string, limit: number): Promise<Ticket[]>;
  /** Open orders judged by another policy, to have their clocks computed anew. */
  judgedByOther(policy: string, limit: number): Promise<Ticket[]>;
  /**
   * Highest sequence under `{区划6}{yyyyMMdd}{类型1}`, 0 if none. Sees what is applied: a committed number
   * that is not applied yet is caught by its claim in the journal.
   */
  lastSeq(prefix: string): Promise<number>;
  ensureIndexes(): Promise<void>;
}

const NEWEST = { createdAt: -1, _id: -1 } as const;
const FEW = 50;
const COUNTED = 500;

export function ticketStore(connection: mongoose.Connection): TicketStore {
  const Tickets = connection.model<Row>('Ticket', schema);
  const newest = async (which: mongoose.QueryFilter<Row>, limit: number): Promise<Ticket[]> =>
    (await Tickets.find(which).sort(NEWEST).limit(limit).lean<Row[]>()).map(ticketOf);
  return {
    async get(orderNo) {
      const row = await Tickets.findById(orderNo).lean<Row>();
      return row && ticketOf(row);
    },
    async put(ticket) {
      const { orderNo: _id, version } = ticket;
      for (;;) {
        try {
          // A stored version that is not older does not match, the upsert then runs into its key.
          await Tickets.collection.replaceOne(
            { _id, version: { $lt: version } } as never,
            { ...ticket, _id } as never,
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
    async list({ after, limit, ...filter }) {
      const which = queryOf(filter);
      const from = after ? beyond(decodeCursor(after)) : {};
      const size = Math.min(100, Math.max(1, Math.trunc(limit) || 1));
      const rows = await newest({ $and: [which, from] }, size + 1);
      const last = rows.length > size ? rows[size - 1] : undefined;
      return {
        rows: rows.slice(0, size),
        next: last ? encodeCursor({ at: last.createdAt, id: last.orderNo }) : null,
        total: await Tickets.countDocuments(which),
      };
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
    writtenSince: async (at, after, limit) =>
      (
        await Tickets.find({ $or: [{ updatedAt: at, _id: { $gt: after } }, { updatedAt: { $gt: at } }] })
          .sort({ updatedAt: 1, _id: 1 })
          .limit(limit)
          .lean<Row[]>()
      ).map(ticketOf),
    walk: async (after, limit) =>
      (
        await Tickets.find({ _id: { $gt: after } })
          .sort({ _id: 1 })
          .limit(limit)
          .lean<Row[]>()
      ).map(ticketOf),
    judgedByOther: async (policy, limit) =>
      (
        await Tickets.find({ 'clocks.next.at': { $gt: new Date(0) }, policy: { $ne: policy } } as never)
          .limit(limit)
          .lean<Row[]>()
      ).map(ticketOf),
    async lastSeq(prefix) {
      // ':' is the sign after '9'.
      const row = await Tickets.findOne({ _id: { $gte: prefix, $lt: `${prefix}:` } })
        .sort({ _id: -1 })
        .select({ _id: 1 })
        .lean<Row>();
      return row ? Number(row._id.slice(prefix.length, prefix.length + 6)) : 0;
    },
    async ensureIndexes() {
      await Tickets.createIndexes();
    },
  };
}

function ticketOf({ _id, ...ticket }: Row): Ticket {
  return ticket;
}

const beyond = ({ at, id }: Cursor): mongoose.QueryFilter<Row> => ({
  $or: [{ createdAt: { $lt: at } }, { createdAt: at, _id: { $lt: id } }],
});

function queryOf({
  state,
  kind,
  region,
  units,
  q,
  lead,
  from,
  before,
  ...exact
}: Omit<TicketFilter, 'after' | 'limit'>): mongoose.QueryFilter<Row> {
  const all: mongoose.QueryFilter<Row>[] = [];
  if (state) all.push({ state });
  if (kind) all.push({ kind });
  for (const [name, value] of Object.entries(exact)) if (value) all.push({ [name]: value } as never);
  if (from || before)
    all.push({ createdAt: { ...(from ? { $gte: from } : {}), ...(before ? { $lt: before } : {}) } } as never);
  if (lead) all.push({ lead } as never);
  if (units) all.push({ 'assignments.unit': { $in: [...units] } } as never);
  if (region) {
    const own = region.replace(/(?:00)+$/, '');
    all.push(own.length === region.length ? { region } : { region: { $gte: own, $lt: `${own}:` } });
  }
  const words = q?.normalize('NFKC').slice(0, 60).trim().split(/\s+/).filter(Boolean) ?? [];
  // Plain containment reads every title under the other filters: right for one hotline's open orders, to be
  // replaced by an index of words when lists of millions are searched.
  for (const word of words) {
    const title = new RegExp(escapeRegExp(word), 'i');
    const number = word.toUpperCase();
    const begins = words.length === 1 && /^\d{4,14}$|^\d{14}[A-Z]\d{0,7}$/.test(number);
    // 'a' comes after every sign of a number.
    all.push(begins ? { $or: [{ _id: { $gte: number, $lt: `${number}a` } }, { title }] } : { title });
  }
  return all.length === 0 ? {} : { $and: all };
}

const escapeRegExp = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
