import type { Range } from '../normalize.js';
import type { Slot } from '../understanding.js';
import { before, type Scene, slotAt } from './scene.js';
import { compile, table } from './table.js';

const { named, generic, neighbours, some, persons, verbs, cut } = table.party;
const longest = (words: string) =>
  words
    .split('|')
    .sort((a, b) => b.length - a.length)
    .join('|');
const NAMED = compile(`(?:${longest(named)})`, 'gu');
const GENERIC = compile(`(?:${generic})`);
const NEIGHBOURS = compile(`(?:${neighbours})`);
const SOME = compile(some);
const ROLE = compile(`(?:${longest(persons)})(?:是|叫|名叫|:)?$`);
const AFTER_VERB = compile(`(?:${verbs})(?:一下|了|过)?[^。!?;\\n]{0,6}$`);
// From the last word that cannot be inside the name of a firm, or the last mark, the name begins.
const CUT = compile(`^.*(?:[^\\p{Script=Han}A-Za-z0-9]|${longest(cut)})`, 'su');
const LONGEST = 14;

/** 「我在赛罕区阳光健身房办的卡」: the firm, from where its name begins. */
function firms({ text, seen }: Scene): Range[] {
  return [...text.matchAll(NAMED)].flatMap((match) => {
    const back = before(text, match.index, LONGEST);
    let from = match.index - back.length + (CUT.exec(back)?.[0].length ?? 0);
    // The name of a banner in front says where the firm is, not what it is called.
    for (const place of seen)
      if (place.from <= from && place.to > from && place.to <= match.index) from = place.to;
    const to = match.index + match[0].length;
    return match.index - from >= 2 ? [{ from, to }] : [];
  });
}

/** 「包工头刘大勇」, 「邻居王建国」. */
function tagged({ text, personal }: Scene): Range[] {
  return personal
    .filter((span) => span.kind === 'name')
    .flatMap((span) => {
      const role = ROLE.exec(before(text, span.from, 8));
      return role ? [{ from: span.from - role[0].length, to: span.to }] : [];
    });
}

/** The other side: whom the citizen complains of or waits for. A name before a kind, the one complained of first. */
export function party(scene: Scene): Slot | undefined {
  const { text } = scene;
  const names = [...firms(scene), ...tagged(scene)].sort((a, b) => a.from - b.from);
  const best = names.find((range) => AFTER_VERB.test(before(text, range.from, 10))) ?? names[0];
  if (best) return slotAt(scene, best);
  const any = SOME.exec(text) ?? GENERIC.exec(text) ?? NEIGHBOURS.exec(text);
  return any ? slotAt(scene, { from: any.index, to: any.index + any[0].length }) : undefined;
}
