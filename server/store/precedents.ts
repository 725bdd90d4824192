/** 派单先例 at rest; only `put` (called when a commit is applied) writes one. */
import mongoose from 'mongoose';
import { folded } from '../lists/signs.js';
import type { Precedent } from '../tickets/dispatch/precedent.js';
import { duplicateOf } from './duplicate.js';

const { Schema } = mongoose;

/** `find`: what a search looks through. */
type Row = Precedent & { find: string };

const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    version: Number,
    orderNo: String,
    region: { type: String, default: null },
    category: String,
    hotline: { type: String, default: null },
    title: String,
    place: String,
    unit: String,
    reason: String,
    by: String,
    at: Date,
    withdrawn: { type: Schema.Types.Mixed, default: null },
    find: String,
  },
  { versionKey: false, minimize: false, collection: 'precedents' },
);
schema.index({ category: 1, at: -1 });
schema.index({ at: -1, _id: -1 });

export interface PrecedentStore {
  get(id: string): Promise<Precedent | null>;
  /** Writes this version unless that or a later one is there. */
  put(one: Precedent): Promise<void>;
  /** In force, of one category, newest first. */
  of(category: string, limit: number): Promise<Precedent[]>;
  /** Newest first; `words` all stand in it. */
  search(words: string, limit: number): Promise<Precedent[]>;
  init(): Promise<void>;
}

const literal = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const bare = ({ find: _, ...one }: Row): Precedent => one;

export function precedentStore(connection: mongoose.Connection): PrecedentStore {
  const Precedents = connection.model<Row>('Precedent', schema);
  return {
    async get(id) {
      const row = await Precedents.findById(id).lean<Row>();
      return row && bare(row);
    },
    async put(one) {
      const find = folded([one.orderNo, one.title, one.place, one.unit, one.reason].join(' '));
      try {
        await Precedents.collection.replaceOne(
          { _id: one._id, version: { $lt: one.version } } as never,
          { ...one, find } as never,
          { upsert: true },
        );
      } catch (error) {
        // This version or a later one is there: the upsert ran into its key.
        if (!duplicateOf(error)) throw error;
      }
    },
    of: async (category, limit) =>
      (await Precedents.find({ category, withdrawn: null }).sort({ at: -1 }).limit(limit).lean<Row[]>()).map(
        bare,
      ),
    async search(words, limit) {
      const each = folded(words).split(' ').filter(Boolean);
      const which =
        each.length === 0 ? {} : { $and: each.map((word) => ({ find: { $regex: literal(word) } })) };
      const rows = await Precedents.find(which as never)
        .sort({ at: -1, _id: -1 })
        .limit(limit)
        .lean<Row[]>();
      return rows.map(bare);
    },
    async init() {
      await Precedents.createIndexes();
    },
  };
}
