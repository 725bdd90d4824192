/** The case (工单): fields of domain §3.3 that this house fills today, and the states of §3.2. */

import type { MatterType, RefusalReason, Urgency } from '../../nlu/understanding.js';
import type { Assignment, Callback, Rating } from './assignment.js';
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
  kind: 'citizen' | 'staff' | 'system';
  /** Account name, thread id, or the name of the timer. */
  id: string;
  role: string;
  ip?: string;
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
  hold?: { until: Date };
  callbacks?: Callback[];
  /** The citizen's own ratings, oldest first: the first and the final verdict are kept apart. */
  ratings?: (Rating & { at: Date })[];
  /** Absent until the first step after filing. */
  clocks?: Clocks;
  urges: number;
  aiAssisted: boolean;
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
