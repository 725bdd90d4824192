/** What makes an order worth a look by itself (domain §5.4): read from its story, never from a reader's mood. */
import type { Ticket } from '../ticket.js';

export const FLAGS = ['doubt', 'low', 'refusal', 'changedType'] as const;
export type Flag = (typeof FLAGS)[number];

/** From here the citizen's own sentence was heavier than what it became: 定性篡改. */
const HEAVY = new Set<unknown>(['complaint', 'report']);

export function flagsOf(ticket: Ticket): Flag[] {
  const found: Record<Flag, boolean> = {
    doubt: (ticket.doubt ?? []).length > 0,
    low:
      (ticket.ratings ?? []).some(({ stars }) => stars <= 2) ||
      (ticket.callbacks ?? []).some(({ satisfied }) => satisfied === 'dissatisfied'),
    refusal: ticket.refusal?.decidedBy != null,
    changedType: ticket.timeline.some(
      ({ changed }) => HEAVY.has(changed?.type?.before) && !HEAVY.has(changed?.type?.after),
    ),
  };
  return FLAGS.filter((flag) => found[flag]);
}
