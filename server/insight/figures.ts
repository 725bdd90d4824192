/**
 * Sums of counts over days, by one dimension. Who is bound to units is told of orders those units lead, and of
 * nothing else: by unit and by day from cells, otherwise from the orders' own parts, which are then few.
 */
import type { InsightStore } from '../store/insight.js';
import { add, type Counts, type Dimension } from './counts.js';
import type { By } from './names.js';
import { type Span, spanOf } from './span.js';

export interface FigureAsk {
  by: By;
  /** yyyy-MM-dd, both inclusive. */
  from: string;
  to: string;
  /** Units the reader may know of; null = all. */
  scope: ReadonlySet<string> | null;
}

export type FigureStore = Pick<InsightStore, 'cells' | 'ofUnits'>;

export interface Figures {
  groups: Map<string, Counts>;
  total: Counts;
}

export const totalOf = (groups: ReadonlyMap<string, Counts>): Counts =>
  [...groups.values()].reduce<Counts>((all, counts) => add(all, counts), {});

/** '' where nobody said a region. */
export const leagueOf = (code: string): string => (code === '' ? '' : `${code.slice(0, 4)}00`);

async function read(
  store: FigureStore,
  dimension: Dimension,
  span: Span,
  keyOf: (code: string, period: string) => string | null,
): Promise<Map<string, Counts>> {
  const groups = new Map<string, Counts>();
  const cells = await Promise.all([
    ...span.days.map(([from, to]) => store.cells(dimension, from, to)),
    ...(span.months ? [store.cells(`${dimension}/month`, ...span.months)] : []),
  ]);
  for (const { code, period, counts } of cells.flat()) {
    const key = keyOf(code, period);
    if (key !== null) groups.set(key, add(groups.get(key) ?? {}, counts));
  }
  return groups;
}

async function ofParts(store: FigureStore, { by, from, to, scope }: FigureAsk): Promise<Map<string, Counts>> {
  const groups = new Map<string, Counts>();
  const dimension = by === 'league' ? 'region' : (by as Dimension);
  for await (const { at, counts } of store.ofUnits([...(scope ?? [])], from, to)) {
    const key = by === 'league' ? leagueOf(at.region) : at[dimension];
    groups.set(key, add(groups.get(key) ?? {}, counts));
  }
  return groups;
}

export async function figures(store: FigureStore, asked: FigureAsk): Promise<Figures> {
  const { by, from, to, scope } = asked;
  const days: Span = { days: [[from, to]], months: null };
  const mine = (code: string) => scope === null || scope.has(code);
  const groups =
    by === 'day'
      ? await read(store, scope ? 'unit' : 'all', days, (code, day) => (mine(code) || !scope ? day : null))
      : by === 'unit'
        ? await read(store, 'unit', spanOf(from, to), (code) => (mine(code) ? code : null))
        : scope
          ? await ofParts(store, asked)
          : await read(store, by === 'league' ? 'region' : by, spanOf(from, to), (code) =>
              by === 'league' ? leagueOf(code) : code,
            );
  // A cell may be left with nothing in it: what was there has moved elsewhere.
  for (const [code, counts] of groups) if (Object.keys(counts).length === 0) groups.delete(code);
  return { groups, total: totalOf(groups) };
}

/** The whole alone. */
export async function whole(store: FigureStore, asked: Omit<FigureAsk, 'by'>): Promise<Counts> {
  const span = spanOf(asked.from, asked.to);
  return totalOf(
    asked.scope
      ? (await figures(store, { ...asked, by: 'unit' })).groups
      : await read(store, 'all', span, (code) => code),
  );
}
