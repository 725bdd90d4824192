/** One item's way through the house (知识条目): what is served, what is being written, who had it in hand. */
import type { KnowledgeItem } from '../item.js';

/** 采编、部门审核、平台审核 */
export const STAGES = ['draft', 'department', 'platform'] as const;
export type Stage = (typeof STAGES)[number];

/** The text on its way to becoming the next edition. */
export interface Work {
  stage: Stage;
  item: KnowledgeItem;
  /** The edition it began from; 0 = none. */
  base: number;
  /** All who wrote on it: none of them may review it (四眼). */
  writers: string[];
  /** Who let it pass the department. */
  passedBy: string | null;
  /** Why it was sent back; '' where it was not. */
  returned: string;
}

export interface Deed {
  at: Date;
  by: string;
  action: string;
  /** The edition that came of it; absent where none did. */
  edition?: number;
  note: string;
}

export interface Entry {
  id: string;
  /** Counts every step; the next one claims `knowledge:id@version`. */
  version: number;
  /** Code of the unit that answers for it; null = the hotline itself. */
  owner: string | null;
  /** The newest edition that was published; 0 = none. */
  edition: number;
  live: KnowledgeItem | null;
  work: Work | null;
  /** Taken down: what was served until then. */
  down: { item: KnowledgeItem; at: Date; by: string; reason: string } | null;
  /** Oldest first. */
  log: Deed[];
  updatedAt: Date;
}

/** A published text, never changed once written. */
export interface Edition {
  /** `${item}@${edition}` */
  _id: string;
  item: string;
  edition: number;
  def: KnowledgeItem;
  at: Date;
  writers: string[];
  department: string | null;
  platform: string;
}

/** Where it stands, in one word: the newest text's stage, else what citizens see. */
export type Standing = Stage | 'published' | 'down' | 'none';
export const standingOf = ({ work, live, down }: Entry): Standing =>
  work ? work.stage : live ? 'published' : down ? 'down' : 'none';

/** An item that was served before anybody touched it here: shipped, or brought in with a folder. */
export const entryOf = (item: KnowledgeItem, owner: string | null): Entry => ({
  id: item.id,
  version: 0,
  owner,
  edition: 1,
  live: item,
  work: null,
  down: null,
  log: [],
  updatedAt: new Date(`${(item.updated ?? item.effectiveFrom).slice(0, 10)}T00:00:00+08:00`),
});

export const newEntry = (id: string, owner: string | null, at: Date): Entry => ({
  id,
  version: 0,
  owner,
  edition: 0,
  live: null,
  work: null,
  down: null,
  log: [],
  updatedAt: at,
});
