/** What the citizen said, first and last kept apart, each order counted once (domain §2.4, §2.6). */
import type { Callback } from '../assignment.js';
import type { Exemption, Ticket } from '../ticket.js';

export interface Verdicts {
  /** At the first call that was answered, whatever was done again after it. */
  first: Callback | null;
  final: Callback | null;
  /** VALID: reached and asked all; INVALID: closed without ever being reached; null: not yet known. */
  validity: 'VALID' | 'INVALID' | null;
}

export function verdictsOf({ callbacks = [], state }: Pick<Ticket, 'callbacks' | 'state'>): Verdicts {
  const reached = callbacks.filter(({ connected }) => connected);
  const validity =
    reached.length > 0 ? 'VALID' : state === 'CLOSED' && callbacks.length > 0 ? 'INVALID' : null;
  return { first: reached[0] ?? null, final: reached.at(-1) ?? null, validity };
}

/** Is this left out of the unit's assessment? What was said stays on record. */
export const exempted = ({ exempt = [] }: Pick<Ticket, 'exempt'>, of: Exemption['of']): boolean =>
  exempt.some((one) => one.of === of || one.of === 'all');
