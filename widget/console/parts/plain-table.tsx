/** A small table of told cells: names to the left, numbers to the right, scrolled in itself on a phone. */
import type { ReactNode } from 'react';
import { W } from '../words.js';
import { Scroll } from './scroll.js';

const NUMBER = new RegExp(`^[\\d.,]+%?$|^—$|^${W.insight.small}$`);
/** Words of this length want room to be read in lines. */
const LONG = 16;
/** A day, or from one to another: never broken at its strokes. */
const DAYS = /^\d{4}-\d{2}-\d{2}( \S+ \d{4}-\d{2}-\d{2})?$/;

const lookOf = (cell: string): string | undefined =>
  DAYS.test(cell) ? 'days' : cell.length > LONG ? 'long' : undefined;

export function PlainTable({
  label,
  columns,
  rows,
  named = (cell) => cell,
}: {
  label: string;
  columns: readonly string[];
  rows: readonly (readonly string[])[];
  /** How the first cell of a row is shown. */
  named?: (cell: string) => ReactNode;
}) {
  const numeric = (i: number): boolean => i > 0 && rows.every((row) => NUMBER.test(row[i] ?? ''));
  return (
    <Scroll label={label}>
      <table className="plain">
        <thead>
          <tr>
            {columns.map((name, i) => (
              <th key={name} scope="col" className={numeric(i) ? 'figures' : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.join('|')}>
              {row.map((cell, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: cells of a row keep their places
                <td key={i} className={numeric(i) ? 'figures' : lookOf(cell)}>
                  {i === 0 ? named(cell) : cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
