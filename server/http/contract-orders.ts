/** What goes over the wire of orders at the desk: the card, the page, its form. */
import { z } from 'zod';
import { DUTIES, UNIT_STATES } from '../tickets/assignment.js';
import { LIGHTS } from '../tickets/deadlines/light.js';
import { file } from './contract-chat.js';
import { given } from './contract-given.js';

/** An order form already filled; `from`/`to` are UTF-16 offsets in the text of line `line`. */
export const filledForm = z.object({
  type: z.string(),
  category: z.string().nullable(),
  hotline: z.string().nullable(),
  region: z.string().nullable(),
  urgency: z.enum(['critical', 'urgent', 'normal']),
  title: z.string(),
  content: z.string(),
  place: z.string(),
  time: z.string(),
  party: z.string(),
  demand: z.string(),
  name: z.string(),
  phone: z.string(),
  origins: z.array(
    z.object({ field: z.string(), line: z.string(), from: z.number().int(), to: z.number().int() }),
  ),
  /** The likeliest codes, best first, and the fields whose first two can't be told apart. For the eye only. */
  likely: z
    .object({
      category: z.array(z.string()),
      hotline: z.array(z.string()),
      unsure: z.array(z.enum(['category', 'hotline'])),
    })
    .optional(),
});
export const orderCard = z.object({
  orderNo: z.string(),
  kind: z.enum(['order', 'refusal', 'emergency']),
  state: z.string(),
  stateName: z.string(),
  type: z.string(),
  category: z.string().nullable(),
  region: z.string().nullable(),
  urgency: z.enum(['critical', 'urgent', 'normal']),
  title: z.string(),
  thread: z.string().nullable(),
  version: z.number().int(),
  urges: z.number().int(),
  reviewRequested: z.boolean(),
  /** Who at the hotline has it in hand; whose it should be, and why. For the house alone. */
  taker: z.string().nullable(),
  allotted: z.object({ to: z.string(), why: z.array(z.string()) }).nullable(),
  /** Name of the leading unit. */
  lead: z.string().nullable(),
  /** When the citizen must have an answer. */
  due: z.string().nullable(),
  light: z.enum(LIGHTS),
  createdAt: z.string(),
  updatedAt: z.string(),
});
/** An order that may be the same matter. */
export const similarOrder = z.object({
  order: orderCard,
  /** 0 to 1: of such pairs so many were one matter. */
  likeness: z.number(),
  /** The same thread or telephone. */
  samePerson: z.boolean(),
  why: z.array(z.string()),
});
/** Only what lies in the reader's scope is named or counted. */
export const related = z.object({
  similar: z.array(similarOrder),
  /** Several people, one place, one matter; null where too few. */
  group: z
    .object({
      people: z.number().int(),
      days: z.number().int(),
      level: z.enum(['hint', 'alert', 'leader']),
      since: z.string(),
      orders: z.array(orderCard),
    })
    .nullable(),
});
export const assignment = z.object({
  id: z.string(),
  unit: z.string(),
  unitName: z.string(),
  part: z.enum(DUTIES),
  state: z.enum(UNIT_STATES),
  at: z.string(),
  /** By the unit's own clock. */
  due: z.string().nullable(),
  opinion: z.string(),
  signedAt: z.string().nullable(),
  contactAt: z.string().nullable(),
  reply: z
    .object({ handling: z.string(), public: z.string(), solved: z.string(), at: z.string() })
    .nullable(),
  return: z
    .object({ reason: z.string(), basis: z.string(), suggest: z.string().nullable(), at: z.string() })
    .nullable(),
});
export const clocks = z.object({
  started: z.string().nullable(),
  due: z.string().nullable(),
  /** False: beyond the calendar that is known; it may still move. */
  certain: z.boolean(),
  /** Of the running step: dispatching, signing. */
  stepDue: z.string().nullable(),
  stopped: z.string().nullable(),
  light: z.enum(LIGHTS),
});
/** Whom it would go to, best first; `why` in words. */
export const suggestedUnits = z.object({
  sure: z.boolean(),
  best: z.array(
    z.object({ unit: z.string(), name: z.string(), why: z.array(z.string()), returnRisk: z.number() }),
  ),
});
export const timelineRow = z.object({
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  from: z.string().nullable(),
  to: z.string(),
  reason: z.string().optional(),
  public: z.string().optional(),
  /** Values it changed, as the journal keeps them: masked. Null = there was none. */
  changed: z
    .array(z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() }))
    .optional(),
  /** Taken back: what would have been said was not. */
  undone: z.boolean().optional(),
});
export const orderPage = z.object({
  card: orderCard,
  content: z.string(),
  place: z.string(),
  time: z.string(),
  party: z.string(),
  demand: z.string(),
  /** Masked by default. */
  caller: z.object({ name: z.string(), phone: z.string() }),
  hotline: z.string().nullable(),
  /** The system that had it first, and its own number there. */
  external: z.object({ from: z.string(), no: z.string() }).optional(),
  /** 保密: units see nobody's identity and reach the citizen by the hotline alone. */
  secret: z.boolean(),
  /** What units would read of it, for whoever may dispatch it. */
  proposed: z.object({ content: z.string(), place: z.string() }).nullable(),
  /** 事项摘要 for third parties. */
  summary: z.string(),
  files: z.array(file),
  origins: filledForm.shape.origins,
  refusal: z
    .object({
      reason: z.string(),
      rule: z.string(),
      evidence: z.string(),
      shown: z.string(),
      reviewRequested: z.boolean(),
      decidedBy: z.string().nullable(),
    })
    .optional(),
  assignments: z.array(assignment),
  clocks: clocks.nullable(),
  /** What stands against releasing the answer, for whoever judges it. */
  remarks: z.array(
    z.object({
      rule: z.string(),
      severity: z.enum(['block', 'warn']),
      says: z.string(),
      from: z.number().int(),
      to: z.number().int(),
    }),
  ),
  /** For whoever may dispatch it now. */
  suggested: suggestedUnits.nullable(),
  callbacks: z.array(
    given.shape.callback.unwrap().extend({ at: z.string(), by: z.string(), note: z.string() }),
  ),
  ratings: z.array(z.object({ stars: z.number().int(), tags: z.array(z.string()), at: z.string() })),
  timeline: z.array(timelineRow),
  /** The reader's own last step, while it can be taken back; `seconds` left as of now. */
  undo: z.object({ name: z.string(), seconds: z.number() }).nullable(),
  /** What this person may do with it now, as data of the transitions. */
  actions: z.array(
    z.object({
      action: z.string(),
      name: z.string(),
      needsReason: z.boolean(),
      /** It can be taken back so long by whoever does it; 0 = it can't. */
      undoSeconds: z.number().int(),
      /** Parts of `given` that must come along. */
      inputs: z.array(z.string()),
    }),
  ),
});
export type FilledForm = z.infer<typeof filledForm>;
export type OrderCard = z.infer<typeof orderCard>;
export type OrderPage = z.infer<typeof orderPage>;
export type RelatedView = z.infer<typeof related>;
