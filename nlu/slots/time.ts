import type { Range } from '../normalize.js';
import type { Slot } from '../understanding.js';
import { before, type Scene, slotAt } from './scene.js';
import { compile, table } from './table.js';

const patterns = table.time.any.map((source) => compile(source, 'dgu'));
const notBefore = compile(`^(?:${table.time.notBefore})`);
const notAfter = compile(`(?:${table.time.notAfter})$`);
const never = compile(table.time.never);

/** When it happened. The kinds of time are tried in the order of what they tell; of one kind the first in the text. */
export function time(scene: Scene): Slot | undefined {
  const { text, personal } = scene;
  for (const pattern of patterns) {
    for (const match of text.matchAll(pattern)) {
      const [from, to] = match.indices![1] ?? match.indices![0]!;
      if (holds(text, { from, to }) && !personal.some((span) => span.from < to && from < span.to))
        return slotAt(scene, trimmed(text, from, to));
    }
  }
  return undefined;
}

function holds(text: string, { from, to }: Range): boolean {
  if (to - from < 2 || never.test(text.slice(Math.max(0, from - 2), to))) return false;
  return !notBefore.test(text.slice(to, to + 6)) && !notAfter.test(before(text, from, 6));
}

const EDGE = /[\s,的]/u;
function trimmed(text: string, from: number, to: number): Range {
  let end = to;
  while (end > from && EDGE.test(text[end - 1]!)) end--;
  return { from, to: end };
}
