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

export function estimate(position: number, seats: number, minutesEach: number, open: boolean): number | null {
  return open && seats > 0 ? Math.max(1, Math.ceil((position * minutesEach) / seats)) : null;
}

export function createQueue({ threads, policy, seats, now }: QueueParts): Queue {
  let reading: ReturnType<ThreadStore['queue']> | null = null;

  /** One read serves all who ask while it runs: everybody who waits asks at the same moments. */
  function row(): ReturnType<ThreadStore['queue']> {
    reading ??= threads.queue().finally(() => {
      reading = null;
    });
    return reading;
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
