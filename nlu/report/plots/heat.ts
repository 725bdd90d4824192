import { widthOf } from '../text.js';
import { box, END, MIDDLE, picture, words } from './draw.js';

const CELL = 24;
/** Width of a letter, half of a Chinese one. */
const LETTER = 7;
/** The faintest and the strongest cell: figures must stay readable on both. */
const FAINT = 0.08;
const STRONG = 0.42;

/** Rows gold, columns said; each row in shares of its messages, figures in messages. */
export function heat(names: string[], cells: number[][], name: string): string {
  // Above a column its code is enough: 「refuse/privacy 个人隐私」 is privacy.
  const heads = names.map((one) => one.split(' ')[0]!.split('/').at(-1)!);
  const left = 12 + LETTER * Math.max(...names.map(widthOf));
  // They lean, so that their height is less than their length.
  const top = Math.round(16 + LETTER * 0.87 * Math.max(...heads.map(widthOf)));
  const side = names.length * CELL;
  const above = heads.map((one, i) => {
    const x = left + (i + 0.5) * CELL + 4;
    return words(x, top - 6, one, { transform: `rotate(-60 ${Math.round(x)} ${top - 6})` });
  });
  const rows = names.flatMap((one, row) => {
    const y = top + row * CELL;
    const whole = cells[row]!.reduce((sum, n) => sum + n, 0);
    return [
      words(left - 6, y + CELL / 2 + 4, one, END),
      ...cells[row]!.flatMap((n, column) => {
        if (n === 0) return [];
        const depth = FAINT + (STRONG * n) / whole;
        const look = { class: row === column ? 'right' : 'wrong', 'fill-opacity': depth.toFixed(2) };
        const x = left + column * CELL;
        return [
          box(x, y, CELL, CELL, look, `${one} → ${names[column]}: ${n}`),
          words(x + CELL / 2, y + CELL / 2 + 4, String(n), { ...MIDDLE, class: 'small' }),
        ];
      }),
    ];
  });
  const frame = box(left, top, side, side, { class: 'frame' });
  // The last heads lean over the right edge.
  return picture(left + side + 50, top + side + 8, name, [...above, ...rows, frame]);
}
