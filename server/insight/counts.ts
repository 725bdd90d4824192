/**
 * What one order adds to the figures: whole numbers, so that sums are exact and one order is counted once. A
 * later version of the order replaces what the earlier one added. Pure; formulas over the sums are measures.ts.
 */

import { dayOf } from '../tickets/deadlines/calendar.js';
import type { Ticket } from '../tickets/ticket.js';

export const COUNTS = [
  'orders',
  'direct',
  'dispatched',
  'returnedOnce',
  'returnAsked',
  'returnRejected',
  'signed',
  'autoSigned',
  'answered',
  'answeredDue',
  'answeredInTime',
  'dueKnown',
  'overdue',
  'extended',
  'held',
  'urged',
  'supervised',
  'merged',
  'reworked',
  'escalated',
  'refused',
  'reviewed',
  'overturned',
  'valid',
  'unreached',
  'contacted',
  'solved',
  'satisfied',
  'basically',
  'dissatisfied',
  'rated',
  'ratedLow',
] as const;
export type CountName = (typeof COUNTS)[number];
/** Zeros are left out. */
export type Counts = Partial<Record<CountName, number>>;

export const DIMENSIONS = ['all', 'region', 'unit', 'category', 'hotline', 'channel', 'type'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export interface Contribution {
  /** Day of filing in Asia/Shanghai: every figure of an order is told of that day. */
  day: string;
  /** Code in each dimension; '' where it has none. */
  at: Record<Dimension, string>;
  counts: Counts;
}

export function contributionOf(ticket: Ticket): Contribution {
  const { timeline, assignments = [], callbacks = [], ratings = [], clocks } = ticket;
  const done = (action: string): number => timeline.filter((row) => row.action === action).length;
  const once = (so: boolean): number => (so ? 1 : 0);
  const call = callbacks.findLast((one) => one.connected);
  const answered = clocks?.stopped ?? null;
  const judged = ticket.refusal !== undefined && ticket.refusal.decidedBy !== null;
  const counts: Record<CountName, number> = {
    orders: once(ticket.kind !== 'refusal'),
    direct: once(done('answerDirect') > 0),
    dispatched: once(assignments.length > 0),
    returnedOnce: once(assignments.some((one) => one.state === 'RETURNED')),
    returnAsked: done('requestReturn'),
    returnRejected: done('refuseReturn'),
    signed: once(assignments.some((one) => one.signedAt !== null)),
    autoSigned: once(done('autoSign') > 0),
    answered: once(answered !== null),
    answeredDue: once(answered !== null && clocks?.due != null),
    answeredInTime: once(answered !== null && clocks?.due != null && answered <= clocks.due),
    dueKnown: once(clocks?.due != null),
    overdue: once(late(ticket)),
    extended: once((ticket.extensions ?? []).length > 0),
    held: once(ticket.hold !== undefined),
    urged: once(ticket.urges > 0),
    supervised: once(ticket.supervised === true),
    merged: once(ticket.master !== undefined),
    reworked: once(done('rework') > 0),
    escalated: once(done('escalate') > 0),
    refused: once(ticket.kind === 'refusal' && judged),
    reviewed: once(ticket.refusal?.reviewRequested === true && judged),
    overturned: once(ticket.refusal?.reviewRequested === true && judged && ticket.kind !== 'refusal'),
    valid: once(call !== undefined),
    unreached: once(call === undefined && callbacks.length > 0),
    contacted: once(call?.contacted === true),
    solved: once(call?.solved === true),
    satisfied: once(call?.satisfied === 'satisfied'),
    basically: once(call?.satisfied === 'basically'),
    dissatisfied: once(call?.satisfied === 'dissatisfied'),
    rated: once(ratings.length > 0),
    ratedLow: once((ratings.at(-1)?.stars ?? 5) <= 2),
  };
  return {
    day: dayOf(ticket.createdAt),
    at: {
      all: 'all',
      region: ticket.region ?? '',
      unit: ticket.lead ?? '',
      category: ticket.category ?? '',
      hotline: ticket.hotline ?? '',
      channel: ticket.channel,
      type: ticket.type,
    },
    counts: Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0)),
  };
}

/** Answered after it was due, or told by its timer that it is overdue and not answered yet. */
function late({ clocks }: Ticket): boolean {
  if (clocks?.due == null) return false;
  if (clocks.stopped) return clocks.stopped > clocks.due;
  return clocks.fired.some((key) => key.startsWith('finish:overdue@'));
}

export function add(into: Counts, more: Counts, sign: 1 | -1 = 1): Counts {
  const sum: Counts = { ...into };
  for (const name of COUNTS) {
    const value = (sum[name] ?? 0) + sign * (more[name] ?? 0);
    if (value === 0) delete sum[name];
    else sum[name] = value;
  }
  return sum;
}
