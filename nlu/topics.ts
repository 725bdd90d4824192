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

export interface TopicHit {
  id: string;
  category: string;
  hotline: string | null;
  from: number;
  to: number;
}

/** Each topic's longest word in the text, where it first stands. */
export function topicHits(text: string): TopicHit[] {
  return table.topics.flatMap(({ id, category, hotline, words }) => {
    const word = words.reduce(
      (best, one) => (one.length > best.length && text.includes(one) ? one : best),
      '',
    );
    const from = text.indexOf(word);
    return word === '' ? [] : [{ id, category, hotline, from, to: from + word.length }];
  });
}

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
