/**
 * Self-service forms on the wire and at rest: a form is data, the JSON Schema (2020-12) subset of its values
 * beside what a person sees of them. What one part cannot know of another is judged in server/forms/faults.ts.
 */
import { z } from 'zod';

const id = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\w.:-]+$/);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const words = z.string().min(1).max(200);
const count = z.number().int().min(0).max(2000);

/** Words of the addresses beside it. */
const TAKEN = new Set(['repair', 'files', 'regions', 'places', 'uploads', 'new']);
/** Name of a form in its address. */
export const formId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,31}$/)
  .refine((name) => !TAKEN.has(name));
/** Name of a field in `values`; never one of Object.prototype. */
export const fieldName = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]{0,31}$/)
  .refine((name) => !(name in {}));

const text = z.strictObject({
  type: z.literal('string'),
  minLength: count.optional(),
  maxLength: count.optional(),
  enum: z.string().min(1).max(60).array().min(2).max(30).optional(),
  /** `past`: a day up to today, by the calendar of Beijing. */
  format: z.enum(['phone', 'uscc', 'region', 'date', 'past']).optional(),
});
const number = z.strictObject({
  type: z.literal('integer'),
  minimum: z.number().int().optional(),
  maximum: z.number().int().optional(),
});
/** A tick that must be set to file. */
const tick = z.strictObject({ type: z.literal('boolean'), const: z.literal(true) });
const several = z.strictObject({
  type: z.literal('array'),
  items: z.strictObject({
    type: z.literal('string'),
    enum: z.string().min(1).max(60).array().min(2).max(30),
  }),
  uniqueItems: z.literal(true),
  minItems: z.number().int().min(1).optional(),
  maxItems: z.number().int().min(1).optional(),
});
export const formProperty = z.union([text, number, tick, several]);

/** What of an order the value is; a field without a role is told as 「标签：值」 in the content. */
export const formRole = z.enum(['content', 'place', 'region', 'time', 'party', 'demand', 'name', 'phone']);

export const formField = z.strictObject({
  label: words,
  help: z.string().max(300).optional(),
  widget: z.enum(['line', 'area', 'picks', 'list', 'checks', 'tick', 'region', 'date', 'number']),
  role: formRole.optional(),
  /** Asked only where another field has one of these values. */
  showIf: z.strictObject({ field: fieldName, in: z.string().array().min(1) }).optional(),
});

export const formDef = z.strictObject({
  id: formId,
  title: z.string().min(2).max(30),
  /** One line in the list of forms. */
  summary: words,
  audience: z.enum(['person', 'firm', 'both']),
  /** Codes of regions it is for, with all that lies in them; empty = everywhere. */
  regions: z.string().array(),
  hint: z.strictObject({
    type: z.enum(['consult', 'help', 'complaint', 'report', 'suggest']),
    category: z.string().nullable(),
    hotline: z.string().nullable(),
    /** Categories whose matters belong into this form; empty = any. */
    categories: z.string().array(),
    /** Words people look for it by. */
    words: z.string().min(1).array(),
  }),
  /** Told before the first question. */
  lead: z.string().min(1).max(400),
  /** What happens after filing, in order. */
  next: words.array().min(1).max(6),
  schema: z.strictObject({
    type: z.literal('object'),
    required: fieldName.array(),
    properties: z.record(fieldName, formProperty),
    additionalProperties: z.literal(false),
  }),
  ui: z.strictObject({
    order: fieldName.array().min(1).max(24),
    fields: z.record(fieldName, formField),
  }),
  /** Last day it is taken, Asia/Shanghai; absent = until it is withdrawn. */
  validTo: day.optional(),
  photos: z.strictObject({ most: z.number().int().min(1).max(6), help: z.string().max(300) }).nullable(),
  source: z.string().min(2),
});

export const formValue = z.union([
  z.string().max(4000),
  z.number(),
  z.boolean(),
  z.string().max(60).array().max(30),
]);
export const formValues = z.record(z.string().max(32), formValue);

/** `challenge` as given by `formProof`, `count` the number that solves it. */
export const proof = z.strictObject({
  challenge: z.string().max(300),
  count: z.number().int().min(0).max(0xffffffff),
});

export const formFiling = z.strictObject({
  id,
  version: z.number().int().min(1),
  values: formValues,
  files: id.array().max(6).optional(),
  proof: proof.optional(),
  /** Of a phone proved on the way (`phoneProof` for 'form'); one that does not fit the phone filed counts for nothing. */
  phonePass: z.string().max(256).optional(),
});
export const formChecking = z.strictObject({
  version: z.number().int().min(1),
  values: formValues,
});

