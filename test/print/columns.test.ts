/** Columns of a printed table. */
import { fitted } from '../../server/print/columns.js';

const sum = (widths: number[]) => widths.reduce((all, one) => all + one, 0);

test('a name keeps its width beside laws and formulas that want more than the page', () => {
  const widths = fitted([60, 260, 260, 260, 260, 260], 500);
  expect(widths[0]).toBe(60);
  expect(sum(widths)).toBeCloseTo(500);
  expect(new Set(widths.slice(1))).toEqual(new Set([88]));
});

test('what fits fills the page; too many names share it; nothing is ever wider than the page', () => {
  expect(fitted([50, 100], 300)).toEqual([100, 200]);
  const many = fitted(
    Array.from({ length: 12 }, () => 80),
    500,
  );
  expect(sum(many)).toBeCloseTo(500);
  for (const wanted of [[90, 91], [260], [90, 90, 90, 260], [34, 260, 34]])
    expect(sum(fitted(wanted, 400))).toBeCloseTo(400);
});
