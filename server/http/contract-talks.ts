/** Figures of conversations on the wire. */
import { z } from 'zod';
import { insightReport, insightRow } from './contract-insight.js';

export const talkReport = insightReport
  .pick({ from: true, to: true, by: true, total: true, definitions: true, note: true })
  .extend({ rows: insightRow.pick({ code: true, name: true, values: true }).array() });

/** A conversation behind a figure: no words of it, they are read where conversations are read. */
export const talkCard = z.object({
  id: z.string(),
  thread: z.string(),
  channel: z.string(),
  channelName: z.string(),
  startedAt: z.string(),
  endedAt: z.string(),
  /** Null: the bot answered nothing. */
  quietUntil: z.string().nullable(),
  /** Lines of the citizen. */
  said: z.number().int(),
  /** What it was counted for, in words. */
  why: z.string().array(),
});
export const talkRows = z.object({
  rows: talkCard.array(),
  next: z.string().nullable(),
  said: z.string(),
});

export type TalkReport = z.infer<typeof talkReport>;
export type TalkCard = z.infer<typeof talkCard>;
