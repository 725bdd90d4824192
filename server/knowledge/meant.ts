/**
 * 「您是不是想问」: where a search as typed finds little, the same with a word put right, if that finds clearly more. Offered
 * beside what was found, never in its place.
 */
import type { Found } from '../../bot/decision.js';
import type { FindOptions, Knowledge } from './search.js';
import { createSpelling, type Spelling } from './spelling.js';

const RANK: Record<Found['band'], number> = { none: 0, suggest: 1, answer: 2 };
const OFFERED = 2;
/** A score that rises by so much has found something else. */
const RISE = 0.15;

export type Meant = (text: string, options: Omit<FindOptions, 'vector'>) => string[];

export function createMeant(
  knowledge: Pick<Knowledge, 'find' | 'vocabulary'>,
  spelling: Pick<Spelling, 'variants'> = createSpelling(knowledge.vocabulary),
): Meant {
  return (text, options) => {
    // By words alone on both sides: meaning hides a slip, and costs an embedding each.
    const look = (one: string) => {
      const { band, hits } = knowledge.find(one, options);
      return { one, rank: RANK[band], score: hits[0]?.score ?? 0 };
    };
    const typed = look(text);
    return spelling
      .variants(text)
      .map(look)
      .filter(({ rank, score }) => rank > 0 && rank >= typed.rank && score >= typed.score + RISE)
      .sort((a, b) => b.rank - a.rank || b.score - a.score)
      .slice(0, OFFERED)
      .map(({ one }) => one);
  };
}
