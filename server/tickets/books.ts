/** An order in the books of other systems: how it stands in their words, and a note of what they say of it. */
import type { BookReport, Stage } from '../../channels/books.js';
import type { State, Ticket, TimelineRow } from './ticket.js';

/** Our states in words that every platform has. */
export const STAGE: Readonly<Record<State, Stage>> = {
  DRAFT: 'filed',
  SUBMITTED: 'filed',
  NEED_INFO: 'filed',
  ACCEPTED: 'accepted',
  DISPATCHED: 'handling',
  IN_PROGRESS: 'handling',
  RETURN_REQUESTED: 'handling',
  EXTENSION_REQUESTED: 'handling',
  ON_HOLD: 'handling',
  REWORK: 'handling',
  ESCALATED: 'handling',
  REPLIED: 'handling',
  CALLBACK_PENDING: 'answered',
  ANSWERED_DIRECT: 'answered',
  TRANSFERRED_OUT: 'transferred',
  MERGED: 'merged',
  REJECTED: 'refused',
  WITHDRAWN: 'withdrawn',
  CLOSED: 'closed',
};

const SAID: Readonly<Record<BookReport['state'], string>> = {
  received: 'partnerReceived',
  accepted: 'partnerAccepted',
  returned: 'partnerReturned',
  done: 'partnerDone',
  closed: 'partnerClosed',
};

type Step = Pick<TimelineRow, 'at' | 'actor' | 'reason'>;

const noted = (ticket: Ticket, action: string, step: Step): Ticket => ({
  ...ticket,
  version: ticket.version + 1,
  updatedAt: step.at,
  timeline: [...ticket.timeline, { ...step, action, from: ticket.state, to: ticket.state }],
});

export const reported = (ticket: Ticket, state: BookReport['state'], step: Step): Ticket =>
  noted(ticket, SAID[state], step);
