/** What a move changes by itself, besides the state. */
import type { Calendar } from '../deadlines/calendar.js';
import { due, type Limit } from '../deadlines/due.js';
import { type Nearness, nearFrom } from '../deadlines/light.js';
import type { Rung } from '../supervision/ladder.js';
import { type Said, sideOf } from './guards.js';
import type { Proceeding, Side } from './proceeding.js';

export interface EffectAsk {
  said: Said;
  reason: string;
  scope: ReadonlySet<string> | null;
  now: Date;
  rules: {
    calendar: Calendar;
    ladder: readonly Rung[];
    rectify: Limit;
    appealDays: number;
    near: Nearness;
  };
  /** Taken for this issue; null where the rung has no document. */
  number: NonNullable<Proceeding['number']> | null;
}

type Change = Partial<Proceeding>;
export type Effect = keyof typeof EFFECTS;

/** The clock begins to run; its timers are counted from the limit. */
function clockFrom(now: Date, limit: Limit, calendar: Calendar): Change {
  const { at } = due({ start: now, limit, calendar });
  return { since: now, due: at, next: null, fired: [] };
}

const fresh = (unit: string): Side => ({ unit, state: 'TO_ANSWER', answer: '', at: null });

const onlySide = ({ sides }: Proceeding, mine: Side | undefined, change: Partial<Side>): Side[] =>
  sides.map((side) => (side === mine ? { ...side, ...change } : side));

/** Where the units stand decides where it stands: all answered, none left, or still waiting. */
function standing(sides: readonly Side[]): string {
  const left = sides.filter(({ state }) => state !== 'RETURNED');
  if (left.length === 0) return 'RETURNED';
  if (left.some(({ state }) => state === 'RETURN_ASKED')) return 'RETURN_ASKED';
  return left.every(({ state }) => state === 'ANSWERED') ? 'REPORTED' : 'ISSUED';
}

export const EFFECTS = {
  submitted: (_, { said }) => ({
    ...(said.rung === undefined ? {} : { rung: said.rung }),
    matter: said.matter?.trim() ?? '',
    said: said.needs ?? {},
    sides: (said.units ?? []).map(fresh),
  }),
  issued({ rung }, { rules, now, number }) {
    const row = rules.ladder.find((one) => one.rung === rung);
    return {
      issuedAt: now,
      ...(number === null ? {} : { number }),
      ...(row?.limit ? clockFrom(now, row.limit, rules.calendar) : {}),
      // Nothing is to be answered: done when it is done.
      ...(row?.answers ? {} : { state: 'CLOSED' }),
    };
  },
  answered(proceeding, { scope, said, now }) {
    const sides = onlySide(proceeding, sideOf(proceeding, scope, 'TO_ANSWER'), {
      state: 'ANSWERED',
      answer: said.answer?.trim() ?? '',
      at: now,
    });
    return { sides, state: standing(sides) };
  },
  returnAsked: (proceeding, { scope, reason, now }) => ({
    sides: onlySide(proceeding, sideOf(proceeding, scope, 'TO_ANSWER'), {
      state: 'RETURN_ASKED',
      answer: reason,
      at: now,
    }),
  }),
  letOff({ sides }) {
    const after = sides.map((side) =>
      side.state === 'RETURN_ASKED' ? { ...side, state: 'RETURNED' as const } : side,
    );
    return { sides: after, state: standing(after) };
  },
  heldTo: ({ sides }) => ({
    sides: sides.map((side) =>
      side.state === 'RETURN_ASKED' ? { ...side, state: 'TO_ANSWER' as const } : side,
    ),
  }),
  again: ({ sides }) => ({
    sides: sides.map((side) => (side.state === 'ANSWERED' ? { ...side, state: 'TO_ANSWER' as const } : side)),
  }),
  rectifying: (_, { rules, now }) => clockFrom(now, rules.rectify, rules.calendar),
  invalidProposed: (_, { said }) => (said.invalidWhy === undefined ? {} : { invalidWhy: said.invalidWhy }),
  scored: ({ scores = [] }, { said, rules, now }) => ({
    scores: said.scores ? [...scores, said.scores] : scores,
    ...clockFrom(now, { amount: rules.appealDays, unit: 'workday' }, rules.calendar),
  }),
  scoredAgain: ({ scores = [] }, { said }) => ({ scores: said.scores ? [...scores, said.scores] : scores }),
  stopped: () => ({ due: null, since: null, next: null }),
} satisfies Record<string, (proceeding: Proceeding, ask: EffectAsk) => Change>;

/** States in which a unit still owes what the clock of a proceeding runs for. */
export const OWES: Partial<Record<Proceeding['kind'], readonly string[]>> = {
  supervision: ['ISSUED', 'RETURN_ASKED'],
  lowRating: ['RECTIFYING'],
};

/** Its timers, from its clock: near its end, and over; the inspection's is the end of the time for contesting. */
export function nextOf(
  { kind, state, since, due: end, fired }: Proceeding,
  { near }: EffectAsk['rules'],
): Proceeding['next'] {
  if (!since || !end) return null;
  const timer = (action: string, at: Date) => ({ at, key: `${action}@${end.toISOString()}` });
  const pressing = () => [timer('near', nearFrom({ start: since, due: end }, near)), timer('late', end)];
  const all = OWES[kind]?.includes(state)
    ? pressing()
    : kind === 'inspection' && state === 'SCORED'
      ? [timer('lapse', end)]
      : [];
  return all.find(({ key }) => !fired.includes(key)) ?? null;
}
