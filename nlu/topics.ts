import { compileRules, type Hit, hits, type RuleRow, readJson } from './rule.js';
import type { MatterType } from './understanding.js';

interface Topic {
  id: string;
  category: string;
  hotline: string | null;
  words: string[];
}
const table = readJson<{ topics: Topic[]; types: RuleRow[] }>('topics');
const types = compileRules(table.types);

export const typeHits = (text: string): Hit[] => hits(types, text);

/** Ids of the topics that have a word in the text. */
export const topicsIn = (text: string): string[] =>
  table.topics.filter((topic) => topic.words.some((word) => text.includes(word))).map((topic) => topic.id);

/** The type by rules alone, in the order of the table. */
export function typeByRules(found: Hit[]): MatterType | null {
  return (found[0]?.label as MatterType | undefined) ?? null;
}

/** Category and hotline by key words alone: the topic with the most letters matched. */
export function topicByWords(text: string): Topic | null {
  let best: Topic | null = null;
  let most = 0;
  for (const topic of table.topics) {
    const letters = topic.words.reduce((sum, word) => sum + (text.includes(word) ? word.length : 0), 0);
    if (letters > most) {
      most = letters;
      best = topic;
    }
  }
  return best;
}

/** Hotline → the categories it serves in the merge list. */
export const hotlineCategories: ReadonlyMap<string, ReadonlySet<string>> = (() => {
  const map = new Map<string, Set<string>>();
  for (const topic of table.topics) {
    if (!topic.hotline) continue;
    const set = map.get(topic.hotline) ?? new Set<string>();
    map.set(topic.hotline, set.add(topic.category));
  }
  return map;
})();
