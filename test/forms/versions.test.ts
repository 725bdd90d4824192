/** Which version counts on which day, and which is still taken. */
import { inForce, standingOf } from '../../server/forms/catalogue.js';
import type { FormDoc } from '../../server/store/forms.js';
import { formOf } from './support.js';

const row = (version: number, from: string, withdrawn = false): FormDoc => ({
  _id: `heating@${version}`,
  form: 'heating',
  version,
  def: { ...formOf('heating'), title: `供暖 ${version}` },
  from,
  at: new Date(),
  by: 'a',
  note: '',
  withdrawn,
});

const is = (rows: FormDoc[], version: number, day: string): string => standingOf(rows, version, day, 7).is;

const two = [row(1, '2026-01-01'), row(2, '2026-03-10')];

test.each([
  ['2026-03-09', 1],
  ['2026-03-10', 2],
])('on %s version %i counts', (day, version) => expect(inForce(two, day)?.version).toBe(version));

test.each([
  ['2026-03-09', 1, 'live'],
  ['2026-03-09', 2, 'none'],
  ['2026-03-10', 2, 'live'],
  ['2026-03-10', 1, 'open'],
  ['2026-03-17', 1, 'open'],
  ['2026-03-18', 1, 'old'],
  ['2026-03-10', 3, 'none'],
  ['2025-12-31', 1, 'none'],
])('on %s version %i is %s', (day, version, standing) => expect(is(two, version, day)).toBe(standing));

test('an older version that is still open is judged by itself', () => {
  const standing = standingOf(two, 1, '2026-03-12', 7);
  expect(standing.is === 'open' && standing.form.title).toBe('供暖 1');
});

test('withdrawn: no version is taken, until a newer one is published', () => {
  const gone = [...two, row(3, '2026-04-01', true)];
  for (const version of [1, 2, 3]) expect(is(gone, version, '2026-04-01')).toBe('withdrawn');
  expect(is(gone, 2, '2026-03-31')).toBe('live');
  const back = [...gone, row(4, '2026-05-01')];
  expect(is(back, 4, '2026-05-01')).toBe('live');
  expect(is(back, 3, '2026-05-01')).toBe('none');
  expect(is(back, 2, '2026-05-01')).toBe('old');
});

test('a later publication with an earlier day goes before the scheduled one', () => {
  const rows = [row(1, '2026-01-01'), row(2, '2026-12-10'), row(3, '2026-12-01')];
  expect(inForce(rows, '2026-12-05')?.version).toBe(3);
  expect(inForce(rows, '2026-12-10')?.version).toBe(3);
});
