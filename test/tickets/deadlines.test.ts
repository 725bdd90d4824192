/** Deadlines: against the law's own examples, and against a slow model that walks minute by minute. */
import fc from 'fast-check';
import { loadPolicy } from '../../server/policy/policy.js';
import {
  type Calendar,
  createCalendar,
  dayOf,
  midnight,
  plusDays,
  workdaysBetween,
} from '../../server/tickets/deadlines/calendar.js';
import { type Asked, due, type Limit, type Pause } from '../../server/tickets/deadlines/due.js';
import { lightOf, nearFrom, overdueBy, redFrom } from '../../server/tickets/deadlines/light.js';

const { calendar } = await loadPolicy();
const at = (text: string) => new Date(`${text}:00+08:00`);
const told = (start: string, amount: number, unit: Limit['unit'], more: Partial<Asked> = {}) => {
  const found = due({ start: at(start), limit: { amount, unit }, calendar, ...more });
  return new Date(found.at.getTime() + 8 * 3_600_000).toISOString().slice(0, 16) + (found.certain ? '' : '?');
};

describe('days off and days on', () => {
  test.each([
    ['2026-02-14', true, 'a Saturday worked for the Spring Festival'],
    ['2026-02-15', false, 'its first day'],
    ['2026-02-23', false, 'its last day'],
    ['2026-02-24', true, 'the Tuesday after'],
    ['2026-10-10', true, 'a Saturday worked for the National Day'],
    ['2026-11-28', false, 'a plain Saturday'],
    ['2026-11-30', true, 'a plain Monday'],
    ['2025-10-08', false, 'the eighth day of the joint holiday'],
  ])('%s works: %s (%s)', (day, works) => {
    expect(calendar.works(day)).toBe(works);
  });

  test('each notice makes as many days off as the State Council gave', () => {
    const off = (year: number) =>
      Array.from({ length: 365 }, (_, i) => plusDays(`${year}-01-01`, i)).filter(
        (day) => !calendar.works(day),
      ).length;
    // 104 weekend days and 13 statutory days (2025 on: Spring Festival Eve and 2 May added), whole year.
    expect(off(2025)).toBe(117);
    expect(off(2026)).toBe(117);
  });
});

describe('what is due when', () => {
  test.each([
    [
      '2026-11-27T16:00',
      5,
      'workday',
      '2026-12-05T00:00',
      'five working days from a Friday: the Friday after',
    ],
    ['2026-11-28T10:00', 1, 'workday', '2026-12-01T00:00', 'from a Saturday: Monday'],
    [
      '2026-11-30T00:00',
      1,
      'workday',
      '2026-12-02T00:00',
      'the first minute belongs to the day that does not count',
    ],
    [
      '2026-02-13T09:00',
      3,
      'workday',
      '2026-02-26T00:00',
      'over the Spring Festival with its make-up Saturday',
    ],
    ['2026-09-24T23:59', 15, 'day', '2026-10-10T00:00', 'calendar days'],
    ['2026-09-16T12:00', 15, 'day', '2026-10-09T00:00', 'last day in the holiday: the next working day'],
    ['2026-11-28T23:50', 30, 'minute', '2026-11-29T00:20', 'minutes run at night and on Sunday'],
    ['2026-11-28T10:00', 24, 'hour', '2026-11-29T10:00', 'so do hours'],
    ['2026-12-28T10:00', 10, 'workday', '2027-01-12T00:00?', 'beyond what is known it may still move'],
  ] as const)('%s + %d %s = %s: %s', (start, amount, unit, wanted, _why) => {
    expect(told(start, amount, unit)).toBe(wanted);
  });

  const pause = (from: string, to: string | null): Pause => ({
    from: at(from),
    to: to === null ? null : at(to),
  });

  test('two working days of waiting for the citizen move it by two', () => {
    const pauses = [pause('2026-11-30T09:00', '2026-12-02T18:00')];
    expect(told('2026-11-27T16:00', 5, 'workday', { pauses })).toBe('2026-12-09T00:00');
  });
  test('waiting counts three working days at most', () => {
    const pauses = [pause('2026-11-30T09:00', '2026-12-20T18:00')];
    expect(told('2026-11-27T16:00', 5, 'workday', { pauses, longestPause: 3 })).toBe('2026-12-10T00:00');
  });
  test('a pause that is still open counts up to now', () => {
    const pauses = [pause('2026-11-30T09:00', null)];
    const now = at('2026-12-01T10:00');
    expect(told('2026-11-27T16:00', 5, 'workday', { pauses, now })).toBe('2026-12-08T00:00');
    expect(told('2026-11-30T08:00', 24, 'hour', { pauses, now })).toBe('2026-12-02T09:00');
  });
});

/** Walks: slow, and as obvious as a wall calendar. */
function slow({ start, limit, calendar: days, pauses = [], longestPause = 3 }: Asked): Date {
  const minute = 60_000;
  const spans = pauses.map(({ from, to }) => {
    const seen = new Set<string>();
    let t = from.getTime();
    for (; t < to!.getTime(); t += minute) {
      const day = dayOf(new Date(t));
      if (seen.size >= longestPause && !seen.has(day)) break;
      if (day !== dayOf(from) && days.works(day)) seen.add(day);
    }
    return { from: from.getTime(), to: t };
  });
  const paused = (t: number) => spans.some((span) => span.from <= t && t < span.to);
  if (limit.unit === 'minute' || limit.unit === 'hour') {
    let left = limit.amount * (limit.unit === 'hour' ? 60 : 1);
    let t = start.getTime();
    for (; left > 0; t += minute) if (!paused(t)) left -= 1;
    // A pause that begins at the very end stops nothing any more; one inside stops what is left.
    return new Date(t);
  }
  const counted = (from: number, to: number) => {
    const seen = new Set<string>();
    for (let t = from; t <= to; t += minute) {
      const day = dayOf(new Date(t));
      if (day !== dayOf(new Date(from)) && (limit.unit === 'day' || days.works(day))) seen.add(day);
    }
    return seen.size;
  };
  let left = limit.amount + spans.reduce((n, { from, to }) => n + counted(from, to - 60_000), 0);
  let day = dayOf(start);
  for (let t = start.getTime(); ; t += minute) {
    const today = dayOf(new Date(t));
    if (today === day) continue;
    // The day that just ended was `day`; the start's own day does not count.
    if (day !== dayOf(start) && (limit.unit === 'day' || days.works(day))) left -= 1;
    if (left <= 0 && days.works(day)) return midnight(today);
    day = today;
  }
}

