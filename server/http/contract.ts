/**
 * The wire, written once: these schemas validate what comes in, make the OpenAPI page, and give the browser
 * code its types. Times travel as ISO 8601 strings. Errors are always `{ error: { code, message, hint? } }`
 * with a Chinese message that says what to do.
 */
import { z } from 'zod';
import { DUTIES, RATING_TAGS, RETURN_REASONS, UNIT_STATES } from '../tickets/assignment.js';
import { LIGHTS } from '../tickets/deadlines/light.js';

const id = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\w.:-]+$/);
const text = z.string().max(4000);
const words = z.string().max(2000);

export const fault = z.object({
  error: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }),
});

// ── chat ────────────────────────────────────────────────────────────────────────────────────────────────
export const opened = z.object({ thread: id, token: z.string() });
export const say = z.strictObject({
  id,
  text,
  files: z.array(id).max(9).optional(),
  fields: z.record(z.string().max(32), z.string().max(2000)).optional(),
});
export const kept = z.object({ seq: z.number().int(), seen: z.boolean() });
export const file = z.object({ id, name: z.string(), type: z.string(), size: z.number().int() });
export const choice = z.object({ label: z.string(), say: z.string() });
export const draftField = z.object({
  name: z.enum(['content', 'place', 'time', 'party', 'demand', 'name', 'phone']),
  label: z.string(),
  value: z.string(),
  required: z.boolean(),
});
export const draft = z.object({ id, fields: z.array(draftField) });
export const source = z.object({
  id,
  title: z.string(),
  unit: z.string(),
  basis: z.array(z.string()),
  updated: z.string(),
});
export const door = z.object({ name: z.string(), number: z.string().optional(), url: z.string().optional() });
export const decision = z.enum([
  'answer',
  'clarify',
  'file',
  'refuse',
  'emergency',
  'progress',
  'urge',
  'handOver',
  'stayQuiet',
]);
/** How a line to the citizen stands: for the desk alone. */
export const delivery = z.object({
  state: z.enum(['sending', 'retrying', 'sent', 'failed', 'settled']),
  tries: z.number().int(),
  nextTry: z.string().nullable(),
});
export const line = z.object({
  id: z.string(),
  seq: z.number().int(),
  from: z.enum(['citizen', 'bot', 'agent', 'system']),
  text: z.string(),
  decision: decision.optional(),
  choices: z.array(choice).optional(),
  draft: draft.optional(),
  sources: z.array(source).optional(),
  doors: z.array(door).optional(),
  order: z.object({ orderNo: z.string(), code: z.string() }).optional(),
  seat: z.string().optional(),
  files: z.array(file).optional(),
  aiWorded: z.boolean().optional(),
  delivery: delivery.optional(),
  at: z.string(),
});
/** Who has the thread, told whenever it changes. `minutes` null = no honest estimate. */
export const threadState = z.object({
  holder: z.enum(['bot', 'queue', 'agent', 'closed']),
  seat: z.string().nullable(),
  queue: z.object({ position: z.number().int(), minutes: z.number().int().nullable() }).nullable(),
  desk: z.object({ open: z.boolean(), opens: z.string().nullable() }),
});

// ── orders, as the citizen sees them ────────────────────────────────────────────────────────────────────
export const orderQuery = z.strictObject({ orderNo: z.string().max(40), code: z.string().max(20) });
export const orderView = z.object({
  orderNo: z.string(),
  /** In the citizen's words: 已受理，等待派单 … */
  state: z.string(),
  title: z.string(),
  place: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** Newest first; public rows only. */
  timeline: z.array(z.object({ at: z.string(), text: z.string() })),
  /** It waits for the citizen's word. */
  mayRate: z.boolean(),
});
export const formFiled = z.object({ orderNo: z.string(), code: z.string(), next: z.string() });
/** 路灯 / 道路报修; `photo` are ids of kept files. */
export const repairForm = z.strictObject({
  id,
  what: z.enum(['streetlight', 'road']),
  place: z.string().min(2, '请写明地点，例如“赛罕区大学东路与乌兰察布路口”').max(200),
  region: z.string().max(12).optional(),
  description: z.string().min(2, '请简单说一下现场情况').max(2000),
  photo: z.array(id).max(3).optional(),
  name: z.string().max(40).optional(),
  phone: z.string().regex(/^1[3-9]\d{9}$/, '手机号应为 11 位，请检查'),
});

