/**
 * The only way a ticket changes: pure, from the table. Refuses with a value, in words for the person who
 * asked. The order of judgement is part of the contract: permission before version, so that nobody without
 * the right learns anything about the ticket; then state, fields, reason, guard.
 */

import { actingFor, type Given, open } from './assignment.js';
import { type CallRules, callOf } from './callback/plan.js';
import { changedFields, type Mask } from './changed.js';
import { clocksOf, type Rules } from './deadlines/clock.js';
import type { Unit } from './dispatch/unit.js';
import { EFFECTS, GONE } from './effects.js';
import { GUARDS } from './guards.js';
import type { Actor, Refused, Ticket, TimelineRow } from './ticket.js';
import { AT_DESK, type FieldName, type Fields, type Transition, transition } from './transitions.js';
import { undoOf } from './undo.js';
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
  rules: Rules & CallRules & { units: readonly Unit[]; knobs: { steps: { undoSeconds: number } } };
  /** What the citizen will read and what goes into before and after passes through it. */
  mask: Mask;
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
  const given = ask.given ?? {};
  const alien = Object.keys(given).filter((name) => !row.inputs?.includes(name as keyof Given));
  if (alien.length > 0) return refuse('NOT_ALLOWED', 'field', { action, fields: alien.join(', ') });
  const absent = row.inputs?.some((name) => given[name] === undefined);
  if (absent) return refuse('MISSING', 'inputs', { action });
  const { scope, now, rules } = ask;
  const { units } = rules;
  const { limits } = rules.knobs;
  const facts = { ticket, fields, given, reason, scope, units, rules, by: ask.actor.id, now, limits };
  const guard = row.guard && GUARDS[row.guard];
  const not = guard?.(facts);
  if (not) return refuse(not.code, not.key, not.values);

  const { refusal: _given, ...plain } = fields;
  const asked = { actor: ask.actor, fields, given, scope, units, mask: ask.mask, reason, now };
  const effect = row.effect ? EFFECTS[row.effect](ticket, asked) : {};
  const to = row.to === 'same' ? ticket.state : row.to;
  // Whatever comes after a step, it can no longer be taken back.
  const { undo: _, ...before } = ticket;
  const next: Ticket = { ...before, ...plain, ...effect, state: to, policy: ask.policy };
  for (const name of GONE[row.action] ?? []) delete next[name];
  inHand(next, ticket.state, ask);
  const event: TimelineRow = { at: now, actor: ask.actor, action: row.action, from: ticket.state, to };
  if (reason !== '') event.reason = reason;
  if (row.public) {
    event.public = sentence('public', row.public, {
      reason: ask.mask.text(reason),
      ...shownOf(next, ask.mask),
    });
  }
  const changed = changedFields(before as Ticket, next, ask.mask);
  if (changed) event.changed = changed;
  const whole: Ticket = {
    ...next,
    version: ticket.version + 1,
    updatedAt: now,
    timeline: [...ticket.timeline, event],
  };
  const lead = whole.assignments?.findLast((one) => one.part === 'lead')?.unit;
  if (lead !== undefined) whole.lead = lead;
  const call = callOf(whole, rules);
  const { call: _before, ...rest } = whole;
  const planned: Ticket = { ...rest, ...(call ? { call } : {}), clocks: clocksOf(whole, rules, now) };
  const way = undoOf(ticket, planned, { row, actor: ask.actor, now, seconds: rules.knobs.steps.undoSeconds });
  if (!way) return { ticket: planned };
  if (event.public !== undefined) event.held = way.until;
  return { ticket: { ...planned, undo: way } };
}

/** In hand only while it waits at the desk, and as of the last thing its taker did. */
function inHand(next: Ticket, before: Ticket['state'], { actor, now }: StepAsk): void {
  // Another state asks for another person; whoever took it has it.
  if (next.taker || next.state !== before) delete next.allotted;
  if (!next.taker) return;
  if (!AT_DESK.some((state) => state === next.state)) delete next.taker;
  else if (next.taker.by === actor.id) next.taker = { by: actor.id, at: now };
}

/** What the citizen is told, besides the reason: the refusal's own words, the unit's public answer. */
function shownOf({ refusal, assignments = [], parts = [], transfers = [] }: Ticket, mask: Mask) {
  const reply = assignments.findLast((one) => one.part === 'lead' && open(one))?.reply?.public ?? '';
  const sent = transfers.at(-1);
  return {
    shown: refusal?.shown ?? '',
    reply: mask.text(reply),
    orders: parts.join('、'),
    receiver: sent?.name ?? '',
    receipt: sent?.receipt?.no ?? '',
  };
}

/** A unit handles what was sent to it, and nothing else (data scope, GB/T 22239). */
const own = (ticket: Ticket, row: Transition, scope: ReadonlySet<string> | null): boolean =>
  row.permission !== 'order.handle' || scope === null || actingFor(ticket.assignments, scope) !== null;

/** A right is used by the kind of actor it was made for, whatever a badly filled role may say. */
export function may(row: Transition, actor: Actor, permissions: ReadonlySet<string>): boolean {
  if (actor.kind === 'partner') return row.orPartner === true && permissions.has('partner');
  const kind = row.permission === 'citizen' || row.permission === 'system' ? row.permission : 'staff';
  return actor.kind === kind && permissions.has(row.permission);
}

function refuse(code: Refused['code'], key: string, values?: Record<string, string | number>): Refused {
  return { code, refused: sentence('refused', key, values) };
}
