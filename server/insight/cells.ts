/** Where figures are kept: a number of counts for each dimension, code and day or month. */
import type { Counts, Dimension } from './counts.js';

/** What a cell is told of: a dimension by day or by month, or a hot spot by day. */
export type CellKind = Dimension | `${Dimension}/month` | 'spot';

export interface Move {
  /** `${kind}|${period}|${code}` */
  cell: string;
  counts: Counts;
}

export interface Cell {
  _id: string;
  kind: CellKind;
  /** yyyy-MM-dd, or yyyy-MM of a month. */
  period: string;
  code: string;
  counts: Counts;
  recent: string[];
}

export const cellId = (kind: CellKind, period: string, code: string): string => `${kind}|${period}|${code}`;

export function cellOf(id: string): Pick<Cell, 'kind' | 'period' | 'code'> {
  const [kind, period, ...code] = id.split('|') as [CellKind, string, ...string[]];
  return { kind, period, code: code.join('|') };
}