/** A place a form may name, of the policy's regions; `parent` is the code of the league it lies in. */
export const regionRow = z.object({ code: z.string(), name: z.string(), parent: z.string().nullable() });

// ── desk ────────────────────────────────────────────────────────────────────────────────────────────────
export const signIn = z.strictObject({
  account: z.string().min(1).max(64),
  password: z.string().min(1).max(256),
});
export const session = z.object({
  account: z.string(),
  name: z.string(),
  seat: z.string(),
  roles: z.array(z.string()),
  unit: z.string().nullable(),
  permissions: z.array(z.string()),
  mustChange: z.boolean(),
  /** Goes back in the header `x-csrf-token` with every change. */
  csrf: z.string(),
});
export const newPassword = z.strictObject({ old: z.string().max(256), new: z.string().min(10).max(256) });
export const accountView = z.object({
  account: z.string(),
  name: z.string(),
  seat: z.string(),
  roles: z.array(z.string()),
  unit: z.string().nullable(),
  disabled: z.boolean(),
  locked: z.boolean(),
});
export const newAccount = z.strictObject({
  account: z.string().regex(/^[a-z][a-z0-9._-]{2,31}$/),
  name: z.string().min(1).max(40),
  seat: z.string().regex(/^\d{2,6}$/),
  roles: z.array(z.string()).min(1),
  /** Whose orders the account sees; without one, the house's. */
  unit: z.string().max(32).nullable().optional(),
});
/** The one-time password of a new or reset account, shown once. */
export const accountMade = accountView.extend({ password: z.string() });

