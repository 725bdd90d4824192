/**
 * One place that changes things. A commit is one journal document under one cause: inserting it is the
 * atomic moment, applying it is repeatable, and what a crash left unapplied is applied at the next start.
 *
 * `claims` carry a unique index over all journal documents. Whoever wants to move a thing from version n to
 * n+1 claims `thing@n+1`; the second one gets 'conflict', reads again and judges again. The same trick makes
 * order numbers gapless: a number is taken only by the document that uses it.
 */
import type { Found } from '../../bot/decision.js';
import type { FileRef, ThreadLine } from '../../channels/channel.js';
import type { Correction } from '../knowledge/flow/correction.js';
import type { Edition, Entry } from '../knowledge/flow/entry.js';
import type { Letter } from '../letters/letter.js';
import type { FormDoc } from '../store/forms.js';
import type { Precedent } from '../tickets/dispatch/precedent.js';
import type { Proceeding } from '../tickets/proceedings/proceeding.js';
import type { Actor, Ticket } from '../tickets/ticket.js';
import type { AlarmKind } from './alarm-kinds.js';
import type { ThreadDoc } from './thread.js';

export type { AlarmKind };

export type Change =
  /** A line to the citizen; its `seq` is given when applied. */
  | { do: 'say'; thread: string; line: Omit<ThreadLine, 'seq'> }
  /** The thread's new state; `version` is the new one and stands in `claims` too. */
  | { do: 'thread'; id: string; version: number; set: Partial<ThreadDoc> }
  /** Citizen lines up to this number have had their turn; `found`: what the knowledge had for its questions. */
  | { do: 'answered'; thread: string; upTo: number; found?: Found['band'][] }
  /** The whole ticket at its new version. */
  | { do: 'ticket'; ticket: Ticket }
  /** The whole of what runs beside an order, at its new version. */
  | { do: 'proceeding'; proceeding: Proceeding }
  /** Whose an order at this version should be; the order stays as it is. */
  | { do: 'allot'; orderNo: string; version: number; allotted: Ticket['allotted'] | null }
  /** What waited to be said of this version is said: it can't be taken back any more. */
  | { do: 'told'; orderNo: string; version: number }
  /** Replaces what a citizen wrote by a stub (discipline, secrets: domain §5.2). */
  | { do: 'redact'; thread: string; upTo: number; text: string }
  /** Rings at the desk until somebody answers. */
  | { do: 'alarm'; id: string; kind: AlarmKind; thread: string | null; orderNo: string | null; text: string }
  | { do: 'alarmAnswered'; id: string; by: string }
  /** The clock that began then has rung. */
  | { do: 'rung'; thread: string; since: Date }
  /** A line that was given up goes out once more; `n` counts how often a person asked for it. */
  | { do: 'resend'; thread: string; line: string; n: number }
  /** A line that can't arrive is a person's business no longer: the citizen was told some other way. */
  | { do: 'settle'; thread: string; line: string; by: string; note: string }
  /** A unit was designated: a precedent at its new version. */
  | { do: 'precedent'; precedent: Precedent }
  /** The whole letter at its new version; its public copy follows from it. */
  | { do: 'letter'; letter: Letter }
  /** A citizen found a knowledge item useful, or not; `voter` is a digest of the browser's token. */
  | { do: 'vote'; item: string; voter: string; useful: boolean }
  /** A knowledge item at its new version, and the edition it published, if it did. */
  | { do: 'knowledge'; entry: Entry; edition: Edition | null }
  /** A 纠错单 at its new version. */
  | { do: 'correction'; row: Correction }
  /** A form's new version. */
  | { do: 'form'; row: FormDoc };

export interface Commit {
  /** Names the reason once and for all: the same cause again is 'already'. */
  cause: string;
  actor: Actor;
  claims: string[];
  changes: Change[];
  /** Before the change, of what is changed; personal data as stored. */
  before: Record<string, unknown>;
}

export type Committed = 'done' | 'already' | 'conflict';

export interface JournalDoc extends Omit<Commit, 'cause'> {
  _id: string;
  at: Date;
  policy: string;
  applied: boolean;
}

export interface AlarmDoc {
  _id: string;
  kind: AlarmKind;
  thread: string | null;
  orderNo: string | null;
  text: string;
  at: Date;
  answeredBy: string | null;
  answeredAt: Date | null;
}

/** One row of the thread's log: a ThreadLine plus what the house must know of it. */
export interface MessageDoc extends ThreadLine {
  _id: string;
  thread: string;
  channel: string;
  /** Citizen lines: 'kept' until a turn has served them. Lines to the citizen: 'pending' until Sent.ok. */
  state: 'kept' | 'done' | 'pending' | 'sent' | 'failed';
  fields?: Record<string, string>;
  /** Filed as it is, as a form is. */
  complete?: boolean;
  /** Digest of what the platform said under this id. */
  print?: string;
  /** Of the last citizen line of a turn: what the knowledge had for each question in it. */
  found?: Found['band'][];
  attempts?: number;
  nextTry?: Date;
  failure?: string;
  /** A line to a citizen that did not go out at the first try; gone once it has, for ever where it was settled. */
  trouble?: Trouble;
  /** Its first failed try. */
  troubleSince?: Date;
  /** How often a person had it sent again. */
  resends?: number;
  /** What was done instead, personal data masked. */
  settled?: { by: string; at: Date; note: string };
}

export const TROUBLES = ['failed', 'retrying', 'settled'] as const;
export type Trouble = (typeof TROUBLES)[number];

export type { FileRef };
