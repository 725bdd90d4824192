/** What a decision will do to the world, before anything is written: `carry` commits the plans of a turn together. */
import type { Aside, Decision, Outcome } from '../../bot/decision.js';
import type { GuessLock } from '../http/guess-lock.js';
import type { Masks } from '../people/privacy.js';
import type { Policy } from '../policy/types.js';
import type { ThreadStore } from '../store/threads.js';
import type { TicketStore } from '../store/tickets.js';
import type { RelatedOrders } from '../tickets/related.js';
import type { Ticket } from '../tickets/ticket.js';
import type { Want } from './filing.js';
import type { Change, MessageDoc } from './journal.js';
import type { Queue } from './queue.js';
import type { ThreadDoc } from './thread.js';

export interface EffectParts {
  threads: Pick<ThreadStore, 'get'>;
  policy: Policy;
  tickets: TicketStore;
  queue: Queue;
  masks: Masks;
  /** Wrong codes count here as they do in the portal: the chat is no second place to guess. */
  guesses: GuessLock;
  related: Pick<RelatedOrders, 'own'>;
  now: () => Date;
}

export interface Scene {
  cause: string;
  thread: ThreadDoc;
  lines: MessageDoc[];
  /** Everything the citizen said this turn, as one text. */
  text: string;
  upTo: number;
  files: string[];
}

export interface Plan {
  outcome: Outcome;
  /** A ticket this decision makes; its number goes into the outcome. */
  want?: Want;
  changes: Change[];
  claims: string[];
  set: Partial<ThreadDoc>;
  /** The record a later 「申请人工复核」 or 「催一下」 will mean. */
  remember?: 'refused' | 'orderNo';
  /** An order that 「催一下」 means from now on, though it was not made here. */
  knows?: string;
  /** Said after it. */
  after?: Aside[];
}

export type Effect<K extends Decision['do']> = (
  decision: Extract<Decision, { do: K }>,
  scene: Scene,
  parts: EffectParts,
) => Promise<Plan>;

export const plan = (outcome: Outcome, more: Partial<Plan> = {}): Plan => ({
  outcome,
  changes: [],
  claims: [],
  set: {},
  ...more,
});

export const ticketClaim = (ticket: Ticket): string => `ticket:${ticket.orderNo}@${ticket.version}`;
