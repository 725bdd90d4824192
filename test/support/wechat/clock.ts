/** The platform's own time: it runs, and a test may push it on. What is due is done, and waited for. */
export interface Clock {
  now(): number;
  /** Milliseconds from now. */
  later(ms: number, work: () => Promise<void>): void;
  advance(ms: number): Promise<void>;
  stop(): void;
}

export function createClock(): Clock {
  let offset = 0;
  const due: { at: number; work: () => Promise<void> }[] = [];
  const now = () => Date.now() + offset;

  async function run(): Promise<void> {
    for (;;) {
      due.sort((a, b) => a.at - b.at);
      if (!due[0] || due[0].at > now()) return;
      const ripe = due.splice(0, due.findIndex(({ at }) => at > now()) >>> 0);
      await Promise.all(ripe.map(({ work }) => work()));
    }
  }
  const ticker = setInterval(() => void run(), 20);
  return {
    now,
    later: (ms, work) => void due.push({ at: now() + ms, work }),
    async advance(ms) {
      offset += ms;
      await run();
    },
    stop: () => clearInterval(ticker),
  };
}
