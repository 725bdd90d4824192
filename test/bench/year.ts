/** A year of simulated traffic: 200,000 orders, every one judged at every step. `BENCH_SCALE=0.1` for a tenth of it. */
import { loadPolicy } from '../../server/policy/policy.js';
import { midnight } from '../../server/tickets/deadlines/calendar.js';
import { judgeYear } from '../support/year/judge.js';
import { liveYear } from '../support/year/year.js';
import { type Figure, scaled } from './report.js';

const SEED = 12345;

export async function year(): Promise<Figure[]> {
  const policy = await loadPolicy();
  const begun = performance.now();
  const lived = liveYear({ seed: SEED, orders: scaled(200_000), first: midnight('2026-01-01'), policy });
  const seconds = (performance.now() - begun) / 1000;
  const faults = [...lived.faults, ...judgeYear(lived, policy.knobs.insight)];
  if (faults.length > 0) throw new Error(`the year has faults:\n${faults.join('\n')}`);
  const row = (what: string, value: number, unit: string): Figure => ({ bench: 'year', what, value, unit });
  const rang = Object.values(lived.rang).reduce((sum, n) => sum + n, 0);
  const refused = Object.values(lived.refused).reduce((sum, n) => sum + n, 0);
  return [
    row('orders', lived.orders, ''),
    row('steps done, each judged', lived.steps, ''),
    row('steps refused, each with a reason', refused, ''),
    row('timers that rang', rang, ''),
    row('orders merged', lived.done.merge ?? 0, ''),
    row('valid call-backs', lived.heard.length, ''),
    row('faults', 0, ''),
    row('wall time', seconds, 's'),
    row('steps a second', lived.steps / seconds, '/s'),
    row('memory', process.memoryUsage.rss() / 2 ** 20, 'MiB'),
  ];
}
