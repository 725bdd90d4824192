/** Rows of a table as items: every fault of every row at once, each with where it stands and what to do. */
import { fill } from '../flow/words.js';
import type { Column, Names } from './columns.js';
import { COLUMNS, NEEDED } from './columns.js';
import { type Refused, refuse } from './refusal.js';
import { IMPORT } from './words.js';

export interface Where {
  /** Row of the table or passage of the document, from 1; 0 = the whole file. */
  row: number;
  says: string;
}

/** What a row says of an item; what it does not say is not there. */
export type Said = Record<string, unknown>;
export interface Row {
  row: number;
  said: Said;
}

const LONGEST_CELL = 8_000;

export function rowsOf(table: string[][], names: Names): { rows: Row[]; faults: Where[] } | Refused {
  const [head, ...body] = table;
  if (!head || body.length === 0) return refuse('none');
  const at = new Map(
    COLUMNS.map((column) => [column, head.findIndex((cell) => cell.trim() === IMPORT.columns[column.field])]),
  );
  const lacking = COLUMNS.filter(({ field }) => NEEDED.some((one) => one === field)).filter(
    (column) => at.get(column)! < 0,
  );
  if (lacking.length > 0)
    return refuse('header', { lacking: lacking.map(({ field }) => IMPORT.columns[field]).join('、') });
  const faults: Where[] = [];
  const rows = body.map((cells, index): Row => {
    const row = index + 2;
    const said: Said = {};
    for (const column of COLUMNS) {
      const value = cellOf(column, cells[at.get(column)!] ?? '', names);
      if (value.fault) faults.push({ row, says: value.fault });
      else if (value.value !== undefined) said[column.field] = value.value;
    }
    for (const field of NEEDED)
      if (said[field] === undefined)
        faults.push({ row, says: fill(IMPORT.row.lacking, { column: IMPORT.columns[field] }) });
    return { row, said };
  });
  const seen = new Set<unknown>();
  for (const { row, said } of rows) {
    if (said.id !== undefined && seen.has(said.id))
      faults.push({ row, says: fill(IMPORT.row.twice, { id: String(said.id) }) });
    seen.add(said.id);
  }
  return { rows, faults };
}

function cellOf({ field, read }: Column, cell: string, names: Names): { value?: unknown; fault?: string } {
  const column = IMPORT.columns[field];
  if (cell.length > LONGEST_CELL)
    return { fault: fill(IMPORT.row.cell, { column, n: cell.length, most: LONGEST_CELL }) };
  const value = read(cell, names);
  // A hotline may really be none.
  if (value === null && field !== 'hotline')
    return { fault: fill(IMPORT.row.shape, { column, value: cell.slice(0, 40) }) };
  return { value };
}
