/** What an action changes by itself, besides the state and the fields it was given. */
import { type Assignment, actingFor, type Given, leadOf, open, type UnitState } from './assignment.js';
import type { Actor, Ticket } from './ticket.js';
import type { Fields } from './transitions.js';

export interface EffectAsk {
  actor: Actor;
  fields: Fields;
  given: Given;
  /** Units the actor acts for; null = the house. */
  scope: ReadonlySet<string> | null;
  reason: string;
  now: Date;
}

export type Effect = keyof typeof EFFECTS;

const NOTHING_SAID = { demand: '', place: '', time: '', party: '', files: [], origins: [] };

/** The one assignment that acts, changed. */
function acting(ticket: Ticket, { scope }: EffectAsk, change: Partial<Assignment>): Partial<Ticket> {
  const mine = actingFor(ticket.assignments, scope);
  return mine ? only(ticket, mine, change) : {};
}

const only = (
  { assignments = [] }: Ticket,
  one: Assignment,
  change: Partial<Assignment>,
): Partial<Ticket> => ({
  assignments: assignments.map((each) => (each.id === one.id ? { ...each, ...change } : each)),
});

/** Every one in force goes over to this state. */
const all = (
  { assignments }: Ticket,
  state: UnitState,
  which: (one: Assignment) => boolean = open,
): Partial<Ticket> =>
  assignments ? { assignments: assignments.map((one) => (which(one) ? { ...one, state } : one)) } : {};

function added(ticket: Ticket, { given, actor, reason, now }: EffectAsk): Assignment[] {
  const before = ticket.assignments ?? [];
  return (given.units ?? []).map(({ unit, part }, i) => ({
    id: `a${before.length + i + 1}`,
    unit,
    part,
    state: 'TO_SIGN' as const,
    at: now,
    by: actor.id,
    opinion: reason,
    signedAt: null,
    contact: null,
    reply: null,
    return: null,
  }));
}

const fired = ({ clocks }: Ticket): Partial<Ticket> =>
  clocks?.next ? { clocks: { ...clocks, fired: [...clocks.fired, clocks.next.key] } } : {};

/**
 * A person has it now. A proposed refusal that is taken after all is overturned: the record stays (误拒率
 * is counted on it), the ticket is an order from here on.
 */
const taken = ({ kind, refusal, emergency }: Ticket, { actor }: EffectAsk): Partial<Ticket> => ({
  ...(refusal && kind === 'refusal'
    ? { kind: 'order' as const, refusal: { ...refusal, decidedBy: actor.id } }
    : {}),
  ...(emergency ? { emergency: { ...emergency, answeredBy: emergency.answeredBy ?? actor.id } } : {}),
});

export const EFFECTS = {
  // Said anew by the citizen: the stub has given way to a matter.
  supplied: (ticket, { fields }) =>
    ticket.refusal?.redacted && fields.content ? { refusal: { ...ticket.refusal, redacted: false } } : {},
  reviewRequested: ({ refusal }) => (refusal ? { refusal: { ...refusal, reviewRequested: true } } : {}),
  urged: ({ urges }) => ({ urges: urges + 1 }),
  secret: () => ({ secret: true }),
  supervised: () => ({ supervised: true }),
  taken,
  refused(ticket, { fields, actor }) {
    const refusal = fields.refusal ?? ticket.refusal;
    if (!refusal) return {};
    const reviewRequested = ticket.refusal?.reviewRequested ?? false;
    return {
      kind: 'refusal',
      refusal: { ...refusal, reviewRequested, decidedBy: actor.id },
      // Discipline and secrets: what was said goes, the stub given as `content` stays (domain §5.2).
      ...(refusal.redacted ? { ...NOTHING_SAID, title: fields.content ?? ticket.title } : {}),
    };
  },

  merged: (ticket, ask) => ({
    ...taken(ticket, ask),
    ...(ask.given.master ? { master: ask.given.master } : {}),
  }),
  // Whoever had it before has it no more; those who were returned stay in the story.
  dispatched: (ticket, ask) => ({
    assignments: [...(all(ticket, 'ENDED').assignments ?? []), ...added(ticket, ask)],
  }),
  unitsAdded: (ticket, ask) => ({ assignments: [...(ticket.assignments ?? []), ...added(ticket, ask)] }),
  signed: (ticket, ask) => acting(ticket, ask, { state: 'IN_PROGRESS', signedAt: ask.now }),
  // At the limit it counts as signed, for every unit that has not: nobody stalls by not signing.
  autoSigned: (ticket, { now }) => ({
    ...fired(ticket),
    ...(ticket.assignments
      ? {
          assignments: ticket.assignments.map((one) =>
            one.state === 'TO_SIGN' ? { ...one, state: 'IN_PROGRESS' as const, signedAt: now } : one,
          ),
        }
      : {}),
  }),
  contacted: (ticket, ask) => acting(ticket, ask, { contact: ask.given.contact ?? null }),
  returnAsked: (ticket, ask) =>
    acting(ticket, ask, {
      state: 'RETURN_REQUESTED',
      return: ask.given.return ? { ...ask.given.return, at: ask.now } : null,
    }),
  returned: (ticket) => all(ticket, 'RETURNED', (one) => one.state === 'RETURN_REQUESTED'),
  mustHandle: (ticket, { now }) => ({
    assignments: (ticket.assignments ?? []).map((one) =>
      one.state === 'RETURN_REQUESTED'
        ? { ...one, state: 'IN_PROGRESS' as const, signedAt: one.signedAt ?? now }
        : one,
    ),
  }),
  replied: (ticket, ask) =>
    acting(ticket, ask, {
      state: 'REPLIED',
      reply: ask.given.reply ? { ...ask.given.reply, at: ask.now } : null,
    }),
  assistReplied: (ticket, ask) =>
    acting(ticket, ask, {
      state: 'REPLIED',
      reply: ask.given.reply ? { ...ask.given.reply, at: ask.now } : null,
    }),
  backToUnit(ticket) {
    const lead = leadOf(ticket.assignments);
    return lead ? only(ticket, lead, { state: 'IN_PROGRESS' }) : {};
  },
  extensionAsked: (_, { given }) => (given.days === undefined ? {} : { extensionAsked: given.days }),
  extended: ({ extensions = [], extensionAsked = 0 }, { now, actor }) => ({
    extensions: [...extensions, { days: extensionAsked, at: now, by: actor.id }],
    extensionAsked: 0,
  }),
  notExtended: () => ({ extensionAsked: 0 }),
  held: (_, { given, now }) => ({ hold: { until: plusMonths(now, given.months ?? 1) } }),
  calledBack: ({ callbacks = [] }, { given, now, actor, reason }) =>
    given.callback
      ? { callbacks: [...callbacks, { ...given.callback, at: now, by: actor.id, note: reason }] }
      : {},
  rated: ({ ratings = [] }, { given, now }) =>
    given.rating ? { ratings: [...ratings, { ...given.rating, at: now }] } : {},
  ended: (ticket) => all(ticket, 'ENDED', (one) => open(one) && one.state !== 'REPLIED'),
  fired,
} satisfies Record<string, (ticket: Ticket, ask: EffectAsk) => Partial<Ticket>>;

/** The same day so many months on; a day that month lacks becomes its last. */
function plusMonths(from: Date, months: number): Date {
  const to = new Date(from);
  to.setUTCMonth(to.getUTCMonth() + months);
  if (to.getUTCDate() !== from.getUTCDate()) to.setUTCDate(0);
  return to;
}
