/** What happens to the assignments of an order: sent, signed, given back, answered. */
import { type Assignment, actingFor, leadOf, open, type Part, type UnitState } from '../assignment.js';
import type { Unit } from '../dispatch/unit.js';
import type { Ticket } from '../ticket.js';
import type { EffectAsk } from './ask.js';

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
export const all = (
  { assignments }: Ticket,
  state: UnitState,
  which: (one: Assignment) => boolean = open,
): Partial<Ticket> =>
  assignments ? { assignments: assignments.map((one) => (which(one) ? { ...one, state } : one)) } : {};

const regulatorOf = (units: readonly Unit[], code: string): string | null =>
  units.find((unit) => unit.code === code && unit.kind === 'utility')?.regulator ?? null;

/** A utility's regulator guides it from the start, and is told the result in the end (25号). */
function withRegulators(given: { unit: string; part: Part }[], ticket: Ticket, units: readonly Unit[]) {
  const there = new Set([
    ...given.map(({ unit }) => unit),
    ...(ticket.assignments ?? []).filter(open).map(({ unit }) => unit),
  ]);
  const guides = given
    .flatMap(({ unit }) => regulatorOf(units, unit) ?? [])
    .filter((unit) => !there.has(unit));
  return [...given, ...[...new Set(guides)].map((unit) => ({ unit, part: 'guide' as const }))];
}

function added(ticket: Ticket, { given, actor, reason, now, units }: EffectAsk): Assignment[] {
  const before = ticket.assignments ?? [];
  return withRegulators(given.units ?? [], ticket, units).map(({ unit, part }, i) => ({
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

/** Whoever had it before has it no more; those who were returned stay in the story. */
const sent = (ticket: Ticket, ask: EffectAsk): Assignment[] => [
  ...(all(ticket, 'ENDED').assignments ?? []),
  ...added({ ...ticket, assignments: (all(ticket, 'ENDED').assignments ?? []) as Assignment[] }, ask),
];

const answered = (ticket: Ticket, ask: EffectAsk): Partial<Ticket> =>
  acting(ticket, ask, {
    state: 'REPLIED',
    reply: ask.given.reply ? { ...ask.given.reply, at: ask.now } : null,
  });

export const UNIT_EFFECTS = {
  dispatched: (ticket, ask) => ({ assignments: sent(ticket, ask) }),
  designated: (ticket, ask) => ({
    assignments: sent(ticket, ask).map((one) =>
      one.at === ask.now && one.part === 'lead' ? { ...one, designated: true as const } : one,
    ),
  }),
  // The one that hands on is out of it; who assists and guides stays.
  forwarded(ticket, ask) {
    const lead = leadOf(ticket.assignments);
    const rest = lead ? only(ticket, lead, { state: 'ENDED' }) : {};
    const next = added({ ...ticket, ...rest }, ask);
    return {
      assignments: [
        ...(rest.assignments ?? []),
        ...(lead?.designated ? next.map((one) => ({ ...one, designated: true as const })) : next),
      ],
    };
  },
  unitsAdded: (ticket, ask) => ({ assignments: [...(ticket.assignments ?? []), ...added(ticket, ask)] }),
  signed: (ticket, ask) => acting(ticket, ask, { state: 'IN_PROGRESS', signedAt: ask.now }),
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
  replied: answered,
  assistReplied: answered,
  released(ticket, { units, now }) {
    const lead = leadOf(ticket.assignments);
    const regulator = lead && regulatorOf(units, lead.unit);
    return regulator
      ? {
          assignments: (ticket.assignments ?? []).map((one) =>
            one.unit === regulator && one.part === 'guide' && open(one) ? { ...one, notifiedAt: now } : one,
          ),
        }
      : {};
  },
  backToUnit(ticket) {
    const lead = leadOf(ticket.assignments);
    return lead ? only(ticket, lead, { state: 'IN_PROGRESS' }) : {};
  },
  ended: (ticket) => all(ticket, 'ENDED', (one) => open(one) && one.state !== 'REPLIED'),
} satisfies Record<string, (ticket: Ticket, ask: EffectAsk) => Partial<Ticket>>;
