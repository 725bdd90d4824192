import { join } from 'node:path';
import { readCorpus, readLines, sourceRoom } from '../corpus.js';
import type { Understanding } from '../understanding.js';
import type { Matter } from './contract.js';
import { piecesOf, plain } from './grams.js';

/** Two messages of which a person said whether they are one matter. */
export interface Pair {
  id: string;
  /** Pairs of one family tell variants of one story. */
  family: number;
  kind:
    | 'reworded'
    | 'neighbour'
    | 'elsewhere'
    | 'other-matter'
    | 'near'
    | 'follow-up'
    | 'campaign'
    | 'template'
    | 'stranger';
  same: boolean;
  sender: 'same' | 'other';
  /** `b` came so many days after `a`. */
  days: number;
  a: string;
  b: string;
}

export const room = join(sourceRoom, 'duplicates');
export const readPairs = (): Pair[] => readLines<Pair>(join(room, 'pairs.jsonl'));

/** What the service knows of a message: region, place and category are read, not given. */
export type Read = Pick<Matter, 'region' | 'category' | 'place' | 'vector'>;

export interface Reader {
  understand: (text: string) => Promise<Pick<Understanding, 'region' | 'category' | 'slots'>>;
  embed: (text: string) => Promise<Float32Array | null>;
}

export async function readAll(pairs: Pair[], { understand, embed }: Reader): Promise<Map<string, Read>> {
  const read = new Map<string, Read>();
  for (const text of new Set(pairs.flatMap(({ a, b }) => [a, b]))) {
    const { region, category, slots } = await understand(text);
    read.set(text, { region, category, place: slots.place?.value ?? '', vector: await embed(text) });
  }
  return read;
}

const league = (region: string | null) => region?.slice(0, 4) ?? null;

/**
 * Pairs that nobody wrote: two stories of one league or of none named, once of one sender and once of two. They stand
 * for what a register finds besides; without them the written ones would teach that shared words speak against.
 */
export function strangers(pairs: Pair[], read: ReadonlyMap<string, Read>): Pair[] {
  return pairs.flatMap((pair, at) => {
    const mine = league(read.get(pair.a)?.region ?? null);
    const near = Array.from({ length: pairs.length }, (_, i) => pairs[(at * 7 + i * 13 + 5) % pairs.length]!);
    const meets = ({ b }: Pair) => {
      const theirs = league(read.get(b)?.region ?? null);
      return mine === null || theirs === null || mine === theirs;
    };
    const found = near.filter((one) => one.family !== pair.family && meets(one)).slice(0, 2);
    return found.map(
      (one, i): Pair => ({
        ...{ id: `${pair.id}-${one.id}`, family: pair.family, kind: 'stranger', same: false },
        ...{ sender: i === 0 ? 'same' : 'other', days: (at + i * 3) % 30, a: pair.a, b: one.b },
      }),
    );
  });
}

const DAY = 86_400_000;

export function mattersOf(pair: Pair, read: ReadonlyMap<string, Read>): [Matter, Matter] {
  const one = (text: string, id: string, sender: string, at: number): Matter => ({
    ...{ id, text, at, senders: [sender], ...read.get(text)! },
  });
  const other = pair.sender === 'same' ? 'x' : 'y';
  return [one(pair.a, `${pair.id}a`, 'x', 0), one(pair.b, `${pair.id}b`, other, pair.days * DAY)];
}

/** How many messages of the corpus hold each character and pair of characters, for those that more than `least` do. */
export function commonness(least = 4): { messages: number; pairs: Record<string, number> } {
  const rows = readCorpus();
  const counts = new Map<string, number>();
  for (const { text } of rows)
    for (const piece of piecesOf(plain(text))) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  const common = [...counts].filter(([, count]) => count > least).sort((a, b) => b[1] - a[1]);
  return { messages: rows.length, pairs: Object.fromEntries(common) };
}
