/** What goes over the wire of letters (互动交流). */
import { z } from 'zod';
import { door, source } from './contract-chat.js';
import { id, text } from './contract-parts.js';
import { qaNotice } from './contract-qa.js';

export const letterKind = z.enum(['consult', 'help', 'complaint', 'report', 'suggest', 'praise']);
export const letterForm = z.strictObject({
  /** Made once by the page: the same letter twice is one letter. */
  id: z.string().regex(/^[\w.:-]{8,64}$/),
  kind: letterKind,
  title: z.string().min(2, '请写一个标题').max(60),
  content: z.string().min(5, '请写清什么事：时间、地点、经过、您的要求').max(3500),
  region: z.string().max(12).optional(),
  anonymous: z.boolean(),
  name: z.string().max(40).optional(),
  phone: z
    .string()
    .regex(/^1[3-9]\d{9}$/, '手机号应为 11 位，请检查')
    .optional(),
  /** May the answer stand on the site? Only with `publish` too, and only after redaction. */
  reply: z.enum(['private', 'public']).default('private'),
  publish: z.boolean().default(false),
  files: z.array(id).max(5).optional(),
});
export const letterFiled = z.object({
  letterNo: z.string(),
  code: z.string(),
  next: z.string(),
  firstReplyBy: z.string(),
  notices: qaNotice.array(),
});
export const letterQuery = z.strictObject({ letterNo: z.string().max(40), code: z.string().max(20) });
export const letterMore = letterQuery.extend({
  id: z.string().regex(/^[\w.:-]{8,64}$/),
  text: text.min(1),
  files: z.array(id).max(5).optional(),
});
export const letterConsent = letterQuery.extend({ publish: z.boolean() });
export const letterLine = z.object({
  at: z.string(),
  from: z.enum(['citizen', 'bot', 'agent', 'system']),
  text: z.string(),
  seat: z.string().optional(),
  sources: z.array(source).optional(),
  doors: z.array(door).optional(),
  order: z.object({ orderNo: z.string(), code: z.string() }).optional(),
  files: z.number().int(),
});
export const letterView = z.object({
  letterNo: z.string(),
  kind: letterKind,
  kindName: z.string(),
  regionName: z.string(),
  /** The citizen's own words with personal data masked. */
  title: z.string(),
  state: z.string(),
  createdAt: z.string(),
  firstReplyBy: z.string(),
  lines: letterLine.array(),
  reply: z.enum(['private', 'public']),
  publish: z.boolean(),
  /** Where it stands on the site now. */
  publicPath: z.string().nullable(),
});
export const letterCard = z.object({
  letterNo: z.string(),
  thread: z.string(),
  version: z.number().int(),
  kind: letterKind,
  kindName: z.string(),
  regionName: z.string(),
  anonymous: z.boolean(),
  /** Masked. */
  title: z.string(),
  stage: z.enum(['private', 'consented', 'published', 'down']),
  createdAt: z.string(),
  /** First answer due, and given; null = not yet. */
  firstReplyBy: z.string(),
  repliedAt: z.string().nullable(),
  publicPath: z.string().nullable(),
});
const publicField = z.enum(['title', 'content', 'reply']);
const span = z.object({ kind: z.string(), from: z.number().int(), to: z.number().int() });
export const letterText = z.strictObject({
  title: z.string().max(120),
  content: z.string().max(5000),
  reply: z.string().max(8000),
});
export const letterLeft = z.object({ title: span.array(), content: span.array(), reply: span.array() });
export const letterDesk = z.object({
  card: letterCard,
  /** What would be published, stars over all that was found; `covered` says where and what. */
  proposal: letterText,
  covered: letterLeft,
  publication: letterText
    .extend({
      at: z.string(),
      by: z.string(),
      waived: span.extend({ field: publicField, reason: z.string() }).array(),
      down: z.object({ at: z.string(), by: z.string(), reason: z.string() }).nullable(),
    })
    .nullable(),
});
export const letterPublish = letterText.extend({
  version: z.number().int(),
  /** Found, and left standing all the same: each with its reason. */
  waived: z
    .array(
      z.strictObject({
        field: publicField,
        from: z.number().int(),
        to: z.number().int(),
        reason: z.string().min(4, '请写明保留的理由').max(200),
      }),
    )
    .max(50),
});
export const letterTakeDown = z.strictObject({
  version: z.number().int(),
  reason: z.string().min(4, '请写明撤下的原因').max(200),
});

export type LetterForm = z.infer<typeof letterForm>;
export type LetterFiled = z.infer<typeof letterFiled>;
export type LetterView = z.infer<typeof letterView>;
export type LetterLine = z.infer<typeof letterLine>;
export type LetterCard = z.infer<typeof letterCard>;
export type LetterDesk = z.infer<typeof letterDesk>;
export type LetterText = z.infer<typeof letterText>;
export type LetterLeft = z.infer<typeof letterLeft>;
