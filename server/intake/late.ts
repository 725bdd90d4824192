/**
 * Rings at the desk when a reply is late: once for each clock that ran out. The clock stands in the thread, so
 * a restart forgets none; what ran out while the house was closed rings when it opens.
 */
import type { Masks } from '../people/privacy.js';
import type { Policy } from '../policy/types.js';
import type { ThreadStore } from '../store/threads.js';
import type { Commit, Committed } from './journal.js';
import type { ReplyClock } from './reply-clock.js';
import type { ThreadDoc } from './thread.js';

export interface LateParts {
  threads: Pick<ThreadStore, 'late'>;
  commit: (commit: Commit) => Promise<Committed>;
  policy: Pick<Policy, 'phrase'>;
  masks: Pick<Masks, 'desk'>;
  /** Chinese name of a channel. */
  titleOf: (channel: string) => string;
  now: () => Date;
}

const AT_ONCE = 200;
const HOUR = 60;

export const lateAlarm = (thread: string, { since }: ReplyClock): string =>
  `alarm:late:${thread}:${since.getTime()}`;

function wordsOf({ channel, clock }: ThreadDoc & { clock: ReplyClock }, parts: LateParts): string {
  const minutes = Math.round((clock.due.getTime() - clock.since.getTime()) / 60_000);
  const { phrase } = parts.policy;
  const limit =
    minutes % HOUR === 0
      ? phrase('clock.hours', { n: minutes / HOUR })
      : phrase('clock.minutes', { n: minutes });
  return phrase(`clock.late.${clock.kind}`, { channel: parts.titleOf(channel), limit });
}

/** Returns how many rang. */
export function createLate(parts: LateParts): () => Promise<number> {
  return async () => {
    const rows = await parts.threads.late(parts.now(), AT_ONCE);
    let rang = 0;
    for (const thread of rows) {
      const { clock } = thread;
      if (!clock) continue;
      const id = lateAlarm(thread._id, clock);
      const answer = await parts.commit({
        cause: id,
        actor: { kind: 'system', id: 'clock', role: 'SYSTEM' },
        claims: [],
        changes: [
          {
            do: 'alarm',
            id,
            kind: 'late',
            thread: thread._id,
            orderNo: thread.memory.orderNo,
            text: wordsOf({ ...thread, clock }, parts),
          },
          { do: 'rung', thread: thread._id, since: clock.since },
        ],
        before: {},
      });
      if (answer === 'done') rang += 1;
    }
    return rang;
  };
}
