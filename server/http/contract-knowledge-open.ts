/** Knowledge on the wire as it is looked for: by the public, by staff, by region, and what is lacking or at odds. */
import { z } from 'zod';
import { basisPart, LANGUAGES } from '../knowledge/item.js';
import { kbId } from './contract-knowledge.js';

const told = z.object({
  id: kbId,
  title: z.string(),
  answer: z.string(),
  unit: z.string(),
  basis: z.string().array(),
  updated: z.string(),
  hotline: z.string().nullable(),
  category: z.string(),
  region: z.string(),
  regions: z.string().array().optional(),
  language: z.enum(LANGUAGES).optional(),
});
/** What the public may be told now. */
export const kbOpenItem = told.extend({
  regions: z.string().array(),
  regionName: z.string(),
  audience: z.enum(['citizen', 'enterprise', 'both']),
  language: z.enum(LANGUAGES),
  effectiveFrom: z.string(),
  effectiveTo: z.string().nullable(),
  sources: basisPart.array(),
  service: z.object({ name: z.string(), url: z.string() }).nullable(),
});
export const kbOpen = z.object({
  rows: kbOpenItem.array(),
  next: z.string().nullable(),
  total: z.number().int(),
});
/** For staff: internal wording and who else may see it. */
export const kbHit = told.extend({
  score: z.number(),
  internal: z.string(),
  channels: z.string().array(),
  audience: z.string(),
});
export const kbMap = z.object({
  regions: z.object({ code: z.string(), name: z.string() }).array(),
  rows: z
    .object({
      category: z.string(),
      name: z.string(),
      total: z.number().int(),
      counts: z.record(z.string(), z.number().int()),
    })
    .array(),
  hotlines: z.object({ number: z.string(), name: z.string(), unit: z.string() }).array(),
});
/** An item by its question: whoever reads of it need not know its number. */
export const kbNamed = z.object({ id: kbId, title: z.string() });
/** Questions nobody could answer at once, near ones together. */
export const kbGap = z.object({
  text: z.string(),
  count: z.number().int(),
  ids: z.string().array(),
  texts: z.string().array(),
  channels: z.string().array(),
  category: z.string().nullable(),
  region: z.string().nullable(),
  /** Null where there was none, or it has gone since. */
  nearest: kbNamed.nullable(),
  last: z.string(),
});
/** `open`: taken back, they are listed again. */
export const kbSettleGaps = z.strictObject({
  ids: z.string().max(64).array().min(1).max(1000),
  open: z.literal(true).optional(),
});
/** These two say what they say on purpose: not listed again until one of them says something else. */
export const kbSettlePair = z.strictObject({ a: kbId, b: kbId, open: z.literal(true).optional() });
const side = z.object({ id: kbId, title: z.string(), answer: z.string() });
export const kbPair = z.object({
  a: side,
  b: side,
  likeness: z.number(),
  /** What the two say differently, by unit of measure; empty for a mere near-duplicate. */
  differs: z.object({ unit: z.string(), a: z.string().array(), b: z.string().array() }).array(),
});

export type KbHit = z.infer<typeof kbHit>;
export type KbGap = z.infer<typeof kbGap>;
export type KbPair = z.infer<typeof kbPair>;
