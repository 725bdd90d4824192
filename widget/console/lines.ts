/** The lines of one conversation: each once, in order of seq, whatever way and however often they came. */
import type { Line } from '../../server/http/contract-chat.js';

export function mergeLines(old: Line[], more: Line[]): Line[] {
  if (!more.length) return old;
  const byId = new Map(old.map((line) => [line.id, line]));
  for (const line of more) byId.set(line.id, line);
  return [...byId.values()].sort((a, b) => a.seq - b.seq);
}

/** Highest seq up to which nothing is missing: what to ask from after a gap or a lost connection. */
export function wholeUpTo(lines: Line[]): number {
  let last = 0;
  for (const line of lines) {
    if (line.seq > last + 1) break;
    last = line.seq;
  }
  return last;
}

/** A line written here, not yet confirmed by the server. Its id goes with every attempt. */
export interface Unsent {
  id: string;
  text: string;
  at: string;
}

/** The server may put a name before the client's id; the line is ours all the same. */
export function stillUnsent(unsent: Unsent[], lines: Line[]): Unsent[] {
  return unsent.filter(({ id }) => !lines.some((line) => line.id === id || line.id.endsWith(`:${id}`)));
}
