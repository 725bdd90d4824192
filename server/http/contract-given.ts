/** A step of an order on the wire: which, at what version, and what comes along with it. */
import { z } from 'zod';
import { DUTIES, RETURN_REASONS } from '../tickets/assignment.js';
import { text, words } from './contract-parts.js';

const unitCode = z.string().max(32);
/** What a step brings along; which of it, `inputs` of the action says. */
export const given = z.strictObject({
  units: z
    .array(z.strictObject({ unit: unitCode, part: z.enum(DUTIES) }))
    .min(1)
    .max(12)
    .optional(),
  return: z
    .strictObject({ reason: z.enum(RETURN_REASONS), basis: words, suggest: unitCode.nullable() })
    .optional(),
  master: z.string().max(40).optional(),
  days: z.number().int().min(1).max(365).optional(),
  months: z.number().int().min(1).max(120).optional(),
  contact: z.strictObject({ at: z.iso.datetime(), how: z.enum(['phone', 'visit', 'message']) }).optional(),
  reply: z
    .strictObject({ handling: words, public: words, solved: z.enum(['yes', 'partly', 'no']) })
    .optional(),
  callback: z
    .strictObject({
      connected: z.boolean(),
      contacted: z.boolean().optional(),
      solved: z.boolean().optional(),
      satisfied: z.enum(['satisfied', 'basically', 'dissatisfied']).optional(),
    })
    .optional(),
  /** Spans of the order's content, UTF-16, one list an order; the first stays with this one. */
  parts: z
    .array(
      z
        .array(z.strictObject({ from: z.number().int(), to: z.number().int() }))
        .min(1)
        .max(100),
    )
    .min(2)
    .max(6)
    .optional(),
  /** `to`: a code of `receivers`, '' for another; then `name` says who. */
  transfer: z.strictObject({ to: z.string().max(40), name: z.string().max(60) }).optional(),
  receipt: z.strictObject({ no: z.string().min(1).max(60) }).optional(),
  /** Secret orders: what units read in place of the citizen's words. */
  shown: z.strictObject({ content: text, place: z.string().max(200) }).optional(),
});
export const claim = z.strictObject({ version: z.number().int() });
export const step = z.strictObject({
  action: z.string().max(40),
  version: z.number().int(),
  reason: z.string().max(1000).optional(),
  given: given.optional(),
});
