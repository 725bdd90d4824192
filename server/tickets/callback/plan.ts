/**
 * Who is called back, how often, and when next (domain §2.6). Pure: the same order under the same rules gives
 * the same plan, so a sample can be drawn again and comes out the same.
 */
import { createHash } from 'node:crypto';
import type { MatterType } from '../../../nlu/understanding.js';
import type { Callback } from '../assignment.js';
import { type Calendar, dayOf, midnight, plusDays } from '../deadlines/calendar.js';
import type { Limits } from '../limits.js';
import type { Ticket } from '../ticket.js';

export interface CallbackRule {
  id: string;
  name: string;
  /** All that is said must be so; nothing said fits everybody. */
  when: {
    types: MatterType[];
    secret: boolean;
    doubt: boolean;
    low: boolean;
    reworked: boolean;
    supervised: boolean;
  };
  /** 1 = everybody. */
  share: number;
}

export interface CallbackKnobs {
  /** Another seed draws another sample. */
  seed: string;
  /** When citizens may be called, Asia/Shanghai. */
  hours: { open: string; close: string }[];
  /** Also on days off? */
  restDays: boolean;
  gapHours: number;
  /** So long whoever is not called may rate before the order may be filed away. */
  selfRatingDays: number;
}

/** due: to be called; heard: reached, to be ended or done again; unreached: tried enough; self: rates by himself. */
export const STAGES = ['due', 'heard', 'unreached', 'self'] as const;
export type Stage = (typeof STAGES)[number];

export interface CallPlan {
  stage: Stage;
  /** Id of the rule that decided. */
  rule: string;
  /** due: not before; self: until. Otherwise when it came into this stage. */
  nextAt: Date;
  /** Tries of this round. */
  tries: number;
}

export interface CallRules {
  callbacks: readonly CallbackRule[];
  calendar: Calendar;
  knobs: { callback: CallbackKnobs; limits: Limits };
}

/** A number in [0, 1) from a text: spread evenly, and for ever the same. */
export const drawn = (seed: string, id: string): number =>
  createHash('sha256').update(`${seed}:${id}`).digest().readUInt32BE(0) / 2 ** 32;

type Story = Pick<Ticket, 'timeline'>;

/** Where in the story the order last came to wait for the citizen's word; -1 = never. */
export const roundAt = ({ timeline }: Story): number =>
  timeline.findLastIndex((row) => row.to === 'CALLBACK_PENDING' && row.from !== row.to);

/** When whoever is not called may no longer rate by himself. */
export const selfUntil = (since: Date, { selfRatingDays }: Pick<CallbackKnobs, 'selfRatingDays'>): Date =>
  midnight(plusDays(dayOf(since), selfRatingDays + 1));

/** Counted by the story, not by the clock: two steps may share their instant. */
function sinceRound<T>({ timeline }: Story, all: readonly T[] = [], actions: readonly string[]): T[] {
  const start = roundAt({ timeline });
  if (start < 0) return [];
  const count = timeline.slice(start).filter(({ action }) => actions.includes(action)).length;
  return count === 0 ? [] : all.slice(-count);
}
export const callsOfRound = (ticket: Ticket): Callback[] =>
  sinceRound(ticket, ticket.callbacks, ['callback']);
export const ratingsOfRound = (ticket: Ticket): NonNullable<Ticket['ratings']> =>
  sinceRound(ticket, ticket.ratings, ['rateWell', 'rateLow']);

function fits({ when }: CallbackRule, ticket: Ticket): boolean {
  const low = (ticket.ratings ?? []).some(({ stars }) => stars <= 2);
  const reworked = ticket.timeline.some(({ action }) => action === 'rework');
  return (
    (when.types.length === 0 || when.types.includes(ticket.type)) &&
    (!when.secret || ticket.secret) &&
    (!when.doubt || (ticket.doubt ?? []).length > 0) &&
    (!when.low || low) &&
    (!when.reworked || reworked) &&
    (!when.supervised || ticket.supervised === true)
  );
}

/** The first rule that fits; none = nobody is called. */
export const ruleFor = (ticket: Ticket, rules: readonly CallbackRule[]): CallbackRule | null =>
  rules.find((rule) => fits(rule, ticket)) ?? null;

export function callOf(ticket: Ticket, rules: CallRules): CallPlan | null {
  if (ticket.state !== 'CALLBACK_PENDING') return null;
  const { callback, limits } = rules.knobs;
  const since = ticket.timeline[roundAt(ticket)]?.at ?? ticket.updatedAt;
  const tries = callsOfRound(ticket);
  const rule = ruleFor(ticket, rules.callbacks);
  const plan = { rule: rule?.id ?? '', tries: tries.length };
  const last = tries.at(-1);
  if (last && tries.some(({ connected }) => connected)) return { ...plan, stage: 'heard', nextAt: last.at };
  if (last && enough(tries, limits)) return { ...plan, stage: 'unreached', nextAt: last.at };
  const called = rule !== null && drawn(callback.seed, ticket.orderNo) < rule.share;
  if (!called && !last) {
    return { ...plan, stage: 'self', nextAt: selfUntil(since, callback) };
  }
  return { ...plan, stage: 'due', nextAt: nextTry(since, tries, rules) };
}

const daysOf = (tries: readonly Callback[]): number => new Set(tries.map(({ at }) => dayOf(at))).size;

/** So many tries, on so many days of Shanghai. */
export const enough = (tries: readonly Callback[], { callbackTries, callbackDays }: Limits): boolean =>
  tries.length >= callbackTries && daysOf(tries) >= callbackDays;

function nextTry(since: Date, tries: readonly Callback[], rules: CallRules): Date {
  const last = tries.at(-1);
  if (!last) return allowedFrom(since, rules);
  const gap = new Date(last.at.getTime() + rules.knobs.callback.gapHours * 3_600_000);
  // The tries left would all fall on days that were tried already: another day is owed.
  const { limits } = rules.knobs;
  const left = limits.callbackTries - tries.length;
  const owed = limits.callbackDays - daysOf(tries);
  const tomorrow = midnight(plusDays(dayOf(last.at), 1));
  return allowedFrom(left <= owed && gap < tomorrow ? tomorrow : gap, rules);
}

/** That moment, or the first after it at which a citizen may be called. */
export function allowedFrom(at: Date, { calendar, knobs: { callback } }: CallRules): Date {
  for (let day = dayOf(at); ; day = plusDays(day, 1)) {
    if (!callback.restDays && !calendar.works(day)) continue;
    for (const { open, close } of callback.hours) {
      const from = clockOn(day, open);
      if (at < clockOn(day, close)) return at > from ? at : from;
    }
  }
}

export const mayCall = (at: Date, rules: CallRules): boolean =>
  allowedFrom(at, rules).getTime() === at.getTime();

function clockOn(day: string, clock: string): Date {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return new Date(midnight(day).getTime() + (hours * 60 + minutes) * 60_000);
}
