/** Short words for the tests of step. */
import { step } from '../../server/tickets/step.js';
import type { Refused, State, Ticket } from '../../server/tickets/ticket.js';
import { ask, create, frozen } from './samples.js';

export const at = (state: State, ticket: Ticket = create()): Ticket => frozen({ ...ticket, state });
export const done = (result: { ticket: Ticket } | Refused): Ticket => {
  if (!('ticket' in result)) throw new Error(result.refused);
  return result.ticket;
};
/** One action after another, each by another member of staff (staff0, staff1, …). */
export const walk = (ticket: Ticket, ...actions: string[]): Ticket =>
  actions.reduce((now, action, index) => {
    const next = ask(action, now);
    const actor = next.actor.kind === 'staff' ? { ...next.actor, id: `staff${index}` } : next.actor;
    return done(step(frozen(now), { ...next, actor }));
  }, ticket);
/** The refusal, which must be in words a person can read. */
export const refused = (result: { ticket: Ticket } | Refused): Refused => {
  if ('ticket' in result) throw new Error(`went to ${result.ticket.state}`);
  expect(result.refused).toMatch(/\p{Script=Han}/u);
  return result;
};
