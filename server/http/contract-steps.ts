/** Steps of orders on the wire: many at once. */
import { z } from 'zod';
import { type ownAct, ownAction } from './contract-citizen.js';
import { given } from './contract-given.js';

const orderNo = z.string().min(1).max(40);

/** One step for many orders; the same `id` again answers as the first time and does nothing twice. */
export const stepMany = z.strictObject({
  id: z.string().regex(/^[\w.:-]{8,64}$/),
  action: z.string().max(40),
  reason: z.string().max(1000).optional(),
  given: given.optional(),
  /** How many at most is policy (`knobs.steps.batchMost`). */
  orders: z.strictObject({ orderNo, version: z.number().int() }).array().min(1).max(1000),
});
export const stepsDone = z.object({
  /** One an order, in the order asked for. */
  results: z
    .object({
      orderNo: z.string(),
      done: z.boolean(),
      /** Done, or why not. */
      said: z.string(),
      /** The order's version after it; null where it was not done. */
      version: z.number().int().nullable(),
    })
    .array(),
});

/**
 * By number and code, or the pass of a proved phone: what a citizen does with an order; `text`: the new facts, in the citizen's words. `seen`:
 * how many rows of the timeline stood on the page; the same act again from the same page is one act.
 */
export const orderAct = z.strictObject({
  orderNo,
  code: z.string().max(20).optional(),
  action: ownAction,
  text: z.string().max(2000).optional(),
  seen: z.number().int().min(0).optional(),
});

/**
 * An order that came to another system first; the same `from` and `no` again is the same order. `by`: code of a
 * receiver; one that is on the wire gets its receipt and every later change there.
 */
export const transferIn = z.strictObject({
  by: z.string().max(40).optional(),
  from: z.string().min(1, '请写明从哪里转来').max(60),
  no: z.string().min(1, '请写对方编号').max(60),
  type: z.string().max(20),
  category: z.string().max(4).nullable(),
  region: z.string().max(12).nullable(),
  urgency: z.enum(['critical', 'urgent', 'normal']),
  content: z.string().min(2, '请写明反映的事').max(4000),
  place: z.string().max(200),
  name: z.string().max(40),
  phone: z.string().max(20),
  secret: z.boolean(),
});
/** `code`: the query code for the citizen; null where it had been taken in before. `told`: the partner has its receipt by wire. */
export const takenIn = z.object({ orderNo: z.string(), code: z.string().nullable(), told: z.boolean() });

export type TransferIn = z.infer<typeof transferIn>;
export type OwnAct = z.infer<typeof ownAct>;
export type OrderAct = z.infer<typeof orderAct>;
export type StepsDone = z.infer<typeof stepsDone>;
