/** For callers that want the answer in the same breath (forms): wakes when a line to the citizen was committed. */
import type { ThreadLine } from '../../channels/channel.js';

export interface Waiters {
  came(thread: string, line: ThreadLine): void;
  /** Resolves at the next line of the thread, or after `ms`. */
  turnOf(thread: string, ms: number): Promise<void>;
}

export function createWaiters(): Waiters {
  const waiting = new Map<string, Set<() => void>>();
  return {
    came(thread) {
      for (const wake of waiting.get(thread) ?? []) wake();
    },
    turnOf: (thread, ms) =>
      new Promise((resolve) => {
        const set = waiting.get(thread) ?? new Set();
        const done = () => {
          clearTimeout(timer);
          set.delete(done);
          if (set.size === 0) waiting.delete(thread);
          resolve();
        };
        const timer = setTimeout(done, ms);
        waiting.set(thread, set.add(done));
      }),
  };
}
