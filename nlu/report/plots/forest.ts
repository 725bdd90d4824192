import type { Bar, Reached } from '../sections/bars.js';
import { dot, END, line, MIDDLE, picture, words } from './draw.js';

const LEFT = 150;
const WIDE = 300;
const ROW = 30;

/** One line a figure: its interval, its value, and a mark where the bar stands. */
export function forest(rows: { bar: Bar; reached: Reached }[], name: string): string {
  const x = (value: number) => LEFT + value * WIDE;
  const height = rows.length * ROW + 30;
  const scale = [0, 0.25, 0.5, 0.75, 1].flatMap((at) => [
    line(x(at), 6, x(at), height - 22, 'grid'),
    words(x(at), height - 6, at.toFixed(2), MIDDLE),
  ]);
  const drawn = rows.flatMap(({ bar, reached: { value, low, high } }, i) => {
    const y = i * ROW + 22;
    return [
      words(LEFT - 10, y + 4, bar.en.replace(/, macro-F1$/, ''), END),
      line(x(bar.needed), y - 10, x(bar.needed), y + 10, 'bar'),
      ...(low === null || high === null ? [] : [line(x(low), y, x(high), y, 'whisker')]),
      ...(value === null ? [] : [dot(x(value), y)]),
    ];
  });
  return picture(LEFT + WIDE + 24, height, name, [...scale, ...drawn]);
}
