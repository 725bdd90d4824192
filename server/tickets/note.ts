/**
 * What is written into an order's story without being a move of it: its state stays, whatever the state is.
 * Judged elsewhere (inlets, proceedings) before it comes here.
 */
import type { Ticket, TimelineRow } from './ticket.js';

export type Noted = Pick<TimelineRow, 'at' | 'actor' | 'action'> &
  Partial<Pick<TimelineRow, 'reason' | 'public'>>;

export const noted = (ticket: Ticket, row: Noted): Ticket => ({
  ...ticket,
  version: ticket.version + 1,
  updatedAt: row.at,
  timeline: [...ticket.timeline, { ...row, from: ticket.state, to: ticket.state }],
});
