/**
 * Figures at rest. Each order's own part is one document; what it moves stands in it until every cell has
 * taken it, and a cell remembers the last moves it took: a crash in between adds nothing twice.
 */
import mongoose from 'mongoose';
import type { Contribution, Counts, Dimension } from '../insight/counts.js';
import { duplicateOf } from './duplicate.js';

const { Schema } = mongoose;

export interface Move {
  /** `${dimension}|${day}|${code}` */
  cell: string;
  counts: Counts;
}

export interface Part extends Contribution {
  /** Order number. */
  _id: string;
  version: number;
  /** Not yet in every cell. */
  pending: { id: string; moves: Move[] } | null;
}

export interface Cell {
  _id: string;
  dimension: Dimension;
  day: string;
  code: string;
  counts: Counts;
  recent: string[];
}

const partSchema = new Schema<Part>(
  {
    _id: { type: String, required: true },
    version: Number,
    day: String,
    at: Schema.Types.Mixed,
    counts: Schema.Types.Mixed,
    pending: { type: Schema.Types.Mixed, default: null },
  },
  { versionKey: false, minimize: false, collection: 'insightParts' },
);
partSchema.index({ 'pending.id': 1 });

const cellSchema = new Schema<Cell>(
  {
    _id: { type: String, required: true },
    dimension: String,
    day: String,
    code: String,
    counts: Schema.Types.Mixed,
    recent: { type: [String], default: [] },
  },
  { versionKey: false, minimize: false, collection: 'insightCells' },
);
cellSchema.index({ dimension: 1, day: 1, code: 1 });

/** More than can be under way at once, in all processes together. */
const REMEMBERED = 64;

export const cellId = (dimension: Dimension, day: string, code: string): string =>
  `${dimension}|${day}|${code}`;

export interface InsightStore {
  part(orderNo: string): Promise<Part | null>;
  /** Writes it unless that version or a later one is there; says whether it did. */
  put(part: Part): Promise<boolean>;
  pending(): Promise<Part[]>;
  /** Adds the move to its cell, once for each id. */
  move(id: string, move: Move): Promise<void>;
  settled(orderNo: string, id: string): Promise<void>;
  /** Cells of a dimension over days, both inclusive; of one code where it is given. */
  cells(dimension: Dimension, from: string, to: string, code?: string): Promise<Cell[]>;
  init(): Promise<void>;
}

export function insightStore(connection: mongoose.Connection): InsightStore {
  const Parts = connection.model<Part>('InsightPart', partSchema);
  const Cells = connection.model<Cell>('InsightCell', cellSchema);
  return {
    part: (orderNo) => Parts.findById(orderNo).lean<Part>().exec(),
    async put(part) {
      try {
        await Parts.collection.replaceOne(
          { _id: part._id, version: { $lt: part.version } } as never,
          part as never,
          { upsert: true },
        );
        return true;
      } catch (error) {
        if (!duplicateOf(error)) throw error;
        return false;
      }
    },
    pending: () => Parts.find({ 'pending.id': { $gt: '' } }).lean<Part[]>(),
    async move(id, { cell, counts }) {
      const [dimension, day, code] = cell.split('|');
      try {
        await Cells.collection.updateOne(
          { _id: cell, recent: { $ne: id } } as never,
          {
            $inc: Object.fromEntries(
              Object.entries(counts).map(([name, count]) => [`counts.${name}`, count]),
            ),
            $push: { recent: { $each: [id], $slice: -REMEMBERED } } as never,
            $setOnInsert: { dimension, day, code } as never,
          },
          { upsert: true },
        );
      } catch (error) {
        // It is there and has taken this move before.
        if (!duplicateOf(error)) throw error;
      }
    },
    async settled(orderNo, id) {
      await Parts.collection.updateOne({ _id: orderNo, 'pending.id': id } as never, {
        $set: { pending: null },
      });
    },
    cells: (dimension, from, to, code) =>
      Cells.find({ dimension, day: { $gte: from, $lte: to }, ...(code === undefined ? {} : { code }) })
        .select({ recent: 0 })
        .lean<Cell[]>(),
    async init() {
      await Promise.all([Parts.createIndexes(), Cells.createIndexes()]);
    },
  };
}
