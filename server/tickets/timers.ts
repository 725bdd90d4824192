/**
 * What time does to orders by itself: reminds, signs at the limit, turns lights, ends waiting. The moment
 * stands in the order (`clocks.next`), so a restart forgets nothing, a sleep is caught up with, and of two
 * processes the journal lets one be first (the cause is the order's timer, the claim its next version).
 */

import type { Commit, Committed } from '../intake/journal.js';
import { ticketClaim } from '../intake/plan.js';
import type { Policy } from '../policy/types.js';
import { sideBySide } from '../store/side-by-side.js';
import type { TicketStore } from '../store/tickets.js';
import type { Mask } from './changed.js';
import { clocksOf } from './deadlines/clock.js';
import { type StepAsk, step } from './step.js';
import type { Actor, Ticket } from './ticket.js';
import { createTicking } from './ticking.js';
import { WORDS } from './words.js';

export interface TimerParts {
  tickets: Pick<TicketStore, 'due' | 'judgedByOther' | 'get'>;
  commit: (commit: Commit) => Promise<Committed>;
  policy: Policy;
  masks: Mask;
  now: () => Date;
  failed: (where: string, error: unknown) => void;
}

export interface Timers {
  /** Does all that is due; says how many. Never throws for one order: the others have their turn. */
  sweep(): Promise<number>;
  /** Computes clocks anew that another policy or calendar computed, with a row in the timeline where they moved. */
  recount(): Promise<number>;
  /** Recounts once, then sweeps so often; one sweep at a time. */
  start(everyMs: number): void;
  /** Resolves when nothing of it is under way any more. */
  stop(): Promise<void>;
}

const TIMER: Actor = { kind: 'system', id: 'timer', role: 'SYSTEM' };
const MAY = new Set(['system']);
const BATCH = 200;
/** Enough to fill a flush, few beside what people do meanwhile. */
const AT_ONCE = 16;

export function createTimers({ tickets, commit, policy, masks, now, failed }: TimerParts): Timers {
  const asked = (ticket: Ticket, action: string, reason?: string): StepAsk => ({
    action,
    actor: TIMER,
    permissions: MAY,
    version: ticket.version,
    ...(reason === undefined ? {} : { reason }),
    now: now(),
    policy: policy.hash,
    mask: masks,
    scope: null,
    rules: policy,
  });

  async function write(before: Ticket, after: Ticket, cause: string): Promise<boolean> {
    const done = await commit({
      cause,
      actor: TIMER,
      claims: [ticketClaim(after)],
      changes: [{ do: 'ticket', ticket: after }],
      before: { state: before.state, version: before.version },
    });
    // A conflict means that somebody was quicker; the next sweep looks again.
    return done === 'done';
  }

  async function fire(ticket: Ticket): Promise<boolean> {
    const timer = ticket.clocks?.next;
    if (!timer || timer.at > now()) return false;
    // What can still be taken back is not built upon by a machine.
    if (ticket.undo && ticket.undo.until > now()) return false;
    const next = step(ticket, asked(ticket, timer.action));
    if ('refused' in next) throw new Error(`${timer.action} of ${ticket.orderNo}: ${next.code}`);
    return write(ticket, next.ticket, `timer:${ticket.orderNo}:${ticket.version}:${timer.key}`);
  }

  async function anew(ticket: Ticket): Promise<boolean> {
    const clocks = clocksOf(ticket, policy, now());
    const moved = clocks.due?.getTime() !== ticket.clocks?.due?.getTime();
    const reason = moved ? WORDS.recounted : WORDS.unmoved;
    const next = step(ticket, asked(ticket, 'recount', reason));
    // A state that recounts nothing any more has no clock that could be wrong.
    if ('refused' in next) return false;
    return write(ticket, next.ticket, `recount:${ticket.orderNo}:${ticket.version}:${policy.hash}`);
  }

  async function each(rows: Ticket[], run: (ticket: Ticket) => Promise<boolean>): Promise<number> {
    let done = 0;
    const left = rows.values();
    await sideBySide(
      AT_ONCE,
      () => (stopped ? undefined : left.next().value),
      async (ticket) => {
        try {
          if (await run(ticket)) done += 1;
        } catch (error) {
          failed(`timer ${ticket.orderNo}`, error);
        }
      },
    );
    return done;
  }

  /**
   * Batch after batch, until one changes nothing: after a sleep an order has more than one moment behind it, and
   * what cannot be done waits for the next time.
   */
  async function all(
    next: () => Promise<Ticket[]>,
    run: (ticket: Ticket) => Promise<boolean>,
  ): Promise<number> {
    for (let total = 0; ; ) {
      const rows = await next();
      const done = await each(rows, run);
      total += done;
      if (done === 0) return total;
    }
  }

  const sweep = () => all(() => tickets.due(now(), BATCH), fire);
  const recount = () => all(() => tickets.judgedByOther(policy.hash, BATCH), anew);
  let stopped = false;
  let recounted = false;
  const ticking = createTicking(
    async () => {
      if (!recounted) await recount();
      recounted = true;
      await sweep();
    },
    (error) => failed('timers', error),
  );

  return {
    sweep,
    recount,
    start: ticking.start,
    async stop() {
      stopped = true;
      await ticking.stop();
    },
  };
}