describe('against the slow model, minute by minute, over five years', () => {
  const first = at('2024-01-01T00:00').getTime();
  const minutes = 5 * 365 * 1440;
  const start = fc.integer({ min: 0, max: minutes }).map((m) => new Date(first + m * 60_000));
  const limit = fc.oneof(
    fc.record({ amount: fc.integer({ min: 1, max: 90 }), unit: fc.constant('minute' as const) }),
    fc.record({ amount: fc.integer({ min: 1, max: 48 }), unit: fc.constant('hour' as const) }),
    fc.record({
      amount: fc.integer({ min: 1, max: 15 }),
      unit: fc.constantFrom('workday' as const, 'day' as const),
    }),
  );

  test('without waiting', () => {
    fc.assert(
      fc.property(start, limit, (from, given) => {
        const asked = { start: from, limit: given, calendar };
        expect(due(asked).at).toEqual(slow(asked));
      }),
      { numRuns: 300 },
    );
  });

  test('with waiting, in whole minutes, inside the time that runs', () => {
    fc.assert(
      fc.property(
        start,
        limit,
        fc.integer({ min: 0, max: 90 }),
        fc.integer({ min: 1, max: 12 * 1440 }),
        (from, given, after, length) => {
          const begun = new Date(from.getTime() + Math.min(after, given.amount - 1) * 60_000);
          const pauses = [{ from: begun, to: new Date(begun.getTime() + length * 60_000) }];
          const asked = { start: from, limit: given, calendar, pauses, longestPause: 3 };
          expect(due(asked).at).toEqual(slow(asked));
        },
      ),
      { numRuns: 200 },
    );
  });

  test('later start, larger limit, longer waiting: never earlier', () => {
    fc.assert(
      fc.property(start, limit, fc.integer({ min: 0, max: 10_000 }), (from, given, more) => {
        const base = due({ start: from, limit: given, calendar }).at;
        const later = due({ start: new Date(from.getTime() + more * 60_000), limit: given, calendar }).at;
        const larger = due({ start: from, limit: { ...given, amount: given.amount + 1 }, calendar }).at;
        expect(later >= base && larger >= base && base > from).toBe(true);
      }),
    );
  });

  test('a new notice moves what is due, and only what lies beyond it', () => {
    const more: Calendar = createCalendar(
      [{ from: '2027-01-01', to: '2027-01-03', off: true }],
      '2027-12-31',
    );
    const asked = { start: at('2026-12-28T10:00'), limit: { amount: 5, unit: 'workday' as const } };
    expect(due({ ...asked, calendar }).at).toEqual(midnight('2027-01-05'));
    expect(due({ ...asked, calendar: more })).toEqual({ at: midnight('2027-01-06'), certain: true });
    const shorter = { ...asked, limit: { amount: 3, unit: 'workday' as const } };
    expect(due({ ...shorter, calendar: more }).at).toEqual(due({ ...shorter, calendar }).at);
  });
});

describe('lights', () => {
  const nearness = { share: 0.2, hours: 4, redAfter: 1 };
  const clock = { start: at('2026-11-30T09:00'), due: at('2026-12-05T00:00') };

  test.each([
    ['2026-11-30T09:00', 'none'],
    ['2026-12-04T01:48', 'near'],
    ['2026-12-04T23:59', 'near'],
    ['2026-12-05T00:00', 'yellow'],
    ['2026-12-07T23:59', 'yellow'],
    ['2026-12-08T00:00', 'red'],
  ])('at %s it is %s', (now, light) => {
    expect(lightOf(clock, nearness, calendar, at(now))).toBe(light);
  });

  test('near is a fifth of the time or four hours, whichever begins earlier, and never more than half of it', () => {
    const short = { start: at('2026-11-30T09:00'), due: at('2026-11-30T11:00') };
    expect(nearFrom(short, nearness)).toEqual(at('2026-11-30T10:00'));
    const long = { start: at('2026-11-30T09:00'), due: at('2026-12-01T05:00') };
    expect(nearFrom(long, nearness)).toEqual(at('2026-12-01T01:00'));
  });

  test('red begins when its own timer says, for any start and limit', () => {
    const start = fc.integer({ min: 0, max: 5 * 365 * 1440 });
    fc.assert(
      fc.property(start, (minute) => {
        const fell = new Date(at('2024-01-01T00:00').getTime() + minute * 60_000);
        const red = redFrom(fell, nearness, calendar);
        const one = { start: new Date(fell.getTime() - 1), due: fell };
        expect(lightOf(one, nearness, calendar, red)).toBe('red');
        expect(lightOf(one, nearness, calendar, new Date(red.getTime() - 1))).toBe('yellow');
      }),
    );
  });

  test('overdue is counted in whole working days, neither the day it fell due on nor today', () => {
    expect(overdueBy(clock.due, calendar, at('2026-12-08T10:00'))).toBe(1);
    expect(workdaysBetween(calendar, '2026-12-04', '2026-12-08')).toBe(2);
  });
});
