/**
 * The only way a proceeding changes: pure, from the table. As with an order, permission is judged before
 * version, and a refusal is a value in words.
 */
import type { Actor, Refused } from '../ticket.js';
import { EFFECTS, type EffectAsk, nextOf } from './effects.js';
import { type Facts, GUARDS, sideOf } from './guards.js';
import { type Move, moveOf } from './moves.js';
import type { Proceeding, ProceedingRow } from './proceeding.js';
import { moveName, refusal } from './words.js';

export interface ProceedAsk
  extends Omit<Facts, 'proceeding' | 'reason' | 'by' | 'ladder'>,
    Pick<EffectAsk, 'now' | 'rules' | 'number'> {
  action: string;
  actor: Actor;
  permissions: ReadonlySet<string>;
  /** The version the asker read. */
  version: number;
  reason: string;
  /** Hash of the policy in force. */
  policy: string;
}

export type Proceeded = { proceeding: Proceeding; move: Move };

/** A unit's people act for their unit alone; 'own' is judged by its guard. */
export function mayMove(
  move: Move,
  proceeding: Proceeding,
  who: Pick<ProceedAsk, 'actor' | 'permissions' | 'scope' | 'rules'>,
): boolean {
  const { permissions, scope, actor, rules } = who;
  if (move.permission === 'system') return actor.kind === 'system';
  if (actor.kind !== 'staff') return false;
  if (move.permission === 'own') return permissions.has('proceeding.read');
  if (move.permission === 'rung') {
    const rung = rules.ladder.find((one) => one.rung === proceeding.rung);
    return scope === null && rung !== undefined && permissions.has(rung.permission);
  }
  if (!permissions.has(move.permission)) return false;
  return move.permission === 'order.handle'
    ? proceeding.sides.some(({ unit }) => scope?.has(unit))
    : scope === null;
}

export function factsOf(proceeding: Proceeding, ask: ProceedAsk): Facts {
  const { said, reason, actor, scope, rules, criteria, levelDone, known, involved } = ask;
  return {
    ...{ proceeding, said, reason, scope, criteria, levelDone, known, involved },
    by: actor.id,
    ladder: rules.ladder,
  };
}

export function proceed(proceeding: Proceeding, ask: ProceedAsk): Proceeded | Refused {
  const move = moveOf(proceeding.kind, ask.action);
  if (!move) return refusal('NOT_ALLOWED', 'unknown');
  const name = moveName(move.kind, move.action);
  if (!mayMove(move, proceeding, ask)) return refusal('FORBIDDEN', 'forbidden', { action: name });
  if (ask.version !== proceeding.version) return refusal('STALE', 'stale');
  if (!move.from.includes(proceeding.state)) return refusal('NOT_ALLOWED', 'state', { action: name });
  const reason = ask.reason.trim();
  if (move.needsReason && reason.length < 4) return refusal('MISSING', 'reason', { action: name });
  const alien = Object.keys(ask.said).some((input) => !move.inputs?.includes(input as never));
  if (alien) return refusal('NOT_ALLOWED', 'inputs', { action: name });
  const facts = factsOf(proceeding, { ...ask, reason });
  for (const guard of move.guards ?? []) {
    const key = GUARDS[guard](facts);
    if (key !== null) return refusal('NOT_ALLOWED', key);
  }
  const mine = sideOf(proceeding, ask.scope, 'TO_ANSWER');
  const effect: Partial<Proceeding> = move.effect ? EFFECTS[move.effect](proceeding, { ...ask, reason }) : {};
  const to = effect.state ?? (move.to === 'same' ? proceeding.state : move.to);
  const row: ProceedingRow = {
    at: ask.now,
    actor: ask.actor,
    action: move.action,
    from: proceeding.state,
    to,
    ...(reason === '' ? {} : { reason }),
    ...(mine && move.permission === 'order.handle' ? { unit: mine.unit } : {}),
  };
  const fired = move.permission === 'system' && proceeding.next?.key.startsWith(`${move.action}@`);
  const whole: Proceeding = {
    ...proceeding,
    ...effect,
    state: to,
    version: proceeding.version + 1,
    rows: [...proceeding.rows, row],
    updatedAt: ask.now,
    policy: ask.policy,
    fired:
      fired && proceeding.next
        ? [...proceeding.fired, proceeding.next.key]
        : (effect.fired ?? proceeding.fired),
  };
  return { proceeding: { ...whole, next: nextOf(whole, ask.rules) }, move };
}
