/** A year of simulated traffic: nothing true of one order may be untrue of the many. `npm run bench -- year` runs 200,000. */
import type { Counts } from '../../server/insight/counts.js';
import { loadPolicy } from '../../server/policy/policy.js';
import { midnight } from '../../server/tickets/deadlines/calendar.js';
import { judgeYear } from '../support/year/judge.js';
import { liveYear } from '../support/year/year.js';

const policy = await loadPolicy();
const year = liveYear({ seed: 12345, orders: 4000, first: midnight('2026-01-01'), policy });

test('it was a whole year: everything that may happen to an order happened', () => {
  expect(year.orders).toBeGreaterThan(3700);
  for (const action of [
    'answerDirect',
    'askInfo',
    'supply',
    'refuse',
    'requestReview',
    'answerAlarm',
    'merge',
    'transferOut',
    'withdraw',
    'requestReturn',
    'agreeReturn',
    'refuseReturn',
    'requestExtension',
    'agreeExtension',
    'hold',
    'resume',
    'failReply',
    'callback',
    'confirmDone',
    'rateWell',
    'rateLow',
    'rework',
    'problem',
    'settle',
    'reopen',
    'urge',
    'supervise',
    'recount',
    'undo',
    'maskIdentity',
    'followToEnd',
  ])
    expect([action, (year.done[action] ?? 0) > 0]).toEqual([action, true]);
  for (const timer of [
    'infoTimeout',
    'toCallback',
    'autoUrge',
    'autoSign',
    'nearDue',
    'overdue',
    'overdueMore',
    'reviewHold',
    'problem',
  ])
    expect([timer, (year.rang[timer] ?? 0) > 0]).toEqual([timer, true]);
  // People try what is not possible, too.
  expect(year.refused.NOT_ALLOWED).toBeGreaterThan(10);
});

test('no order without an owner, no clock running backwards, every refusal with guidance, versions gapless', () => {
  expect(year.faults).toEqual([]);
});

test('everything is counted once, and the three rates agree with what the citizens said', () => {
  expect(judgeYear(year, policy.knobs.insight)).toEqual([]);
});

test('the judge is no rubber stamp: one verdict more, and one cell less, are found', () => {
  const forged = { ...year, heard: year.heard.slice(1) };
  expect(judgeYear(forged, policy.knobs.insight)).not.toEqual([]);
  const moved = new Map<string, Counts>(year.moved);
  moved.delete([...moved.keys()].find((cell) => cell.startsWith('unit|'))!);
  expect(judgeYear({ ...year, moved }, policy.knobs.insight)).not.toEqual([]);
});

test('the same seed is the same year', () => {
  const small = { seed: 7, orders: 300, first: midnight('2026-01-01'), policy };
  const [one, other] = [liveYear(small), liveYear(small)];
  expect(other).toEqual(one);
  expect(liveYear({ ...small, seed: 8 }).steps).not.toBe(one.steps);
});

test('an agreed return that was taken back is none: nobody is stuck between dispatching and designating', () => {
  const undone = liveYear({ seed: 5, orders: 400, first: midnight('2026-01-01'), policy });
  expect(undone.done.undo).toBeGreaterThan(10);
  expect(undone.faults).toEqual([]);
});
