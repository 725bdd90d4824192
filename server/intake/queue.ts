/** Who waits for a person, where in the row, and an honest estimate. */
import type { Policy } from '../policy/types.js';
import type { ThreadStore } from '../store/threads.js';

export interface QueueView {
  position: number;
  /** Null where no estimate is honest: nobody is there. */
  minutes: number | null;
  open: boolean;
  opens: string | null;
}

export interface QueueParts {
  threads: ThreadStore;
  policy: Pick<Policy, 'desk' | 'knobs'>;
  /** Agents signed in at the desk right now. */
  seats: () => number;
  now: () => Date;
}

export interface Queue {
  /** The thread's place; for one about to join, the place it will get. */
  of(thread: string): Promise<QueueView>;
}

const LONG = 200;
const FRESH_MS = 1000;

export function estimate(position: number, seats: number, minutesEach: number, open: boolean): number | null {
  return open && seats > 0 ? Math.max(1, Math.ceil((position * minutesEach) / seats)) : null;
}

export function createQueue({ threads, policy, seats, now }: QueueParts): Queue {
  let reading: ReturnType<ThreadStore['queue']> | null = null;
  let last: { at: number; row: Awaited<ReturnType<ThreadStore['queue']>> } | null = null;

  /**
   * One read serves all who ask while it runs: everybody who waits asks at the same moments. A long row also
   * serves for a moment after: in a rush each newcomer would read all who came before.
   */
  async function row(): ReturnType<ThreadStore['queue']> {
    const at = now().getTime();
    if (last && last.row.length > LONG && at >= last.at && at - last.at < FRESH_MS) return last.row;
    reading ??= threads.queue().finally(() => {
      reading = null;
    });
    last = { at, row: await reading };
    return last.row;
  }

  return {
    async of(thread) {
      const waiting = await row();
      const found = waiting.findIndex(({ _id }) => _id === thread);
      const position = found < 0 ? waiting.length + 1 : found + 1;
      const { open, opens } = policy.desk(now());
      return {
        position,
        minutes: estimate(position, seats(), policy.knobs.queue.minutesEach, open),
        open,
        opens,
      };
    },
  };
}
