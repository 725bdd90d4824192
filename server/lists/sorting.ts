/** Orders at rest get the signs lists find them by: those of an older version, and all where units have moved. */
import { createHash } from 'node:crypto';
import type { Notes } from '../../channels/kind.js';
import type { Policy } from '../policy/types.js';
import type { TicketStore } from '../store/tickets.js';
import type { Unit } from '../tickets/dispatch/unit.js';
import { SIGNS } from './signs.js';

/** The units over a unit, nearest first, by the policy of the moment; a circle ends. */
export const aboveIn =
  (policy: { units: readonly Pick<Unit, 'code' | 'parent'>[] }) =>
  (code: string): string[] => {
    const found: string[] = [];
    const parentOf = (unit: string) => policy.units.find((one) => one.code === unit)?.parent ?? null;
    for (let at = parentOf(code); at !== null && !found.includes(at); at = parentOf(at)) found.push(at);
    return found;
  };

export interface Sorting {
  /** Is every order where it belongs? */
  sorted(): boolean;
  /** Goes on where it was left; does nothing where nothing has changed. */
  start(): void;
  stop(): Promise<void>;
}

const BATCH = 500;

export function createSorting(parts: {
  tickets: Pick<TicketStore, 'resign'>;
  policy: Pick<Policy, 'units'>;
  notes: Notes;
  failed: (where: string, error: unknown) => void;
}): Sorting {
  const { tickets, policy, notes } = parts;
  let done = false;
  let stopping = false;
  let running: Promise<void> = Promise.resolve();

  const mark = (): string => {
    const tree = policy.units.map(({ code, parent }) => `${code}<${parent ?? ''}`).sort();
    return `${SIGNS}:${createHash('sha256').update(tree.join()).digest('hex').slice(0, 16)}`;
  };

  async function run(): Promise<void> {
    const wanted = mark();
    if ((await notes.get<string>('sorted')) === wanted) {
      done = true;
      return;
    }
    const left = await notes.get<{ mark: string; after: string }>('sorting');
    let after: string | null = left?.mark === wanted ? left.after : '';
    while (after !== null && !stopping && mark() === wanted) {
      after = await tickets.resign(after, BATCH);
      if (after !== null) await notes.set('sorting', { mark: wanted, after });
    }
    if (after !== null) return;
    await notes.set('sorted', wanted);
    await notes.set('sorting', null);
    done = true;
  }

  return {
    sorted: () => done,
    start() {
      done = false;
      running = running.then(run).catch((error: unknown) => parts.failed('lists', error));
    },
    async stop() {
      stopping = true;
      await running;
    },
  };
}
