/**
 * Waits until a citizen has paused. People on a phone send one thought in several short messages; answering
 * each would be ten answers to half a question.
 */
export interface Settling {
  /** A line arrived. */
  arrived(thread: string): void;
  settle(thread: string): Promise<void>;
  /** What has arrived is about to be read. */
  reading(thread: string): void;
  /** Did more arrive since it was read? */
  more(thread: string): boolean;
}

export interface SettleParts {
  /** Milliseconds without a new line that count as a pause. */
  quiet: number;
  /** Longest wait since the first line of the breath. */
  longest: number;
  pause: (ms: number) => Promise<void>;
}

export function createSettle({ quiet, longest, pause }: SettleParts): Settling {
  const arrivals = new Map<string, number>();
  return {
    arrived(thread) {
      arrivals.set(thread, (arrivals.get(thread) ?? 0) + 1);
    },
    async settle(thread) {
      let heard = 0;
      for (let waited = 0; waited < longest; waited += quiet) {
        const now = arrivals.get(thread) ?? 0;
        if (now === heard) break;
        heard = now;
        await pause(quiet);
      }
    },
    reading(thread) {
      arrivals.delete(thread);
    },
    more: (thread) => arrivals.has(thread),
  };
}
