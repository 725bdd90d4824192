/**
 * Moves into cells. Orders counted at one moment mostly move the same few cells: each cell is written once for all of
 * them. A cell that has taken one of these moves before takes none of the rest with it: then each goes alone.
 */
import type mongoose from 'mongoose';
import { type Cell, cellOf, type Move } from '../insight/cells.js';
import { add, type Counts } from '../insight/counts.js';
import { duplicateOf } from './duplicate.js';
import type { Told } from './together.js';

/**
 * More than three processes move until one of them finishes what a dead one left: each has `AT_ONCE` under way and
 * moves `LOOK` more (`tally.ts`). All of them are written with every move.
 */
const REMEMBERED = 64;

export interface Moving {
  /** `${orderNo}@${version}` */
  id: string;
  moves: readonly Move[];
}

interface Sum {
  cell: string;
  ids: string[];
  counts: Counts;
}

/** The same move asked twice at one moment (a process helps another through) is one. */
function summed(asks: readonly Moving[]): Sum[] {
  const sums = new Map<string, Sum>();
  for (const { id, moves } of new Map(asks.map((ask) => [ask.id, ask])).values())
    for (const { cell, counts } of moves) {
      const sum = sums.get(cell) ?? { cell, ids: [], counts: {} };
      sums.set(cell, { cell, ids: [...sum.ids, id], counts: add(sum.counts, counts) });
    }
  return [...sums.values()];
}

const prefixed = (counts: Counts) =>
  Object.fromEntries(Object.entries(counts).map(([name, count]) => [`counts.${name}`, count]));

const written = ({ cell, ids, counts }: Sum) => ({
  updateOne: {
    filter: { _id: cell, recent: { $nin: ids } } as never,
    update: {
      ...(Object.keys(counts).length > 0 && { $inc: prefixed(counts) }),
      $push: { recent: { $each: ids, $slice: -REMEMBERED } } as never,
      $setOnInsert: cellOf(cell) as never,
    },
    upsert: true,
  },
});

/** Cells that had taken one of the moves: they ran into their key, and nothing of this was added to them. */
async function refused(Cells: mongoose.Model<Cell>, sums: readonly Sum[]): Promise<Sum[]> {
  try {
    await Cells.collection.bulkWrite(sums.map(written), { ordered: false });
    return [];
  } catch (error) {
    const failed = (error as { writeErrors?: { code?: number; index: number }[] }).writeErrors;
    if (!Array.isArray(failed) || failed.length === 0) {
      if (duplicateOf(error) === null) throw error;
      return [...sums];
    }
    if (failed.some(({ code }) => code !== 11_000)) throw error;
    return failed.map(({ index }) => sums[index]!);
  }
}

export async function movedTogether(
  Cells: mongoose.Model<Cell>,
  asks: readonly Moving[],
): Promise<Told<void>[]> {
  const left = (await refused(Cells, summed(asks))).filter(({ ids }) => ids.length > 1);
  const byId = new Map(asks.map(({ id, moves }) => [id, moves]));
  const alone = left.flatMap(({ cell, ids }) =>
    ids.map((id) => ({ cell, ids: [id], counts: byId.get(id)!.find((move) => move.cell === cell)!.counts })),
  );
  // One after the other: in one command two of a cell could meet in the same breath of it.
  for (const one of alone) await refused(Cells, [one]);
  return asks.map(() => ({ value: undefined }));
}
