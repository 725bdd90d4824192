/** Conditions beyond state and permission, by name; each answers null (go on) or why not. */
import { type Assignment, actingFor, type Given, leadOf, open } from './assignment.js';
import type { Limits } from './limits.js';
import { readOrderNo } from './number.js';
import type { Refused, Ticket } from './ticket.js';
import type { Fields } from './transitions.js';

export type Guard =
  | 'refusable'
  | 'underReview'
  | 'hasMatter'
  | 'mergeable'
  | 'returnable'
  | 'extendable'
  | 'otherPerson'
  | 'reworkable'
  | 'reopenable'
  | 'alarming'
  | 'oneLead'
  | 'onlyOthers'
  | 'leading'
  | 'assistToSign'
  | 'assistAtWork'
  | 'answerable'
  | 'holdable'
  | 'wholeCallback'
  | 'heard'
  | 'unhappy'
  | 'goodRating'
  | 'lowRating';

export interface Facts {
  ticket: Ticket;
  fields: Fields;
  given: Given;
  /** Units the asker acts for; null = the house. */
  scope: ReadonlySet<string> | null;
  /** Is there such a unit? */
  known(unit: string): boolean;
  /** Who asks; account, thread or timer. */
  by: string;
  now: Date;
  limits: Limits;
}

export interface WhyNot {
  code: Refused['code'];
  /** Key of `refused` in words.json. */
  key: string;
  values?: Record<string, string | number>;
}

const DAY = 86_400_000;
const times = (ticket: Ticket, action: string): number =>
  ticket.timeline.filter((row) => row.action === action).length;
const lastInto = (ticket: Ticket) =>
  ticket.timeline.findLast((row) => row.to === ticket.state && row.from !== row.to);

