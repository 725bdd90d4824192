/** What goes over the wire of lines that did not arrive. */
import { z } from 'zod';
import { page } from './contract.js';
import { delivery } from './contract-chat.js';

/** A line that did not arrive. Everything masked. */
export const outboxRow = z.object({
  id: z.string(),
  thread: z.string(),
  channel: z.string(),
  channelName: z.string(),
  citizen: z.string(),
  from: z.enum(['citizen', 'bot', 'agent', 'system']),
  text: z.string(),
  orderNo: z.string().nullable(),
  reason: z.string(),
  since: z.string(),
  resends: z.number().int(),
  delivery,
  settled: z.object({ by: z.string(), at: z.string(), note: z.string() }).nullable(),
});
export const outboxPage = page(outboxRow).extend({
  counts: z.object({ failed: z.number().int(), retrying: z.number().int() }),
});
/** Names of lines may hold what a platform puts into its own (mail: < > @). */
const lineIds = z
  .string()
  .regex(/^[\x21-\x7e]{1,400}$/)
  .array()
  .min(1)
  .max(100);
export const resend = z.strictObject({ lines: lineIds });
export const settle = z.strictObject({
  lines: lineIds,
  note: z.string().min(2, '请写明怎样告知了市民').max(500),
});
export const outboxDone = z.object({ id: z.string(), done: z.boolean(), said: z.string() });

export type OutboxPage = z.infer<typeof outboxPage>;
export type OutboxRow = z.infer<typeof outboxRow>;
export type OutboxDone = z.infer<typeof outboxDone>;
