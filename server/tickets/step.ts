/**
 * The only way a ticket changes: pure, from the table. Refuses with a value, in words for the person who
 * asked. The order of judgement is part of the contract: permission before version, so that nobody without
 * the right learns anything about the ticket; then state, fields, reason, guard.
 */
import { changedFields, type Mask } from './changed.js';
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
  /** What the citizen will read and what goes into before and after passes through it. */
  mask: Mask;
  limits?: Limits;
}

export function step(ticket: Ticket, ask: StepAsk): { ticket: Ticket } | Refused {
  const row = transition(ask.action);
  if (!row) return refuse('NOT_ALLOWED', 'unknown');
  const action = actionName(row.action);
  if (!may(row, ask.actor, ask.permissions)) return refuse('FORBIDDEN', 'forbidden', { action });
  if (ask.version !== ticket.version) return refuse('STALE', 'stale');
  if (!row.from.includes(ticket.state)) return refuse('NOT_ALLOWED', 'state', { action });

  const fields = ask.fields ?? {};
  const foreign = Object.keys(fields).filter((name) => !row.fields?.includes(name as FieldName));
  if (foreign.length > 0) return refuse('NOT_ALLOWED', 'field', { action, fields: foreign.join(', ') });
  const reason = ask.reason?.trim() ?? '';
  if (row.needsReason && reason === '') return refuse('MISSING', 'reason', { action });
  const limits = ask.limits ?? LIMITS;
  const not = row.guard && GUARDS[row.guard]({ ticket, fields, by: ask.actor.id, now: ask.now, limits });
  if (not) return refuse(not.code, not.key, not.values);

  const { refusal: _given, ...plain } = fields;
  const effect = row.effect ? EFFECTS[row.effect](ticket, ask.actor, fields) : {};
  const to = row.to === 'same' ? ticket.state : row.to;
  const next: Ticket = { ...ticket, ...plain, ...effect, state: to, policy: ask.policy };
  const event: TimelineRow = { at: ask.now, actor: ask.actor, action: row.action, from: ticket.state, to };
  if (reason !== '') event.reason = reason;
  if (row.public) {
    const shown = next.refusal?.shown ?? '';
    event.public = sentence('public', row.public, { reason: ask.mask.text(reason), shown });
  }
  const changed = changedFields(ticket, next, ask.mask);
  if (changed) event.changed = changed;
  return {
    ticket: {
      ...next,
      version: ticket.version + 1,
      updatedAt: ask.now,
      timeline: [...ticket.timeline, event],
    },
  };
}

/** A right is used by the kind of actor it was made for, whatever a badly filled role may say. */
export function may(row: Transition, actor: Actor, permissions: ReadonlySet<string>): boolean {
  const kind = row.permission === 'citizen' || row.permission === 'system' ? row.permission : 'staff';
  return actor.kind === kind && permissions.has(row.permission);
}

function refuse(code: Refused['code'], key: string, values?: Record<string, string | number>): Refused {
  return { code, refused: sentence('refused', key, values) };
}
