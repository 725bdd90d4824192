/**
 * “With this policy, how would last month's orders have gone?” Each order is walked again under both: when it
 * would have been due and whether that was kept, whom it would have been proposed to, whether a refusal would
 * still stand, what it would have been asked for. Nothing is changed; a story that people shaped (who signed,
 * what was answered, which precedents stood when it came) is taken as it was.
 */
import type { Policy } from '../policy/types.js';
import { clocksOf } from '../tickets/deadlines/clock.js';
import { type Precedent, standing } from '../tickets/dispatch/precedent.js';
import { suggest } from '../tickets/dispatch/suggest.js';
import type { Ticket } from '../tickets/ticket.js';
import { WORDS } from './words.js';

export const KINDS = ['due', 'overdue', 'unit', 'refusal', 'asks'] as const;
export type Kind = (typeof KINDS)[number];

export interface Went {
  kind: Kind;
  before: string;
  after: string;
}

export interface Simulated {
  orders: number;
  differing: number;
  counts: Record<Kind, number>;
  /** For their first unit a precedent speaks, under the candidate. */
  settled: number;
  /** Some of them, for looking at. */
  examples: { orderNo: string; title: string; went: Went[] }[];
}

export const EXAMPLES = 200;
const NOTHING = { dispatched: 0, returned: 0 };
const TIME = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
});

interface Course {
  due: Date | null;
  overdue: boolean;
  unit: string | null;
  /** A precedent speaks for it. */
  settled: boolean;
  refusal: string | null;
  asks: string;
}

function courseOf(ticket: Ticket, policy: Policy, precedents: readonly Precedent[], now: Date): Course {
  const { due, stopped } = clocksOf(ticket, policy, now);
  const first = suggest(ticket, { ...policy, precedents, recordOf: () => NOTHING }).best[0];
  const rule = ticket.refusal && policy.refusals.find(({ reason }) => reason === ticket.refusal?.reason);
  return {
    due,
    overdue: due !== null && (stopped ?? now) > due,
    unit: first ? (policy.units.find(({ code }) => code === first.unit)?.name ?? first.unit) : null,
    settled: first?.reasons.some(({ kind }) => kind === 'settled') ?? false,
    refusal: ticket.refusal
      ? rule
        ? [rule.name, ...rule.doors.map(({ name, number }) => `${name} ${number ?? ''}`.trim())].join('，')
        : WORDS.notListed
      : null,
    asks: policy.required(ticket.category, ticket.type).join('、'),
  };
}

export interface Policies {
  now: Policy;
  candidate: Policy;
  /** All there ever were, withdrawn ones too. */
  precedents: readonly Precedent[];
}

export function differences(
  ticket: Ticket,
  { now, candidate, precedents }: Policies,
  at: Date,
): { went: Went[]; settled: boolean } {
  const known = standing(precedents, ticket.createdAt);
  const [a, b] = [courseOf(ticket, now, known, at), courseOf(ticket, candidate, known, at)];
  const late = (is: boolean): string => (is ? WORDS.late : WORDS.inTime);
  const day = (date: Date | null): string => (date ? TIME.format(date) : WORDS.none);
  const all: Went[] = [
    { kind: 'due', before: day(a.due), after: day(b.due) },
    { kind: 'overdue', before: late(a.overdue), after: late(b.overdue) },
    { kind: 'unit', before: a.unit ?? WORDS.none, after: b.unit ?? WORDS.none },
    { kind: 'refusal', before: a.refusal ?? '', after: b.refusal ?? '' },
    { kind: 'asks', before: a.asks, after: b.asks },
  ];
  return { went: all.filter(({ before, after }) => before !== after), settled: b.settled };
}

export interface SimulateAsk extends Policies {
  orders: AsyncIterable<Ticket>;
  at: Date;
  mask: (text: string) => string;
  /** Told after every order; false stops it. */
  on: (done: number) => boolean;
}

export async function simulate(ask: SimulateAsk): Promise<Simulated> {
  const found: Simulated = {
    orders: 0,
    differing: 0,
    counts: { due: 0, overdue: 0, unit: 0, refusal: 0, asks: 0 },
    settled: 0,
    examples: [],
  };
  for await (const ticket of ask.orders) {
    const { went, settled } = differences(ticket, ask, ask.at);
    found.orders += 1;
    if (settled) found.settled += 1;
    if (went.length > 0) {
      found.differing += 1;
      for (const { kind } of went) found.counts[kind] += 1;
      if (found.examples.length < EXAMPLES)
        found.examples.push({ orderNo: ticket.orderNo, title: ask.mask(ticket.title), went });
    }
    if (!ask.on(found.orders)) break;
    // The house answers others meanwhile.
    if (found.orders % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return found;
}
