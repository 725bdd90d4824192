/** Call-backs on the wire. */
import { z } from 'zod';
import { orderCard } from './contract-orders.js';

const verdict = z
  .object({
    at: z.string(),
    contacted: z.boolean().nullable(),
    solved: z.boolean().nullable(),
    satisfied: z.enum(['satisfied', 'basically', 'dissatisfied']).nullable(),
  })
  .nullable();
const stage = z.enum(['due', 'heard', 'unreached', 'self']);

export const callbackRow = z.object({
  card: orderCard,
  stage,
  /** Why this one, in words. */
  rule: z.string(),
  /** Not to be called before; of those who rate by themselves: until when. */
  nextAt: z.string(),
  tries: z.object({ at: z.string(), connected: z.boolean(), by: z.string(), note: z.string() }).array(),
  first: verdict,
  final: verdict,
  /** What the citizen was answered, masked. */
  answer: z.string(),
});
export const callbackList = z.object({
  rows: callbackRow.array(),
  next: z.string().nullable(),
  total: z.number().int(),
  /** Ripe in each stage. */
  counts: z.object({
    due: z.number().int(),
    heard: z.number().int(),
    unreached: z.number().int(),
    self: z.number().int(),
  }),
  /** May citizens be called at this hour? */
  allowedNow: z.boolean(),
  script: z.object({
    open: z.string(),
    questions: z.object({ contacted: z.string(), solved: z.string(), satisfied: z.string() }),
    close: z.string(),
  }),
});

export type CallbackRow = z.infer<typeof callbackRow>;
export type CallbackList = z.infer<typeof callbackList>;
