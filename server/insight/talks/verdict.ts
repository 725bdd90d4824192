/**
 * Was the citizen helped by the bot? Only where, until the quiet period was over, nobody came back by any channel, asked
 * for a person or said that it was no help. Pure: what else the same citizen did comes in, and so does `now`.
 */
import type { Talk, TalkRule } from './talk.js';

/** What else is known of the same citizen (proven, never guessed). */
export interface Others {
  /** When something was said in other conversations of theirs. */
  said: readonly Date[];
  /** When they did something with an order of theirs by number and code. */
  acts: readonly Date[];
  /** When they rated an order of this conversation low. */
  low: readonly Date[];
}

/** Of a conversation that is not over yet nothing else is asked. */
export const NOBODY: Others = { said: [], acts: [], low: [] };

export const TALK_COUNTS = [
  'talks',
  'toPerson',
  'asked',
  'hits',
  'judged',
  'pending',
  'unseated',
  'resolved',
  'returned',
  'wanted',
  'unhelped',
  'calls',
  'connected',
  'waitedSeconds',
  'helpsShown',
  'helpsTaken',
] as const;
export type TalkCountName = (typeof TALK_COUNTS)[number];
/** Zeros are left out. */
export type TalkCounts = Partial<Record<TalkCountName, number>>;

const once = (so: boolean): number => (so ? 1 : 0);

/** A form is filed, not talked to. */
const FORM = 'form';

export function countsOf(talk: Talk, others: Others, now: Date, { written }: TalkRule): TalkCounts {
  const over = talk.quietUntil <= now;
  const within = (from: Date) => (at: Date) => at > from && at <= talk.quietUntil;
  // Only what the bot answered can have been resolved by it.
  const answered = talk.answeredAt;
  const received = talk.bot > 0 && talk.channel !== FORM;
  const judged = answered !== null && over;
  const returned = judged && (others.said.some(within(answered)) || others.acts.some(within(talk.endedAt)));
  const wanted = judged && (talk.handedOver || talk.seated);
  const unhelped = judged && (talk.unhelped || others.low.some(within(talk.startedAt)));
  const waits = written.includes(talk.channel) ? [] : talk.waits;
  const served = waits.flatMap(({ from, until }) => (until ? [until.getTime() - from.getTime()] : []));
  // Whoever still waits may yet be served: that is neither one nor the other until the time is over.
  const missed = over ? waits.length - served.length : 0;
  const counts: Record<Exclude<TalkCountName, 'helpsShown' | 'helpsTaken'>, number> = {
    talks: once(received),
    toPerson: once(received && (talk.handedOver || talk.seated)),
    asked: talk.asked,
    hits: talk.hits,
    judged: once(judged),
    pending: once(answered !== null && !over),
    unseated: once(judged && !talk.seated),
    resolved: once(judged && !returned && !wanted && !unhelped),
    returned: once(returned),
    wanted: once(wanted),
    unhelped: once(unhelped),
    calls: served.length + missed,
    connected: served.length,
    waitedSeconds: Math.round(served.reduce((sum, ms) => sum + ms, 0) / 1000),
  };
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
}
