/** Does something every so often, one run at a time: a slow one is not run into by the next, nor followed by a queue. */
export interface Ticking {
  /** Runs now, then every so often. */
  start(everyMs: number): void;
  /** Resolves when nothing of it is under way any more. */
  stop(): Promise<void>;
}

export function createTicking(run: () => Promise<unknown>, failed: (error: unknown) => void): Ticking {
  let ticking: NodeJS.Timeout | undefined;
  let running: Promise<unknown> = Promise.resolve();
  let waiting = false;
  let stopped = false;
  function tick(): void {
    if (waiting || stopped) return;
    waiting = true;
    running = run()
      .catch(failed)
      .finally(() => {
        waiting = false;
      });
  }
  return {
    start(everyMs) {
      tick();
      ticking = setInterval(tick, everyMs).unref();
    },
    async stop() {
      stopped = true;
      clearInterval(ticking);
      await running;
    },
  };
}
