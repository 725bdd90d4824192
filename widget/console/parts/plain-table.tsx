/** A small table of told cells: names to the left, numbers to the right, scrolled in itself on a phone. */
import type { ReactNode } from 'react';

const NUMBER = /^[\d.,]+%?$|^—$/;

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
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="scroll" aria-label={label} tabIndex={0}>
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
                <td key={i} className={numeric(i) ? 'figures' : undefined}>
                  {i === 0 ? named(cell) : cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
