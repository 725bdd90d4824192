/**
 * The only way a ticket changes: pure, from the table. Refuses with a value, in words for the person who
 * asked. The order of judgement is part of the contract: permission before version, so that nobody without
 * the right learns anything about the ticket; then state, fields, reason, guard.
 */

import { actingFor, type Given, open } from './assignment.js';
import { changedFields, type Mask } from './changed.js';
import { clocksOf, type Rules } from './deadlines/clock.js';
import { EFFECTS } from './effects.js';
import { GUARDS } from './guards.js';
import { LIMITS, type Limits } from './limits.js';
import type { Actor, Refused, Ticket, TimelineRow } from './ticket.js';
import { type FieldName, type Fields, type Transition, transition } from './transitions.js';
import { actionName, sentence } from './words.js';

export interface StepAsk {
  action: string;
  actor: Actor;
  /**
   * Of staff: the account's. Of a citizen: 'citizen', given only after it is known that this order is his
   * (its thread's token, or number and query code). Of a timer: 'system'.
   */
  permissions: ReadonlySet<string>;
  /** The version the asker read. */
  version: number;
  reason?: string | undefined;
  now: Date;
  /** Hash of the policy in force. */
  policy: string;
  fields?: Fields | undefined;
  given?: Given | undefined;
  /**
   * Units the asker acts for (his own and what lies below it); null = the house itself, which may act for any.
   */
  scope: ReadonlySet<string> | null;
  /** Limits and calendar in force, and which units there are. */
  rules: Rules & { units: readonly { code: string }[] };
  /** What the citizen will read and what goes into before and after passes through it. */
  mask: Mask;
  limits?: Limits;
}

export function step(ticket: Ticket, ask: StepAsk): { ticket: Ticket } | Refused {
  const row = transition(ask.action);
  if (!row) return refuse('NOT_ALLOWED', 'unknown');
  const action = actionName(row.action);
  if (!may(row, ask.actor, ask.permissions) || !own(ticket, row, ask.scope))
    return refuse('FORBIDDEN', 'forbidden', { action });
  if (ask.version !== ticket.version) return refuse('STALE', 'stale');
  if (!row.from.includes(ticket.state)) return refuse('NOT_ALLOWED', 'state', { action });

  const fields = ask.fields ?? {};
  const foreign = Object.keys(fields).filter((name) => !row.fields?.includes(name as FieldName));
  if (foreign.length > 0) return refuse('NOT_ALLOWED', 'field', { action, fields: foreign.join(', ') });
  const reason = ask.reason?.trim() ?? '';
  if (row.needsReason && reason === '') return refuse('MISSING', 'reason', { action });
  const limits = ask.limits ?? LIMITS;
  const given = ask.given ?? {};
  const alien = Object.keys(given).filter((name) => !row.inputs?.includes(name as keyof Given));
  if (alien.length > 0) return refuse('NOT_ALLOWED', 'field', { action, fields: alien.join(', ') });
  const absent = row.inputs?.some((name) => given[name] === undefined);
  if (absent) return refuse('MISSING', 'inputs', { action });
  const known = (unit: string) => ask.rules.units.some(({ code }) => code === unit);
  const { scope, now } = ask;
  const not =
    row.guard && GUARDS[row.guard]({ ticket, fields, given, scope, known, by: ask.actor.id, now, limits });
  if (not) return refuse(not.code, not.key, not.values);

  const { refusal: _given, ...plain } = fields;
  const asked = { actor: ask.actor, fields, given, scope, reason, now };
  const effect = row.effect ? EFFECTS[row.effect](ticket, asked) : {};
  const to = row.to === 'same' ? ticket.state : row.to;
  const next: Ticket = { ...ticket, ...plain, ...effect, state: to, policy: ask.policy };
  const event: TimelineRow = { at: ask.now, actor: ask.actor, action: row.action, from: ticket.state, to };
  if (reason !== '') event.reason = reason;
  if (row.public) {
    event.public = sentence('public', row.public, {
      reason: ask.mask.text(reason),
      ...shownOf(next, ask.mask),
    });
  }
  const changed = changedFields(ticket, next, ask.mask);
  if (changed) event.changed = changed;
  const whole: Ticket = {
    ...next,
    version: ticket.version + 1,
    updatedAt: ask.now,
    timeline: [...ticket.timeline, event],
  };
  const lead = whole.assignments?.findLast((one) => one.part === 'lead')?.unit;
  if (lead !== undefined) whole.lead = lead;
  return { ticket: { ...whole, clocks: clocksOf(whole, ask.rules, ask.now) } };
}

/** What the citizen is told, besides the reason: the refusal's own words, the unit's public answer. */
function shownOf({ refusal, assignments = [] }: Ticket, mask: Mask): { shown: string; reply: string } {
  const reply = assignments.findLast((one) => one.part === 'lead' && open(one))?.reply?.public ?? '';
  return { shown: refusal?.shown ?? '', reply: mask.text(reply) };
}

/** A unit handles what was sent to it, and nothing else (data scope, GB/T 22239). */
const own = (ticket: Ticket, row: Transition, scope: ReadonlySet<string> | null): boolean =>
  row.permission !== 'order.handle' || scope === null || actingFor(ticket.assignments, scope) !== null;

/** A right is used by the kind of actor it was made for, whatever a badly filled role may say. */
export function may(row: Transition, actor: Actor, permissions: ReadonlySet<string>): boolean {
  const kind = row.permission === 'citizen' || row.permission === 'system' ? row.permission : 'staff';
  return actor.kind === kind && permissions.has(row.permission);
}

function refuse(code: Refused['code'], key: string, values?: Record<string, string | number>): Refused {
  return { code, refused: sentence('refused', key, values) };
}
