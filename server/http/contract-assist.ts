/** The wire of the helps for agents. */
import { z } from 'zod';
import { kbNamed } from './contract-knowledge-open.js';

const line = z.string().max(400);

export const assistAsk = z.strictObject({
  what: z.enum(['summary', 'reply', 'form', 'plain', 'polite', 'translate']),
  /** Of a rewording: what the agent wrote. Of a translation: the words; absent = the citizen's last ones. */
  text: z.string().max(4000).optional(),
});
export const assistView = z.object({
  id: z.string(),
  what: assistAsk.shape.what,
  by: z.enum(['model', 'rules']),
  /** Why it is by rule; null = the model's own. */
  why: z.string().nullable(),
  text: z.string(),
  sources: z.array(z.object({ id: z.string(), title: z.string(), unit: z.string(), updated: z.string() })),
  /** Values with the words they came from, masked. */
  fields: z.array(
    z.object({
      field: z.string(),
      label: z.string(),
      value: z.string(),
      line,
      from: z.number().int(),
      to: z.number().int(),
    }),
  ),
  /** Sentences of the model that were left out for want of a source. */
  left: z.number().int(),
});
export const assistDid = z.strictObject({ did: z.enum(['accepted', 'edited', 'dismissed']) });
export const assistKept = z.object({ kept: z.boolean() });
export const adoption = z.object({
  from: z.string(),
  to: z.string(),
  /** How the rate is reckoned, in words. */
  formula: z.string(),
  rows: z.array(
    z.object({
      what: assistAsk.shape.what,
      name: z.string(),
      by: z.enum(['model', 'rules']),
      accepted: z.number().int(),
      edited: z.number().int(),
      dismissed: z.number().int(),
      /** Nothing was done with them. */
      open: z.number().int(),
      /** (accepted + edited) ÷ those something was done with; null over nothing. */
      rate: z.number().nullable(),
    }),
  ),
});

/** How a help was made: `why` says why it is by rule; null = the model's own, checked. */
const made = { by: z.enum(['model', 'rules']), why: z.string().nullable() };
/** Doubts about the answer of an order, beside those of the rules; UTF-16 offsets in its masked public answer. */
export const orderReview = z.object({
  ...made,
  remarks: z.object({ says: z.string(), from: z.number().int(), to: z.number().int() }).array(),
});
export const spotBrief = z.object({ ...made, text: z.string(), left: z.number().int() });
/** Closed consultations that ask the same and that no item answers yet; masked. */
export const kbConsult = z.object({
  text: z.string(),
  texts: z.string().array(),
  count: z.number().int(),
  orders: z.string().array(),
  category: z.string().nullable(),
  region: z.string().nullable(),
  /** The nearest item, which does not answer it. */
  nearest: kbNamed.nullable(),
  last: z.string(),
});
export const kbDraftAsk = z.strictObject({ orders: z.string().max(40).array().min(1).max(50) });
/** A text for the editor to work on; it is kept by whoever saves it, and nothing is published. */
export const kbDraftMade = z.object({
  ...made,
  title: z.string(),
  answer: z.string(),
  similar: z.string().array(),
  /** Where it came from, for those who work on it. */
  internal: z.string(),
  category: z.string().nullable(),
  region: z.string().nullable(),
});

export type KbConsult = z.infer<typeof kbConsult>;
export type KbDraftMade = z.infer<typeof kbDraftMade>;
export type AssistView = z.infer<typeof assistView>;
export type AssistAsk = z.infer<typeof assistAsk>;
export type AdoptionView = z.infer<typeof adoption>;
