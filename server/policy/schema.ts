/** The shape of each file of a policy folder. What one row cannot know of another is judged in check.ts. */
import { z } from 'zod';
import { UNITS } from '../tickets/deadlines/due.js';
import { UNIT_KINDS } from '../tickets/dispatch/unit.js';
import { STATES } from '../tickets/ticket.js';
import {
  ask,
  categoryCode,
  clock,
  day,
  limit,
  name,
  regionCode,
  row,
  seasonDay,
  share,
  TYPES,
  unitCode,
} from './schema-kinds.js';
import { knobs } from './schema-knobs.js';
import { CLOCKS, URGENCIES } from './types.js';

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
  population: row({
    region: regionCode,
    residents: z.number().int().min(1).max(2_000_000_000).nullable(),
    asOf: day.nullable(),
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
  seasons: row({
    id: z.string().regex(/^[a-zA-Z]+$/),
    name,
    from: seasonDay,
    to: seasonDay,
    anchor: z.enum(['春节']).nullable(),
    categories: categoryCode.array().min(1),
    lead: z.number().int().min(0).max(180),
    prepare: name,
  }),
  reports: row({
    kind: z.enum(['daily', 'weekly', 'monthly']),
    at: clock,
    weekday: z.number().int().min(1).max(7).nullable(),
    day: z.number().int().min(1).max(28).nullable(),
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
  ladder: row({
    rung: z.string().regex(/^[a-z]+$/),
    level: z.number().int().min(1).max(20),
    name,
    permission: z.enum(['order.supervise', 'supervise.issue']),
    second: z.boolean(),
    answers: z.boolean(),
    needs: z.enum(['when', 'where', 'who']).array(),
    limit: limit.nullable(),
    next: z
      .string()
      .regex(/^[a-z]+$/)
      .nullable(),
    suggest: z
      .strictObject({
        side: z.enum(['before', 'after']),
        amount: z.number().int().min(1).max(1000),
        unit: z.enum(['hour', 'workday']),
      })
      .nullable(),
    document: z.strictObject({ title: name, mark: name, body: name.array().min(1) }).nullable(),
    basis: name.array().min(1),
  }),
  callbacks: row({
    id: z.string().regex(/^[a-z]+$/),
    name,
    when: z.strictObject({
      types: z.enum(TYPES).array(),
      secret: z.boolean(),
      doubt: z.boolean(),
      low: z.boolean(),
      reworked: z.boolean(),
      supervised: z.boolean(),
    }),
    share,
  }),
  criteria: row({
    id: z.string().regex(/^[a-z]+$/),
    name,
    points: z.number().int().min(1).max(100),
    hint: name,
  }),
  'phrases.zh-CN': row({ key: name, text: name }),
  knobs,
};

export type TableName = keyof typeof TABLES;
export type Tables = { [K in TableName]: z.infer<(typeof TABLES)[K]> };
