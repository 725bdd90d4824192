/** The knowledge base on the wire: items on their way, their checks, corrections, imports. */
import { z } from 'zod';
import { CORRECTION_KINDS, CORRECTION_STATES } from '../knowledge/flow/correction-kinds.js';
import { STAGES } from '../knowledge/flow/entry.js';
import { ACTIONS } from '../knowledge/flow/transitions.js';
import { knowledgeItem } from '../knowledge/item.js';

const iso = z.string();
export const kbId = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\w.:-]+$/);
export const kbStanding = z.enum([...STAGES, 'published', 'down', 'none']);
const use = z.object({ answered: z.number().int(), offered: z.number().int(), read: z.number().int() });

export const kbFault = z.object({
  field: z.string(),
  rule: z.string(),
  severity: z.enum(['block', 'warn']),
  says: z.string(),
  /** UTF-16 offsets in the field; equal where it is about what is lacking. */
  from: z.number().int(),
  to: z.number().int(),
});
export const kbCard = z.object({
  id: kbId,
  version: z.number().int(),
  title: z.string(),
  category: z.string(),
  region: z.string(),
  unit: z.string(),
  owner: z.string().nullable(),
  standing: kbStanding,
  edition: z.number().int(),
  /** Citizens are told it at this moment. */
  told: z.boolean(),
  expired: z.boolean(),
  reviewBy: z.string().nullable(),
  effectiveTo: z.string().nullable(),
  updatedAt: iso,
  /** Last who did something to it. */
  by: z.string(),
});
export const kbCards = z.object({
  rows: kbCard.array(),
  next: z.string().nullable(),
  total: z.number().int(),
});
/** Text as it is being written: any JSON, judged by `kbJudge`. */
const text = z.record(z.string(), z.unknown());
export const kbJudge = z.strictObject({ item: text });
export const kbJudged = z.object({ faults: kbFault.array() });
export const kbSave = z.strictObject({
  /** As it was when writing began; 0 for a new one. */
  version: z.number().int().min(0),
  /** Code of the unit that answers for it. */
  owner: z.string().max(32).nullable(),
  item: text,
});
export const kbStep = z.strictObject({
  version: z.number().int().min(0),
  action: z.enum(ACTIONS),
  reason: z.string().max(500),
});
/** One field, before and after, sign by sign. */
export const kbDiff = z.object({
  field: z.string(),
  parts: z.object({ op: z.enum(['same', 'added', 'removed']), text: z.string() }).array(),
});
export const kbEdition = z.object({
  edition: z.number().int(),
  at: iso,
  writers: z.string().array(),
  department: z.string().nullable(),
  platform: z.string(),
  item: knowledgeItem,
  /** Against the edition before it. */
  diff: kbDiff.array(),
});
export const kbEntry = z.object({
  card: kbCard,
  live: knowledgeItem.nullable(),
  work: z
    .object({
      stage: z.enum(STAGES),
      item: knowledgeItem,
      base: z.number().int(),
      writers: z.string().array(),
      passedBy: z.string().nullable(),
      returned: z.string(),
      faults: kbFault.array(),
      /** Against what is served now, or was last. */
      diff: kbDiff.array(),
    })
    .nullable(),
  down: z.object({ item: knowledgeItem, at: iso, by: z.string(), reason: z.string() }).nullable(),
  /** What the reader may do now. */
  acts: z.enum(ACTIONS).array(),
  log: z
    .object({
      at: iso,
      by: z.string(),
      action: z.string(),
      edition: z.number().int().optional(),
      note: z.string(),
    })
    .array(),
  editions: kbEdition.array(),
  /** The last thirty days. */
  used: use,
  useful: z.object({ useful: z.number().int(), not: z.number().int() }),
});
export const kbCorrection = z.object({
  id: z.string(),
  version: z.number().int(),
  item: kbId,
  title: z.string(),
  owner: z.string().nullable(),
  kind: z.enum(CORRECTION_KINDS),
  text: z.string(),
  from: z.enum(['staff', 'citizen']),
  by: z.string(),
  at: iso,
  due: iso,
  hot: z.boolean(),
  overdue: z.boolean(),
  state: z.enum(CORRECTION_STATES),
  answer: z.string(),
  answeredBy: z.string().nullable(),
  answeredAt: iso.nullable(),
});
export const kbCorrect = z.strictObject({
  /** Made by the browser: the same one again opens nothing new. */
  id: z.string().regex(/^[\w-]{8,64}$/),
  kind: z.enum(CORRECTION_KINDS),
  text: z.string().min(4).max(500),
});
export const kbSettle = z.strictObject({
  version: z.number().int().min(1),
  state: z.enum(['mended', 'kept']),
  answer: z.string().max(500),
});
/** What waits, for the badge: all within the reader's scope. */
export const kbDue = z.object({
  /** In the review queue of the reader's roles. */
  review: z.number().int(),
  /** To be looked at soon, and those whose day has passed. */
  looks: z.number().int(),
  late: z.number().int(),
  expired: z.number().int(),
  corrections: z.number().int(),
  overdue: z.number().int(),
});

/** A file looked at, or taken in: every fault of it at once. */
export const kbImport = z.object({
  kind: z.string(),
  total: z.number().int(),
  /** Already there: not taken in again. */
  same: z.number().int(),
  /** Drafts made; null = only looked at. */
  taken: z.number().int().nullable(),
  faults: z.object({ row: z.number().int(), says: z.string() }).array(),
  /** The first two hundred. */
  rows: z
    .object({
      row: z.number().int(),
      id: z.string(),
      title: z.string(),
      answer: z.string(),
      page: z.number().int().nullable(),
      clause: z.string(),
      faults: z.string().array(),
      hints: z.string().array(),
      same: z.object({ id: z.string(), title: z.string(), how: z.enum(['same', 'near']) }).nullable(),
    })
    .array(),
});

/** `items`: those that are served now, by the index there is. */
export const kbRebuild = z.object({ items: z.number().int() });

export type KbImport = z.infer<typeof kbImport>;
export type KbCard = z.infer<typeof kbCard>;
export type KbFault = z.infer<typeof kbFault>;
export type KbEntry = z.infer<typeof kbEntry>;
export type KbDiff = z.infer<typeof kbDiff>;
export type KbEdition = z.infer<typeof kbEdition>;
export type KbCorrection = z.infer<typeof kbCorrection>;
export type KbDue = z.infer<typeof kbDue>;
export type KbStanding = z.infer<typeof kbStanding>;
export type KbItem = z.infer<typeof knowledgeItem>;
