/** What goes over the wire of a conversation: what the citizen says and what is said to them. */
import { z } from 'zod';
import { id, text } from './contract-parts.js';

export const opened = z.object({ thread: id, token: z.string() });
export const say = z.strictObject({
  id,
  text,
  files: z.array(id).max(9).optional(),
  fields: z.record(z.string().max(32), z.string().max(2000)).optional(),
});
export const kept = z.object({ seq: z.number().int(), seen: z.boolean() });
export const file = z.object({ id, name: z.string(), type: z.string(), size: z.number().int() });
export const choice = z.object({ label: z.string(), say: z.string() });
export const draftField = z.object({
  name: z.enum(['content', 'place', 'time', 'party', 'demand', 'name', 'phone']),
  label: z.string(),
  value: z.string(),
  required: z.boolean(),
});
export const draft = z.object({ id, fields: z.array(draftField) });
export const source = z.object({
  id,
  title: z.string(),
  unit: z.string(),
  basis: z.array(z.string()),
  updated: z.string(),
});
export const door = z.object({ name: z.string(), number: z.string().optional(), url: z.string().optional() });
export const decision = z.enum([
  'answer',
  'clarify',
  'file',
  'refuse',
  'emergency',
  'progress',
  'urge',
  'handOver',
  'stayQuiet',
]);
/** How a line to the citizen stands: for the desk alone. */
export const delivery = z.object({
  state: z.enum(['sending', 'retrying', 'sent', 'failed', 'settled']),
  tries: z.number().int(),
  nextTry: z.string().nullable(),
});
export const line = z.object({
  id: z.string(),
  seq: z.number().int(),
  from: z.enum(['citizen', 'bot', 'agent', 'system']),
  text: z.string(),
  decision: decision.optional(),
  choices: z.array(choice).optional(),
  draft: draft.optional(),
  sources: z.array(source).optional(),
  doors: z.array(door).optional(),
  order: z.object({ orderNo: z.string(), code: z.string() }).optional(),
  seat: z.string().optional(),
  files: z.array(file).optional(),
  aiWorded: z.boolean().optional(),
  delivery: delivery.optional(),
  /** Of a citizen's line, at the desk: whether the sender is who is named. */
  trust: z.object({ is: z.enum(['sure', 'unsure', 'forged']), says: z.string() }).optional(),
  at: z.string(),
});
/** Who has the thread, told whenever it changes. `minutes` null = no honest estimate. */
export const threadState = z.object({
  holder: z.enum(['bot', 'queue', 'agent', 'closed']),
  seat: z.string().nullable(),
  queue: z.object({ position: z.number().int(), minutes: z.number().int().nullable() }).nullable(),
  desk: z.object({ open: z.boolean(), opens: z.string().nullable() }),
});

export type Say = z.infer<typeof say>;
export type Kept = z.infer<typeof kept>;
export type Line = z.infer<typeof line>;
export type Delivery = z.infer<typeof delivery>;
export type Draft = z.infer<typeof draft>;
export type DraftField = z.infer<typeof draftField>;
export type ThreadState = z.infer<typeof threadState>;
export type FileView = z.infer<typeof file>;
