/** Figures on the wire. */
import { z } from 'zod';
import { orderCard } from './contract-orders.js';

const day = z.string();
const value = z.object({
  /** A share of 1, or a count; null = not told. */
  value: z.number().nullable(),
  base: z.number().nullable(),
  why: z.enum(['none', 'small', 'ungiven']).nullable(),
});
const values = z.record(z.string(), value);
const stretch = z.object({ from: day, to: day });

export const definition = z.object({
  id: z.string(),
  name: z.string(),
  formula: z.string(),
  numerator: z.string(),
  /** Null: a count. */
  denominator: z.string().nullable(),
  excludes: z.string(),
  source: z.string(),
  /** Absent: a share, or a count. */
  unit: z.enum(['seconds', 'perHundredThousand']).optional(),
});

export const insightRow = z.object({
  code: z.string(),
  name: z.string(),
  /** Of a unit: with whom alone it may be compared. */
  kind: z.string().nullable(),
  /** 档; null where there are too few call-backs to say. */
  grade: z.string().nullable(),
  values,
});

export const insightReport = stretch.extend({
  by: z.string(),
  rows: insightRow.array(),
  total: values,
  /** As many days just before, and the same days of the year before. */
  previous: stretch.extend({ total: values }),
  lastYear: stretch.extend({ total: values }),
  grades: z.object({ name: z.string(), from: z.number() }).array(),
  definitions: definition.array(),
  note: z.string(),
});

/** The orders behind one figure. */
export const insightRows = z.object({
  rows: orderCard.array(),
  next: z.string().nullable(),
  /** What the rows are, in words. */
  said: z.string(),
});

const suggestion = z.object({
  id: z.string(),
  at: z.string(),
  by: z.string(),
  unit: z.string(),
  unitName: z.string(),
  note: z.string(),
  judged: z.object({ by: z.string(), at: z.string(), taken: z.boolean(), note: z.string() }).nullable(),
});

export const reportSection = z.object({
  id: z.string(),
  /** A question, as the title of its chart. */
  question: z.string(),
  /** The answer in a sentence: what a chart shows, for whoever does not see it. */
  text: z.string(),
  columns: z.array(z.string()),
  rows: z.array(z.array(z.string())),
  chart: z
    .object({
      kind: z.enum(['bar', 'line']),
      labels: z.array(z.string()),
      /** Null: not told. */
      values: z.array(z.number().nullable()),
      /** Shares of 1. */
      percent: z.boolean(),
    })
    .nullable(),
});
export const REPORT_KINDS = ['daily', 'weekly', 'monthly'] as const;
export const reportData = stretch.extend({
  id: z.string(),
  kind: z.enum(REPORT_KINDS),
  title: z.string(),
  policy: z.string(),
  /** Of everything it was made from: the same figures, the same digits. */
  fingerprint: z.string(),
  headline: z.array(z.object({ id: z.string(), cells: z.array(z.string()) })),
  sections: reportSection.array(),
  definitions: definition.array(),
  note: z.string(),
});
/** `now`: fingerprint of the figures as they are today; another one says that orders have changed since. */
export const report = z.object({ data: reportData, madeAt: z.string(), now: z.string() });
export const reportList = z.object({
  rows: z.array(
    stretch.extend({
      id: z.string(),
      kind: z.enum(REPORT_KINDS),
      title: z.string(),
      madeAt: z.string(),
      fingerprint: z.string(),
    }),
  ),
  /** The period that runs. */
  running: z.string(),
});

/** An episode of heat: more than usual in one region, or much at one place. */
export const hotSpot = z.object({
  id: z.string(),
  kind: z.enum(['count', 'place']),
  /** The whole of it as one sentence. */
  said: z.string(),
  region: z.string(),
  regionName: z.string(),
  category: z.string(),
  categoryName: z.string(),
  place: z.string(),
  first: day,
  last: day,
  n: z.number().int(),
  mean: z.number(),
  threshold: z.number(),
  /** From which day on orders count for it. */
  from: day,
  /** Query of the orders behind it (`insightRows`). */
  rows: z.record(z.string(), z.string()),
  /** Who might prevent the next one. */
  unit: z.string().nullable(),
  unitName: z.string().nullable(),
  suggestions: suggestion.array(),
});

/** A topic that comes every year. */
export const season = z.object({
  id: z.string(),
  name: z.string(),
  from: day,
  to: day,
  when: z.enum(['now', 'soon', 'later']),
  categories: z.array(z.object({ code: z.string(), name: z.string(), lastYear: z.number().int() })),
  prepare: z.string(),
  source: z.string(),
});

export const hotSpots = z.object({ hot: hotSpot.array(), seasons: season.array(), rule: z.string() });

/** 未诉先办: a prevention task proposed; nothing is dispatched by it. */
export const suggest = z.strictObject({
  id: z.string().min(8).max(64),
  unit: z.string().min(1).max(32),
  note: z.string().trim().min(4, '请写明建议做什么').max(500),
});
export const judgeSuggestion = z.strictObject({ taken: z.boolean(), note: z.string().trim().max(200) });

export type ReportSection = z.infer<typeof reportSection>;
export type ReportData = z.infer<typeof reportData>;
export type Report = z.infer<typeof report>;
export type ReportList = z.infer<typeof reportList>;
export type HotSpot = z.infer<typeof hotSpot>;
export type HotSpots = z.infer<typeof hotSpots>;
export type InsightReport = z.infer<typeof insightReport>;
export type InsightRow = z.infer<typeof insightRow>;
export type InsightRows = z.infer<typeof insightRows>;
