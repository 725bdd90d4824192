/** 派单先例 on the wire. */
import { z } from 'zod';

export const precedent = z.object({
  id: z.string(),
  version: z.number().int(),
  orderNo: z.string(),
  regionName: z.string(),
  categoryName: z.string(),
  hotlineName: z.string().nullable(),
  /** '' of a secret order. */
  title: z.string(),
  place: z.string(),
  unit: z.string(),
  unitName: z.string(),
  reason: z.string(),
  by: z.string(),
  at: z.string(),
  withdrawn: z.object({ by: z.string(), at: z.string(), reason: z.string() }).nullable(),
});
/** `many`: there are more than are shown. */
export const precedents = z.object({ rows: precedent.array(), many: z.boolean() });
export const withdrawPrecedent = z.strictObject({
  version: z.number().int(),
  reason: z.string().trim().min(4, '请写明为什么撤下').max(500),
});
export type PrecedentRow = z.infer<typeof precedent>;
