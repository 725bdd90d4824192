/** Items as exchanged: one JSON object a line; and those that ship. */
import { readFileSync } from 'node:fs';
import { type KnowledgeItem, knowledgeItem } from './item.js';

/** Reads JSON Lines; a bad line is an error that names its number. */
export function parseItems(text: string): KnowledgeItem[] {
  const seen = new Set<string>();
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    let item: KnowledgeItem;
    try {
      item = knowledgeItem.parse(JSON.parse(line));
    } catch (error) {
      throw new Error(`line ${index + 1}: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (seen.has(item.id)) throw new Error(`line ${index + 1}: id ${item.id} twice`);
    seen.add(item.id);
    return [item];
  });
}

export const readItems = (path: string | URL): KnowledgeItem[] => parseItems(readFileSync(path, 'utf8'));

const shipped = (name: string) => new URL(`../../nlu/${name}.jsonl`, import.meta.url);

/** The first 260 items, by which figures stay comparable. */
export const SHIPPED = shipped('knowledge');
/** All that ship for demonstration. */
export const SHIPPED_ALL = [SHIPPED, shipped('knowledge-b'), shipped('knowledge-c')];
