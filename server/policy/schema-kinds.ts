/** What the tables and the single values of a policy folder are made of. */
import { z } from 'zod';
import { UNITS } from '../tickets/deadlines/due.js';

export const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  // 2026-02-30 has the right letters and is no day.
  .refine((text) => new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) ?? false);
const sourced = { source: z.string().min(2), validFrom: day.nullable(), validTo: day.nullable() };
export const row = <T extends z.ZodRawShape>(shape: T) =>
  z
    .strictObject({ ...shape, ...sourced })
    .array()
    .min(1);

export const ask = z.enum(['matter', 'place', 'region', 'phone', 'time', 'party', 'demand']);
export const regionCode = z.string().regex(/^\d{6}$/);
export const categoryCode = z.string().regex(/^\d{2}$/);
export const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/);
/** `MM-dd`, or days from an anchor. */
export const seasonDay = z.string().regex(/^(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])|-?\d{1,3})$/);
export const share = z.number().min(0).max(1);
export const name = z.string().min(1);
export const unitCode = z.string().regex(/^[A-Z0-9][A-Z0-9-]{1,31}$/);
export const TYPES = [
  'consult',
  'help',
  'complaint',
  'report',
  'suggest',
  'praise',
  'urge',
  'progress',
  'other',
] as const;

export const limit = z.strictObject({ amount: z.number().int().min(1).max(1000), unit: z.enum(UNITS) });
