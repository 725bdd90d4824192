/** What the knowledge base keeps: entries, corrections, counts; and the shelf that serves what was published. */
import type mongoose from 'mongoose';
import type { Policy } from '../../policy/types.js';
import type { KnowledgeStore } from '../../store/knowledge.js';
import { type KnowledgeDeskStore, knowledgeDeskStore } from '../../store/knowledge-desk.js';
import { type EntryStore, entryStore } from '../../store/knowledge-entries.js';
import { createGaps, type Gaps } from '../care/gaps.js';
import type { KnowledgeItem } from '../item.js';
import type { Knowledge } from '../search.js';
import { entryOf } from './entry.js';
import { createShelf, type Shelf } from './shelf.js';
import { createUses, type Uses } from './uses.js';

export interface KnowledgeKeep {
  entries: EntryStore;
  kbDesk: KnowledgeDeskStore;
  shelf: Shelf;
  /** What is served, in batches; each item has an entry by then. */
  served(): AsyncIterable<readonly KnowledgeItem[]>;
  uses: Uses;
  gaps: Gaps;
  /** Writes the counts that wait. */
  close(): Promise<void>;
}

export interface KeepParts {
  connection: mongoose.Connection;
  items: KnowledgeStore;
  knowledge: Knowledge;
  policy: Pick<Policy, 'units'>;
  wake: () => void;
  /** Takes personal data out (invariant 6). */
  mask: (text: string) => string;
  /** Other processes write to the same store. */
  shared: boolean;
  now: () => Date;
  failed: (error: unknown) => void;
}

const LOOK_MS = 5_000;

export async function openKeep(parts: KeepParts): Promise<KnowledgeKeep> {
  const { connection, items, knowledge, policy, wake, mask, now, failed } = parts;
  const entries = entryStore(connection, items);
  const kbDesk = knowledgeDeskStore(connection);
  await Promise.all([entries.init(), kbDesk.init()]);
  const ownerOf = (unit: string): string | null =>
    policy.units.find(({ name }) => name === unit)?.code ?? null;
  const shelf = createShelf({ entries, desk: kbDesk, knowledge, wake, from: now() });
  const uses = createUses(kbDesk, now);
  let work: Promise<unknown> = Promise.resolve();
  const look = setInterval(() => {
    work = Promise.all([uses.flush(), parts.shared ? shelf.catchUp() : null]).catch(failed);
  }, LOOK_MS).unref();
  return {
    entries,
    kbDesk,
    shelf,
    async *served() {
      for await (const batch of items.walk()) {
        await entries.ensure(batch, (item) => entryOf(item, ownerOf(item.unit)));
        yield batch;
      }
    },
    uses,
    gaps: createGaps(kbDesk, mask, now),
    async close() {
      clearInterval(look);
      await work;
      await uses.flush();
    },
  };
}
