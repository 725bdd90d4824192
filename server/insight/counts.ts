/**
 * What one order adds to the figures: whole numbers, so that sums are exact and one order is counted once. A
 * later version of the order replaces what the earlier one added. Pure; formulas over the sums are measures.ts.
 */

import type { Policy } from '../policy/types.js';
import { leadOf } from '../tickets/assignment.js';
import { exempted, verdictsOf } from '../tickets/callback/verdict.js';
import { dayOf } from '../tickets/deadlines/calendar.js';
import type { Ticket } from '../tickets/ticket.js';
import { lived } from '../tickets/timeline.js';
import { placeKey } from './place.js';

export const COUNTS = [
  'orders',
  'direct',
  'dispatched',
  'dispatchInTime',
  'firstRight',
  'returnedOnce',
  'returnAsked',
  'returnRejected',
  'signed',
  'signedInTime',
  'received',
  'receivedInTime',
  'contactDue',
  'contactInTime',
  'answered',
  'answeredDue',
  'answeredInTime',
  'fedBack',
  'fedBackInTime',
  'dueKnown',
  'overdue',
  'extended',
  'held',
  'urged',
  'supervised',
  'merged',
  'sentBack',
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

/** Raised with every change of what is counted: other figures live in other collections, and are counted anew. */
export const COUNTING = 5;

export const DIMENSIONS = ['all', 'region', 'unit', 'category', 'hotline', 'channel', 'type'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export interface Contribution {
  /** Day of filing in Asia/Shanghai: every figure of an order is told of that day. */
  day: string;
  /** Code in each dimension; '' where it has none. */
  at: Record<Dimension, string>;
  /** `region/category` of an order that counts for hot spots; '' where either is unknown. */
  spot: string;
  /** The same with the place; '' where nobody said one. */
  place: string;
  counts: Counts;
}

export function contributionOf(ticket: Ticket, { regionPath }: Pick<Policy, 'regionPath'>): Contribution {
  const { region, category } = ticket;
  const spot = ticket.kind === 'refusal' || !region || !category ? '' : `${region}/${category}`;
  // Hot spots are told in alarms and reports: of a secret order only what a person has seen to.
  const told = ticket.secret ? (ticket.shown?.place ?? '') : ticket.place;
  const place = placeKey(told, regionPath(region));
  return {
    day: dayOf(ticket.createdAt),
    at: {
      all: 'all',
      region: region ?? '',
      unit: ticket.lead ?? '',
      category: category ?? '',
      hotline: ticket.hotline ?? '',
      channel: ticket.channel,
      type: ticket.type,
    },
    spot,
    place: spot === '' || place === '' ? '' : `${spot}/${place}`,
    counts: Object.fromEntries(Object.entries(countsOf(ticket)).filter(([, count]) => count !== 0)),
  };
}

const once = (so: boolean): number => (so ? 1 : 0);

function countsOf(ticket: Ticket): Record<CountName, number> {
  const { assignments = [], callbacks = [], ratings = [], clocks } = ticket;
  const timeline = lived(ticket);
  const done = (...actions: string[]): number =>
    timeline.filter((row) => actions.includes(row.action)).length;
  // What two people decided not to count is in neither side of a rate.
  const heard = exempted(ticket, 'verdict') ? [] : callbacks;
  const rated = exempted(ticket, 'verdict') ? [] : ratings;
  const timed = exempted(ticket, 'overdue') ? null : (clocks?.due ?? null);
  const call = heard.findLast((one) => one.connected);
  const answered = clocks?.stopped ?? null;
  const began = clocks?.started ?? null;
  const contact =
    timeline.find(({ action, at }) => action === 'contact' && began !== null && at >= began)?.at ?? null;
  const judged = ticket.refusal !== undefined && ticket.refusal.decidedBy !== null;
  const sent = assignments.length > 0;
  const returned = assignments.some((one) => one.state === 'RETURNED');
  const signed = assignments.some((one) => one.signedAt !== null);
  // Whoever gives an order back with a reason has received it, though nobody signed.
  const received = sent && ticket.state !== 'DISPATCHED' && (signed || done('requestReturn') > 0);
  // Told by the unit's own clock, which a re-dispatch sets anew; the citizen's goes on (`answeredDue`).
  const lead = leadOf(assignments);
  const fedBack = lead?.state === 'REPLIED' ? (lead.reply?.at ?? null) : null;
  const owed = exempted(ticket, 'overdue') ? null : (clocks?.unitDue ?? null);
  const due = (sent && clocks?.contactDue) || null;
  // Whoever was neither reached nor answered may still be in time.
  const contactDue = due !== null && (contact !== null || answered !== null);
  return {
    orders: once(ticket.kind !== 'refusal'),
    direct: once(done('answerDirect') > 0),
    dispatched: once(sent),
    dispatchInTime: once(sent && !clocks?.fired.some((key) => key.startsWith('dispatch:overdue@'))),
    firstRight: once(sent && !returned && done('dispatch', 'designate', 'settle') < 2),
    returnedOnce: once(returned),
    returnAsked: done('requestReturn'),
    returnRejected: done('refuseReturn'),
    signed: once(signed),
    signedInTime: once(signed && done('autoSign') === 0),
    received: once(received),
    receivedInTime: once(received && done('autoSign') === 0),
    contactDue: once(contactDue),
    contactInTime: once(due !== null && contact !== null && contact <= due),
    answered: once(answered !== null),
    answeredDue: once(answered !== null && timed !== null),
    answeredInTime: once(answered !== null && timed !== null && answered <= timed),
    fedBack: once(fedBack !== null && owed !== null),
    fedBackInTime: once(fedBack !== null && owed !== null && fedBack <= owed),
    dueKnown: once(timed !== null),
    overdue: once(timed !== null && late(ticket)),
    extended: once((ticket.extensions ?? []).length > 0),
    held: once(ticket.hold !== undefined),
    urged: once(ticket.urges > 0),
    supervised: once(ticket.supervised === true),
    merged: once(ticket.master !== undefined),
    sentBack: once(done('rework', 'failReply') > 0),
    escalated: once(done('escalate', 'problem') > 0),
    refused: once(ticket.kind === 'refusal' && judged),
    reviewed: once(ticket.refusal?.reviewRequested === true && judged),
    overturned: once(ticket.refusal?.reviewRequested === true && judged && ticket.kind !== 'refusal'),
    valid: once(call !== undefined),
    // Tried and given up: whoever is still to be called is not unreached yet.
    unreached: once(heard.length > 0 && verdictsOf(ticket).validity === 'INVALID'),
    contacted: once(call?.contacted === true),
    solved: once(call?.solved === true),
    satisfied: once(call?.satisfied === 'satisfied'),
    basically: once(call?.satisfied === 'basically'),
    dissatisfied: once(call?.satisfied === 'dissatisfied'),
    rated: once(rated.length > 0),
    ratedLow: once((rated.at(-1)?.stars ?? 5) <= 2),
  };
}

/** Answered after it was due, or told by its timer that it is overdue and not answered yet. */
function late({ clocks }: Ticket): boolean {
  if (clocks?.due == null) return false;
  if (clocks.stopped) return clocks.stopped > clocks.due;
  // A clock that was moved since (calendar, extension, reopening) has not rung yet.
  return clocks.fired.includes(`finish:overdue@${clocks.due.toISOString()}`);
}

export function add(into: Counts, more: Counts, sign: 1 | -1 = 1): Counts {
  const sum: Counts = { ...into };
  for (const name of Object.keys(more) as CountName[]) {
    const value = (sum[name] ?? 0) + sign * (more[name] ?? 0);
    if (value === 0) delete sum[name];
    else sum[name] = value;
  }
  return sum;
}
