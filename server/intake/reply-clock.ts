/**
 * The clock of the first reply (GB/T 33358: chat 3 minutes, mail and letters 24 hours; domain annex B). It runs
 * from the first words that nobody has answered, over however many lines, and is stopped by a reply:
 *
 * - any words an agent wrote, or an order an agent filed from the conversation;
 * - a line of the bot that serves the matter: answer, clarify, file, refuse, emergency, progress, urge;
 * - small talk answered in kind (「您好」「不客气」) while the bot has the conversation.
 *
 * A mere receipt stops nothing: that a person was called, a place in the queue, 「收到，还在排队」, that an agent
 * has joined. Thanks need no reply and start no clock. Where the norm is acceptance (forms: 2 hours), the number
 * that is given at once is a receipt too; the clock stops when the order leaves 待受理.
 */
import type { Outcome } from '../../bot/decision.js';
import type { Norm } from '../policy/types.js';

export interface ReplyClock {
  kind: Norm['kind'];
  since: Date;
  /** Two thirds of the time are gone. */
  yellow: Date;
  due: Date;
  /** Has rung at the desk. */
  rung?: boolean;
}

const MINUTE_MS = 60_000;

export function startClock({ kind, minutes }: Norm, since: Date, yellowShare: number): ReplyClock {
  const at = (share: number) => new Date(since.getTime() + minutes * MINUTE_MS * share);
  return { kind, since, yellow: at(yellowShare), due: at(1) };
}

const SERVES: ReadonlySet<Outcome['do']> = new Set([
  'answer',
  'clarify',
  'file',
  'refuse',
  'emergency',
  'progress',
  'urge',
]);

/** `held`: a person has the conversation, or is waited for. */
export function replies(outcomes: readonly Outcome[], held: boolean): boolean {
  if (outcomes.some((one) => SERVES.has(one.do))) return true;
  // Beside the call for a person, words are part of the receipt.
  const called = held || outcomes.some((one) => one.do === 'handOver');
  return !called && outcomes.some((one) => one.do === 'say');
}

export interface ClockAsk {
  running: ReplyClock | null;
  norm: Norm | null;
  /** When the first of the lines served now was said. */
  since: Date;
  outcomes: readonly Outcome[];
  held: boolean;
  /** The words ask for nothing (thanks). */
  idle: boolean;
  yellowShare: number;
}

/** How the clock stands after a turn of the bot. */
export function clockAfter(ask: ClockAsk): ReplyClock | null {
  const { running, norm } = ask;
  const wantsReply = norm?.kind !== 'acceptance';
  if (wantsReply && replies(ask.outcomes, ask.held)) return null;
  if (running || !norm || ask.idle) return running;
  return startClock(norm, ask.since, ask.yellowShare);
}
