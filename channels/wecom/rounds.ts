/** Work that comes round: the next after the last has ended, until the channel stops. */
import type { House } from '../kind.js';

export interface Rounds {
  /** First at once; `run` may say how long to wait instead. */
  every(ms: number, run: () => Promise<unknown>): void;
  /** Work besides, that `stop` waits for. */
  also(work: Promise<unknown>): void;
  stopped(): boolean;
  stop(): Promise<void>;
}

export function createRounds(house: Pick<House, 'pause' | 'log'>): Rounds {
  const under = new Set<Promise<unknown>>();
  let over = false;

  function also(work: Promise<unknown>): void {
    const settled = work
      .catch((error: unknown) => house.log('error', 'round failed', { error: String(error) }))
      .finally(() => under.delete(settled));
    under.add(settled);
  }

  return {
    every(ms, run) {
      const loop = async () => {
        while (!over) {
          const said = await run().catch((error: unknown) => {
            house.log('error', 'round failed', { error: String(error) });
            return undefined;
          });
          if (!over) await house.pause(typeof said === 'number' ? said : ms);
        }
      };
      also(loop());
    },
    also,
    stopped: () => over,
    async stop() {
      over = true;
      await Promise.all(under);
    },
  };
}
