/** Which items are found by meaning already, and whose vectors are still to come; those wait in the order they came in. */
import { type KnowledgeItem, questionsOf } from './item.js';
import { writtenIn } from './language.js';
import type { Kept, Meanings } from './meaning.js';
import type { Vectors } from './vectors.js';

export interface Learning {
  put(place: number, item: KnowledgeItem): void;
  drop(place: number, id: string): void;
  /** Texts that have no vector yet, of so many items at most, those that wait longest. */
  lacking(items: number): string[];
  /** Looks again at so many that wait, or at all. */
  learnt(items?: number): void;
  /** Items found by meaning. */
  readonly meant: number;
  /** Items whose vectors are still to come. */
  readonly waiting: number;
}

interface Waiting {
  place: number;
  questions: string[];
}

/** Without vectors nothing waits and nothing is learnt; nor what is not Chinese: the encoder reads nothing else. */
export function createLearning(vectors: Vectors | null, meanings: Meanings): Learning {
  const waiting = new Map<string, Waiting>();
  let meant = 0;

  function* first(most: number): Generator<[string, Waiting]> {
    let n = 0;
    for (const row of waiting) {
      if (n++ >= most) return;
      yield row;
    }
  }

  function learn(id: string, one: Waiting): void {
    const kept = one.questions.map((text) => vectors?.of(text) ?? null);
    if (kept.includes(null)) return void waiting.set(id, one);
    waiting.delete(id);
    meanings.set(one.place, kept as Kept[]);
    meant++;
  }

  return {
    put(place, item) {
      if (vectors && writtenIn(item) === 'zh') learn(item.id, { place, questions: questionsOf(item) });
    },
    drop(place, id) {
      waiting.delete(id);
      if (meanings.has(place)) meant--;
      meanings.drop(place);
    },
    lacking: (items) =>
      [...first(items)].flatMap(([, { questions }]) => questions).filter((text) => !vectors?.of(text)),
    learnt(items = waiting.size) {
      for (const [id, one] of [...first(items)]) learn(id, one);
    },
    get meant() {
      return meant;
    },
    get waiting() {
      return waiting.size;
    },
  };
}
