import type { Bin } from '../reliability.js';
import { box, dot, END, line, MIDDLE, picture, words } from './draw.js';

const LEFT = 34;
const TOP = 10;
const SIDE = 250;

/** Height of a column: how often it was right; dot: how sure it was; below: how many. */
export function reliabilityPlot(filled: Bin[], name: string): string {
  const step = SIDE / filled.length;
  const y = (value: number) => TOP + SIDE - value * SIDE;
  const scale = [0, 0.5, 1].flatMap((at) => [
    line(LEFT, y(at), LEFT + SIDE, y(at), 'grid'),
    words(LEFT - 6, y(at) + 4, at.toFixed(1), END),
  ]);
  const columns = filled.flatMap((bin, i) => {
    const x = LEFT + i * step;
    const told = `${bin.from.toFixed(1)}–${(bin.from + 0.1).toFixed(1)}: ${bin.n}`;
    return [
      words(x + step / 2, TOP + SIDE + 14, String(bin.n), { ...MIDDLE, class: 'small' }),
      ...(bin.right === null || bin.sure === null
        ? []
        : [
            box(x + 2, y(bin.right), step - 4, bin.right * SIDE, { class: 'column' }, told),
            dot(LEFT + bin.sure * SIDE, y(bin.right), 'dot', told),
          ]),
    ];
  });
  const ideal = line(LEFT, y(0), LEFT + SIDE, y(1), 'bar');
  const ends = ['0', '1'].map((one, i) => words(LEFT + i * SIDE, TOP + SIDE + 28, one, MIDDLE));
  return picture(LEFT + SIDE + 12, TOP + SIDE + 34, name, [...scale, ...columns, ideal, ...ends]);
}
