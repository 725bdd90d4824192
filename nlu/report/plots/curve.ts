import type { Curve } from '../thresholds.js';
import { dot, END, line, MIDDLE, path, picture, words } from './draw.js';

const LEFT = 56;
const TOP = 12;
const WIDE = 330;
const HIGH = 220;

export interface Axis {
  print: (value: number) => string;
  /** Where the bar stands. */
  needed: number;
}

/** Found upwards, its price to the right, so that the upper left corner is best. */
export function curvePlot(one: Curve, found: Axis, wrong: Axis, name: string): string {
  const most = Math.max(wrong.needed * 1.5, ...one.points.map((point) => point.wrong));
  const least = Math.min(found.needed, ...one.points.map((point) => point.found));
  const floor = Math.min(0.9, Math.floor(least * 10) / 10);
  const x = (value: number) => LEFT + (value / most) * WIDE;
  const y = (value: number) => TOP + HIGH - ((value - floor) / (1 - floor)) * HIGH;
  const quarters = [0, 0.25, 0.5, 0.75, 1];
  const scale = quarters.flatMap((at) => {
    const [price, share] = [at * most, floor + at * (1 - floor)];
    return [
      line(LEFT, y(share), LEFT + WIDE, y(share), 'grid'),
      words(LEFT - 6, y(share) + 4, found.print(share), END),
      words(x(price), TOP + HIGH + 18, wrong.print(price), MIDDLE),
    ];
  });
  const bars = [
    line(LEFT, y(found.needed), LEFT + WIDE, y(found.needed), 'bar'),
    line(x(wrong.needed), TOP, x(wrong.needed), TOP + HIGH, 'bar'),
  ];
  const points = one.points.map((point): [number, number] => [x(point.wrong), y(point.found)]);
  const told = `${one.now.at}: ${found.print(one.now.found)}, ${wrong.print(one.now.wrong)}`;
  const now = dot(x(one.now.wrong), y(one.now.found), 'dot', told);
  return picture(LEFT + WIDE + 24, TOP + HIGH + 26, name, [...scale, ...bars, path(points), now]);
}
