/** What time does to proceedings: near its end, over, the time for contesting gone. As the timers of orders. */
import type { Commit, Committed } from '../../intake/journal.js';
import type { ProceedingStore } from '../../store/proceedings.js';
import type { Actor } from '../ticket.js';
import { type FollowPolicy, housed } from './follow.js';
import { type Proceeding, proceedingClaim } from './proceeding.js';

export interface ProceedingTimerParts {
  proceedings: Pick<ProceedingStore, 'due'>;
  commit: (commit: Commit) => Promise<Committed>;
  policy: FollowPolicy;
  now: () => Date;
  failed: (where: string, error: unknown) => void;
}

const TIMER: Actor = { kind: 'system', id: 'timer', role: 'SYSTEM' };
const BATCH = 200;

/** Does all that is due; says how many. One that fails does not hold up the others. */
export function createProceedingSweep(parts: ProceedingTimerParts): () => Promise<number> {
  const { proceedings, commit, policy, now, failed } = parts;

  async function fire(proceeding: Proceeding): Promise<boolean> {
    const { next } = proceeding;
    const at = now();
    if (!next || next.at > at) return false;
    const moved = housed(proceeding, next.key.slice(0, next.key.indexOf('@')), at, policy);
    if (!moved) throw new Error(`timer ${next.key} of ${proceeding.id} has no move`);
    const done = await commit({
      cause: `timer:${proceeding.id}:${next.key}`,
      actor: TIMER,
      claims: [proceedingClaim(moved)],
      changes: [{ do: 'proceeding', proceeding: moved }],
      before: { state: proceeding.state, version: proceeding.version },
    });
    return done === 'done';
  }

  return async () => {
    for (let total = 0; ; ) {
      const rows = await proceedings.due(now(), BATCH);
      let done = 0;
      for (const row of rows) {
        try {
          if (await fire(row)) done += 1;
        } catch (error) {
          failed(`timer ${row.id}`, error);
        }
      }
      total += done;
      if (rows.length < BATCH || done === 0) return total;
    }
  };
}
