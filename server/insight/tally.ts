/**
 * Keeps the figures up with the orders: every written version is counted once, after the commit and outside
 * of it. A crash loses nothing: what is half moved is finished first, then everything written since the last
 * mark is counted again, which changes nothing where it was counted before.
 */
import type { Notes } from '../../channels/kind.js';
import { cellId, type InsightStore, type Move, type Part } from '../store/insight.js';
import type { TicketStore } from '../store/tickets.js';
import type { Ticket } from '../tickets/ticket.js';
import { add, type Contribution, type Counts, contributionOf, DIMENSIONS } from './counts.js';

export interface TallyParts {
  store: InsightStore;
  tickets: Pick<TicketStore, 'writtenSince' | 'walk'>;
  notes: Notes;
  failed: (where: string, error: unknown) => void;
}

export interface Tally {
  /** An order was written; counted soon. */
  written(ticket: Ticket): void;
  /** Finishes what a crash left, then catches up. */
  start(): void;
  /** Resolves when everything written so far is counted. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

const MARK = 'mark';
const BATCH = 500;
/** Commits are applied out of order by so much at most. */
const MARGIN_MS = 10 * 60_000;

/** What a new version moves, cell by cell. */
export function movesOf(before: Contribution | null, after: Contribution): Move[] {
  const moves = new Map<string, Counts>();
  const push = (part: Contribution, sign: 1 | -1): void => {
    for (const dimension of DIMENSIONS) {
      const id = cellId(dimension, part.day, part.at[dimension]);
      moves.set(id, add(moves.get(id) ?? {}, part.counts, sign));
    }
  };
  if (before) push(before, -1);
  push(after, 1);
  return [...moves]
    .filter(([, counts]) => Object.keys(counts).length > 0)
    .map(([cell, counts]) => ({ cell, counts }));
}

export function createTally({ store, tickets, notes, failed }: TallyParts): Tally {
  const waiting = new Map<string, Ticket>();
  let running: Promise<void> = Promise.resolve();
  let busy = false;
  let stopped = false;
  let marked = new Date(0);

  async function finish(part: Part): Promise<void> {
    if (!part.pending) return;
    for (const move of part.pending.moves) await store.move(part.pending.id, move);
    await store.settled(part._id, part.pending.id);
  }

  async function count(ticket: Ticket): Promise<void> {
    const before = await store.part(ticket.orderNo);
    if (before) await finish(before);
    if (before && before.version >= ticket.version) return;
    const after = contributionOf(ticket);
    const moves = movesOf(before, after);
    const pending = moves.length > 0 ? { id: `${ticket.orderNo}@${ticket.version}`, moves } : null;
    const part: Part = { _id: ticket.orderNo, version: ticket.version, ...after, pending };
    // Somebody counted a later version meanwhile: theirs holds.
    if (await store.put(part)) await finish(part);
  }

  async function drain(): Promise<void> {
    for (let next = waiting.entries().next(); !next.done && !stopped; next = waiting.entries().next()) {
      const [orderNo, ticket] = next.value;
      waiting.delete(orderNo);
      await count(ticket);
      if (ticket.updatedAt > marked) marked = ticket.updatedAt;
    }
    if (!stopped && marked.getTime() > 0)
      await notes.set(MARK, new Date(marked.getTime() - MARGIN_MS).toISOString());
  }

  async function catchUp(): Promise<void> {
    for (const part of await store.pending()) await finish(part);
    let at = new Date((await notes.get<string>(MARK)) ?? 0);
    let last = '';
    for (;;) {
      const rows = await tickets.writtenSince(at, last, BATCH);
      for (const ticket of rows) {
        if (stopped) return;
        await count(ticket);
        marked = ticket.updatedAt;
      }
      const end = rows.at(-1);
      if (rows.length < BATCH || !end) return;
      at = end.updatedAt;
      last = end.orderNo;
    }
  }

  /** What was written while the last mark was set is drained too, before anybody is told that it is quiet. */
  async function drained(): Promise<void> {
    try {
      do await drain();
      while (waiting.size > 0 && !stopped);
    } finally {
      busy = false;
    }
  }

  function run(work: () => Promise<void>): void {
    running = running.then(work).catch((error: unknown) => failed('insight', error));
  }

  return {
    written(ticket) {
      const there = waiting.get(ticket.orderNo);
      if (!there || there.version < ticket.version) waiting.set(ticket.orderNo, ticket);
      if (busy) return;
      busy = true;
      run(drained);
    },
    start: () => run(catchUp),
    async settled() {
      while (busy || waiting.size > 0) await running;
      await running;
    },
    async stop() {
      stopped = true;
      await running;
    },
  };
}

/** The slow, plain way: every order counted anew. What differs from the cells is told. */
export async function recount(
  tickets: Pick<TicketStore, 'walk'>,
  store: Pick<InsightStore, 'cells'>,
): Promise<{ orders: number; differs: string[] }> {
  const truth = new Map<string, Counts>();
  let orders = 0;
  for (let after = ''; ; ) {
    const rows = await tickets.walk(after, BATCH);
    for (const ticket of rows) {
      orders += 1;
      for (const { cell, counts } of movesOf(null, contributionOf(ticket)))
        truth.set(cell, add(truth.get(cell) ?? {}, counts));
    }
    const end = rows.at(-1);
    if (rows.length < BATCH || !end) break;
    after = end.orderNo;
  }
  const differs: string[] = [];
  for (const dimension of DIMENSIONS)
    for (const cell of await store.cells(dimension, '', '9999-12-31')) {
      const left = add(cell.counts, truth.get(cell._id) ?? {}, -1);
      if (Object.keys(left).length > 0) differs.push(`${cell._id} ${JSON.stringify(left)}`);
      truth.delete(cell._id);
    }
  for (const [cell, counts] of truth)
    if (Object.keys(counts).length > 0) differs.push(`${cell} ${JSON.stringify(add({}, counts, -1))}`);
  return { orders, differs };
}
