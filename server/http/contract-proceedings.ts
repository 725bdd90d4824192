/** What runs beside orders (专办), on the wire: cards, pages, the forms of their moves as data. */
import { z } from 'zod';
import { LIGHTS } from '../tickets/deadlines/light.js';
import { APPEAL_SUBJECTS, INVALID_WHYS, KINDS, SIDE_STATES } from '../tickets/proceedings/kinds.js';

const words = z.string().max(2000);
const short = z.string().max(200);
const unitCode = z.string().regex(/^[A-Z0-9][A-Z0-9-]{1,31}$/);

export const fieldView = z.object({
  /** `scores.x` stands for one entry of `scores`. */
  name: z.string(),
  label: z.string(),
  kind: z.enum(['text', 'long', 'choice', 'units', 'points']),
  required: z.boolean(),
  options: z.object({ value: z.string(), label: z.string() }).array().optional(),
  value: z.string().optional(),
  values: z.string().array().optional(),
  /** Of points. */
  max: z.number().int().optional(),
  hint: z.string().optional(),
  /** Asked for only while that field has one of these values. */
  shown: z.object({ by: z.string(), in: z.string().array() }).optional(),
});

export const proceedingCard = z.object({
  id: z.string(),
  kind: z.enum(KINDS),
  kindName: z.string(),
  state: z.string(),
  stateName: z.string(),
  version: z.number().int(),
  orderNo: z.string(),
  /** Masked. */
  title: z.string(),
  units: z.string().array(),
  rung: z.string().nullable(),
  number: z.string().nullable(),
  due: z.string().nullable(),
  light: z.enum(LIGHTS),
  openedAt: z.string(),
  updatedAt: z.string(),
});

const actionView = z.object({
  action: z.string(),
  name: z.string(),
  /** What it will do, in words. */
  effect: z.string(),
  needsReason: z.boolean(),
  fields: fieldView.array(),
});

export const proceedingPage = z.object({
  card: proceedingCard,
  facts: z.object({ name: z.string(), text: z.string() }).array(),
  sides: z
    .object({
      unit: z.string(),
      name: z.string(),
      state: z.enum(SIDE_STATES),
      stateName: z.string(),
      answer: z.string(),
      at: z.string().nullable(),
    })
    .array(),
  rows: z
    .object({
      at: z.string(),
      actor: z.string(),
      action: z.string(),
      from: z.string().nullable(),
      to: z.string(),
      reason: z.string().optional(),
    })
    .array(),
  actions: actionView.array(),
  /** It has a document that can be printed. */
  printable: z.boolean(),
});

export const proceedingList = z.object({
  rows: proceedingCard.array(),
  next: z.string().nullable(),
  total: z.number().int(),
  /** Kinds this reader sees, and the states of the one that was asked for. */
  kinds: z.object({ kind: z.enum(KINDS), name: z.string() }).array(),
  states: z.object({ state: z.string(), name: z.string() }).array(),
  /** How many are near their end, how many past it; null where nothing of the kind runs against a clock. */
  pressing: z.object({ near: z.number().int(), late: z.number().int() }).nullable(),
});

/** Beside one order: what there is, and what this person may begin. */
export const besideOrder = z.object({
  rows: proceedingCard.array(),
  open: actionView
    .omit({ action: true })
    .extend({ kind: z.enum(KINDS) })
    .array(),
});

const said = {
  rung: short.optional(),
  matter: words.optional(),
  needs: z
    .strictObject({ when: short.optional(), where: short.optional(), who: short.optional() })
    .optional(),
  units: unitCode.array().max(20).optional(),
};

export const proceedingMove = z.strictObject({
  action: z.string().max(40),
  version: z.number().int(),
  reason: words.optional(),
  said: z
    .strictObject({
      ...said,
      answer: words.optional(),
      invalidWhy: z.enum(INVALID_WHYS).optional(),
      scores: z.record(z.string().max(40), z.number().int().min(0).max(100)).optional(),
    })
    .optional(),
});

export const proceedingOpen = z.strictObject({
  kind: z.enum(['supervision', 'unreasonable', 'appeal']),
  reason: words.optional(),
  said: z.strictObject({ ...said, subject: z.enum(APPEAL_SUBJECTS).optional() }).optional(),
});

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '日期写作 年-月-日，例如 2026-11-30');
export const inspectionDraw = z.strictObject({
  /** Days of filing, both inclusive. */
  from: day,
  to: day,
  /** The same seed over the same days draws the same orders. */
  seed: z.string().min(1, '请填写抽样口令').max(40),
});
export const inspectionDrawn = z.object({
  batch: z.string(),
  /** Orders of those days that could be looked at. */
  among: z.number().int(),
  drawn: z.number().int(),
  /** Of them, newly opened: the others have been looked at already. */
  fresh: z.number().int(),
});

export type FieldView = z.infer<typeof fieldView>;
export type ProceedingCard = z.infer<typeof proceedingCard>;
export type ProceedingPage = z.infer<typeof proceedingPage>;
export type ProceedingList = z.infer<typeof proceedingList>;
export type BesideOrder = z.infer<typeof besideOrder>;
