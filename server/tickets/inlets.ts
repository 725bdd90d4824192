/** Where news of an order goes: the conversations it belongs to, and the one the citizen chose. */
import { noted } from './note.js';
import type { Ticket, TimelineRow } from './ticket.js';

/** Conversations this order belongs to, the first one first. */
export const inletsOf = ({ thread, moved = [] }: Ticket): string[] =>
  thread === null ? moved : [thread, ...moved.filter((one) => one !== thread)];

export const belongsTo = (ticket: Ticket, thread: string): boolean => inletsOf(ticket).includes(thread);

/** `reason`: of staff, the citizen's words; personal data masked. */
type Step = Pick<TimelineRow, 'at' | 'actor' | 'reason'>;

const stepped = ({ undo: _, ...ticket }: Ticket, action: string, step: Step): Ticket =>
  noted(ticket, { ...step, action });

/** The order is at home in this conversation too. */
export const movedTo = (ticket: Ticket, thread: string, step: Step): Ticket =>
  stepped({ ...ticket, moved: [...new Set([...(ticket.moved ?? []), thread])] }, 'moveInlet', step);

/** And no more: what the citizen chose with it goes too. */
export function leftFrom(ticket: Ticket, thread: string, step: Step): Ticket {
  const without = (list: string[] = []) => list.filter((one) => one !== thread);
  const { answerTo: _, ...rest } = ticket;
  return stepped({ ...rest, moved: without(ticket.moved) }, 'leaveInlet', step);
}

export const answersTo = (ticket: Ticket, threads: string[], step: Step): Ticket =>
  stepped({ ...ticket, answerTo: [...new Set(threads)] }, 'chooseInlet', step);

/** Who chose where the answer goes; null = nobody has. */
export function chosenBy({ answerTo = [], timeline }: Ticket): 'citizen' | 'agent' | null {
  if (answerTo.length === 0) return null;
  const row = timeline.findLast(({ action }) => action === 'chooseInlet');
  return row?.actor.kind === 'staff' ? 'agent' : 'citizen';
}
