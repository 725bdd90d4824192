/** What goes over the wire of work lists: lists with counts, saved filters, rows, who saw what, exports. */
import { z } from 'zod';
import { ORDERS } from '../lists/order.js';
import { page } from './contract.js';
import { orderCard } from './contract-orders.js';

/** Parts of the address a saved filter may keep. */
export const FILTERED = [
  'list',
  'sort',
  'state',
  'kind',
  'q',
  'region',
  'category',
  'hotline',
  'channel',
  'type',
  'urgency',
  'unit',
  'from',
  'to',
] as const;

const shortName = z.string().trim().min(1).max(20);
export const listQuery = z.strictObject(
  Object.fromEntries(FILTERED.map((name) => [name, z.string().max(100).optional()])) as Record<
    (typeof FILTERED)[number],
    z.ZodOptional<z.ZodString>
  >,
);

export const savedFilter = z.object({
  id: z.string(),
  name: z.string(),
  by: z.string(),
  role: z.string().nullable(),
  query: z.record(z.string(), z.string()),
  /** May the reader take it away? */
  own: z.boolean(),
});
export const newFilter = z.strictObject({
  name: shortName,
  role: z.string().max(40).nullable(),
  query: listQuery,
});

export const workLists = z.object({
  lists: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      facets: z.array(z.string()),
      order: z.enum(ORDERS),
      empty: z.string(),
      count: z.number().int(),
      /** There are more than `count`. */
      many: z.boolean(),
    }),
  ),
  filters: z.array(savedFilter),
  /** False while orders of an older version are still being sorted into lists. */
  ready: z.boolean(),
});
export const orderRows = page(orderCard).extend({ exact: z.boolean() });

const orderNos = z.array(z.string().min(1).max(40)).min(1).max(1000);
export const batchAsk = z.strictObject({ orders: orderNos });
/** What could be done with each of many orders; those out of the reader's sight are left out. */
export const batchPreview = z.object({
  orders: z.array(z.object({ orderNo: z.string(), version: z.number().int(), stateName: z.string() })),
  actions: z.array(
    z.object({
      action: z.string(),
      name: z.string(),
      needsReason: z.boolean(),
      inputs: z.array(z.string()),
      /** Numbers of the orders it can be done with now. */
      can: z.array(z.string()),
    }),
  ),
});

export const traceRow = z.object({
  at: z.string(),
  account: z.string(),
  role: z.string(),
  action: z.string(),
  reason: z.string(),
  result: z.enum(['ok', 'refused', 'failed']),
});

export const exportAsk = z.strictObject({
  format: z.enum(['xlsx', 'csv']),
  /** Why it is taken out; on record, and in the file. */
  purpose: z.string().trim().min(4).max(100),
  query: listQuery,
  /** These and no others. */
  orders: orderNos.optional(),
});
export const exportJob = z.object({
  id: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  rows: z.number().int(),
  /** There was more than one file may hold. */
  cut: z.boolean(),
  name: z.string(),
});
