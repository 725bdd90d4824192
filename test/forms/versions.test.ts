/** Which version counts on which day, and which is still taken. */
import { inForce, standingOf } from '../../server/forms/catalogue.js';
import { nearest } from '../../server/forms/nearest.js';
import type { FormDoc } from '../../server/store/forms.js';
import { formOf, shipped } from './support.js';

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

const until = (one: FormDoc, validTo: string): FormDoc => ({ ...one, def: { ...one.def, validTo } });

test('its last day is a day on which it is taken; the day after no version of it is', () => {
  const rows = [row(1, '2026-01-01'), until(row(2, '2026-03-10'), '2026-03-12')];
  expect(is(rows, 2, '2026-03-12')).toBe('live');
  expect(is(rows, 1, '2026-03-12')).toBe('open');
  for (const version of [1, 2]) expect(is(rows, version, '2026-03-13')).toBe('expired');
  expect(is([...rows, row(3, '2026-04-01')], 3, '2026-04-01')).toBe('live');
});

test('the nearest form shares the matter, not merely its kind; of nothing there is none', () => {
  const live = shipped.forms.map((form) => ({ version: 1, form }));
  const spring = { ...formOf('heating'), id: 'heating-spring' };
  expect(nearest(spring, live)?.form.id).toBe('heating');
  expect(nearest(formOf('heating'), [{ version: 1, form: formOf('heating') }])).toBe(null);
  const odd = { ...spring, hint: { ...spring.hint, category: null, categories: [], words: ['无人知晓'] } };
  expect(nearest(odd, live)).toBe(null);
});
