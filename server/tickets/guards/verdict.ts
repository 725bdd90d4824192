/** The citizen's word: call-backs, ratings, doing it again. */
import { leadOf } from '../assignment.js';
import { callsOfRound, enough, ratingsOfRound } from '../callback/plan.js';
import type { Ticket } from '../ticket.js';
import { type Facts, tooOftenReworked, type WhyNot } from './facts.js';

/** 一事一评: once for each answer; after it was done again, once more. */
const rated = (ticket: Ticket): WhyNot | null =>
  ratingsOfRound(ticket).length > 0 ? { code: 'NOT_ALLOWED', key: 'ratedOnce' } : null;

export const VERDICT = {
  // Done again because the citizen says so, not because somebody likes to (domain §2.5, §3.2 REWORK).
  unhappy({ ticket }) {
    // What was said before it was done again is settled by that.
    const call = callsOfRound(ticket).findLast((one) => one.connected);
    const low = ratingsOfRound(ticket).at(-1);
    const said = call?.solved === false || call?.satisfied === 'dissatisfied' || (low?.stars ?? 5) <= 2;
    return said ? null : { code: 'NOT_ALLOWED', key: 'unhappy' };
  },
  // Answered on the spot and done again: no unit has it yet, so it is dispatched, not handed back.
  reworkable: (facts) =>
    tooOftenReworked(facts) ??
    (leadOf(facts.ticket.assignments) === null ? { code: 'NOT_ALLOWED', key: 'reworkUnit' } : null),
  // Whoever was reached was asked all three questions; whoever was not, none.
  wholeCallback({ given }) {
    const said = given.callback;
    if (!said) return null;
    const answers = [said.contacted, said.solved, said.satisfied];
    const whole = answers.every((answer) => (answer === undefined) !== said.connected);
    return whole ? null : { code: 'MISSING', key: 'callback' };
  },
  /**
   * Closed only by what the citizen said, after the citizen could not be reached on as many tries and days as
   * the rule asks, or after the time to rate where the plan calls nobody (domain §2.6).
   */
  heard({ ticket, limits, now }) {
    const calls = callsOfRound(ticket);
    const last = calls.findLast((call) => call.connected);
    if (last) return last.solved ? null : { code: 'NOT_ALLOWED', key: 'unsolved' };
    const { call } = ticket;
    // Not drawn for a call, and the time to rate by oneself is over.
    if (call?.stage === 'self' && now >= call.nextAt) return null;
    return enough(calls, limits)
      ? null
      : { code: 'MISSING', key: 'heard', values: { tries: limits.callbackTries, days: limits.callbackDays } };
  },
  goodRating: ({ ticket, given }) =>
    rated(ticket) ??
    (!given.rating || given.rating.stars >= 3 ? null : { code: 'NOT_ALLOWED', key: 'lowRating' }),
  // 差评 must say at least one reason (domain §2.5).
  lowRating: ({ ticket, given }) =>
    rated(ticket) ??
    (!given.rating || (given.rating.stars <= 2 && given.rating.tags.length > 0)
      ? null
      : { code: 'MISSING', key: 'ratingTags' }),
} satisfies Record<string, (facts: Facts) => WhyNot | null>;
