/**
 * Gapless numbers. A number is taken only by the journal document that uses it: the claim
 * `no:区划:日期:类型#序号` lies under the journal's unique index. The queue in this process spares takers of
 * one key from racing each other; against other processes the index decides, and the loser reads again.
 */
import { MAX_SEQ, type OrderNo } from './number.js';

export type NumberKey = Omit<OrderNo, 'seq'>;
export type Used = 'done' | 'already' | 'conflict';
export type Taken<Seq> = { outcome: 'done'; seq: Seq } | { outcome: 'already' | 'conflict' };

export const keyOf = ({ region, day, letter }: NumberKey): string => `${region}:${day}:${letter}`;
export const claimOf = (key: string, seq: number): string => `no:${key}#${seq}`;

export interface Numbers {
  /**
   * `use` commits with `claimOf(key, seq)` among its claims. 'done': the number is used. 'already': this
   * cause was committed before, under its own number. 'conflict': the claims clash although the number is
   * free, so another claim of the commit is the cause; the caller reads again and judges again.
   */
  take(key: string, use: (seq: number) => Promise<Used>): Promise<Taken<number>>;
  /**
   * Several numbers for one commit, the same key as often as needed. Do not call `take` inside `use`: the
   * key's turn would wait for itself.
   */
  takeAll(keys: readonly string[], use: (seqs: number[]) => Promise<Used>): Promise<Taken<number[]>>;
}

/** Conflicts in a row without the last number moving, after which the clash is not about numbers. */
const PATIENCE = 3;

export function createNumbers(store: { lastTaken(key: string): Promise<number> }): Numbers {
  const turns = new Map<string, Promise<void>>();

  async function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = turns.get(key) ?? Promise.resolve();
    const { promise: mine, resolve: leave } = deferred();
    const tail = before.then(() => mine);
    turns.set(key, tail);
    await before;
    try {
      return await work();
    } finally {
      leave();
      if (turns.get(key) === tail) turns.delete(key);
    }
  }

  /** Keys are entered in one order everywhere, so two takers never wait for each other. */
  const inTurns = <T>([key, ...rest]: string[], work: () => Promise<T>): Promise<T> =>
    key === undefined ? work() : inTurn(key, () => inTurns(rest, work));

  async function next(keys: readonly string[]): Promise<number[]> {
    const last = new Map<string, number>();
    for (const key of new Set(keys)) last.set(key, await store.lastTaken(key));
    return keys.map((key) => {
      const seq = (last.get(key) ?? 0) + 1;
      if (seq > MAX_SEQ) throw new RangeError(`order numbers of ${key} are used up`);
      last.set(key, seq);
      return seq;
    });
  }

  async function attempt(
    keys: readonly string[],
    use: (seqs: number[]) => Promise<Used>,
  ): Promise<Taken<number[]>> {
    let tried = '';
    for (let still = 0; still < PATIENCE; ) {
      const seqs = await next(keys);
      still = tried === seqs.join() ? still + 1 : 0;
      tried = seqs.join();
      const outcome = await use(seqs);
      if (outcome === 'done') return { outcome, seq: seqs };
      if (outcome === 'already') return { outcome };
    }
    return { outcome: 'conflict' };
  }

  const takeAll: Numbers['takeAll'] = (keys, use) =>
    inTurns([...new Set(keys)].sort(), () => attempt(keys, use));
  return {
    takeAll,
    async take(key, use) {
      const taken = await takeAll([key], ([seq]) => use(seq!));
      return taken.outcome === 'done' ? { outcome: 'done', seq: taken.seq[0]! } : taken;
    },
  };
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
