/** How near a question's words are to an item's: 0 to 1, comparable between questions because it is a share of them. */
import { type Asked, type Marks, type Postings, termOf, weightOf } from './postings.js';

/** Terms of an item: each of its questions apart, and those of the answer. */
export interface ItemMarks {
  questions: Marks[];
  answer: Marks;
}

export interface Nearness {
  /** Cosine over weighted terms with the nearest of the item's questions. */
  likeness: number;
  /** The share of the question that the whole item knows. */
  coverage: number;
}

/** An answer mentions much; being mentioned there counts for a little less than being asked for. */
const IN_ANSWER = 0.9;

/** Compares one question with item after item; a term is looked up by its number. */
export function nearnessTo(asked: Asked[], rarity: Postings['rarity']): (item: ItemMarks) => Nearness {
  const whole = asked.reduce((sum, { mass }) => sum + mass, 0);
  const masses = new Map(asked.filter(({ term }) => term >= 0).map(({ term, mass }) => [term, mass]));
  return ({ questions, answer }) => {
    if (whole === 0) return { likeness: 0, coverage: 0 };
    const known = new Set<number>();
    let covered = 0;
    let likeness = 0;
    for (const question of questions) {
      let shared = 0;
      let size = 0;
      for (const mark of question) {
        const term = termOf(mark);
        size += weightOf(mark) * rarity(term);
        const mass = masses.get(term);
        if (mass === undefined) continue;
        shared += mass;
        if (known.has(term)) continue;
        known.add(term);
        covered += mass;
      }
      if (size > 0) likeness = Math.max(likeness, shared / Math.sqrt(whole * size));
    }
    for (const mark of answer) {
      const term = termOf(mark);
      const mass = masses.get(term);
      if (mass !== undefined && !known.has(term)) covered += IN_ANSWER * mass;
    }
    return { likeness: Math.min(1, likeness), coverage: covered / whole };
  };
}
