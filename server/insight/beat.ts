/** Work of this room that comes round again and again: one after another, one round at a time, done when it stops. */
export interface Beat {
  start(everyMs: number): void;
  /** Resolves when nothing of it is under way any more. */
  stop(): Promise<void>;
}

export function createBeat(
  jobs: readonly (() => Promise<unknown>)[],
  failed: (where: string, error: unknown) => void,
): Beat {
  let ticking: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;
  let stopped = false;

  async function round(): Promise<void> {
    for (const job of jobs) {
      if (stopped) return;
      await job().catch((error: unknown) => failed('insight', error));
    }
  }

  const turn = (): void => {
    running ??= round().finally(() => (running = null));
  };
  return {
    start(everyMs) {
      turn();
      ticking = setInterval(turn, everyMs).unref();
    },
    async stop() {
      stopped = true;
      clearInterval(ticking);
      await running;
    },
  };
}
