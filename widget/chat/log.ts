/**
 * What the citizen has been shown, in order of `seq` and without holes. Pure: the same lines in any order
 * and any number of times give the same log.
 */
import type { Line } from '../../server/http/contract-chat.js';

export type Log = readonly Line[];

export const last = (log: Log): number => log.at(-1)?.seq ?? 0;

/**
 * `whole`: the lines are the server's full answer to "all after what you have", so a hole in them is the
 * server's own and no reason to ask again. Otherwise a line beyond a hole is left out and `gap` says so.
 */
export function merge(log: Log, incoming: readonly Line[], whole: boolean): { log: Log; gap: boolean } {
  const out = [...log];
  let gap = false;
  let changed = false;
  for (const line of [...incoming].sort((a, b) => a.seq - b.seq)) {
    const at = out.findIndex((known) => known.id === line.id || known.seq === line.seq);
    if (at >= 0) {
      // A line told again may have been replaced by a stub (redaction); its place stays.
      const known = out[at];
      if (known && known.id === line.id && known.seq === line.seq && known.text !== line.text) {
        out[at] = line;
        changed = true;
      }
    } else if (line.seq < last(out) || whole || line.seq === last(out) + 1) {
      out.push(line);
      out.sort((a, b) => a.seq - b.seq);
      changed = true;
    } else gap = true;
  }
  return { log: changed ? out : log, gap };
}

/** Choices answer the newest turn; once somebody has spoken after them they would be understood wrongly. */
export function answerable(log: Log): Set<string> {
  const ids = new Set<string>();
  for (const line of [...log].reverse()) {
    if (line.from === 'citizen' || line.from === 'agent') break;
    ids.add(line.id);
  }
  return ids;
}

/** The emergency that still matters: newest, no older than an hour, not folded away. */
export function emergencyOf(log: Log, folded: string, now: number): Line | null {
  const line = log.findLast((one) => one.decision === 'emergency' && one.doors?.some((door) => door.number));
  return line && line.id !== folded && now - Date.parse(line.at) < 3_600_000 ? line : null;
}
