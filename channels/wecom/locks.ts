/** One thing at a time for each key, in the order asked; keys never wait for each other. */
export interface Locks {
  <Result>(key: string, run: () => Promise<Result>): Promise<Result>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

export function createLocks(): Locks {
  const tails = new Map<string, Promise<unknown>>();
  const lock = <Result>(key: string, run: () => Promise<Result>): Promise<Result> => {
    const mine = (tails.get(key) ?? Promise.resolve()).then(run, run);
    const tail: Promise<unknown> = mine
      .catch(() => {})
      .then(() => {
        if (tails.get(key) === tail) tails.delete(key);
      });
    tails.set(key, tail);
    return mine;
  };
  return Object.assign(lock, {
    async idle() {
      while (tails.size > 0) await Promise.all(tails.values());
    },
  });
}
