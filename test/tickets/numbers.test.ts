/** Order numbers without gaps or doubles under concurrency. */
import fc from 'fast-check';
import { MAX_SEQ } from '../../server/tickets/number.js';
import { claimOf, createNumbers, keyOf, type Used } from '../../server/tickets/numbers.js';

const KEY = keyOf({ region: '150100', day: '20261124', letter: 'Z' });
const OTHER = keyOf({ region: '150100', day: '20261124', letter: 'T' });

/** A journal as far as numbers see it: causes and claims are unique, and every call takes a turn of the loop. */
function journal(spurious: () => boolean = () => false) {
  const claims = new Set<string>();
  const causes = new Set<string>();
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    claims,
    async lastTaken(key: string): Promise<number> {
      await turn();
      let last = 0;
      while (claims.has(claimOf(key, last + 1))) last += 1;
      return last;
    },
    async insert(cause: string, wanted: string[]): Promise<Used> {
      await turn();
      if (causes.has(cause)) return 'already';
      if (spurious() || wanted.some((claim) => claims.has(claim))) return 'conflict';
      causes.add(cause);
      for (const claim of wanted) claims.add(claim);
      return 'done';
    },
  };
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
const sorted = (seqs: number[]): number[] => [...seqs].sort((a, b) => a - b);

async function takeUntilDone(
  numbers: ReturnType<typeof createNumbers>,
  key: string,
  use: (seq: number) => Promise<Used>,
) {
  for (;;) {
    const taken = await numbers.take(key, use);
    if (taken.outcome === 'done') return taken.seq;
    expect(taken.outcome).toBe('conflict');
  }
}

test('200 takers at once with random conflicts get 1 to 200, each once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(fc.nat(9)), async (dice) => {
      const store = journal(() => dice.next().value! < 3);
      const numbers = createNumbers(store);
      const seqs = await Promise.all(
        upTo(200).map((n) =>
          takeUntilDone(numbers, KEY, (seq) => store.insert(`c${n}`, [claimOf(KEY, seq)])),
        ),
      );
      expect(sorted(seqs)).toEqual(upTo(200));
      expect(store.claims.size).toBe(200);
    }),
    { numRuns: 5 },
  );
});

test('within one process takers of one key stand in line: nobody ever loses a race', async () => {
  const store = journal();
  const numbers = createNumbers(store);
  const answers: Used[] = [];
  const order = await Promise.all(
    upTo(50).map((n) =>
      takeUntilDone(numbers, KEY, async (seq) => {
        answers.push(await store.insert(`c${n}`, [claimOf(KEY, seq)]));
        return answers.at(-1)!;
      }),
    ),
  );
  expect(new Set(answers)).toEqual(new Set(['done']));
  expect(order).toEqual(upTo(50));
});

test('four processes over one journal leave no gap and no double', async () => {
  const store = journal();
  const processes = upTo(4).map(() => createNumbers(store));
  const seqs = await Promise.all(
    upTo(200).map((n) =>
      takeUntilDone(processes[n % 4]!, KEY, (seq) => store.insert(`c${n}`, [claimOf(KEY, seq)])),
    ),
  );
  expect(sorted(seqs)).toEqual(upTo(200));
});

test('a cause committed before takes no second number', async () => {
  const store = journal();
  const numbers = createNumbers(store);
  const use = (seq: number) => store.insert('same', [claimOf(KEY, seq)]);
  expect(await numbers.take(KEY, use)).toEqual({ outcome: 'done', seq: 1 });
  expect(await numbers.take(KEY, use)).toEqual({ outcome: 'already' });
  expect(await store.lastTaken(KEY)).toBe(1);
});

test('a clash that is not about the number comes back to the caller and takes none', async () => {
  const store = journal();
  const numbers = createNumbers(store);
  const tried: number[] = [];
  const clash = await numbers.take(KEY, async (seq) => {
    tried.push(seq);
    return 'conflict';
  });
  expect(clash).toEqual({ outcome: 'conflict' });
  expect(new Set(tried)).toEqual(new Set([1]));
  expect(await numbers.take(KEY, (seq) => store.insert('next', [claimOf(KEY, seq)]))).toEqual({
    outcome: 'done',
    seq: 1,
  });
});

test('a use that throws frees the turn and the number', async () => {
  const store = journal();
  const numbers = createNumbers(store);
  const failing = numbers.take(KEY, () => Promise.reject(new Error('disk full')));
  const waiting = numbers.take(KEY, (seq) => store.insert('b', [claimOf(KEY, seq)]));
  await expect(failing).rejects.toThrow('disk full');
  expect(await waiting).toEqual({ outcome: 'done', seq: 1 });
});

test('one commit may take several numbers, also of one key, and crossing takers do not lock each other', async () => {
  const store = journal();
  const numbers = createNumbers(store);
  const crossing = upTo(60).map((n) => {
    const keys = n % 2 ? [KEY, OTHER, KEY] : [OTHER, KEY];
    return numbers.takeAll(keys, (seqs) =>
      store.insert(
        `c${n}`,
        keys.map((key, index) => claimOf(key, seqs[index]!)),
      ),
    );
  });
  for (const taken of await Promise.all(crossing)) expect(taken.outcome).toBe('done');
  expect(await store.lastTaken(KEY)).toBe(90);
  expect(await store.lastTaken(OTHER)).toBe(60);
  expect(store.claims.size).toBe(150);
});

test('no keys, no numbers: the commit still runs', async () => {
  const numbers = createNumbers(journal());
  expect(await numbers.takeAll([], async () => 'done')).toEqual({ outcome: 'done', seq: [] });
});

test('a day with a million orders says so instead of counting on', async () => {
  const numbers = createNumbers({ lastTaken: async () => MAX_SEQ });
  await expect(numbers.take(KEY, async () => 'done')).rejects.toThrow(RangeError);
});
