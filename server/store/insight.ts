/**
 * Figures at rest. Each order's own part is one document; what it moves stands in it until every cell has
 * taken it, and a cell remembers the last moves it took: a crash in between adds nothing twice.
 */
import mongoose from 'mongoose';
import type { Cell, CellKind, Move } from '../insight/cells.js';
import {
  COUNTING,
  type Contribution,
  type CountName,
  type Counts,
  type Dimension,
} from '../insight/counts.js';
import { duplicateOf } from './duplicate.js';
import { type Moving, movedTogether } from './insight-moves.js';
import { type PartCursor, rowsOf } from './insight-rows.js';
import { together } from './together.js';

const { Schema } = mongoose;

export interface Part extends Contribution {
  /** Order number. */
  _id: string;
  version: number;
  /** Not yet in every cell. */
  pending: { id: string; moves: Move[] } | null;
}

const partSchema = new Schema<Part>(
  {
    _id: { type: String, required: true },
    version: Number,
    day: String,
    at: Schema.Types.Mixed,
    spot: String,
    place: String,
    counts: Schema.Types.Mixed,
    pending: { type: Schema.Types.Mixed, default: null },
  },
  // Keys are counted or named by code (`at.unit`), not by a path of the schema.
  { versionKey: false, minimize: false, strictQuery: false, collection: `insightParts${COUNTING}` },
);
partSchema.index({ 'pending.id': 1 });
partSchema.index({ day: -1, _id: -1 });
for (const name of ['unit', 'region', 'category'] as const)
  partSchema.index({ [`at.${name}`]: 1, day: -1, _id: -1 });
partSchema.index({ place: 1, day: -1 });
partSchema.index({ spot: 1, day: -1, _id: -1 });

const cellSchema = new Schema<Cell>(
  {
    _id: { type: String, required: true },
    kind: String,
    period: String,
    code: String,
    counts: Schema.Types.Mixed,
    recent: { type: [String], default: [] },
  },
  { versionKey: false, minimize: false, collection: `insightCells${COUNTING}` },
);
cellSchema.index({ kind: 1, period: 1, code: 1 });
cellSchema.index({ kind: 1, code: 1, period: 1 });

const LOAD = 1000;

export interface RowsAsk {
  /** Exactly this code; a dimension left out: any. */
  at: Partial<Record<Dimension, string>>;
  /** The league and every banner in it. */
  league?: string;
  spot?: string;
  place?: string;
  from: string;
  to: string;
  /** Only orders that add to one of these. */
  counts: readonly CountName[];
  /** Only orders led by one of these units; null = all. */
  units: readonly string[] | null;
  after: PartCursor | null;
  limit: number;
}

export interface InsightStore {
  part(orderNo: string): Promise<Part | null>;
  /** Writes it in place of that version, settled (null: of none); says whether it did. */
  put(part: Part, before: number | null): Promise<boolean>;
  pending(): Promise<Part[]>;
  /** Adds each move to its cell, once for each id. */
  move(id: string, moves: readonly Move[]): Promise<void>;
  settled(orderNo: string, id: string): Promise<void>;
  /** Cells of a kind over periods, both inclusive; of one code where it is given. */
  cells(kind: CellKind, from: string, to: string, code?: string): Promise<Cell[]>;
  /** Parts of orders behind a figure, newest first. */
  rows(asked: RowsAsk): Promise<Part[]>;
  /** Parts of the orders these units lead. */
  ofUnits(units: readonly string[], from: string, to: string): AsyncIterable<Pick<Part, 'at' | 'counts'>>;
  /** Orders of the same class at one place in these days. */
  atPlace(place: string, from: string, to: string): Promise<number>;
  /** The first day anything is known of. */
  firstDay(): Promise<string | null>;
  /** Puts down what was counted elsewhere, in place of everything that is there. */
  load(parts: AsyncIterable<Part[]>, cells: () => Iterable<Omit<Cell, 'recent'>>): Promise<void>;
  init(): Promise<void>;
}

export function insightStore(connection: mongoose.Connection): InsightStore {
  const Parts = connection.model<Part>('InsightPart', partSchema);
  const Cells = connection.model<Cell>('InsightCell', cellSchema);
  const move = together<Moving, void>((asks) => movedTogether(Cells, asks));
  return {
    part: (orderNo) => Parts.findById(orderNo).lean<Part>().exec(),
    async put(part, before) {
      if (before !== null) {
        const which = { _id: part._id, version: before, pending: null };
        return (await Parts.collection.replaceOne(which as never, part as never)).matchedCount > 0;
      }
      try {
        await Parts.collection.insertOne(part as never);
        return true;
      } catch (error) {
        if (!duplicateOf(error)) throw error;
        return false;
      }
    },
    pending: () => Parts.find({ 'pending.id': { $gt: '' } }).lean<Part[]>(),
    move: (id, moves) => move({ id, moves }),
    async settled(orderNo, id) {
      await Parts.collection.updateOne({ _id: orderNo, 'pending.id': id } as never, {
        $set: { pending: null },
      });
    },
    async cells(kind, from, to, code) {
      const rows = await Cells.find({
        kind,
        ...(code === undefined ? {} : { code }),
        period: { $gte: from, $lte: to },
      })
        .select({ recent: 0 })
        .lean<Cell[]>();
      return rows.map((row) => ({ ...row, counts: told(row.counts) }));
    },
    rows: (asked) => rowsOf(Parts, asked),
    ofUnits: (units, from, to) =>
      Parts.find({ 'at.unit': { $in: [...units] }, day: { $gte: from, $lte: to } } as never)
        .select({ at: 1, counts: 1 })
        .lean<Part[]>()
        .cursor({ batchSize: 1000 }),
    atPlace: (place, from, to) => Parts.countDocuments({ place, day: { $gte: from, $lte: to } }),
    async firstDay() {
      const [first] = await Cells.find({ kind: 'all', code: 'all' })
        .sort({ period: 1 })
        .limit(1)
        .select({ period: 1 })
        .lean<Cell[]>();
      return first?.period ?? null;
    },
    async load(parts, cells) {
      await Promise.all([Parts.deleteMany({}), Cells.deleteMany({})]);
      for await (const rows of parts) if (rows.length > 0) await Parts.collection.insertMany(rows as never[]);
      let batch: Cell[] = [];
      const write = async () => {
        if (batch.length > 0) await Cells.collection.insertMany(batch as never[]);
        batch = [];
      };
      for (const cell of cells()) {
        batch.push({ ...cell, recent: [] });
        if (batch.length === LOAD) await write();
      }
      await write();
    },
    async init() {
      await Promise.all([Parts.createIndexes(), Cells.createIndexes()]);
    },
  };
}

/** What has moved elsewhere leaves a nought behind. */
const told = (counts: Counts): Counts =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
