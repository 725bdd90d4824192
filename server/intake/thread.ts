/** One conversation of one citizen on one channel, and who has it. */
import type { Memory } from '../../bot/decision.js';
import type { ReplyClock } from './reply-clock.js';

export type Holder = 'bot' | 'queue' | 'agent' | 'closed';

export interface Match {
  /** Account and seat; null = offered to nobody now. */
  to: string | null;
  seat: string | null;
  until: Date | null;
  /** In words: for whom it is, or what stands in the way. */
  why: string[];
  /** Whom it was offered to in vain, lately. */
  passed: { account: string; at: Date }[];
}

export interface Consult {
  id: string;
  /** Number of an expert line, or an account. */
  line: string | null;
  to: string | null;
  question: string;
  by: string;
  at: Date;
  answer: { by: string; text: string; at: Date } | null;
}

export interface ThreadDoc {
  /** `${channel}:${platform's thread}` */
  _id: string;
  channel: string;
  /** The platform's own name of the conversation, for sending. */
  platform: string;
  holder: Holder;
  /** Account of the agent who has it. */
  agent: string | null;
  /** Counts commits; claims are made on it. */
  version: number;
  memory: Memory;
  /** Why it waits for a person, in the decision's own code. */
  waitingFor: string | null;
  waitingSince: Date | null;
  /** Has been told, while waiting, that what was written since has arrived. */
  reassured: boolean;
  urgent: boolean;
  /** Identity of the citizen (people/citizens.ts): by a verified phone or a one-time code, never by a guess. */
  person?: string | null;
  /** What is owed to the citizen (reply-clock.ts); absent in threads older than clocks. */
  clock?: ReplyClock | null;
  /** While it waits: to whom it is offered and why, or why to nobody. */
  match?: Match | null;
  /** Sent on by an agent: to a line's experts, with a word for whoever takes it. */
  transfer?: { line: string | null; by: string; note: string; at: Date } | null;
  /** Who had it last, and since when; outlasts the end. */
  lastAgent?: string;
  claimedAt?: Date;
  /** An agent has it and owes the citizen a word since then. */
  owed?: Date | null;
  /** What colleagues were asked about it; the citizen sees none of it. */
  consults?: Consult[];
  /** Its place among those who wait: when its clock runs out, or since when it waits where none runs. */
  serveBy?: Date | null;
  /** Turns the bot took since a person last had it; the cap hands over (invariant 4). */
  turns: number;
  /** Highest line number the citizen's side has acknowledged. */
  delivered: number;
  sender: { name?: string; phone?: string; email?: string };
  /** Blind index of the sender's verified phone; absent = none is known. */
  phoneHash?: string;
  lastText: string;
  createdAt: Date;
  updatedAt: Date;
}

export const EMPTY_MEMORY: Memory = {
  pending: null,
  failed: 0,
  refused: null,
  orderNo: null,
  phone: null,
  region: null,
};
