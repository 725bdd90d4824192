import type { Range } from './normalize.js';
import { readJson } from './rule.js';

interface Table {
  /** Words that open a new matter. */
  openers: string[];
  /** A part shorter than this is no matter of its own. */
  least: number;
  /** More parts than this are no list of matters any more. */
  most: number;
}
const table = readJson<Table>('segments');
const opener = new RegExp(`(?:${table.openers.join('|')})`, 'gu');
const HEAD = /[\s,。!?;:、]/u;

/**
 * Where a message may fall into matters: before 「另外」「还有」「第二」 that stand at the head of a clause.
 * Only candidates; whoever judges the parts merges those that turn out to be one story.
 */
export function candidates(text: string): Range[] {
  const cuts: number[] = [];
  for (const match of text.matchAll(opener)) {
    const at = match.index;
    if (cuts.length + 1 >= table.most) break;
    if (at === 0 || !HEAD.test(text[at - 1]!)) continue;
    if (at - (cuts.at(-1) ?? 0) >= table.least && text.length - at >= table.least) cuts.push(at);
  }
  const edges = [0, ...cuts, text.length];
  return edges.slice(1).map((to, i) => ({ from: edges[i]!, to }));
}
