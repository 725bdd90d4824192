/** The trail of who did what, on the wire. */
import { z } from 'zod';

export const auditTrail = z.object({
  rows: z
    .object({
      seq: z.number().int(),
      at: z.string(),
      /** '' where nobody was signed in. */
      account: z.string(),
      /** Roles held then. */
      roles: z.string().array(),
      ip: z.string(),
      action: z.string(),
      actionName: z.string(),
      target: z.string(),
      /** As it is kept: somebody's words, masked when they were written, or a code. */
      reason: z.string(),
      /** The same in words. */
      said: z.string(),
      result: z.enum(['ok', 'refused', 'failed']),
      resultName: z.string(),
    })
    .array(),
  next: z.string().nullable(),
  /** Every kind of act there is. */
  acts: z.object({ action: z.string(), name: z.string() }).array(),
});
export const auditChecked = z.object({
  whole: z.boolean(),
  /** What was found, in words. */
  said: z.string(),
});

export type AuditTrail = z.infer<typeof auditTrail>;
export type AuditChecked = z.infer<typeof auditChecked>;
