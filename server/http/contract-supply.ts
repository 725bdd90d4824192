/** What the house has to answer with, on the wire: knowledge published, seats for the people who live there. */
import { z } from 'zod';
import { insightReport, insightRow } from './contract-insight.js';

export const supplyReport = insightReport
  .pick({ from: true, to: true, by: true, total: true, definitions: true, note: true })
  .extend({
    rows: insightRow.pick({ code: true, name: true, values: true }).array(),
    /** Why a figure is not shown, and what to do about it; null = all are. */
    untold: z.string().nullable(),
  });

/** An edition, a seat by its number, or a region's people. */
export const supplyRow = z.object({
  id: z.string(),
  name: z.string(),
  said: z.string(),
  at: z.string().nullable(),
  /** The knowledge item it is an edition of. */
  item: z.string().nullable(),
});
export const supplyRows = z.object({
  rows: supplyRow.array(),
  next: z.string().nullable(),
  said: z.string(),
});

export type SupplyReport = z.infer<typeof supplyReport>;
export type SupplyRow = z.infer<typeof supplyRow>;
export type SupplyRows = z.infer<typeof supplyRows>;
