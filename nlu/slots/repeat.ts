import type { Slot } from '../understanding.js';
import { numberOf } from './numerals.js';
import { type Scene, slotAt } from './scene.js';
import { compile, table } from './table.js';

const { verbs, acts, first, counted, again } = table.repeat;
const FIRST = compile(first, 'du', { verbs });
const COUNTED = compile(counted, 'du', { verbs });
const AGAIN = compile(again, 'du', { acts });

/**
 * Was it told before? `plain` is how often, this time included where the citizen says 「第三次」: 1 for the first
 * time, nothing where it is only 「多次」.
 */
export function repeat(scene: Scene): Slot | undefined {
  const { text } = scene;
  const one = FIRST.exec(text);
  if (one) return slotAt(scene, range(one), '1');
  const some = COUNTED.exec(text);
  if (some) {
    const number = numberOf(some.slice(2).find((group) => group !== undefined) ?? '');
    return slotAt(scene, range(some), number === null ? undefined : String(number));
  }
  const more = AGAIN.exec(text);
  return more ? slotAt(scene, range(more)) : undefined;
}

const range = (match: RegExpExecArray) => ({ from: match.index, to: match.index + match[0].length });
