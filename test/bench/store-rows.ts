/** The documents of the store's bench, and its clock. */
export const BATCH = 5000;

export interface Row {
  _id: number;
  key: string;
  status: string;
  createdAt: Date;
  n: number;
  body: string;
}

const BODY = '市民来信'.repeat(75);
export const row = (i: number): Row => ({
  ...{
    _id: i,
    key: `k${i}`,
    status: `s${i % 5}`,
    createdAt: new Date(1.7e12 + i * 1000),
    n: i % 1000,
    body: BODY,
  },
});

export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
}

export async function times(count: number, work: (i: number) => Promise<unknown>): Promise<number> {
  const all = await seconds(async () => {
    for (let i = 0; i < count; i++) await work(i);
  });
  return (all / count) * 1000;
}

const TURNS = 30;

/** Milliseconds of each, `count` times, in thirty turns: what slows the machine for a second slows all of them alike. */
export async function inTurns(
  count: number,
  works: readonly ((i: number) => Promise<unknown>)[],
): Promise<number[]> {
  const each = Math.ceil(count / TURNS);
  const sums = works.map(() => 0);
  for (let turn = 0; turn < TURNS; turn++)
    for (const [n, work] of works.entries())
      sums[n]! += (await times(each, (i) => work(turn * each + i))) / TURNS;
  return sums;
}
