/**
 * Keeps the figures up with the orders: every written version is counted once, after the commit and outside
 * of it. A crash loses nothing: what is half moved is finished first, then everything written since the last
 * mark is counted again, which changes nothing where it was counted before.
 */
import type { Notes } from '../../channels/kind.js';
import type { Policy } from '../policy/types.js';
import type { InsightStore, Part } from '../store/insight.js';
import { sideBySide } from '../store/side-by-side.js';
import type { TicketStore } from '../store/tickets.js';
import type { Ticket } from '../tickets/ticket.js';
import { COUNTING, contributionOf } from './counts.js';
import { movesOf } from './moves.js';

export interface TallyParts {
  store: InsightStore;
  tickets: Pick<TicketStore, 'writtenSince'>;
  policy: Pick<Policy, 'regionPath'>;
  notes: Notes;
  failed: (where: string, error: unknown) => void;
  /** Told of every order that was counted anew; must not throw. */
  counted?: (part: Part) => void;
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

/** What was counted by another rule is counted anew from the beginning. */
const MARK = `mark${COUNTING}`;
const BATCH = 500;
/**
 * Orders counted between two looks at what a dead process left half moved. Cells remember the moves they took last:
 * left until that process is back, a half would be counted once more.
 */
const LOOK = 8;
const AT_ONCE = 8;
/** Commits are applied out of order by so much at most. */
const MARGIN_MS = 10 * 60_000;

export function createTally({ store, tickets, policy, notes, failed, counted }: TallyParts): Tally {
  const waiting = new Map<string, Ticket>();
  let running: Promise<void> = Promise.resolve();
  let busy = false;
  let stopped = false;
  let marked = new Date(0);
  let unlooked = 0;

  async function finish(part: Part): Promise<void> {
    if (!part.pending) return;
    await store.move(part.pending.id, part.pending.moves);
    await store.settled(part._id, part.pending.id);
  }

  async function finishLeft(): Promise<void> {
    unlooked = 0;
    for (const part of await store.pending()) await finish(part);
  }

  async function count(ticket: Ticket): Promise<void> {
    if (++unlooked >= LOOK) await finishLeft();
    for (;;) {
      const before = await store.part(ticket.orderNo);
      if (before) await finish(before);
      if (before && before.version >= ticket.version) return;
      const after = contributionOf(ticket, policy);
      const moves = movesOf(before, after);
      const pending = moves.length > 0 ? { id: `${ticket.orderNo}@${ticket.version}`, moves } : null;
      const part: Part = { _id: ticket.orderNo, version: ticket.version, ...after, pending };
      // Another process moved it on meanwhile: what was taken for granted is no longer so.
      if (!(await store.put(part, before?.version ?? null))) continue;
      await finish(part);
      counted?.(part);
      return;
    }
  }

  function taken(): Ticket | undefined {
    const next = waiting.entries().next();
    if (next.done || stopped) return undefined;
    const [orderNo, ticket] = next.value;
    waiting.delete(orderNo);
    return ticket;
  }

  async function drain(): Promise<void> {
    // Versions of one order that meet are told apart as those of two processes are.
    await sideBySide(AT_ONCE, taken, async (ticket) => {
      await count(ticket);
      if (ticket.updatedAt > marked) marked = ticket.updatedAt;
    });
    if (!stopped && marked.getTime() > 0)
      await notes.set(MARK, new Date(marked.getTime() - MARGIN_MS).toISOString());
  }

  async function catchUp(): Promise<void> {
    await finishLeft();
    let at = new Date((await notes.get<string>(MARK)) ?? 0);
    let last = '';
    for (;;) {
      const rows = await tickets.writtenSince(at, last, BATCH);
      const left = rows.values();
      await sideBySide(AT_ONCE, () => (stopped ? undefined : left.next().value), count);
      const end = rows.at(-1);
      if (stopped || !end) return;
      marked = end.updatedAt;
      if (rows.length < BATCH) return;
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
