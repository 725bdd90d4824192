/** What is hot, and what comes every year: the rules themselves, on paper. */
import fc from 'fast-check';
import { heatOf } from '../../server/insight/hot.js';
import { comingOf, springFestival } from '../../server/insight/season.js';
import { loadPolicy } from '../../server/policy/policy.js';

const policy = await loadPolicy();
const rule = policy.knobs.insight.hot;
const days = (n: number, of: (i: number) => number) => Array.from({ length: n }, (_, i) => of(i));

test.each([
  ['a quiet place, then six', 6, days(28, () => 0), true],
  ['too few to be anything', 4, days(28, () => 0), false],
  ['as many as ever', 20, days(28, () => 20), false],
  ['one more than ever, which never wavered', 21, days(28, () => 20), true],
  ['a swinging place needs more', 20, days(28, (i) => (i % 2) * 15), false],
  ['beyond three deviations of it', 31, days(28, (i) => (i % 2) * 15), true],
  ['a house that knows too little to judge', 50, days(13, () => 0), false],
])('%s: hot? ', (_why, n, before, hot) => {
  expect(heatOf(n, before, rule).hot).toBe(hot);
});

test('mean and deviation are those of the days before; more orders are never less hot', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(40), { minLength: 28, maxLength: 28 }), fc.nat(80), (before, n) => {
      const heat = heatOf(n, before, rule);
      const mean = before.reduce((a, b) => a + b, 0) / 28;
      const deviation = Math.sqrt(before.map((x) => x * x).reduce((a, b) => a + b, 0) / 28 - mean ** 2 || 0);
      expect(heat.threshold).toBeCloseTo(mean + 3 * deviation, 6);
      if (heat.hot) expect(heatOf(n + 1, before, rule).hot).toBe(true);
    }),
  );
});

test.each([
  [2024, '2024-02-10'],
  [2025, '2025-01-29'],
  [2026, '2026-02-17'],
  [2027, '2027-02-06'],
  [2033, '2033-01-31'],
])('Spring Festival of %d is %s', (year, day) => {
  expect(springFestival(year)).toBe(day);
});

test.each([
  ['heating', '2026-09-15', 'later', '2026-10-10'],
  ['heating', '2026-09-20', 'soon', '2026-10-10'],
  ['heating', '2026-10-15', 'now', '2026-10-10'],
  ['heating', '2026-11-16', 'later', '2027-10-10'],
  ['cold', '2027-01-15', 'now', '2026-12-01'],
  ['wages', '2026-12-01', 'soon', '2026-12-08'],
  ['wages', '2027-02-06', 'now', '2026-12-08'],
  ['wages', '2027-02-07', 'later', '2027-11-27'],
])('%s on %s: %s, from %s', (id, today, when, from) => {
  const found = comingOf(policy.seasons.find((row) => row.id === id)!, today);
  expect([found.when, found.from]).toEqual([when, from]);
});
