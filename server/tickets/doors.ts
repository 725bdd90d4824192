/** Where news of an order goes: the conversations it belongs to, and the one the citizen chose. */
import type { Ticket, TimelineRow } from './ticket.js';

/** Conversations this order belongs to, the first one first. */
export const doorsOf = ({ thread, moved = [] }: Ticket): string[] =>
  thread === null ? moved : [thread, ...moved.filter((one) => one !== thread)];

export const belongsTo = (ticket: Ticket, thread: string): boolean => doorsOf(ticket).includes(thread);

type Step = Pick<TimelineRow, 'at' | 'actor'>;

const stepped = (ticket: Ticket, action: string, { at, actor }: Step): Ticket => ({
  ...ticket,
  version: ticket.version + 1,
  updatedAt: at,
  timeline: [...ticket.timeline, { at, actor, action, from: ticket.state, to: ticket.state }],
});

/** The order is at home in this conversation too. */
export const movedTo = (ticket: Ticket, thread: string, step: Step): Ticket =>
  stepped({ ...ticket, moved: [...new Set([...(ticket.moved ?? []), thread])] }, 'moveDoor', step);

/** And no more: what the citizen chose with it goes too. */
export function leftFrom(ticket: Ticket, thread: string, step: Step): Ticket {
  const without = (list: string[] = []) => list.filter((one) => one !== thread);
  const { answerTo: _, ...rest } = ticket;
  return stepped({ ...rest, moved: without(ticket.moved) }, 'leaveDoor', step);
}

export const answersTo = (ticket: Ticket, threads: string[], step: Step): Ticket =>
  stepped({ ...ticket, answerTo: [...new Set(threads)] }, 'chooseDoor', step);
