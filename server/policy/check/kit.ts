/** What every table is judged by: rows that say the same twice, dates, references, rows that must be there. */
import { type Fault, fault } from '../faults.js';
import { TABLES, type TableName, type Tables } from '../schema.js';

export type Dated = { validFrom: string | null; validTo: string | null };

const overlap = (a: Dated, b: Dated): boolean =>
  (a.validFrom ?? '') <= (b.validTo ?? '9999-12-31') && (b.validFrom ?? '') <= (a.validTo ?? '9999-12-31');

export function doubles<T extends Dated>(
  file: TableName,
  rows: T[] | undefined,
  key: (row: T) => string,
): Fault[] {
  return (rows ?? []).flatMap((row, index) =>
    (rows ?? []).slice(0, index).some((other) => key(other) === key(row) && overlap(other, row))
      ? [fault(`${file}.json`, `[${index}]`, 'twice', key(row))]
      : [],
  );
}

export function dates(tables: Partial<Tables>): Fault[] {
  return (Object.keys(TABLES) as TableName[]).flatMap((name) => {
    const rows = tables[name];
    if (!Array.isArray(rows)) return [];
    return rows.flatMap((row: Dated, index) =>
      row.validFrom && row.validTo && row.validTo < row.validFrom
        ? [fault(`${name}.json`, `[${index}].validTo`, 'dates', row.validTo)]
        : [],
    );
  });
}

/** Everything of `wanted` has a row. */
export function absent(file: TableName, has: string[] | undefined, wanted: readonly string[]): Fault[] {
  if (!has) return [];
  return wanted
    .filter((item) => !has.includes(item))
    .map((item) => fault(`${file}.json`, '', 'missing', item));
}

/** Everything referred to exists; what is not known yet is not judged. */
export const unknown = (
  file: TableName,
  path: string,
  value: string | null,
  known: Set<string> | null,
): Fault[] =>
  value === null || known === null || known.has(value) ? [] : [fault(`${file}.json`, path, 'unknown', value)];
