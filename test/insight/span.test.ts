/** Days read as months where they are whole; one place told apart from another, its houses not. */
import fc from 'fast-check';
import { placeKey } from '../../server/insight/place.js';
import { lastYearOf, previousOf } from '../../server/insight/report.js';
import { lastOf, spanOf } from '../../server/insight/span.js';
import { plusDays } from '../../server/tickets/deadlines/calendar.js';
import { POLICY } from '../tickets/samples.js';

const days = (from: string, to: string): string[] => {
  const all: string[] = [];
  for (let day = from; day <= to; day = plusDays(day, 1)) all.push(day);
  return all;
};

test('every day of the span is in it once: in a month that is whole, or as a day', () => {
  fc.assert(
    fc.property(fc.nat(1500), fc.nat(800), (start, length) => {
      const from = plusDays('2024-01-01', start);
      const to = plusDays(from, length);
      const span = spanOf(from, to);
      const read = [
        ...span.days.flatMap(([a, b]) => days(a, b)),
        ...(span.months ? days(`${span.months[0]}-01`, lastOf(span.months[1])) : []),
      ];
      expect(read.sort()).toEqual(days(from, to));
      // What is read day by day is never more than the two broken ends.
      expect(span.days.flatMap(([a, b]) => days(a, b)).length).toBeLessThanOrEqual(60);
    }),
  );
});

test('环比 is as many days just before, 同比 the same days of the year before', () => {
  expect(previousOf({ from: '2026-11-01', to: '2026-11-30' })).toEqual({
    from: '2026-10-02',
    to: '2026-10-31',
  });
  expect(previousOf({ from: '2026-11-30', to: '2026-11-30' })).toEqual({
    from: '2026-11-29',
    to: '2026-11-29',
  });
  expect(lastYearOf({ from: '2028-02-29', to: '2028-03-31' })).toEqual({
    from: '2027-02-28',
    to: '2027-03-31',
  });
});

test.each([
  ['锦绣家园小区3号楼2单元', '锦绣家园小区 5栋', true],
  ['大学东路与展览馆东路交口', '大学东路与展览馆东路 交口', true],
  ['赛罕区大学东路', '大学东路', true],
  ['呼和浩特市 赛罕区大学东路', '赛罕区大学东路', true],
  ['赛罕区', '', true],
  ['锦绣家园小区', '赛罕小区', false],
  ['公交2路首末站', '公交5路首末站', false],
  ['锦绣家园小区', '香槟小区', false],
  ['', '', true],
])('%s and %s: one place? %s', (a, b, same) => {
  const path = POLICY.regionPath('150105');
  expect(placeKey(a, path) === placeKey(b, path)).toBe(same);
});
