import { digitsIn } from '../pii/figures.js';
import type { Slot, Span } from '../understanding.js';
import { before, type Scene, slotAt } from './scene.js';
import { compile, table } from './table.js';

const { self, signed, mine, theirs } = table.contact;
const SELF = compile(`(?:${self})(?:是|为|叫|[:\\s])*$`);
const SIGNED = compile(`(?:${signed})`);
const MINE = compile(`(?:${mine})[^。!?;\\n]{0,8}$`);
const THEIRS = compile(`(?:${theirs})[^。!?;\\n]{0,8}$`);

/** The citizen's own name: told, or under the letter; a neighbour's name is none. */
export function name(scene: Scene): Slot | undefined {
  const { text, personal } = scene;
  const names = personal.filter((span) => span.kind === 'name');
  const own = names.find((span) => SELF.test(before(text, span.from)));
  const under = names.at(-1);
  const last =
    under && under.to > text.trimEnd().length - 16 && text[under.from - 1] === '\n' ? under : undefined;
  const found = own ?? (last && SIGNED.test(text) ? last : undefined) ?? alone(text, names);
  return found ? slotAt(scene, found) : undefined;
}

const alone = (text: string, names: Span[]): Span | undefined =>
  names.find(
    (span) => text.slice(0, span.from).trim() === '' && text.slice(span.to).replace(/[\s\p{P}]/gu, '') === '',
  );

const plainPhone = (said: string): string => {
  const [number, extension] = said.split(/转|分机|ext/iu);
  const digits = digitsIn(number!).replace(/^(?:00)?86(?=1\d{10}$|0\d{9,11}$)/, '');
  return extension ? `${digits}-${digitsIn(extension)}` : digits;
};

/** A number the citizen can be called at: 「我的电话」 first, never the one of the other side. */
export function phone(scene: Scene): Slot | undefined {
  const { text, personal } = scene;
  const numbers = personal.filter((span) => span.kind === 'phone');
  const said = (pattern: RegExp) => (span: Span) => pattern.test(before(text, span.from, 14));
  const own = numbers.find(said(MINE)) ?? numbers.find((span) => !said(THEIRS)(span));
  return own ? slotAt(scene, own, plainPhone(text.slice(own.from, own.to))) : undefined;
}
