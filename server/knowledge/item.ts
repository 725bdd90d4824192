/** An approved, sourced, dated answer (知识), as stored and as exchanged: one JSON object a line. */
import { z } from 'zod';
import type { Passage } from '../../bot/decision.js';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
/** A day, or a minute of one (yyyy-MM-ddTHH:mm), by the clock of Asia/Shanghai. */
const moment = z.string().regex(/^\d{4}-\d{2}-\d{2}(?:T(?:[01]\d|2[0-3]):[0-5]\d)?$/);
export const READERS = ['PUBLIC', 'AGENT', 'DEPT'] as const;
export type Reader = (typeof READERS)[number];
/** Chinese; Mongolian in the traditional script. */
export const LANGUAGES = ['zh', 'mn-Mong'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Where an answer comes from, piece by piece: what `basis` tells in one line. */
export const basisPart = z.object({
  title: z.string().min(1).max(200),
  /** 文号 */
  number: z.string().max(60).optional(),
  /** 第…条 */
  clause: z.string().max(60).optional(),
  page: z.number().int().min(1).optional(),
  issuer: z.string().max(60).optional(),
  url: z.url({ protocol: /^https?$/ }).optional(),
});
export type BasisPart = z.infer<typeof basisPart>;

export const knowledgeItem = z.object({
  id: z.string().min(1).max(64),
  title: z.string().min(1),
  /** The wording for the public; sent verbatim. */
  answer: z.string().min(1),
  /** Other ways in which people ask the same. */
  similar: z.string().array().default([]),
  category: z.string().regex(/^\d{2}$/),
  hotline: z.string().nullable().default(null),
  unit: z.string().min(1),
  region: z.string().regex(/^\d{6}$/),
  audience: z.enum(['citizen', 'enterprise', 'both']).default('both'),
  basis: z.string().array().default([]),
  channels: z.enum(READERS).array().min(1),
  effectiveFrom: moment,
  /** A day: the last on which it may be quoted. A minute: it is gone when that minute begins. Open where absent. */
  effectiveTo: moment.nullable().default(null),
  reviewBy: day.optional(),
  /** Days from one look at it to the next. */
  reviewDays: z.number().int().min(1).max(1825).optional(),
  /** Last change; the day it took effect where it was never changed. */
  updated: day.optional(),
  /** What agents should know and citizens are never told. */
  internal: z.string().max(4000).optional(),
  sources: basisPart.array().max(20).optional(),
  /** Further regions it holds in, beside `region`. */
  regions: z
    .string()
    .regex(/^\d{6}$/)
    .array()
    .optional(),
  /** The matter to be done online (蒙速办). */
  service: z.object({ name: z.string().min(1).max(80), url: z.url({ protocol: /^https?$/ }) }).optional(),
  /** Absent = Chinese. */
  language: z.enum(LANGUAGES).optional(),
});

export type KnowledgeItem = z.infer<typeof knowledgeItem>;

/** All by which people ask for it; the title is one of them. */
export const questionsOf = ({ title, similar }: Pick<KnowledgeItem, 'title' | 'similar'>): string[] => [
  ...new Set([title, ...similar]),
];

/** 《title》（number）clause */
export const basisLine = ({ title, number, clause }: BasisPart): string =>
  `${/^《/u.test(title) ? title : `《${title}》`}${number ? `（${number}）` : ''}${clause ?? ''}`;

export const passageOf = (item: KnowledgeItem): Passage => ({
  id: item.id,
  title: item.title,
  answer: item.answer,
  unit: item.unit,
  basis: item.sources && item.sources.length > 0 ? item.sources.map(basisLine) : item.basis,
  updated: item.updated ?? item.effectiveFrom.slice(0, 10),
  hotline: item.hotline,
  category: item.category,
  region: item.region,
  ...(item.regions ? { regions: item.regions } : {}),
  ...(item.service ? { service: item.service } : {}),
  ...(item.language ? { language: item.language } : {}),
});

/** The clock of Asia/Shanghai as dates of items are written, to the second. */
export const clockOf = (now: Date): string =>
  new Date(now.getTime() + 8 * 3600_000).toISOString().slice(0, 19);

type Dated = Pick<KnowledgeItem, 'effectiveFrom' | 'effectiveTo'>;

export const expired = ({ effectiveTo }: Dated, clock: string): boolean =>
  effectiveTo !== null &&
  (effectiveTo.length === 10 ? effectiveTo < clock.slice(0, 10) : effectiveTo <= clock);

/** In force at that second; `clock` as `clockOf` gives it. */
export const inForce = (item: Dated, clock: string): boolean =>
  item.effectiveFrom <= clock && !expired(item, clock);

/** May these readers be told this now? An expired item vanishes at once. */
export const quotable = (item: KnowledgeItem, now: Date, reader: Reader = 'PUBLIC'): boolean =>
  item.channels.includes(reader) && inForce(item, clockOf(now));
