/**
 * The other side of a channel, as the contract suite (channels.test.ts) needs it: each channel brings one rig,
 * `test/contracts/rigs/<name>.ts`, on the strictest double of its platform there is. The suite starts a real
 * house with the channel on and plays the platform.
 */
import type { Channel } from '../../channels/channel.js';
import type { ChannelKind } from '../../channels/kind.js';

/** What every channel owes, in the words of its tests. */
export const CLAUSES = {
  settings: 'names each setting it reads',
  half: 'half-configured is a boot error that says what is missing',
  forged: 'bad signature refused',
  logged: 'bad signature logged',
  twice: 'the same delivery twice is one',
  order: 'order within a thread kept',
  agent: 'what an agent says arrives in the order it was said',
  retry: 'retry with backoff: a busy platform gets the line when it is well again',
  dead: 'what cannot arrive rings, stands in the dead-letter list, and arrives when a person resends it',
  burst: 'a burst of deliveries loses none',
  drain: 'closing drains: what was acknowledged is there after the restart, and nothing is doubled',
  send: 'send resolves to Sent, never throws',
  secrets: 'secrets never in a log',
  stored: 'acknowledges only after the message is stored',
} as const;
export type Clause = keyof typeof CLAUSES;

export interface ChannelRig {
  /** Null: the channel belongs to the house itself, is always on, and is called by name through the house. */
  kind: ChannelKind | null;
  /** Where `kind` is null: the channel as the house makes it. */
  own?: () => Channel;
  /** Clauses that cannot be here, each with the reason; they are named in the report, not left out. */
  cannot?: Partial<Record<Clause, string>>;
  /** What this machine lacks for it, and the command that gets it; absent or null = nothing. */
  lacks?: string | null;
  /** Starts the platform's side first: some settings (a port) are only known then. */
  open(): Promise<Platform>;
}

export type Told = 'ok' | 'refused' | 'failed';

export interface Delivery {
  /** The platform's id of the message. */
  id: string;
  /** Which citizen says it: one citizen is one thread. */
  citizen: string;
  text: string;
}

export interface Platform {
  /** Complete settings of the channel, as in the environment. */
  env: Record<string, string>;
  /** The house listens here now; called again after each restart of the house. */
  house(url: string): Promise<void>;
  /** Says it to the house; 'ok' only when the house acknowledged. For a mailbox: when it was taken in. */
  deliver(delivery: Delivery): Promise<Told>;
  /** The same with a wrong signature. */
  forge?(delivery: Delivery): Promise<Told>;
  /** What reached this citizen so far, oldest first. */
  reached(citizen: string): string[] | Promise<string[]>;
  /** How the platform takes what we send from now on: 'well', 'busy' (try again), 'gone' (never again). */
  mood?(mood: 'well' | 'busy' | 'gone'): void;
  /** What was given to citizens and is theirs alone (tokens, codes); absent = nothing. */
  secrets?(): string[];
  close(): Promise<void>;
}
