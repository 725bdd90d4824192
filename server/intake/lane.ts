/**
 * One thread's messages in order; threads never wait for each other. `wake` may be called at any time and
 * any number of times: while a turn runs, one more is noted, never two at once.
 */
export interface Lanes {
  wake(thread: string): void;
  /** Lanes at work or waiting to be. */
  busy(): number;
  /** No new turns; resolves when those under way are done. */
  drain(): Promise<void>;
}

export interface LaneParts {
  /** Serves what the thread holds. A throw here is a dead store: the lane tries again later. */
  turn: (thread: string) => Promise<void>;
  failed: (thread: string, error: unknown) => void;
  /** Milliseconds until the nth try after a throw. */
  backoff: (tries: number) => number;
}

interface Lane {
  again: boolean;
  done: Promise<void>;
}

export function createLanes(parts: LaneParts): Lanes {
  const lanes = new Map<string, Lane>();
  const sleepers = new Set<() => void>();
  let draining = false;

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(wakeUp, ms);
      function wakeUp() {
        clearTimeout(timer);
        sleepers.delete(wakeUp);
        resolve();
      }
      sleepers.add(wakeUp);
    });
  }

  async function run(thread: string, lane: Lane): Promise<void> {
    let tries = 0;
    do {
      lane.again = false;
      try {
        await parts.turn(thread);
        tries = 0;
      } catch (error) {
        parts.failed(thread, error);
        if (draining) break;
        lane.again = true;
        await pause(parts.backoff(++tries));
      }
    } while (lane.again && !draining);
    lanes.delete(thread);
  }

  return {
    wake(thread) {
      if (draining) return;
      const lane = lanes.get(thread);
      if (lane) {
        lane.again = true;
        return;
      }
      const fresh: Lane = { again: false, done: Promise.resolve() };
      lanes.set(thread, fresh);
      fresh.done = run(thread, fresh);
    },
    busy: () => lanes.size,
    async drain() {
      draining = true;
      for (const wakeUp of sleepers) wakeUp();
      await Promise.all([...lanes.values()].map((lane) => lane.done));
    },
  };
}
