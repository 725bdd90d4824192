/**
 * Where a value of the order came from. A draft is gathered over several lines and a burst of lines is read
 * as one text, so a slot's own offsets do not say which line they count in: the value is looked up in what
 * the citizen really wrote, and what cannot be shown there has no origin.
 */
import type { Draft } from '../../bot/decision.js';
import type { Slots } from '../../nlu/understanding.js';
import type { Origin } from './ticket.js';

export interface Line {
  id: string;
  text: string;
}

const FIELDS = ['place', 'time', 'party', 'demand', 'name', 'phone'] as const satisfies (keyof Slots)[];

/** `lines` are the citizen's, oldest first. */
export function originsOf(draft: Pick<Draft, 'slots' | 'fields'>, lines: readonly Line[]): Origin[] {
  const found: Origin[] = [];
  for (const field of FIELDS) {
    const slot = draft.slots[field];
    // The citizen's own correction in a form was typed there, in no line.
    if (!slot || (draft.fields[field] !== undefined && draft.fields[field] !== slot.value)) continue;
    const exact = lines.findLast(
      (line) => squash(line.text.slice(slot.from, slot.to)) === squash(slot.value),
    );
    if (exact) {
      found.push({ field, line: exact.id, from: slot.from, to: slot.to });
      continue;
    }
    const holding = lines.findLast((line) => line.text.includes(slot.value));
    if (!holding) continue;
    const from = holding.text.indexOf(slot.value);
    found.push({ field, line: holding.id, from, to: from + slot.value.length });
  }
  return found;
}

/** Full width, gaps and hyphens do not make another value. */
const squash = (text: string): string => text.normalize('NFKC').replace(/[\s-]/g, '');
