import { exact, upcoming, when } from '../../widget/ui/times.js';

const now = Date.parse('2025-11-25T03:00:00Z');
const ago = (ms: number) => new Date(now - ms).toISOString();

test.each([
  [ago(0), '刚刚'],
  [ago(59_000), '刚刚'],
  [ago(60_000), '1 分钟前'],
  [ago(3 * 60_000), '3 分钟前'],
  [ago(3_600_000), '1 小时前'],
  [ago(86_399_000), '23 小时前'],
  ['2025-11-24T03:00:00Z', '11月24日 11:00'],
  ['2024-12-31T16:05:00Z', '1月1日 00:05'],
  ['2024-12-31T15:55:00Z', '2024年12月31日 23:55'],
])('%s is said as %s', (iso, words) => {
  expect(when(iso, now)).toBe(words);
});

test('a server clock that runs ahead is now, not a time to come', () => {
  expect(when(ago(-90_000), now)).toBe('刚刚');
});

test('the exact time is Asia/Shanghai, whatever zone the browser is in', () => {
  expect(exact('2025-11-24T16:30:05Z')).toBe('2025-11-25 00:30:05（北京时间）');
});

test.each([
  ['2025-11-25T10:00:00Z', '今天 18:00'],
  ['2025-11-25T16:00:00Z', '明天 00:00'],
  ['2025-11-27T00:30:00Z', '后天 08:30'],
  ['2025-12-01T00:30:00Z', '12月1日 08:30'],
])('%s to come is said as %s', (iso, words) => {
  expect(upcoming(iso, now)).toBe(words);
});

test('what is no time is shown as it is', () => {
  expect([when('八点', now), exact('八点'), upcoming('八点', now)]).toEqual(['八点', '八点', '八点']);
});
