/**
 * Who is at the desk of any process on this store. Each process tells of its own people and renews it while it
 * lives; what a dead one left runs out by the house's clock, so nobody is asked who is not there.
 */
import { randomUUID } from 'node:crypto';
import type { PresenceDoc, PresenceStore } from '../../store/presence.js';
import type { Present } from './workers.js';

export interface PresenceParts {
  presence: PresenceStore;
  /** Of this process. */
  here: () => readonly Present[];
  now: () => Date;
}

export interface Presence {
  /** Tells of the own people and hears of the others; says whether the others are others than before. */
  look(): Promise<boolean>;
  /** Everybody, wherever; this process knows its own best. */
  present(): Present[];
  /** Accounts that may take conversations and have not stepped away. */
  seats(): number;
  /** Does any other process live? */
  shared(): boolean;
  stop(): Promise<void>;
}

const KEPT_MS = 45_000;
const RENEWED_MS = 15_000;
/** What assigning asks for; nobody else's business is written down. */
const ASKED = ['thread.claim', 'order.accept', 'order.dispatch'];

const told = (people: readonly Present[]): PresenceDoc['people'] =>
  people
    .map(({ account, permissions, away }) => ({
      ...{ account, away },
      permissions: ASKED.filter((right) => permissions.has(right)),
    }))
    .sort((a, b) => (a.account < b.account ? -1 : 1));

export function createPresence({ presence, here, now }: PresenceParts): Presence {
  const process = randomUUID();
  let said = '';
  let at = 0;
  let others: PresenceDoc[] = [];
  const living = (): PresenceDoc[] => others.filter(({ until }) => until > now());
  const names = (docs: readonly PresenceDoc[]): string =>
    JSON.stringify(
      docs.map(({ people }) => people).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    );

  async function tell(): Promise<void> {
    const people = told(here());
    const saying = JSON.stringify(people);
    const moment = now().getTime();
    if (saying === said && Math.abs(moment - at) < RENEWED_MS) return;
    await presence.tell({ _id: process, people, until: new Date(moment + KEPT_MS) });
    await presence.sweep(now());
    said = saying;
    at = moment;
  }

  function everybody(): Present[] {
    const found = new Map<string, Present>();
    for (const { people } of living())
      for (const { account, permissions, away } of people)
        found.set(account, { account, permissions: new Set(permissions), away });
    for (const one of here()) found.set(one.account, one);
    return [...found.values()];
  }

  return {
    async look() {
      await tell();
      const before = names(living());
      others = await presence.others(process, now());
      return names(others) !== before;
    },
    present: everybody,
    seats: () =>
      everybody().filter(({ permissions, away }) => permissions.has('thread.claim') && !away).length,
    shared: () => living().length > 0,
    stop: () => presence.gone(process),
  };
}
