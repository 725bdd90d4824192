/**
 * The other side of a channel, as the contract suite (channels.test.ts) needs it: each channel brings one rig,
 * `test/contracts/rigs/<name>.ts`, on the strictest double of its platform there is. The suite starts a real
 * house with the channel on and plays the platform.
 */
import type { ChannelKind } from '../../channels/kind.js';

export interface ChannelRig {
  kind: ChannelKind;
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
  /** The same with a wrong signature; null where the platform has no signatures (a mailbox). */
  forge: ((delivery: Delivery) => Promise<Told>) | null;
  /** What reached this citizen so far, oldest first. */
  reached(citizen: string): string[];
  /** How the platform takes what we send from now on: 'well', 'busy' (try again), 'gone' (never again). */
  mood(mood: 'well' | 'busy' | 'gone'): void;
  close(): Promise<void>;
}
