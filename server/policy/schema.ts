/** The shape of each file of a policy folder. What one row cannot know of another is judged in check.ts. */
import { z } from 'zod';
import { UNITS } from '../tickets/deadlines/due.js';
import { UNIT_KINDS } from '../tickets/dispatch/unit.js';
import { STATES } from '../tickets/ticket.js';
import { CLOCKS, URGENCIES } from './types.js';

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  // 2026-02-30 has the right letters and is no day.
  .refine((text) => new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) ?? false);
const sourced = { source: z.string().min(2), validFrom: day.nullable(), validTo: day.nullable() };
const row = <T extends z.ZodRawShape>(shape: T) =>
  z
    .strictObject({ ...shape, ...sourced })
    .array()
    .min(1);

const ask = z.enum(['matter', 'place', 'region', 'phone', 'time', 'party', 'demand']);
const regionCode = z.string().regex(/^\d{6}$/);
const categoryCode = z.string().regex(/^\d{2}$/);
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/);
const share = z.number().min(0).max(1);
const name = z.string().min(1);
const unitCode = z.string().regex(/^[A-Z0-9][A-Z0-9-]{1,31}$/);
const TYPES = [
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

const bands = z.strictObject({ answer: share, suggest: share, margin: share, aim: share });

export const TABLES = {
  categories: row({ code: categoryCode, name, domain: name, required: ask.array() }),
  hotlines: row({
    number: z.string().regex(/^\d{5}$/),
    name,
    unit: name,
    mode: z.enum(['merged', 'dual', 'subcenter']),
    category: categoryCode,
    expert: z.boolean(),
    note: z.string().optional(),
  }),
  regions: row({
    code: regionCode,
    name,
    parent: regionCode.nullable(),
    level: z.enum(['region', 'league', 'banner', 'zone']),
    tel: z
      .string()
      .regex(/^0\d{2,3}$/)
      .nullable(),
  }),
  refusals: row({
    reason: z.enum([
      'litigation',
      'arbitration',
      'discipline',
      'reconsideration',
      'disclosure',
      'petition',
      'state_secret',
      'trade_secret',
      'privacy',
      'public_order',
      'jurisdiction',
    ]),
    code: z.string().regex(/^R\d{2}_[A-Z_]+$/),
    name,
    phrase: name,
    doors: z
      .strictObject({
        name,
        number: z
          .string()
          .regex(/^\d{3,12}$/)
          .optional(),
        url: z.url({ protocol: /^https$/ }).optional(),
      })
      .array()
      .min(1),
    redact: z.boolean(),
  }),
  emergencies: row({ number: z.enum(['110', '119', '120', '122']), name, advice: name }),
  types: row({
    type: z.enum(TYPES),
    name,
    letter: z.string().regex(/^[A-Z]$/),
    days: z.number().int().positive().nullable(),
    waives: ask.array(),
  }),
  hours: row({ weekday: z.number().int().min(1).max(7), open: clock, close: clock }),
  roles: row({
    id: z.string().regex(/^[A-Z_]+$/),
    name,
    permissions: name.array(),
    excludes: name.array(),
  }),
  states: row({ state: z.enum(STATES), name, citizen: name }),
  norms: row({
    channel: z.string().regex(/^[a-z][a-z0-9-]*$/),
    kind: z.enum(['reply', 'acceptance']),
    minutes: z.number().int().min(1).max(100_000),
  }),
  calendar: row({ from: day, to: day, off: z.boolean(), name }),
  units: row({
    code: unitCode,
    name,
    kind: z.enum(UNIT_KINDS),
    region: regionCode,
    parent: unitCode.nullable(),
    regulator: unitCode.nullable(),
  }),
  duties: row({
    category: categoryCode,
    hotline: z
      .string()
      .regex(/^\d{5}$/)
      .nullable(),
    to: z.union([z.literal('territory'), unitCode]),
    basis: name,
    precedent: name.nullable(),
  }),
  deadlines: row({
    urgency: z.enum(URGENCIES),
    types: z.enum(TYPES).array(),
    step: z.enum(CLOCKS),
    amount: z.number().int().min(1).max(1000),
    unit: z.enum(UNITS),
  }),
  'phrases.zh-CN': row({ key: name, text: name }),
  knobs: z.strictObject({
    bands,
    wordBands: bands,
    refusal: z.strictObject({ ask: share, propose: share }),
    clarify: z.strictObject({ maxAsks: z.number().int().min(1).max(2), maxFailed: z.number().int().min(1) }),
    turns: z.strictObject({ cap: z.number().int().min(1) }),
    queue: z.strictObject({ minutesEach: z.number().positive() }),
    files: z.strictObject({
      maxBytes: z.number().int().positive(),
      maxEach: z.number().int().positive(),
      types: name.array(),
    }),
    channelFiles: z.strictObject({ maxBytes: z.number().int().positive(), types: name.array() }),
    calendar: z.strictObject({ knownUntil: day }),
    clocks: z.strictObject({
      nearShare: share,
      nearHours: z.number().positive(),
      redAfter: z.number().int().min(1),
      longestPause: z.number().int().min(1),
    }),
    forms: z.strictObject({
      proofBits: z.number().int().min(0).max(24),
      graceDays: z.number().int().min(0).max(90),
      wrongForm: share,
    }),
    news: name.array(),
    firstReply: z.strictObject({ yellowShare: share }),
    duplicates: z.strictObject({
      days: z.number().int().min(1).max(365),
      likeness: share,
      offer: share,
      group: z.strictObject({
        days: z.number().int().min(1).max(90),
        likeness: share,
        people: z.number().int().min(2),
        alert: z.number().int().min(2),
        leader: z.number().int().min(2),
      }),
    }),
    insight: z.strictObject({
      smallest: z.number().int().min(1),
      basically: share,
      weights: z.strictObject({ response: share, solved: share, satisfied: share }),
    }),
    home: regionCode,
    firstAccountRoles: name.array().min(1),
    required: ask.array(),
    /** Where each value comes from, by its name. */
    sources: z.record(z.string(), z.string()),
  }),
};

export type TableName = keyof typeof TABLES;
export type Tables = { [K in TableName]: z.infer<(typeof TABLES)[K]> };
