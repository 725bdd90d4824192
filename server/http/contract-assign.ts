/** On the wire: who takes what, offers let go, conversations sent on, colleagues asked. */
import { z } from 'zod';

const code = z.string().min(1).max(32);
const note = z.string().trim().max(500);

/** What comes to an account, as an administrator sets it. */
export const work = z.strictObject({
  skills: z.array(code).max(60),
  languages: z.array(code).max(20),
  /** Null = as for everybody. */
  threads: z.number().int().nullable(),
  orders: z.number().int().nullable(),
  away: z.boolean(),
});
export const away = z.strictObject({ away: z.boolean() });

const share = z.object({ held: z.number().int(), most: z.number().int() });
/** Of whoever asks. */
export const duty = z.object({
  away: z.boolean(),
  skills: z.array(z.string()),
  languages: z.array(z.string()),
  threads: share,
});

export const pass = z.strictObject({ version: z.number().int() });

/** To an expert line, to a colleague, or (neither) to whoever fits. */
export const transfer = z.strictObject({
  version: z.number().int(),
  line: code.nullable(),
  to: code.nullable(),
  note: note.min(2, '请写一句给接手的人看的话'),
});

export const consultAsk = z.strictObject({
  /** Made once by the console: the same one again is the same question. */
  id: z.string().regex(/^[\w-]{8,64}$/),
  line: code.nullable(),
  to: code.nullable(),
  question: note.min(2, '请写明要请教什么'),
});
export const consultAnswer = z.strictObject({ text: z.string().trim().min(2, '请写答复').max(2000) });

export const consult = z.object({
  id: z.string(),
  line: z.string().nullable(),
  to: z.string().nullable(),
  /** Masked, as the answer is. */
  question: z.string(),
  by: z.string(),
  at: z.string(),
  answer: z.object({ by: z.string(), text: z.string(), at: z.string() }).nullable(),
});
/** A question that is the reader's to answer. */
export const consultRow = consult.extend({ thread: z.string(), lastText: z.string() });

const colleague = z.object({
  account: z.string(),
  seat: z.string(),
  away: z.boolean(),
  held: z.number().int(),
  most: z.number().int(),
});
/** Whom a conversation can be sent to, or who can be asked: the reader is not among them. */
export const colleagues = z.object({
  /** 专家坐席热线, each with its people at the desk; `fits`: what the conversation is about. */
  lines: z.array(
    z.object({ number: z.string(), name: z.string(), fits: z.boolean(), people: z.array(colleague) }),
  ),
  /** Everybody at the desk, best first for this conversation; `why` in words. */
  people: z.array(colleague.extend({ why: z.array(z.string()) })),
});

export type Work = z.infer<typeof work>;
export type Consult = z.infer<typeof consult>;
export type Colleagues = z.infer<typeof colleagues>;
