/** Two policies, row by row: what came, what went, what reads differently. Pure. */

import { canonical } from '../policy/read.js';
import type { TableName, Tables } from '../policy/schema.js';

export interface Difference {
  table: TableName;
  /** Names the row within its table. */
  row: string;
  kind: 'added' | 'removed' | 'changed';
  fields: { field: string; before: string | null; after: string | null }[];
  source: string;
}

type Row = Record<string, unknown>;

/** What names a row; a table without such a name is compared by its whole rows. */
const KEYS: Partial<Record<TableName, (row: Row) => string>> = {
  categories: ({ code }) => String(code),
  hotlines: ({ number }) => String(number),
  regions: ({ code }) => String(code),
  population: ({ region }) => String(region),
  refusals: ({ reason }) => String(reason),
  emergencies: ({ number }) => String(number),
  types: ({ type }) => String(type),
  hours: ({ weekday, open }) => `${weekday} ${open}`,
  roles: ({ id }) => String(id),
  states: ({ state }) => String(state),
  norms: ({ channel, kind }) => `${channel} ${kind}`,
  calendar: ({ from, to }) => `${from} ${to}`,
  units: ({ code }) => String(code),
  duties: ({ category, hotline, to }) => [category, hotline ?? '', to].join(' '),
  deadlines: ({ urgency, step, types }) => [urgency, step, ...(types as string[])].join(' '),
  'phrases.zh-CN': ({ key }) => String(key),
};

const told = (value: unknown): string | null =>
  value === undefined || value === null ? null : typeof value === 'string' ? value : canonical(value);

export function compare(before: Tables, after: Tables): Difference[] {
  return (Object.keys(after) as TableName[]).flatMap((table) => {
    const [old, now] = [rowsOf(before, table), rowsOf(after, table)];
    const names = [...new Set([...old.keys(), ...now.keys()])];
    return names.flatMap((row): Difference[] => {
      const [a, b] = [old.get(row), now.get(row)];
      const fields = [...new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])]
        .map((field) => ({ field, before: told(a?.[field]), after: told(b?.[field]) }))
        .filter((one) => one.before !== one.after);
      if (fields.length === 0) return [];
      const kind = a ? (b ? 'changed' : 'removed') : 'added';
      return [{ table, row, kind, fields, source: told((b ?? a)?.source) ?? '' }];
    });
  });
}

function rowsOf(tables: Tables, table: TableName): Map<string, Row> {
  const rows = tables[table] as unknown;
  // The single values: each is a row of its own.
  if (!Array.isArray(rows))
    return new Map(Object.entries((rows ?? {}) as Row).map(([name, value]) => [name, { value }]));
  const key = KEYS[table] ?? ((row: Row) => canonical(row));
  const found = new Map<string, Row>();
  for (const row of rows as Row[]) {
    const name = key(row);
    // A row and the one that follows it in time have one name.
    found.set(found.has(name) ? `${name} ${told(row.validFrom) ?? found.size}` : name, row);
  }
  return found;
}
