/** For callers that want the answer in the same breath (forms): wakes when a line to the citizen was committed. */
import type { ThreadLine } from '../../channels/channel.js';

export interface Waiters {
  came(thread: string, line: ThreadLine): void;
  /** Waits for the next line of the thread, for `ms` at most. */
  turnOf(thread: string, ms: number): Waiting;
}

export interface Waiting {
  done: Promise<void>;
  /** Nobody waits any more. */
  leave(): void;
}

export function createWaiters(): Waiters {
  const waiting = new Map<string, Set<() => void>>();
  return {
    came(thread) {
      for (const wake of waiting.get(thread) ?? []) wake();
    },
    turnOf(thread, ms) {
      let leave = () => {};
      const done = new Promise<void>((resolve) => {
        const set = waiting.get(thread) ?? new Set();
        leave = () => {
          clearTimeout(timer);
          set.delete(leave);
          if (set.size === 0) waiting.delete(thread);
          resolve();
        };
        const timer = setTimeout(leave, ms);
        waiting.set(thread, set.add(leave));
      });
      return { done, leave };
    },
  };
}
