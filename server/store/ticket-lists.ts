/**
 * Pages of orders. A list is one or more strands, each one walk along one index in the order of the list; they
 * are merged. What narrows a list further is looked for in windows of so many orders, so that a page takes
 * the same time among a million; where the windows end before the page is full, the answer says how far it
 * looked and the next page goes on from there.
 */
import type mongoose from 'mongoose';
import type { ListOrder } from '../lists/order.js';
import { EVERYTHING, folded, signOf } from '../lists/signs.js';
import type { Listed, State, Ticket } from '../tickets/ticket.js';
import { type Cursor, decodeCursor, encodeCursor } from './ticket-cursor.js';
import type { TicketRow as Row } from './ticket-rows.js';

export interface TicketFilter {
  state?: State | undefined;
  kind?: Ticket['kind'] | undefined;
  /** GB/T 2260; a league's code takes in its banners. */
  region?: string | undefined;
  category?: string | undefined;
  hotline?: string | undefined;
  channel?: string | undefined;
  type?: string | undefined;
  urgency?: Ticket['urgency'] | undefined;
  /** Filed at this moment or later, and before that one. */
  from?: Date | undefined;
  before?: Date | undefined;
  /** The unit it was last sent to for leading. */
  lead?: string | undefined;
  /** Only what this unit and those below it may see; null = the house. */
  place?: string | null | undefined;
  /** Any of these is true of it (server/lists/signs.ts). */
  facets?: readonly string[] | undefined;
  /** The beginning of an order number, or words that all stand in title or place. */
  q?: string | undefined;
}

export interface TicketAsk extends TicketFilter {
  order?: ListOrder | undefined;
  /** `next` of the page before. */
  after?: string | null | undefined;
  /** 1 to 100. */
  limit: number;
}

export interface TicketPage<Shown = Ticket> {
  rows: Shown[];
  next: string | null;
  total: number;
  /** False: there are at least so many. */
  exact: boolean;
}

type Where = Record<string, unknown>;

/** Rows one window looks at, and windows one page may take. */
const WINDOW = 2000;
const WINDOWS = 3;
/** Beyond it a number only says “many”. */
export const COUNTED = 1000;

const SORTS = {
  newest: { by: 'createdAt', way: -1 },
  oldest: { by: 'createdAt', way: 1 },
  due: { by: 'list.due', way: 1 },
} as const;
type Sorted = (typeof SORTS)[ListOrder];

/** Fields left out; none = the whole order. */
type LeftOut = Partial<Record<keyof Row | 'list.in', 0>>;
const STORY: LeftOut = { timeline: 0, 'list.in': 0 };

export interface TicketLists {
  list(ask: TicketAsk): Promise<TicketPage>;
  /** The same, without what happened to them. */
  listed(ask: TicketAsk): Promise<TicketPage<Listed>>;
  /** At most COUNTED. */
  count(place: string | null, facets: readonly string[]): Promise<number>;
}

export function ticketLists(Tickets: mongoose.Model<Row>, ticketOf: (row: Row) => Ticket): TicketLists {
  const keyOf = (row: Row, { by }: Sorted): Cursor => ({
    at: (by === 'createdAt' ? row.createdAt : row.list?.due) ?? new Date(0),
    id: row._id,
  });
  const rowsOf = (where: Where, { by, way }: Sorted, limit: number, leftOut: LeftOut): Promise<Row[]> =>
    Tickets.find(where as never)
      .sort({ [by]: way, _id: way } as never)
      .limit(limit)
      .select(leftOut)
      .lean<Row[]>();

  /** The order WINDOW places further on; null = the strand ends before. */
  async function edgeOf(where: Where, sort: Sorted): Promise<Cursor | null> {
    const [row] = await Tickets.find(where as never)
      .sort({ [sort.by]: sort.way, _id: sort.way } as never)
      .skip(WINDOW)
      .limit(1)
      .select({ createdAt: 1, 'list.due': 1 } as never)
      .lean<Row[]>();
    return row ? keyOf(row, sort) : null;
  }

  /** Rows of one strand, and how far it was looked along; null = to its end, or as far as the rows go. */
  async function walk(
    strand: Where,
    narrow: Where | null,
    sort: Sorted,
    from: Cursor | null,
    size: number,
    leftOut: LeftOut,
  ): Promise<{ rows: Row[]; reached: Cursor | null }> {
    if (!narrow)
      return { rows: await rowsOf(and(strand, beyond(from, sort)), sort, size, leftOut), reached: null };
    const rows: Row[] = [];
    let at = from;
    for (let window = 0; window < WINDOWS; window++) {
      const edge = await edgeOf(and(strand, beyond(at, sort)), sort);
      const within = and(strand, narrow, beyond(at, sort), edge && upTo(edge, sort));
      rows.push(...(await rowsOf(within, sort, size - rows.length, leftOut)));
      if (edge === null || rows.length >= size) return { rows, reached: null };
      at = edge;
    }
    return { rows, reached: at };
  }

  async function counted(strands: readonly Where[], narrow: Where | null, sort: Sorted) {
    const counts = await Promise.all(
      strands.map(async (strand) => {
        const plain = narrow === null && Object.keys(strand).length === 1;
        if (plain) return { n: await countCommand(strand, COUNTED), whole: true };
        if (narrow === null) return { n: await Tickets.estimatedDocumentCount(), whole: true };
        const edge = await edgeOf(strand, sort);
        const within = and(strand, narrow, edge && upTo(edge, sort));
        return { n: await Tickets.countDocuments(within as never, { limit: COUNTED }), whole: edge === null };
      }),
    );
    const total = counts.reduce((sum, { n }) => sum + n, 0);
    const many = counts.some(({ n }) => n === COUNTED);
    return { total, exact: !many && counts.every(({ whole }) => whole) };
  }

  /** The command and not the driver's helper, which counts by a pipeline: a pipeline reads every order. */
  async function countCommand(query: Where, limit: number): Promise<number> {
    const said = await Tickets.db.db?.command({ count: Tickets.collection.name, query, limit });
    return Number(said?.n ?? 0);
  }

  async function page(
    { after, limit, order = 'newest', ...filter }: TicketAsk,
    leftOut: LeftOut,
  ): Promise<TicketPage> {
    const sort = SORTS[order];
    const { strands, narrow } = strandsOf(filter, order);
    const size = Math.min(100, Math.max(1, Math.trunc(limit) || 1));
    const from = after ? decodeCursor(after) : null;
    const walked = await Promise.all(
      strands.map((strand) => walk(strand, narrow, sort, from, size + 1, leftOut)),
    );
    const before = (a: Cursor, b: Cursor) =>
      (a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)) * sort.way;
    const reached = walked.flatMap((strand) => strand.reached ?? []).sort(before)[0] ?? null;
    const known = new Set<string>();
    const rows = walked
      .flatMap((strand) => strand.rows)
      .sort((a, b) => before(keyOf(a, sort), keyOf(b, sort)))
      // Two things may be true of one order, and beyond what one strand has seen nobody knows who is next.
      .filter((row) => !known.has(row._id) && known.add(row._id))
      .filter((row) => reached === null || before(keyOf(row, sort), reached) <= 0);
    const last = rows.length > size ? keyOf(rows[size - 1]!, sort) : reached;
    return {
      rows: rows.slice(0, size).map(ticketOf),
      next: last && encodeCursor(last),
      ...(await counted(strands, narrow, sort)),
    };
  }

  return {
    list: (ask) => page(ask, {}),
    listed: (ask) => page(ask, STORY),
    async count(place, facets) {
      const counts = await Promise.all(
        facets.map((facet) => countCommand({ 'list.in': signOf(place, facet) }, COUNTED)),
      );
      return Math.min(
        COUNTED,
        counts.reduce((sum, n) => sum + n, 0),
      );
    },
  };
}

