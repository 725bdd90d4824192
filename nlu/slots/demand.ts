import type { Slot } from '../understanding.js';
import { type Scene, slotAt } from './scene.js';
import { compile, table } from './table.js';

const patterns = table.demand.any.map((source) => compile(source));
const ends = compile(table.demand.ends);

/** What is asked for: a demand named as one before a wish, a wish before a question. */
export function demand(scene: Scene): Slot | undefined {
  for (const pattern of patterns) {
    const match = pattern.exec(scene.text);
    const range = match?.indices?.[1];
    if (!range) continue;
    const said = match[1]!;
    const cut = ends.exec(said)?.index ?? said.length;
    const to = range[0] + (cut >= 3 ? cut : said.length);
    return slotAt(scene, { from: range[0], to });
  }
  return undefined;
}
