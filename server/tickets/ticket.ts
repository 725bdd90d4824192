/** The case (工单): fields of domain §3.3 that this house fills today, and the states of §3.2. */

import type { MatterType, RefusalReason, Urgency } from '../../nlu/understanding.js';
import type { Assignment, Callback, Rating } from './assignment.js';
import type { CallPlan } from './callback/plan.js';
import type { Clocks } from './deadlines/clock.js';

export const STATES = [
  'DRAFT',
  'SUBMITTED',
  'NEED_INFO',
  'ANSWERED_DIRECT',
  'REJECTED',
  'ACCEPTED',
  'DISPATCHED',
  'IN_PROGRESS',
  'RETURN_REQUESTED',
  'EXTENSION_REQUESTED',
  'ON_HOLD',
  'REPLIED',
  'CALLBACK_PENDING',
  'MERGED',
  'REWORK',
  'CLOSED',
  'ESCALATED',
  'TRANSFERRED_OUT',
  'WITHDRAWN',
] as const;
export type State = (typeof STATES)[number];

/** Who does something: a person with an account, a citizen by thread, or the system itself. */
export interface Actor {
  kind: 'citizen' | 'staff' | 'system' | 'partner';
  /** Account name, thread id, the name of the timer, or of the partner's system. */
  id: string;
  role: string;
  ip?: string;
}

/** 不计入考核: the citizen's service goes on as before. */
export interface Exemption {
  /** verdict: what the citizen said; overdue: that it was late; all: both. */
  of: 'verdict' | 'overdue' | 'all';
  /** Id of the proceeding that decided it. */
  by: string;
  at: Date;
}

/** One event of the timeline. `public` rows are what the citizen sees, in the citizen's words. */
export interface TimelineRow {
  at: Date;
  actor: Actor;
  action: string;
  from: State | null;
  to: State;
  reason?: string;
  public?: string;
  /** Until then it could be undone; the citizen was told after. */
  held?: Date;
  /** Taken back: it counts for nothing, and `unsaid` is what was never said. */
  undone?: true;
  unsaid?: string;
  /** Fields changed, before and after; personal data masked. */
  changed?: Record<string, { before: unknown; after: unknown }>;
}

/** Where a value of the order came from: the citizen's line and the span in it. */
export interface Origin {
  field: string;
  line: string;
  from: number;
  to: number;
}

/** 转出: at whom it is, what they gave back. */
export interface Transfer {
  /** Code of the receiver (`receiversOf`), or '' where it is none of the list. */
  to: string;
  name: string;
  at: Date;
  by: string;
  /** The receiver's own number. */
  receipt: { no: string; at: Date } | null;
  /** Sent back, with the reason. */
  back: { reason: string; at: Date } | null;
}

/** What a list shows of it: without its story, which is most of it. */
export type Listed = Omit<Ticket, 'timeline'>;

export interface Ticket {
  /** `{区划6}{yyyyMMdd}{类型1}{序号6}{校验1}` */
  orderNo: string;
  /** Argon2id of the query code; the code itself is never kept here. */
  codeHash: string;
  state: State;
  /** Counts changes; a writer names the version it read. */
  version: number;
  /** order: a matter to be handled; refusal: a proposed or confirmed refusal; emergency: an alarm's record. */
  kind: 'order' | 'refusal' | 'emergency';
  channel: string;
  thread: string | null;
  type: MatterType;
  category: string | null;
  hotline: string | null;
  region: string | null;
  urgency: Urgency;
  title: string;
  content: string;
  demand: string;
  place: string;
  time: string;
  party: string;
  caller: { name: string; phone: string; phoneHash: string };
  files: string[];
  /** Further conversations it was moved to by its number and code, or by a one-time code. */
  moved?: string[];
  /** Conversations the citizen wants news in; absent = where he wrote last. */
  answerTo?: string[];
  origins: Origin[];
  /** Set on kind 'refusal' (invariant 8). */
  refusal?: {
    reason: RefusalReason;
    rule: string;
    ruleVersion: string;
    evidence: string;
    shown: string;
    doors: string[];
    reviewRequested: boolean;
    decidedBy: string | null;
    /** The detail was not kept (discipline, secrets): `content` is a stub until the citizen says it anew. */
    redacted?: boolean;
  };
  emergency?: { numbers: string[]; alarmedAt: Date; answeredBy: string | null };
  secret: boolean;
  /** Under supervision (督办): a flag, not a state. */
  supervised?: boolean;
  /** Secret orders: what units read in place of the citizen's words, seen to by a person before dispatch. */
  shown?: { content: string; place: string; at: Date; by: string };
  /** How the last step is taken back, while it can be; `news`: its word to the citizen waits so long. */
  undo?: {
    until: Date;
    at: Date;
    by: string;
    was: Partial<Ticket>;
    added: string[];
    news?: true;
  };
  /** Split off into these orders; the first part stayed here. */
  parts?: string[];
  /** Split off from this one. */
  splitFrom?: string;
  /** Merged orders: the master's version whose news was passed on. */
  followed?: number;
  transfers?: Transfer[];
  /** Came from another system under this number of its own. */
  external?: { from: string; no: string };
  /** Who at the hotline has it in hand, since when; silent too long, it goes back. */
  taker?: { by: string; at: Date };
  /** Whose it should be while it waits at the hotline, and why; anybody may take it all the same. */
  allotted?: { to: string; at: Date; why: string[] };
  /** State MERGED: the order that is handled in its place. */
  master?: string;
  /** Every unit it was ever sent to, in order; absent before the first dispatch. */
  assignments?: Assignment[];
  /** The unit it was last sent to for leading: what figures are told of, and lists are filtered by. */
  lead?: string;
  /** Agreed extensions, in working days. */
  extensions?: { days: number; at: Date; by: string }[];
  /** Working days asked for and not yet decided. */
  extensionAsked?: number;
  /** 挂账、承诺办理: until when it was promised; the promise outlasts the hold. */
  hold?: { until: Date; since?: Date; reviews?: { at: Date; by: string }[] };
  callbacks?: Callback[];
  /** The citizen's own ratings, oldest first: the first and the final verdict are kept apart. */
  ratings?: (Rating & { at: Date })[];
  /** Absent until the first step after filing. */
  clocks?: Clocks;
  /** Who calls back, and when next; absent where nobody has to. */
  call?: CallPlan;
  /** What does not count against the unit, each by a decision of two people. */
  exempt?: Exemption[];
  urges: number;
  aiAssisted: boolean;
  /** What the machine was unsure of when it was filed. */
  doubt?: string[];
  timeline: TimelineRow[];
  /** Hash of the policy that judged it. */
  policy: string;
  createdAt: Date;
  updatedAt: Date;
}

/** A refusal to do something, in words for the person who asked; an error is something else. */
export interface Refused {
  refused: string;
  code: 'FORBIDDEN' | 'STALE' | 'NOT_ALLOWED' | 'MISSING' | 'GONE';
}
