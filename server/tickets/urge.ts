/** 催办 attaches to the original order and never makes a new one (domain §2.6). */
import { type StepAsk, step } from './step.js';
import type { Refused, Ticket } from './ticket.js';

export function urge(
  ticket: Ticket,
  ask: Omit<StepAsk, 'action' | 'version' | 'fields'>,
): { ticket: Ticket } | Refused {
  // A citizen holds no version: whatever the order is by now, the urging belongs to it.
  return step(ticket, { ...ask, action: 'urge', version: ticket.version });
}
