/** Figures over days, by one dimension: sums of cells, told as measures, the whole beside its parts. */
import type { InsightReport } from '../http/contract.js';
import type { Policy } from '../policy/types.js';
import type { Cell, InsightStore } from '../store/insight.js';
import { add, type Counts, type Dimension } from './counts.js';
import { MEASURES, valuesOf } from './measures.js';
import { WORDS } from './words.js';

export interface ReportAsk {
  by: Exclude<Dimension, 'all'> | 'day';
  /** yyyy-MM-dd, both inclusive. */
  from: string;
  to: string;
  /** Units the reader may know of; null = all. */
  scope: ReadonlySet<string> | null;
}

export interface ReportParts {
  store: Pick<InsightStore, 'cells'>;
  policy: Policy;
  channelName(channel: string): string;
}

const sum = (cells: readonly Cell[]): Counts =>
  cells.reduce<Counts>((all, { counts }) => add(all, counts), {});

export async function report({ by, from, to, scope }: ReportAsk, parts: ReportParts): Promise<InsightReport> {
  const { policy, store } = parts;
  const rules = policy.knobs.insight;
  // Who is bound to units knows figures of units alone: a region's total is more than theirs.
  const dimension: Dimension = scope !== null ? 'unit' : by === 'day' ? 'all' : by;
  const cells = (await store.cells(dimension, from, to)).filter(
    ({ code }) => scope === null || scope.has(code),
  );
  const groups = new Map<string, Counts>();
  for (const { code, day, counts } of cells) {
    const key = by === 'day' ? day : code;
    groups.set(key, add(groups.get(key) ?? {}, counts));
  }
  const rows = [...groups]
    .map(([code, counts]) => ({ code, name: nameOf(by, code, parts), values: valuesOf(counts, rules) }))
    // A cell may be left with nothing in it: what was there has moved elsewhere.
    .filter(({ values }) =>
      Object.values(values).some(({ value, base }) => (value ?? 0) !== 0 || (base ?? 0) > 0),
    );
  const order = by === 'day' ? byCode : byOrders;
  return {
    by: scope === null || by === 'day' ? by : 'unit',
    from,
    to,
    rows: rows.sort(order),
    total: valuesOf(sum(cells), rules),
    definitions: MEASURES.map(({ id }) => ({ id, ...(WORDS.measures[id] ?? { name: id, formula: '' }) })),
    note: WORDS.note.replace('{n}', String(rules.smallest)),
  };
}

type Row = InsightReport['rows'][number];
const byCode = (a: Row, b: Row): number => (a.code < b.code ? -1 : 1);
const byOrders = (a: Row, b: Row): number =>
  (b.values.orders?.value ?? 0) - (a.values.orders?.value ?? 0) || byCode(a, b);

function nameOf(by: ReportAsk['by'], code: string, { policy, channelName }: ReportParts): string {
  if (code === '') return WORDS.unset;
  switch (by) {
    case 'region':
      return policy.regionName(code);
    case 'unit':
      return policy.units.find((unit) => unit.code === code)?.name ?? code;
    case 'category':
      return policy.categories.find((row) => row.code === code)?.name ?? code;
    case 'hotline': {
      const row = policy.hotlines.find((line) => line.number === code);
      return row ? `${row.number} ${row.name}` : code;
    }
    case 'type':
      return policy.types.find((row) => row.type === code)?.name ?? code;
    case 'channel':
      return channelName(code);
    default:
      return code;
  }
}

/** What a spreadsheet opens as it is: marked UTF-8, every field quoted, no field that could be a formula. */
export function csv({ rows, total, definitions, by }: InsightReport): string {
  const cell = (text: string): string =>
    `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  const told = (values: Row['values']): string[] =>
    definitions.map(({ id }) => {
      const { value, base } = values[id] ?? { value: null, base: null };
      if (value === null) return '—';
      return base === null ? String(value) : `${(value * 100).toFixed(2)}%`;
    });
  const lines = [
    [WORDS.dimensions[by] ?? by, ...definitions.map(({ name }) => name)],
    ...rows.map(({ name, values }) => [name, ...told(values)]),
    [WORDS.dimensions.all ?? '', ...told(total)],
  ];
  return `\uFEFF${lines.map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
}
