/** One conversation of one citizen on one channel, and who has it. */
import type { Memory } from '../../bot/decision.js';
import type { ReplyClock } from './reply-clock.js';

export type Holder = 'bot' | 'queue' | 'agent' | 'closed';

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
