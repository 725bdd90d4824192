/** What a guard may look at, and how it says no. */
import { type Assignment, actingFor, type Given, leadOf } from '../assignment.js';
import type { Rules } from '../deadlines/clock.js';
import type { Unit } from '../dispatch/unit.js';
import type { Limits } from '../limits.js';
import type { Refused, Ticket } from '../ticket.js';
import { lived } from '../timeline.js';
import type { Fields } from '../transitions.js';

export interface Facts {
  ticket: Ticket;
  fields: Fields;
  given: Given;
  reason: string;
  /** Units the asker acts for; null = the house. */
  scope: ReadonlySet<string> | null;
  units: readonly Unit[];
  rules: Rules;
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

export const known = ({ units }: Pick<Facts, 'units'>, code: string): boolean =>
  units.some((unit) => unit.code === code);

/** How often it was done in this life of the order: a reopened one begins anew. */
export function times(ticket: Ticket, ...actions: string[]): number {
  const rows = lived(ticket);
  return rows
    .slice(rows.findLastIndex(({ action }) => action === 'reopen' || action === 'reopenFor') + 1)
    .filter(({ action }) => actions.includes(action)).length;
}

/** Done again as often as the rule allows: from then on only a supervisor goes on. */
export function tooOftenReworked({ ticket, limits }: Facts): WhyNot | null {
  const count = times(ticket, 'rework');
  return count < limits.reworks ? null : { code: 'NOT_ALLOWED', key: 'reworkLimit', values: { count } };
}

export const lastInto = (ticket: Ticket) =>
  lived(ticket).findLast((row) => row.to === ticket.state && row.from !== row.to);

export const leads = ({ assignments }: Ticket, scope: ReadonlySet<string> | null): boolean => {
  const lead = leadOf(assignments);
  // An order of before there were units is handled by whoever may handle.
  return lead === null || scope === null || scope.has(lead.unit);
};

/** Somebody of an assisting unit, and its own state is this one. */
export function assists({ ticket, scope }: Facts, state: Assignment['state']): WhyNot | null {
  const mine = scope === null ? null : actingFor(ticket.assignments, scope);
  return mine && mine.part !== 'lead' && mine.state === state
    ? null
    : { code: 'NOT_ALLOWED', key: 'assisting' };
}

export function unitsFault(facts: Facts, wanted: number): WhyNot | null {
  const { units } = facts.given;
  if (!units) return null;
  if (units.length === 0 || units.some(({ unit }) => !known(facts, unit)))
    return { code: 'MISSING', key: 'unitUnknown' };
  if (new Set(units.map(({ unit }) => unit)).size < units.length)
    return { code: 'MISSING', key: 'unitTwice' };
  const count = units.filter(({ part }) => part === 'lead').length;
  return count === wanted ? null : { code: 'MISSING', key: wanted === 1 ? 'oneLead' : 'onlyOthers' };
}

export const replyFault = ({ reply }: Given): WhyNot | null =>
  !reply || (reply.handling.trim() !== '' && reply.public.trim() !== '')
    ? null
    : { code: 'MISSING', key: 'replyParts' };
