/** Several lines as one mail, and what only says who has the conversation kept for the next one. */
import type { ThreadLine } from '../channel.js';
import { plain } from '../plain.js';
import type { Correspondent, Held, Outgoing } from './notes.js';
import { hash } from './thread.js';

export interface Bundle {
  /** Never empty. */
  line: ThreadLine;
  /** Ids of all lines that are in it. */
  ids: string[];
  /** Hashes of the texts of bot and house in it. */
  texts: string[];
}

/** Of status lines the last few say where things are. */
const MOST_HELD = 3;

export const heldOf = ({ held = [] }: Outgoing): Held[] => held;

export const heldMore = (outgoing: Outgoing, lines: readonly ThreadLine[]): Held[] =>
  [...heldOf(outgoing), ...lines.map(({ id, text }) => ({ line: id, text }))].slice(-MOST_HELD);

/** With which texts the citizen's last mail was answered. */
export function answeredTexts({ answered }: Outgoing, { mails }: Correspondent): string[] {
  return answered?.mail === (mails.at(-1) ?? '') ? answered.texts : [];
}

const hashOf = (line: ThreadLine): string => hash(plain(line).text);

/** Null = nothing is left to be said: the same words to one mail a second time say nothing. */
export function bundleOf(lines: readonly ThreadLine[], outgoing: Outgoing, known: string[]): Bundle | null {
  const fresh = lines.filter((line) => line.from === 'agent' || !known.includes(hashOf(line)));
  const [first] = fresh;
  if (!first) return null;
  const waiting = heldOf(outgoing);
  const all = <T>(of: (line: ThreadLine) => T[] | undefined): T[] => fresh.flatMap((line) => of(line) ?? []);
  const last = <T>(of: (line: ThreadLine) => T | undefined): T | undefined =>
    fresh.map(of).findLast((one) => one !== undefined);
  const line: ThreadLine = {
    ...first,
    from: fresh.find(({ from }) => from !== 'system')?.from ?? 'system',
    text: [...waiting, ...fresh].map(({ text }) => text).join('\n\n'),
    ...some(
      'choices',
      last(({ choices }) => choices),
    ),
    ...some(
      'draft',
      last(({ draft }) => draft),
    ),
    ...some(
      'order',
      last(({ order }) => order),
    ),
    ...some(
      'about',
      last(({ about }) => about),
    ),
    ...some(
      'aiWorded',
      last(({ aiWorded }) => aiWorded),
    ),
    sources: all(({ sources }) => sources),
    doors: all(({ doors }) => doors),
    files: all(({ files }) => files),
  };
  return {
    line,
    ids: [...waiting.map((one) => one.line), ...fresh.map(({ id }) => id)],
    texts: fresh.filter(({ from }) => from !== 'agent').map(hashOf),
  };
}

const some = <K extends keyof ThreadLine>(name: K, value: ThreadLine[K]): Partial<ThreadLine> =>
  value === undefined ? {} : ({ [name]: value } as Partial<ThreadLine>);