export const formCard = z.object({
  id: formId,
  version: z.number().int(),
  title: z.string(),
  summary: z.string(),
  audience: z.enum(['person', 'firm', 'both']),
  regions: z.string().array(),
  words: z.string().array(),
});
export const formView = z.object({ version: z.number().int(), form: formDef });

const doors = z
  .object({ name: z.string(), number: z.string().optional(), url: z.string().optional() })
  .array();
/** What should be known before filing; none of it forbids to file. */
export const formWarning = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('emergency'), text: z.string(), doors }),
  z.object({ kind: z.literal('otherForm'), text: z.string(), form: formId, title: z.string() }),
  /** `redacted`: what is filed becomes a record without its words. */
  z.object({ kind: z.literal('notOurs'), text: z.string(), doors, redacted: z.boolean() }),
]);
export const formChecked = z.object({
  /** By field, the sentence to show beside it; empty where all is well. */
  faults: z.record(z.string(), z.string()),
  warnings: formWarning.array(),
});
export const formFiledReply = z.object({
  orderNo: z.string(),
  code: z.string(),
  next: z.string(),
  /** Set where a record of refusal was made instead of an order. */
  refused: z.boolean().optional(),
  /** The phone was proved: the order stands among those of its phone. */
  proved: z.boolean().optional(),
  doors: doors.optional(),
});
export const formProofAsked = z.object({
  challenge: z.string(),
  /** Leading zero bits that SHA-256 of `challenge:count` must have; 0 = nothing to do. */
  bits: z.number().int(),
});
export const place = z.object({
  code: z.string(),
  name: z.string(),
  /** With the names of what it lies in. */
  full: z.string(),
  level: z.enum(['league', 'banner', 'town']),
});

// ── resumable upload ────────────────────────────────────────────────────────────────────────────────────
export const uploadOpening = z.strictObject({
  name: z.string().min(1).max(300),
  size: z.number().int().min(1),
});
export const uploadState = z.object({
  id: z.string(),
  offset: z.number().int(),
  size: z.number().int(),
  /** Set once all of it is kept. */
  file: z.object({ id, name: z.string(), type: z.string(), size: z.number().int() }).nullable(),
});

// ── desk: the form editor ───────────────────────────────────────────────────────────────────────────────
export const formFault = z.object({ path: z.string(), message: z.string() });
/** A form as somebody is writing it: any JSON, judged by `formJudge`. */
export const formDraft = z.strictObject({ form: z.record(z.string(), z.unknown()) });
export const formJudged = z.object({
  faults: formFault.array(),
  /** The page as a citizen would see it; empty where the form cannot be shown yet. */
  html: z.string(),
});
export const formPublish = z.strictObject({
  form: z.record(z.string(), z.unknown()),
  /** The newest version when writing began; 0 for a new form. */
  base: z.number().int().min(0),
  from: day,
  note: z.string().max(200),
});
export const formWithdraw = z.strictObject({
  base: z.number().int().min(1),
  reason: z.string().min(2).max(200),
});
export const formVersion = z.object({
  version: z.number().int(),
  /** The day it takes effect, Asia/Shanghai. */
  from: z.string(),
  at: z.string(),
  by: z.string(),
  note: z.string(),
  withdrawn: z.boolean(),
  form: formDef,
});
export const formRow = z.object({
  id: formId,
  title: z.string(),
  audience: z.enum(['person', 'firm', 'both']),
  version: z.number().int(),
  state: z.enum(['live', 'scheduled', 'withdrawn', 'expired']),
  from: z.string(),
  at: z.string(),
  by: z.string(),
});

export type FormDef = z.infer<typeof formDef>;
export type FormField = z.infer<typeof formField>;
export type FormProperty = z.infer<typeof formProperty>;
export type FormRole = z.infer<typeof formRole>;
export type FormValue = z.infer<typeof formValue>;
export type FormValues = z.infer<typeof formValues>;
export type FormFiling = z.infer<typeof formFiling>;
export type FormCard = z.infer<typeof formCard>;
export type FormView = z.infer<typeof formView>;
export type FormWarning = z.infer<typeof formWarning>;
export type FormChecked = z.infer<typeof formChecked>;
export type FormFiledReply = z.infer<typeof formFiledReply>;
export type FormProofAsked = z.infer<typeof formProofAsked>;
export type Place = z.infer<typeof place>;
export type Proof = z.infer<typeof proof>;
export type UploadState = z.infer<typeof uploadState>;
export type FormFault = z.infer<typeof formFault>;
export type FormJudged = z.infer<typeof formJudged>;
export type FormVersion = z.infer<typeof formVersion>;
export type FormRow = z.infer<typeof formRow>;
