/**
 * What is served follows what was decided: an applied step is at rest first, then in the index, and an older step
 * that comes late changes neither. Invariant: the index never serves a withdrawn item.
 */

import type { KnowledgeDeskStore } from '../../store/knowledge-desk.js';
import type { EntryStore } from '../../store/knowledge-entries.js';
import type { Knowledge } from '../search.js';
import type { Correction } from './correction.js';
import type { Edition, Entry } from './entry.js';

export interface Shelf {
  put(entry: Entry, edition: Edition | null): Promise<void>;
  correct(row: Correction): Promise<void>;
  /** Takes over what other processes on the same store have done since the last look. */
  catchUp(): Promise<void>;
}

export interface ShelfParts {
  entries: Pick<EntryStore, 'apply' | 'since'>;
  desk: Pick<KnowledgeDeskStore, 'putCorrection'>;
  knowledge: Pick<Knowledge, 'put' | 'drop'>;
  /** There may be texts without vectors now. */
  wake: () => void;
  /** What was written before then the index has already. */
  from: Date;
}

/** Clocks of two machines, and steps that were decided before others and written after them. */
const MARGIN_MS = 60_000;

export function createShelf({ entries, desk, knowledge, wake, from }: ShelfParts): Shelf {
  const shown = new Map<string, number>();
  let seen = from;

  function show({ id, version, live }: Entry): void {
    if ((shown.get(id) ?? 0) >= version) return;
    shown.set(id, version);
    if (live) knowledge.put(live);
    else knowledge.drop(id);
    wake();
  }

  return {
    async put(entry, edition) {
      if (await entries.apply(entry, edition)) show(entry);
    },
    correct: (row) => desk.putCorrection(row),
    async catchUp() {
      const rows = await entries.since(new Date(seen.getTime() - MARGIN_MS));
      for (const entry of rows) show(entry);
      seen = rows.at(-1)?.updatedAt ?? seen;
    },
  };
}
