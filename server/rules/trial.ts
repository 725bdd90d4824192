/** One trial of a policy at a time: watched, stopped, its outcome kept until the next. */
import { randomUUID } from 'node:crypto';
import type { Policy } from '../policy/types.js';
import type { PrecedentStore } from '../store/precedents.js';
import type { TicketFilter, TicketLists } from '../store/ticket-lists.js';
import type { Ticket } from '../tickets/ticket.js';
import { type Simulated, simulate } from './simulate.js';

export interface Trial {
  id: string;
  account: string;
  state: 'running' | 'done' | 'failed' | 'cancelled';
  done: number;
  result: Simulated | null;
}

export interface Trials {
  /** Null = one is running. */
  start(ask: {
    account: string;
    now: Policy;
    candidate: Policy;
    days: number;
    place: string | null;
  }): Trial | null;
  find(id: string, account: string): Trial | null;
  cancel(trial: Trial): void;
}

const DAY_MS = 86_400_000;
const PAGE = 100;
/** Orders one trial walks at most. */
const MOST = 100_000;
/** Precedents it knows at most, the newest: a hotline settles some dozens a year. */
export const MOST_PRECEDENTS = 5000;

export async function* filedSince(
  tickets: Pick<TicketLists, 'list'>,
  { from, ...filter }: TicketFilter,
): AsyncGenerator<Ticket> {
  let seen = 0;
  for (let after: string | null = null; ; ) {
    const page: Awaited<ReturnType<TicketLists['list']>> = await tickets.list({
      ...filter,
      after,
      limit: PAGE,
    });
    for (const ticket of page.rows) {
      // Newest first: the first that is too old is the end. As a filter it would be looked for to the end of time.
      if (from && ticket.createdAt < from) return;
      yield ticket;
      if (++seen >= MOST) return;
    }
    after = page.next;
    if (after === null) return;
  }
}

export function createTrials(parts: {
  tickets: Pick<TicketLists, 'list'>;
  precedents: Pick<PrecedentStore, 'search'>;
  now: () => Date;
  mask: (text: string) => string;
  failed: (where: string, error: unknown) => void;
}): Trials {
  let last: Trial | null = null;
  return {
    start({ account, now, candidate, days, place }) {
      if (last?.state === 'running') return null;
      const trial: Trial = { id: randomUUID(), account, state: 'running', done: 0, result: null };
      last = trial;
      const at = parts.now();
      const from = new Date(at.getTime() - days * DAY_MS);
      const walk = async (): Promise<Simulated> =>
        simulate({
          orders: filedSince(parts.tickets, { from, place }),
          ...{ now, candidate, at, mask: parts.mask },
          precedents: await parts.precedents.search('', MOST_PRECEDENTS),
          on(done) {
            trial.done = done;
            return trial.state === 'running';
          },
        });
      walk().then(
        (result) => {
          if (trial.state === 'running') Object.assign(trial, { state: 'done', result });
        },
        (error: unknown) => {
          parts.failed('simulate', error);
          trial.state = 'failed';
        },
      );
      return trial;
    },
    find: (id, account) => (last?.id === id && last.account === account ? last : null),
    cancel(trial) {
      if (trial.state === 'running') trial.state = 'cancelled';
    },
  };
}
