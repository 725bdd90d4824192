/** What goes over the wire of the government website's 智能问答. */
import { z } from 'zod';
import { LANGUAGES } from '../knowledge/item.js';
import { door } from './contract-chat.js';
import { suggestion } from './contract-desk.js';

/** Before any answer: a number to dial, a person, or the lawful door. */
export const qaNotice = z.object({
  kind: z.enum(['emergency', 'person', 'refusal']),
  text: z.string(),
  doors: door.array(),
});
/** Absent = Chinese. */
const language = z.enum(LANGUAGES).optional();
export const qaLink = z.object({ id: z.string(), title: z.string(), language });
export const qaHit = suggestion.extend({
  region: z.string(),
  /** All regions it holds in. */
  regionName: z.string(),
  /** Where the matter can be done online. */
  service: z.object({ name: z.string(), url: z.string() }).nullable(),
  language,
});
export const qaFound = z.object({
  band: z.enum(['answer', 'suggest', 'none']),
  notices: qaNotice.array(),
  /** Best first; `answer`: the first one may be taken for the answer. */
  hits: qaHit.array(),
  related: qaLink.array(),
  /** 您是不是想问: offered where little was found, never asked by itself. */
  meant: z.string().array(),
});
export const qaItem = qaHit.omit({ score: true }).extend({ category: z.string(), related: qaLink.array() });
export const qaUseful = z.strictObject({
  item: z.string().regex(/^[\w.:-]{1,64}$/),
  /** Made by the browser, kept by it; says nothing about its owner. */
  token: z.string().regex(/^[\w-]{16,64}$/),
  useful: z.boolean(),
});
/** `first`: this browser had said nothing about this item before; what was said first stands. */
export const qaUsefulKept = z.object({ first: z.boolean() });
export const qaCount = z.object({
  id: z.string(),
  /** Null: no longer among what the public may be told. */
  title: z.string().nullable(),
  useful: z.number().int(),
  not: z.number().int(),
});

export type QaNotice = z.infer<typeof qaNotice>;
export type QaFound = z.infer<typeof qaFound>;
export type QaItem = z.infer<typeof qaItem>;
export type QaLink = z.infer<typeof qaLink>;
export type QaHit = z.infer<typeof qaHit>;