export const threadCard = z.object({
  id,
  channel: z.string(),
  holder: z.enum(['bot', 'queue', 'agent', 'closed']),
  agent: z.string().nullable(),
  version: z.number().int(),
  waitingFor: z.string().nullable(),
  waitingSince: z.string().nullable(),
  urgent: z.boolean(),
  /** What is owed to the citizen, and until when; null = nothing now. */
  clock: z
    .object({
      kind: z.enum(['reply', 'acceptance']),
      since: z.string(),
      yellow: z.string(),
      due: z.string(),
    })
    .nullable(),
  /** Masked. */
  lastText: z.string(),
  lastSeq: z.number().int(),
  updatedAt: z.string(),
});
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
export const suggestion = z.object({
  id: z.string(),
  title: z.string(),
  answer: z.string(),
  unit: z.string(),
  updated: z.string(),
  basis: z.array(z.string()),
  score: z.number(),
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
  /** Name of the leading unit. */
  lead: z.string().nullable(),
  /** When the citizen must have an answer. */
  due: z.string().nullable(),
  light: z.enum(LIGHTS),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export const alarm = z.object({
  id: z.string(),
  kind: z.enum(['emergency', 'threat', 'review', 'undeliverable', 'failure', 'late']),
  thread: z.string().nullable(),
  orderNo: z.string().nullable(),
  text: z.string(),
  at: z.string(),
  answeredBy: z.string().nullable(),
});
export const threadPage = z.object({
  card: threadCard,
  lines: z.array(line),
  /** Empty strings where the citizen said nothing. Personal data masked; filing uses the kept values. */
  form: filledForm,
  suggestions: z.array(suggestion),
  orders: z.array(orderCard),
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
const unitCode = z.string().max(32);
/** What a step brings along; which of it, `inputs` of the action says. */
export const given = z.strictObject({
  units: z
    .array(z.strictObject({ unit: unitCode, part: z.enum(DUTIES) }))
    .min(1)
    .max(12)
    .optional(),
  return: z
    .strictObject({ reason: z.enum(RETURN_REASONS), basis: words, suggest: unitCode.nullable() })
    .optional(),
  master: z.string().max(40).optional(),
  days: z.number().int().min(1).max(365).optional(),
  months: z.number().int().min(1).max(120).optional(),
  contact: z.strictObject({ at: z.iso.datetime(), how: z.enum(['phone', 'visit', 'message']) }).optional(),
  reply: z
    .strictObject({ handling: words, public: words, solved: z.enum(['yes', 'partly', 'no']) })
    .optional(),
  callback: z
    .strictObject({
      connected: z.boolean(),
      contacted: z.boolean().optional(),
      solved: z.boolean().optional(),
      satisfied: z.enum(['satisfied', 'basically', 'dissatisfied']).optional(),
    })
    .optional(),
});
export const rating = z.strictObject({
  orderNo: z.string().max(40),
  code: z.string().max(12),
  stars: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]),
  tags: z.array(z.enum(RATING_TAGS)).max(8),
  note: z.string().max(1000).optional(),
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
/** Who calls, and what there was before, of a verified number; all masked. */
export const caller = z.object({
  /** The call's own conversation. */
  thread: id,
  channel: z.string(),
  /** '' = not shown, or nobody vouches for it. */
  phone: z.string(),
  at: z.string(),
  /** The latest few. */
  threads: z.array(threadCard),
  orders: z.array(orderCard),
  ordersInAll: z.number().int(),
});
export const timelineRow = z.object({
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  from: z.string().nullable(),
  to: z.string(),
  reason: z.string().optional(),
  public: z.string().optional(),
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
  /** What this person may do with it now, as data of the transitions. */
  actions: z.array(
    z.object({
      action: z.string(),
      name: z.string(),
      needsReason: z.boolean(),
      /** Parts of `given` that must come along. */
      inputs: z.array(z.string()),
    }),
  ),
});
export const page = <T extends z.ZodType>(row: T) =>
  z.object({ rows: z.array(row), next: z.string().nullable(), total: z.number().int() });
/** What else a citizen of a proven identity has said and filed; nothing where none is proven. */
export const personPage = z.object({
  linked: z.boolean(),
  threads: z.array(threadCard),
  orders: z.array(orderCard),
});
/** A line that did not arrive. Everything masked. */
export const outboxRow = z.object({
  id: z.string(),
  thread: z.string(),
  channel: z.string(),
  channelName: z.string(),
  citizen: z.string(),
  from: z.enum(['citizen', 'bot', 'agent', 'system']),
  text: z.string(),
  orderNo: z.string().nullable(),
  reason: z.string(),
  since: z.string(),
  resends: z.number().int(),
  delivery,
  settled: z.object({ by: z.string(), at: z.string(), note: z.string() }).nullable(),
});
export const outboxPage = page(outboxRow).extend({
  counts: z.object({ failed: z.number().int(), retrying: z.number().int() }),
});
/** Names of lines may hold what a platform puts into its own (mail: < > @). */
const lineIds = z
  .string()
  .regex(/^[\x21-\x7e]{1,400}$/)
  .array()
  .min(1)
  .max(100);
export const resend = z.strictObject({ lines: lineIds });
export const settle = z.strictObject({
  lines: lineIds,
  note: z.string().min(2, '请写明怎样告知了市民').max(500),
});
export const outboxDone = z.object({ id: z.string(), done: z.boolean(), said: z.string() });
export const claim = z.strictObject({ version: z.number().int() });
export const deskSay = z.strictObject({ id, text: text.min(1), files: z.array(id).max(9).optional() });
/** Fields left out keep what the understanding found; `id` makes a repeat harmless. */
export const deskFile = z.strictObject({
  id,
  fields: filledForm.omit({ origins: true }).partial(),
});
export const step = z.strictObject({
  action: z.string().max(40),
  version: z.number().int(),
  reason: z.string().max(1000).optional(),
  given: given.optional(),
});
const value = z.object({
  /** A share of 1, or a count; null = not told. */
  value: z.number().nullable(),
  base: z.number().nullable(),
  why: z.enum(['none', 'small']).nullable(),
});
export const insightReport = z.object({
  by: z.string(),
  from: z.string(),
  to: z.string(),
  rows: z.array(z.object({ code: z.string(), name: z.string(), values: z.record(z.string(), value) })),
  total: z.record(z.string(), value),
  definitions: z.array(z.object({ id: z.string(), name: z.string(), formula: z.string() })),
  note: z.string(),
});
export const unmask = z.strictObject({
  target: z.enum(['order', 'thread']),
  id: z.string().max(160),
  field: z.enum(['phone', 'name', 'text']),
  reason: z.string().min(4, '请写明查看原因').max(200),
});
export const unmasked = z.object({ value: z.string(), until: z.string() });

// ── the government website: 智能问答 ─────────────────────────────────────────────────────────────────────
/** Before any answer: a number to dial, a person, or the lawful door. */
export const qaNotice = z.object({
  kind: z.enum(['emergency', 'person', 'refusal']),
  text: z.string(),
  doors: door.array(),
});
export const qaLink = z.object({ id: z.string(), title: z.string() });
export const qaHit = suggestion.extend({ region: z.string(), regionName: z.string() });
export const qaFound = z.object({
  band: z.enum(['answer', 'suggest', 'none']),
  notices: qaNotice.array(),
  /** Best first; `answer`: the first one may be taken for the answer. */
  hits: qaHit.array(),
  related: qaLink.array(),
});
export const qaItem = qaHit.omit({ score: true }).extend({ category: z.string(), related: qaLink.array() });
export const qaUseful = z.strictObject({
  item: z.string().regex(/^[\w.:-]{1,64}$/),
  /** Made by the browser, kept by it; says nothing about its owner. */
  token: z.string().regex(/^[\w-]{16,64}$/),
  useful: z.boolean(),
});
/** `first`: this browser had said nothing about this item before; what was said first stands. */
export const qaUsefulKept = z.object({ first: z.boolean() });
export const qaCount = z.object({
  id: z.string(),
  /** Null: no longer among what the public may be told. */
  title: z.string().nullable(),
  useful: z.number().int(),
  not: z.number().int(),
});

// ── the government website: letters (互动交流) ───────────────────────────────────────────────────────────
export const letterKind = z.enum(['consult', 'help', 'complaint', 'report', 'suggest', 'praise']);
export const letterForm = z.strictObject({
  /** Made once by the page: the same letter twice is one letter. */
  id: z.string().regex(/^[\w.:-]{8,64}$/),
  kind: letterKind,
  title: z.string().min(2, '请写一个标题').max(60),
  content: z.string().min(5, '请写清什么事：时间、地点、经过、您的要求').max(3500),
  region: z.string().max(12).optional(),
  anonymous: z.boolean(),
  name: z.string().max(40).optional(),
  phone: z
    .string()
    .regex(/^1[3-9]\d{9}$/, '手机号应为 11 位，请检查')
    .optional(),
  /** May the answer stand on the site? Only with `publish` too, and only after redaction. */
  reply: z.enum(['private', 'public']).default('private'),
  publish: z.boolean().default(false),
  files: z.array(id).max(5).optional(),
});
export const letterFiled = z.object({
  letterNo: z.string(),
  code: z.string(),
  next: z.string(),
  firstReplyBy: z.string(),
  notices: qaNotice.array(),
});
export const letterQuery = z.strictObject({ letterNo: z.string().max(40), code: z.string().max(20) });
export const letterMore = letterQuery.extend({
  id: z.string().regex(/^[\w.:-]{8,64}$/),
  text: text.min(1),
  files: z.array(id).max(5).optional(),
});
export const letterConsent = letterQuery.extend({ publish: z.boolean() });
export const letterLine = z.object({
  at: z.string(),
  from: z.enum(['citizen', 'bot', 'agent', 'system']),
  text: z.string(),
  seat: z.string().optional(),
  sources: z.array(source).optional(),
  doors: z.array(door).optional(),
  order: z.object({ orderNo: z.string(), code: z.string() }).optional(),
  files: z.number().int(),
});
export const letterView = z.object({
  letterNo: z.string(),
  kind: letterKind,
  kindName: z.string(),
  regionName: z.string(),
  /** The citizen's own words with personal data masked. */
  title: z.string(),
  state: z.string(),
  createdAt: z.string(),
  firstReplyBy: z.string(),
  lines: letterLine.array(),
  reply: z.enum(['private', 'public']),
  publish: z.boolean(),
  /** Where it stands on the site now. */
  publicPath: z.string().nullable(),
});
export const letterCard = z.object({
  letterNo: z.string(),
  thread: z.string(),
  version: z.number().int(),
  kind: letterKind,
  kindName: z.string(),
  regionName: z.string(),
  anonymous: z.boolean(),
  /** Masked. */
  title: z.string(),
  stage: z.enum(['private', 'consented', 'published', 'down']),
  createdAt: z.string(),
  /** First answer due, and given; null = not yet. */
  firstReplyBy: z.string(),
  repliedAt: z.string().nullable(),
  publicPath: z.string().nullable(),
});
const publicField = z.enum(['title', 'content', 'reply']);
const span = z.object({ kind: z.string(), from: z.number().int(), to: z.number().int() });
export const letterText = z.strictObject({
  title: z.string().max(120),
  content: z.string().max(5000),
  reply: z.string().max(8000),
});
export const letterLeft = z.object({ title: span.array(), content: span.array(), reply: span.array() });
export const letterDesk = z.object({
  card: letterCard,
  /** What would be published, stars over all that was found; `covered` says where and what. */
  proposal: letterText,
  covered: letterLeft,
  publication: letterText
    .extend({
      at: z.string(),
      by: z.string(),
      waived: span.extend({ field: publicField, reason: z.string() }).array(),
      down: z.object({ at: z.string(), by: z.string(), reason: z.string() }).nullable(),
    })
    .nullable(),
});
export const letterPublish = letterText.extend({
  version: z.number().int(),
  /** Found, and left standing all the same: each with its reason. */
  waived: z
    .array(
      z.strictObject({
        field: publicField,
        from: z.number().int(),
        to: z.number().int(),
        reason: z.string().min(4, '请写明保留的理由').max(200),
      }),
    )
    .max(50),
});
export const letterTakeDown = z.strictObject({
  version: z.number().int(),
  reason: z.string().min(4, '请写明撤下的原因').max(200),
});

// ── live: socket.io ─────────────────────────────────────────────────────────────────────────────────────
/** Namespace /chat; handshake auth `{ thread, token, after }`. Lines come in order of seq, from after+1. */
export interface ChatServerEvents {
  line(line: Line): void;
  state(state: ThreadState): void;
  typing(): void;
}
export interface ChatClientEvents {
  say(body: Say, ack: (answer: Kept | Fault) => void): void;
  /** Highest seq shown to the citizen. */
  seen(seq: number): void;
}
/** Namespace /desk; the session cookie signs in. Cards are whole: the client replaces what it has by id. */
export interface DeskServerEvents {
  thread(card: ThreadCard): void;
  order(card: OrderCard): void;
  alarm(alarm: Alarm): void;
  /** Lines of threads this socket watches; the desk's view (codes dropped, personal data masked). */
  line(thread: string, line: Line): void;
  online(seats: number): void;
  /** The seat of this socket has picked up a call. */
  call(caller: Caller): void;
  /** How a line of a thread this socket watches now stands. */
  delivery(thread: string, line: string, delivery: Delivery): void;
  /** Something about the lines in trouble changed: whoever lists them asks anew. */
  undelivered(): void;
}
export interface DeskClientEvents {
  /** From now on `line` of this thread; answers with all lines after `after`. */
  watch(thread: string, after: number, ack: (lines: Line[] | Fault) => void): void;
  unwatch(thread: string): void;
  typing(thread: string): void;
}

export type Fault = z.infer<typeof fault>;
export type Say = z.infer<typeof say>;
export type Kept = z.infer<typeof kept>;
export type Line = z.infer<typeof line>;
export type Delivery = z.infer<typeof delivery>;
export type PersonPage = z.infer<typeof personPage>;
export type OutboxRow = z.infer<typeof outboxRow>;
export type OutboxDone = z.infer<typeof outboxDone>;
export type Draft = z.infer<typeof draft>;
export type DraftField = z.infer<typeof draftField>;
export type ThreadState = z.infer<typeof threadState>;
export type OrderView = z.infer<typeof orderView>;
export type InsightReport = z.infer<typeof insightReport>;
export type OrderRating = z.infer<typeof rating>;
export type RepairForm = z.infer<typeof repairForm>;
export type RegionRow = z.infer<typeof regionRow>;
export type FormFiled = z.infer<typeof formFiled>;
export type Session = z.infer<typeof session>;
export type AccountView = z.infer<typeof accountView>;
export type Caller = z.infer<typeof caller>;
export type ThreadCard = z.infer<typeof threadCard>;
export type ThreadPage = z.infer<typeof threadPage>;
export type FilledForm = z.infer<typeof filledForm>;
export type Suggestion = z.infer<typeof suggestion>;
export type OrderCard = z.infer<typeof orderCard>;
export type OrderPage = z.infer<typeof orderPage>;
export type RelatedView = z.infer<typeof related>;
export type Alarm = z.infer<typeof alarm>;
export type QaNotice = z.infer<typeof qaNotice>;
export type QaFound = z.infer<typeof qaFound>;
export type QaItem = z.infer<typeof qaItem>;
export type QaLink = z.infer<typeof qaLink>;
export type QaHit = z.infer<typeof qaHit>;
export type LetterForm = z.infer<typeof letterForm>;
export type LetterFiled = z.infer<typeof letterFiled>;
export type LetterView = z.infer<typeof letterView>;
export type LetterLine = z.infer<typeof letterLine>;
export type LetterCard = z.infer<typeof letterCard>;
export type LetterDesk = z.infer<typeof letterDesk>;
export type LetterText = z.infer<typeof letterText>;
export type LetterLeft = z.infer<typeof letterLeft>;
export type FileView = z.infer<typeof file>;
