/** What is written down of one citizen's way out: how much of it is used, and what is held until it is open again. */
import type { Notes } from '../kind.js';
import { MOST_TEXT } from './kf-post.js';
import type { Piece } from './pieces.js';

export interface Way {
  /** The citizen's newest message: seconds, and its id, for several may fall into one second. */
  at: number;
  said: string;
  /** Messages since then. */
  used: number;
  /** Newest last. */
  sent: { id: string; line: string }[];
  /** Pieces of a line that have gone while the rest is tried again. */
  done: { line: string; pieces: number } | null;
}

export interface Held {
  pieces: { line: string; piece: Piece }[];
  /** Answered for to the house: whoever starts next goes on with it. */
  owed: boolean;
}

/** Messages whose later refusal can still be told. */
const REMEMBERED = 20;
const PAGE = 200;
const HELD = 'held:';
const wayKey = (thread: string): string => `way:${thread}`;

export type Ways = ReturnType<typeof createWays>;

export function createWays(notes: Notes) {
  return {
    of: async (thread: string): Promise<Way> =>
      (await notes.get<Way>(wayKey(thread))) ?? { at: 0, said: '', used: 0, sent: [], done: null },
    /** The citizen has written. */
    reopen: (thread: string, way: Way, at: number, said: string): Promise<void> =>
      notes.set(wayKey(thread), { ...way, at, said, used: 0 }),
    /** One message has gone, with these lines in it. */
    async gone(thread: string, way: Way, id: string, lines: readonly string[]): Promise<void> {
      way.used += 1;
      way.sent = [...way.sent, ...lines.map((line) => ({ id, line }))].slice(-REMEMBERED);
      await notes.set(wayKey(thread), way);
    },
    held: async (thread: string): Promise<Held> =>
      (await notes.get<Held>(HELD + thread)) ?? { pieces: [], owed: false },
    hold: (thread: string, held: Held): Promise<void> =>
      notes.set(HELD + thread, held.pieces.length > 0 ? held : null),
    /** Threads that an earlier process had answered for. */
    async owed(): Promise<string[]> {
      const found: string[] = [];
      for (let after = ''; ; ) {
        const rows = await notes.list<Held>(HELD, after, PAGE);
        found.push(...rows.filter(({ value }) => value.owed).map(({ key }) => key.slice(HELD.length)));
        const last = rows.at(-1);
        if (!last) return found;
        after = last.key;
      }
    },
  };
}

/** As many texts from the front as one message holds, or the one file that comes first. */
export function joined(held: Held['pieces']): { count: number; piece: Piece } {
  const first = held[0]?.piece as Piece;
  if (!('text' in first)) return { count: 1, piece: first };
  let { text } = first;
  let count = 1;
  for (const { piece } of held.slice(1)) {
    if (!('text' in piece)) break;
    const longer = `${text}\n\n${piece.text}`;
    if (Buffer.byteLength(longer) > MOST_TEXT) break;
    text = longer;
    count += 1;
  }
  return { count, piece: { text } };
}
