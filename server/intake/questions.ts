/** What of a turn is a question that the knowledge should answer, and what it had. */
import type { Found, Turn } from '../../bot/decision.js';
import type { Segment } from '../../nlu/understanding.js';

export interface Questioned {
  segment: Segment;
  found: Found;
}

const NOTHING: Found = { band: 'none', hits: [] };

/** Who has a person asks the person. */
export const questionsOf = ({ understanding, found, personHasThread }: Turn): Questioned[] =>
  personHasThread
    ? []
    : understanding.segments.flatMap((segment, index) =>
        segment.gate === 'accept' && segment.type === 'consult'
          ? [{ segment, found: found[index] ?? NOTHING }]
          : [],
      );