function and(...parts: (Where | null | undefined)[]): Where {
  const all = parts.filter((part) => part && Object.keys(part).length > 0);
  return all.length > 1 ? { $and: all } : (all[0] ?? {});
}

function beyond(from: Cursor | null, { by, way }: Sorted): Where {
  // An order that is over has no clock; a partial index is used only where the filter says so.
  if (!from) return by === 'createdAt' ? {} : { [by]: { $gte: new Date(0) } };
  const op = way === 1 ? '$gt' : '$lt';
  return { $or: [{ [by]: { [op]: from.at } }, { [by]: from.at, _id: { [op]: from.id } }] };
}

function upTo({ at, id }: Cursor, { by, way }: Sorted): Where {
  const op = way === 1 ? '$lt' : '$gt';
  return { $or: [{ [by]: { [op]: at } }, { [by]: at, _id: { [`${op}e`]: id } }] };
}

const NUMBER = /^\d{4,14}$|^\d{14}[A-Z]\d{0,7}$/;

/** What is walked along, and what every row met there must still fulfil; null = nothing. */
export function strandsOf(
  filter: TicketFilter,
  order: ListOrder,
): { strands: Where[]; narrow: Where | null } {
  const { place = null, facets, state, kind, q, lead, region, from, before, ...exact } = filter;
  const all: Where[] = [];
  const strands = facets
    ? facets.map((facet): Where => ({ 'list.in': signOf(place, facet) }))
    : [firstStrand(filter, order)];
  if (state && (facets || place !== null || lead || order === 'due')) all.push({ state });
  if (kind) all.push({ kind });
  for (const [name, value] of Object.entries(exact)) if (value) all.push({ [name]: value });
  if (from || before)
    all.push({ createdAt: { ...(from ? { $gte: from } : {}), ...(before ? { $lt: before } : {}) } });
  if (lead && (facets || place !== null || order === 'due')) all.push({ lead });
  if (region) {
    const own = region.replace(/(?:00)+$/, '');
    all.push(own.length === region.length ? { region } : { region: { $gte: own, $lt: `${own}:` } });
  }
  const words = folded(q ?? '')
    .slice(0, 60)
    .split(' ')
    .filter(Boolean);
  for (const word of words) {
    const title = { 'list.find': new RegExp(escapeRegExp(word)) };
    const number = word.toUpperCase();
    // 'a' comes after every sign of a number.
    if (words.length === 1 && NUMBER.test(number))
      all.push({ $or: [{ _id: { $gte: number, $lt: `${number}a` } }, title] });
    else all.push(title);
  }
  return { strands, narrow: all.length > 0 ? and(...all) : null };
}

function firstStrand({ place = null, state, lead }: TicketFilter, order: ListOrder): Where {
  // By the clock only what has one.
  if (order === 'due') return { 'list.in': signOf(place, 'open') };
  if (place !== null) return { 'list.in': signOf(place, EVERYTHING) };
  if (lead) return { lead };
  return state ? { 'list.in': signOf(null, `state:${state}`) } : {};
}

const escapeRegExp = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