export const GUARDS: Record<Guard, (facts: Facts) => WhyNot | null> = {
  // A refusal always carries reason, rule version, evidence span, the lawful channel (invariant 8).
  refusable({ ticket, fields }) {
    const refusal = fields.refusal ?? ticket.refusal;
    const whole =
      refusal &&
      [refusal.reason, refusal.rule, refusal.ruleVersion, refusal.evidence, refusal.shown].every(Boolean) &&
      refusal.doors.length > 0 &&
      // A stub stands in for what must not be kept.
      !(fields.refusal?.redacted && !fields.content);
    return whole ? null : { code: 'MISSING', key: 'refusable' };
  },
  underReview({ ticket }) {
    if (ticket.kind !== 'refusal' || !ticket.refusal) return { code: 'NOT_ALLOWED', key: 'underReview' };
    return ticket.refusal.reviewRequested ? { code: 'NOT_ALLOWED', key: 'reviewedOnce' } : null;
  },
  // What was said of discipline or secrets is not kept, so there is nothing to send to anybody.
  hasMatter: ({ ticket }) => (ticket.refusal?.redacted ? { code: 'MISSING', key: 'hasMatter' } : null),
  mergeable({ ticket, given }) {
    // Asked without the form at hand: only whether the button is there.
    if (given.master === undefined) return null;
    const master = readOrderNo(given.master);
    return master && master !== ticket.orderNo ? null : { code: 'MISSING', key: 'mergeable' };
  },
  // A rejected return is final; after too many the hotline designates (domain §0.7, §2.6).
  returnable({ ticket, limits, given, scope, known }) {
    if (!leads(ticket, scope)) return { code: 'NOT_ALLOWED', key: 'leading' };
    const asked = given.return;
    // Asked without the form at hand (which buttons are there?) only the story is judged.
    if (asked && (asked.basis.trim() === '' || (asked.suggest !== null && !known(asked.suggest))))
      return { code: 'MISSING', key: 'returnBasis' };
    const judged = ticket.timeline.findLastIndex((row) => row.action === 'refuseReturn');
    const sent = ticket.timeline.findLastIndex((row) => row.action === 'dispatch');
    if (judged > sent) return { code: 'NOT_ALLOWED', key: 'returnFinal' };
    const count = times(ticket, 'agreeReturn');
    return count < limits.returns ? null : { code: 'NOT_ALLOWED', key: 'returnLimit', values: { count } };
  },
  extendable({ ticket, limits, given, scope, now }) {
    if (!leads(ticket, scope)) return { code: 'NOT_ALLOWED', key: 'leading' };
    if (times(ticket, 'agreeExtension') >= limits.extensions)
      return { code: 'NOT_ALLOWED', key: 'extensionLimit' };
    if (ticket.urgency === 'critical') return { code: 'NOT_ALLOWED', key: 'extensionNever' };
    // Ask before it is over, not after (domain §2.6).
    if (ticket.clocks?.due && now >= ticket.clocks.due) return { code: 'GONE', key: 'extensionLate' };
    return given.days === undefined ||
      (Number.isInteger(given.days) && given.days >= 1 && given.days <= limits.extensionDays)
      ? null
      : { code: 'MISSING', key: 'extensionDays', values: { count: limits.extensionDays } };
  },
  otherPerson: ({ ticket, by }) =>
    lastInto(ticket)?.actor.id === by ? { code: 'NOT_ALLOWED', key: 'otherPerson' } : null,
  // Done again because the citizen says so, not because somebody likes to (domain §2.5, §3.2 REWORK).
  unhappy({ ticket }) {
    const call = (ticket.callbacks ?? []).findLast((one) => one.connected);
    const low = (ticket.ratings ?? []).at(-1);
    const said = call?.solved === false || call?.satisfied === 'dissatisfied' || (low?.stars ?? 5) <= 2;
    return said ? null : { code: 'NOT_ALLOWED', key: 'unhappy' };
  },
  reworkable({ ticket, limits }) {
    const count = times(ticket, 'rework');
    return count < limits.reworks ? null : { code: 'NOT_ALLOWED', key: 'reworkLimit', values: { count } };
  },
  reopenable({ ticket, now, limits }) {
    const closed = lastInto(ticket)?.at ?? ticket.updatedAt;
    const late = now.getTime() - closed.getTime() > limits.reopenDays * DAY;
    return late ? { code: 'GONE', key: 'reopenGone', values: { count: limits.reopenDays } } : null;
  },
  alarming: ({ ticket }) =>
    ticket.emergency && ticket.emergency.answeredBy === null
      ? null
      : { code: 'NOT_ALLOWED', key: 'alarmAnswered' },
  oneLead: ({ given, known }) => unitsFault(given, known, 1),
  // The lead stays; what is added assists or guides, and is not there yet.
  onlyOthers({ ticket, given, known }) {
    const there = (ticket.assignments ?? []).filter(open).map((one) => one.unit);
    const twice = (given.units ?? []).some(({ unit }) => there.includes(unit));
    return twice ? { code: 'MISSING', key: 'unitTwice' } : unitsFault(given, known, 0);
  },
  leading: ({ ticket, scope }) => (leads(ticket, scope) ? null : { code: 'NOT_ALLOWED', key: 'leading' }),
  assistToSign: (facts) => assists(facts, 'TO_SIGN'),
  assistAtWork: (facts) => assists(facts, 'IN_PROGRESS') ?? replyFault(facts.given),
  answerable(facts) {
    if (!leads(facts.ticket, facts.scope)) return { code: 'NOT_ALLOWED', key: 'leading' };
    return replyFault(facts.given);
  },
  holdable: ({ given, limits }) =>
    given.months === undefined ||
    (Number.isInteger(given.months) && given.months >= 1 && given.months <= limits.holdMonths)
      ? null
      : { code: 'MISSING', key: 'holdMonths', values: { count: limits.holdMonths } },
  // Whoever was reached was asked all three questions; whoever was not, none.
  wholeCallback({ given }) {
    const said = given.callback;
    if (!said) return null;
    const answers = [said.contacted, said.solved, said.satisfied];
    const whole = answers.every((answer) => (answer === undefined) !== said.connected);
    return whole ? null : { code: 'MISSING', key: 'callback' };
  },
  /**
   * Closed only by what the citizen said, or after the citizen could not be reached on as many tries and days
   * as the rule asks (domain §2.6).
   */
  heard({ ticket, limits }) {
    const calls = ticket.callbacks ?? [];
    const last = calls.findLast((call) => call.connected);
    if (last) return last.solved ? null : { code: 'NOT_ALLOWED', key: 'unsolved' };
    const days = new Set(calls.map((call) => call.at.toISOString().slice(0, 10)));
    return calls.length >= limits.callbackTries && days.size >= limits.callbackDays
      ? null
      : { code: 'MISSING', key: 'heard', values: { tries: limits.callbackTries, days: limits.callbackDays } };
  },
  goodRating: ({ given }) =>
    !given.rating || given.rating.stars >= 3 ? null : { code: 'NOT_ALLOWED', key: 'lowRating' },
  // 差评 must say at least one reason (domain §2.5).
  lowRating: ({ given }) =>
    !given.rating || (given.rating.stars <= 2 && given.rating.tags.length > 0)
      ? null
      : { code: 'MISSING', key: 'ratingTags' },
};

const leads = (ticket: Ticket, scope: ReadonlySet<string> | null): boolean => {
  const lead = leadOf(ticket.assignments);
  // An order of before there were units is handled by whoever may handle.
  return lead === null || scope === null || scope.has(lead.unit);
};

/** Somebody of an assisting unit, and its own state is this one. */
function assists({ ticket, scope }: Facts, state: Assignment['state']): WhyNot | null {
  const mine = scope === null ? null : actingFor(ticket.assignments, scope);
  return mine && mine.part !== 'lead' && mine.state === state
    ? null
    : { code: 'NOT_ALLOWED', key: 'assisting' };
}

function unitsFault({ units }: Given, known: (unit: string) => boolean, wanted: number): WhyNot | null {
  if (!units) return null;
  if (units.length === 0 || units.some(({ unit }) => !known(unit)))
    return { code: 'MISSING', key: 'unitUnknown' };
  if (new Set(units.map(({ unit }) => unit)).size < units.length)
    return { code: 'MISSING', key: 'unitTwice' };
  const count = units.filter(({ part }) => part === 'lead').length;
  return count === wanted ? null : { code: 'MISSING', key: wanted === 1 ? 'oneLead' : 'onlyOthers' };
}

const replyFault = ({ reply }: Given): WhyNot | null =>
  !reply || (reply.handling.trim() !== '' && reply.public.trim() !== '')
    ? null
    : { code: 'MISSING', key: 'replyParts' };
