/** 不当退单 and 推诿 on the wire. */
import { z } from 'zod';

const orderNos = z.array(z.string());
export const conduct = z.object({
  from: z.string(),
  to: z.string(),
  /** There were more orders than were read. */
  cut: z.boolean(),
  rows: z.array(
    z.object({
      unit: z.string(),
      name: z.string(),
      kind: z.string().nullable(),
      /** Requests that were decided, and what became of them. */
      returns: z.object({ asked: z.number().int(), rejected: z.number().int(), agreed: z.number().int() }),
      /** 不当退单率; null = not told, and why. */
      rate: z.object({ value: z.number().nullable(), why: z.enum(['none', 'small']).nullable() }),
      wrongReturns: orderNos,
      pushed: z.array(z.object({ orderNo: z.string(), why: z.array(z.string()) })),
    }),
  ),
  definitions: z.array(z.object({ name: z.string(), formula: z.string(), source: z.string() })),
  note: z.string(),
});
export type Conduct = z.infer<typeof conduct>;
