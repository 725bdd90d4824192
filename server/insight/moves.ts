/** What one order adds to each cell: by day and by month in every dimension, and by day where it may be a hot spot. */
import { cellId, type Move } from './cells.js';
import { add, type Contribution, type Counts, DIMENSIONS } from './counts.js';
import { monthOf } from './span.js';

function* cellsOf({ day, at, spot, counts }: Contribution): Generator<[cell: string, counts: Counts]> {
  for (const dimension of DIMENSIONS) {
    yield [cellId(dimension, day, at[dimension]), counts];
    yield [cellId(`${dimension}/month`, monthOf(day), at[dimension]), counts];
  }
  if (spot !== '' && counts.orders) yield [cellId('spot', day, spot), { orders: counts.orders }];
}

const sameCells = (a: Contribution, b: Contribution): boolean =>
  a.day === b.day && a.spot === b.spot && DIMENSIONS.every((name) => a.at[name] === b.at[name]);

/** What a new version moves, cell by cell. */
export function movesOf(before: Contribution | null, after: Contribution): Move[] {
  // Mostly nothing but the counts has changed, and mostly not even those.
  if (before && sameCells(before, after)) {
    const counts = add(after.counts, before.counts, -1);
    if (Object.keys(counts).length === 0) return [];
    return [...cellsOf({ ...after, counts })].map(([cell, moved]) => ({ cell, counts: moved }));
  }
  const moves = new Map<string, Counts>();
  const push = (part: Contribution, sign: 1 | -1): void => {
    for (const [cell, counts] of cellsOf(part)) moves.set(cell, add(moves.get(cell) ?? {}, counts, sign));
  };
  if (before) push(before, -1);
  push(after, 1);
  return [...moves]
    .filter(([, counts]) => Object.keys(counts).length > 0)
    .map(([cell, counts]) => ({ cell, counts }));
}

/** Adds in place: a million orders are summed without a million copies. */
export function gatherInto(cells: Map<string, Counts>, part: Contribution): void {
  for (const [cell, counts] of cellsOf(part)) {
    const sum = cells.get(cell) ?? {};
    for (const [name, count] of Object.entries(counts) as [keyof Counts, number][])
      sum[name] = (sum[name] ?? 0) + count;
    cells.set(cell, sum);
  }
}
