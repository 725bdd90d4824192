import type { Range } from '../normalize.js';
import type { Slot } from '../understanding.js';
import { before, type Scene, slotAt } from './scene.js';
import { compile, table } from './table.js';

const tail = compile(`^(?:${table.place.tail})`);
const SUFFIX = compile(table.place.suffix, 'gu');
const NOT_NAME = compile(table.place.notNames);
// From the last word that cannot be inside a name, or the last mark, the name begins.
const CUT = compile(
  `^.*(?:[^\\p{Script=Han}A-Za-z0-9]|${table.place.cut
    .split('|')
    .sort((a, b) => b.length - a.length)
    .join('|')})`,
  'su',
);
const near = compile(`^(?:${table.place.near})`);
const TAIL = 24;

/** A place name and what hangs on it: 赛罕区 + 大学东路 + 附近的小区. */
function hung({ text, seen, personal }: Scene): (Range & { bare: boolean })[] {
  const ranges: (Range & { bare: boolean })[] = [];
  for (let i = 0; i < seen.length; i++) {
    const first = seen[i]!;
    if (first.how === 'outside') continue;
    let to = first.to;
    for (; i + 1 < seen.length && seen[i + 1]!.from === to; i++) to = seen[i + 1]!.to;
    const named = to;
    for (;;) {
      const at = to;
      const home = personal.find((span) => span.kind === 'address' && span.from <= at && span.to > at);
      to = home ? home.to : at + (tail.exec(text.slice(at, at + TAIL))?.[0].length ?? 0);
      if (to === at) break;
    }
    ranges.push({ from: first.from, to, bare: to === named });
  }
  return ranges;
}

/** Where the matter is: a banner with what hangs on it, an address, a road or an estate by itself, a banner alone. */
export function place(scene: Scene): Slot | undefined {
  const { text, personal } = scene;
  const names = hung(scene);
  const home = personal.find((span) => span.kind === 'address');
  const road = alone(text);
  const found = names.find((range) => !range.bare) ?? joined(home, names) ?? road ?? names[0];
  return found ? slotAt(scene, { from: found.from, to: further(text, found.to) }) : undefined;
}

/** A road, an estate, a village without the name of its banner. */
function alone(text: string): Range | undefined {
  for (const match of text.matchAll(SUFFIX)) {
    const back = before(text, match.index, 10);
    const cut = CUT.exec(back)?.[0].length ?? 0;
    const from = match.index - back.length + cut;
    const to = match.index + match[0].length;
    const name = text.slice(from, to);
    if (name.length - match[0].length >= 1 && name.length >= 3 && !NOT_NAME.test(name))
      return { from, to: tailed(text, to) };
  }
  return undefined;
}

/** With the building and the door that follow. */
function tailed(text: string, to: number): number {
  let end = to;
  for (let more = tail.exec(text.slice(end, end + TAIL)); more; more = tail.exec(text.slice(end, end + TAIL)))
    end += more[0].length;
  return end;
}

/** An address whose banner stands right before it, or inside it. */
function joined(home: Range | undefined, names: Range[]): Range | undefined {
  if (!home) return undefined;
  const banner = names.find((range) => range.to >= home.from - 1 && range.from < home.from);
  return banner ? { from: banner.from, to: home.to } : home;
}

/** 「学苑小区东门对面」. */
function further(text: string, to: number): number {
  let end = to;
  for (let more = near.exec(text.slice(end, end + 16)); more; more = near.exec(text.slice(end, end + 16)))
    end += more[0].length;
  return end;
}
