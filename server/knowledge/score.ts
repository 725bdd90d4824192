/** How near a question is to an item: 0 to 1, comparable between questions because it is a share of them. */
import type { Terms } from './terms.js';

export type Rarity = (term: string) => number;

/** Inverse document frequency; a term never seen is as rare as can be, so unknown matter lowers the score. */
export function rarityOf(documents: Iterable<Iterable<string>>): Rarity {
  const counts = new Map<string, number>();
  let total = 0;
  for (const terms of documents) {
    total++;
    for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  }
  return (term) => Math.log(1 + total / ((counts.get(term) ?? 0) + 0.5));
}

const weigh = (terms: Terms, rarity: Rarity): number => {
  let sum = 0;
  for (const [term, weight] of terms) sum += weight * rarity(term);
  return sum;
};

/** Terms of an item: each of its questions apart, and all of them with the answer together. */
export interface ItemTerms {
  questions: Terms[];
  all: Terms;
}

/** An answer mentions much; being mentioned there counts for a little less than being asked for. */
const IN_ANSWER = 0.9;
/** Weight of likeness; the rest is coverage. Both tuned on the half 'tune' (README). */
const LIKENESS = 0.35;

/**
 * Likeness with the nearest of the item's questions (cosine over weighted terms), and coverage: the share of
 * the question that the whole item knows.
 */
export function nearness(query: Terms, item: ItemTerms, rarity: Rarity): number {
  const whole = weigh(query, rarity);
  if (whole === 0) return 0;
  let best = 0;
  const asked = new Set<string>();
  for (const question of item.questions) {
    let shared = 0;
    for (const [term, weight] of query)
      if (question.has(term)) {
        shared += weight * rarity(term);
        asked.add(term);
      }
    const size = weigh(question, rarity);
    if (size > 0) best = Math.max(best, shared / Math.sqrt(whole * size));
  }
  let covered = 0;
  for (const [term, weight] of query) {
    const part = asked.has(term) ? 1 : item.all.has(term) ? IN_ANSWER : 0;
    covered += part * weight * rarity(term);
  }
  return LIKENESS * Math.min(1, best) + ((1 - LIKENESS) * covered) / whole;
}
