/** What goes over the wire of the desk: conversations, alarms, the form of an order, what is shown unmasked. */
import { z } from 'zod';
import { ALARM_KINDS } from '../intake/alarm-kinds.js';
import { line } from './contract-chat.js';
import { filledForm, orderCard } from './contract-orders.js';
import { id, text } from './contract-parts.js';

export const threadCard = z.object({
  id,
  channel: z.string(),
  holder: z.enum(['bot', 'queue', 'agent', 'closed']),
  agent: z.string().nullable(),
  version: z.number().int(),
  waitingFor: z.string().nullable(),
  waitingSince: z.string().nullable(),
  urgent: z.boolean(),
  /** To whom it is offered first while it waits, and why; anybody may still take it. */
  offer: z
    .object({ account: z.string(), seat: z.string(), until: z.string(), why: z.array(z.string()) })
    .nullable(),
  /** Why it is offered to nobody; null = it is, or nobody has looked yet. */
  noOffer: z.string().nullable(),
  /** Sent on by an agent, with a word for whoever takes it; `line`: number of an expert line. */
  transfer: z.object({ line: z.string().nullable(), by: z.string(), note: z.string() }).nullable(),
  /** Questions to colleagues that nobody has answered. */
  asking: z.number().int(),
  /** What is owed to the citizen, and until when; null = nothing now. */
  clock: z
    .object({
      kind: z.enum(['reply', 'acceptance']),
      since: z.string(),
      yellow: z.string(),
      due: z.string(),
    })
    .nullable(),
  /** Masked. */
  lastText: z.string(),
  lastSeq: z.number().int(),
  updatedAt: z.string(),
});
export const suggestion = z.object({
  id: z.string(),
  title: z.string(),
  answer: z.string(),
  unit: z.string(),
  updated: z.string(),
  basis: z.array(z.string()),
  score: z.number(),
});
export const alarm = z.object({
  id: z.string(),
  kind: z.enum(ALARM_KINDS),
  thread: z.string().nullable(),
  orderNo: z.string().nullable(),
  text: z.string(),
  at: z.string(),
  answeredBy: z.string().nullable(),
});
export const threadPage = z.object({
  card: threadCard,
  lines: z.array(line),
  /** Empty strings where the citizen said nothing. Personal data masked; filing uses the kept values. */
  form: filledForm,
  suggestions: z.array(suggestion),
  orders: z.array(orderCard),
});
/** Who calls, and what there was before, of a verified number; all masked. */
export const caller = z.object({
  /** The call's own conversation. */
  thread: id,
  channel: z.string(),
  /** '' = not shown, or nobody vouches for it. */
  phone: z.string(),
  at: z.string(),
  /** The latest few. */
  threads: z.array(threadCard),
  orders: z.array(orderCard),
  ordersInAll: z.number().int(),
});
/** What else a citizen of a proven identity has said and filed; nothing where none is proven. */
export const personPage = z.object({
  linked: z.boolean(),
  threads: z.array(threadCard),
  orders: z.array(orderCard),
  /** Where the answer of each of the orders goes. */
  answers: z.array(
    z.object({
      orderNo: z.string(),
      version: z.number().int(),
      /** Conversations with a way back that it may go to. */
      may: z.array(id),
      /** It goes to these now. */
      goes: z.array(id),
      /** Who chose them; null = nobody: it goes where the citizen wrote last. */
      by: z.enum(['citizen', 'agent']).nullable(),
    }),
  ),
});
/** An agent writes down where the citizen wants the answer. */
export const answerTo = z.strictObject({
  version: z.number().int(),
  threads: z.array(id).min(1, '请至少选一处').max(10),
  words: z.string().trim().min(2, '请写下市民的原话').max(200),
});
export const deskSay = z.strictObject({ id, text: text.min(1), files: z.array(id).max(9).optional() });
/** Fields left out keep what the understanding found; `id` makes a repeat harmless. */
export const deskFile = z.strictObject({
  id,
  fields: filledForm.omit({ origins: true }).partial(),
});
export const unmask = z.strictObject({
  target: z.enum(['order', 'thread']),
  id: z.string().max(160),
  field: z.enum(['phone', 'name', 'text']),
  reason: z.string().min(4, '请写明查看原因').max(200),
});
export const unmasked = z.object({ value: z.string(), until: z.string() });

export type PersonPage = z.infer<typeof personPage>;
export type Caller = z.infer<typeof caller>;
export type ThreadCard = z.infer<typeof threadCard>;
export type ThreadPage = z.infer<typeof threadPage>;
export type Suggestion = z.infer<typeof suggestion>;
export type Alarm = z.infer<typeof alarm>;
