/**
 * The order's room under load: steps through the journal, lists of every role at ten thousand and at a million orders,
 * a sweep of what fell due, and the figures of a year. `BENCH_SCALE=0.01` tries it out on a hundredth,
 * `BENCH_ORDERS=steps,figures` takes some of its parts alone.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { report } from '../../server/insight/report.js';
import { facetsFor, queuesOf, ROLE_QUEUES } from '../../server/lists/queues.js';
import { loadPolicy } from '../../server/policy/policy.js';
import { openDatabase } from '../../server/store/connect.js';
import { plusDays } from '../../server/tickets/deadlines/calendar.js';
import { fillFigures, fillOrders, type House, house, lives, TODAY } from './orders-house.js';
import { type Figure, percentile, scaled } from './report.js';

const STEPS = 6000;
const SIDE_BY_SIDE = 32;
const PAGES = 60;
const UNIT = '150105';

const row = (what: string, value: number, unit: string, target?: string): Figure => ({
  ...{ bench: 'orders', what, value, unit },
  ...(target ? { target } : {}),
});
const seconds = (from: number): number => (performance.now() - from) / 1000;

async function opened<T>(run: (here: House) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'jiesu-bench-'));
  const { connection, close } = await openDatabase({ uri: null, dataDir: dir });
  try {
    const here = await house(connection, await loadPolicy());
    const found = await run(here);
    // What was written last is still being counted.
    await here.tally.settled();
    return found;
  } finally {
    await close();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Orders side by side, each from acceptance to its end, every step journaled, flushed and counted. */
async function steps(): Promise<Figure[]> {
  return opened(async (here) => {
    const todo = lives(here, scaled(STEPS));
    let done = 0;
    const from = performance.now();
    await Promise.all(
      Array.from({ length: SIDE_BY_SIDE }, async () => {
        for (let next = todo(); next; next = todo()) {
          const taken = await next();
          done += taken;
        }
      }),
    );
    const spent = seconds(from);
    await here.tally.settled();
    return [
      row(
        `transitions with journal, ${SIDE_BY_SIDE} orders side by side, ${done} in all`,
        done / spent,
        '/s',
        '≥ 300',
      ),
      row('the same until every one is counted', done / seconds(from), '/s'),
    ];
  });
}

/**
 * The first page of every list of every role, house and unit, as the desk asks for it: again and again, all day. The
 * very first look at a list reads its pages from the disk and is not counted.
 */
async function pages({ tickets }: House): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const role of Object.keys(ROLE_QUEUES)) {
    const queues = queuesOf([role]);
    const place = ['HANDLER', 'HANDLER_LEAD', 'STATION', 'SUBCENTER'].includes(role) ? UNIT : null;
    const asks = place === null ? tickets.listed : tickets.list;
    const times: number[] = [];
    for (let i = -queues.length; i < PAGES && queues.length > 0; i++) {
      const queue = queues.at(i % queues.length)!;
      const facets = facetsFor(queue, 'order-accept');
      const from = performance.now();
      await asks({ place, facets, order: queue.order, limit: 50 });
      if (i >= 0) times.push(performance.now() - from);
    }
    if (times.length > 0)
      found.set(
        role,
        percentile(
          times.sort((a, b) => a - b),
          0.95,
        ),
      );
  }
  return found;
}

async function lists(): Promise<Figure[]> {
  const [few, many] = [scaled(10_000), scaled(1_000_000)];
  const at = (n: number) =>
    opened(async (here) => {
      await fillOrders(here, n);
      return pages(here);
    });
  const small = await at(few);
  const large = await at(many);
  return [...large].map(([role, ms]) => {
    const before = small.get(role) ?? Number.NaN;
    const what = `first page of ${role}'s lists, p95: ${before.toFixed(1)} ms at ${few} orders, ${ms.toFixed(1)} ms at ${many}; ratio`;
    return row(what, ms / before, '', '≤ 1.5');
  });
}

async function sweep(): Promise<Figure[]> {
  return opened(async (here) => {
    const n = scaled(100_000);
    await fillOrders(here, n, 'due');
    const from = performance.now();
    const rang = await here.timers.sweep();
    return [row(`timer sweep, ${n} orders due, ${rang} timers rang`, rang / seconds(from), '/s')];
  });
}

async function figures(): Promise<Figure[]> {
  return opened(async (here) => {
    const n = scaled(1_000_000);
    await fillFigures(here, n);
    const names = { channelName: (name: string) => name, now: () => new Date() };
    const parts = { store: here.insight, policy: here.policy, ...names };
    const span = { from: plusDays(TODAY, -364), to: TODAY, scope: null };
    const found: Figure[] = [];
    for (const by of ['unit', 'region', 'category', 'day'] as const) {
      const from = performance.now();
      const { total } = await report({ by, ...span }, parts);
      found.push(
        row(`a year by ${by}, ${total.orders?.value} orders`, performance.now() - from, 'ms', '≤ 2000'),
      );
    }
    return found;
  });
}

const PARTS = { steps, lists, sweep, figures };

export async function orders(): Promise<Figure[]> {
  const names = (process.env.BENCH_ORDERS?.split(',') ?? Object.keys(PARTS)) as (keyof typeof PARTS)[];
  const found: Figure[] = [];
  for (const name of names) {
    const told = await PARTS[name]();
    // A million orders take most of an hour: what is known is said at once.
    for (const { what, value, unit } of told) process.stderr.write(`${what}: ${value.toFixed(1)} ${unit}\n`);
    found.push(...told);
  }
  return found;
}
