/** Policy on the wire: read, compared, tried on past orders; units imported. */
import { z } from 'zod';

const line = z.string().trim().max(200);
export const policyFault = z.object({ file: z.string(), path: z.string(), message: z.string() });
export const policyView = z.object({
  hash: z.string(),
  /** Of the units; 0 = as the folder has them. */
  version: z.number().int(),
  versions: z.array(
    z.object({
      version: z.number().int(),
      at: z.string(),
      by: z.string(),
      note: z.string(),
      hash: z.string(),
    }),
  ),
  tables: z.array(z.object({ id: z.string(), name: z.string(), rows: z.number().int() })),
});
/** Cells as text; an empty one is null. */
export const policyTable = z.object({
  id: z.string(),
  name: z.string(),
  columns: z.array(z.string()),
  rows: z.array(z.record(z.string(), z.string().nullable())),
});
export const policyDifference = z.object({
  table: z.string(),
  tableName: z.string(),
  row: z.string(),
  kind: z.enum(['added', 'removed', 'changed']),
  fields: z.array(
    z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
  ),
  source: z.string(),
});
export const policyCompared = z.object({
  a: z.object({ hash: z.string() }),
  b: z.object({ hash: z.string() }),
  differences: z.array(policyDifference),
  /** There are more than are told. */
  cut: z.boolean(),
});
/** `id` null: it has faults and was not kept. */
export const policyCandidate = z.object({
  id: z.string().nullable(),
  hash: z.string().nullable(),
  faults: z.array(policyFault),
});
export const trialAsk = z.strictObject({
  /** A candidate's id, or the number of a version of units. */
  with: z.string().max(60),
  days: z.number().int().min(1).max(92),
});
const went = z.object({ kind: z.string(), before: z.string(), after: z.string() });
export const trial = z.object({
  id: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  done: z.number().int(),
  result: z
    .object({
      orders: z.number().int(),
      differing: z.number().int(),
      counts: z.record(z.string(), z.number().int()),
      /** For whose first unit a precedent spoke that was in force when they came. */
      settled: z.number().int(),
      examples: z.array(z.object({ orderNo: z.string(), title: z.string(), went: z.array(went) })),
    })
    .nullable(),
});
const unitLine = z.object({ code: z.string(), name: z.string() });
export const unitsImport = z.object({
  /** Null: it has faults and cannot be applied. */
  id: z.string().nullable(),
  faults: z.array(z.object({ row: z.number().int(), column: z.string(), says: z.string() })),
  added: z.array(unitLine),
  changed: z.array(
    unitLine.extend({
      fields: z.array(z.object({ field: z.string(), before: z.string(), after: z.string() })),
    }),
  ),
  /** `open`: orders it still has to do. */
  ended: z.array(unitLine.extend({ open: z.number().int() })),
  same: z.number().int(),
});
export const unitsApply = z.strictObject({ note: line });
export const unitsRollback = z.strictObject({
  /** 0 = as the folder has them. */
  version: z.number().int().min(0),
  /** The version that was in force when it was decided. */
  base: z.number().int().min(0),
  note: line,
});
export const unitsApplied = z.object({ version: z.number().int(), hash: z.string() });
