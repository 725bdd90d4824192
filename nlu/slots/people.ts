import type { Slot } from '../understanding.js';
import { numberOf } from './numerals.js';
import { before, type Scene, slotAt } from './scene.js';
import { compile, table } from './table.js';

const patterns = table.people.any.map((source) => compile(source, 'dgu'));
const head = compile(table.people.head);
const notBefore = compile(`^(?:${table.people.notBefore})`);
const notAfter = compile(`(?:${table.people.notAfter})$`);
const alone = compile(table.people.alone);
const COUNT = /\d+|[一二两三四五六七八九十百千]+/gu;

/** How many people it concerns; `plain` is the number where one is said. */
export function people(scene: Scene): Slot | undefined {
  const { text } = scene;
  for (const pattern of patterns) {
    for (const match of text.matchAll(pattern)) {
      const [start, to] = match.indices![1]!;
      const from = start + (head.exec(match[1]!)?.[0].length ?? 0);
      const said = text.slice(from, to);
      const counts = !alone.test(said) && !notBefore.test(text.slice(to, to + 4));
      if (!counts || notAfter.test(before(text, from, 4))) continue;
      // 「几十户」 is no ten.
      const number =
        said.includes('几十') || said.includes('几百') ? null : numberOf(said.match(COUNT)?.at(-1) ?? '');
      return slotAt(scene, { from, to }, number === null ? undefined : String(number));
    }
  }
  return undefined;
}
