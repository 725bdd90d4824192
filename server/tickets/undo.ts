/**
 * 撤销: a step just made by staff is taken back by whoever made it, while nothing has left the house (the news
 * for the citizen waits as long). Both stay in the timeline; what was said nowhere counts nowhere (`lived`).
 */
import { isDeepStrictEqual } from 'node:util';
import { clocksOf, type Rules } from './deadlines/clock.js';
import type { Actor, Refused, Ticket, TimelineRow } from './ticket.js';
import type { Transition } from './transitions.js';
import { sentence } from './words.js';

/** Told by themselves, or computed. */
const PASSING = new Set<string>(['version', 'timeline', 'updatedAt', 'clocks', 'undo', 'policy']);

/** How to take this step back; null = it cannot be. `seconds` is policy. */
export function undoOf(
  before: Ticket,
  after: Ticket,
  { row, actor, now, seconds }: { row: Transition; actor: Actor; now: Date; seconds: number },
): Ticket['undo'] | null {
  const urgent = [before, after].some(({ kind, urgency }) => kind === 'emergency' || urgency === 'critical');
  // What must not be kept is not kept for thirty seconds either.
  if (!row.undo || actor.kind !== 'staff' || seconds === 0 || urgent || after.refusal?.redacted) return null;
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof Ticket)[];
  const moved = names.filter((name) => !PASSING.has(name) && !isDeepStrictEqual(before[name], after[name]));
  return {
    until: new Date(now.getTime() + seconds * 1000),
    at: now,
    by: actor.id,
    was: Object.fromEntries(moved.filter((name) => name in before).map((name) => [name, before[name]])),
    added: moved.filter((name) => !(name in before)),
  };
}

export interface UndoAsk {
  actor: Actor;
  version: number;
  now: Date;
  policy: string;
  rules: Rules;
}

export function undo(
  ticket: Ticket,
  { actor, version, now, policy, rules }: UndoAsk,
): { ticket: Ticket } | Refused {
  const { undo: way, ...rest } = ticket;
  const row = ticket.timeline.at(-1);
  if (way && way.by !== actor.id) return { code: 'FORBIDDEN', refused: sentence('refused', 'undoOther') };
  if (version !== ticket.version) return { code: 'STALE', refused: sentence('refused', 'stale') };
  if (!way || !row || row.at.getTime() !== way.at.getTime())
    return { code: 'NOT_ALLOWED', refused: sentence('refused', 'undoLeft') };
  if (now >= way.until) return { code: 'GONE', refused: sentence('refused', 'undoLate') };
  const { public: unsaid, held: _, ...done } = row;
  const undone: TimelineRow = { ...done, undone: true, ...(unsaid === undefined ? {} : { unsaid }) };
  const back = { ...rest, ...way.was } as Ticket;
  for (const name of way.added) delete back[name as keyof Ticket];
  const whole: Ticket = {
    ...back,
    version: ticket.version + 1,
    policy,
    updatedAt: now,
    timeline: [
      ...ticket.timeline.slice(0, -1),
      undone,
      { at: now, actor, action: 'undo', from: ticket.state, to: back.state },
    ],
  };
  return { ticket: { ...whole, clocks: clocksOf(whole, rules, now) } };
}

/** The order as its citizen may know it: what can still be taken back has not been said. */
export function asTold(ticket: Ticket, now: Date): Ticket {
  const { undo: way } = ticket;
  const row = ticket.timeline.at(-1);
  if (!way || now >= way.until || row?.at.getTime() !== way.at.getTime()) return ticket;
  return { ...ticket, ...way.was, timeline: ticket.timeline.slice(0, -1) };
}
