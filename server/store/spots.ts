/** Hot spots at rest: one document an episode; an episode goes on while it stays hot. */
import mongoose from 'mongoose';
import { duplicateOf } from './duplicate.js';

const { Schema } = mongoose;

/** A day above the days before it, or one place within a week. */
export const SPOT_KINDS = ['count', 'place'] as const;

export interface Suggestion {
  id: string;
  at: Date;
  by: string;
  /** Unit that might prevent it. */
  unit: string;
  note: string;
  /** Null: nobody has judged it yet. */
  judged: { by: string; at: Date; taken: boolean; note: string } | null;
}

export interface SpotDoc {
  /** Kind, first day and a digest of the code. */
  _id: string;
  kind: (typeof SPOT_KINDS)[number];
  /** `region/category`, with the place where one place is meant. */
  code: string;
  region: string;
  category: string;
  /** As a citizen wrote it; '' where the whole region is meant. */
  place: string;
  /** yyyy-MM-dd */
  first: string;
  last: string;
  /** The most in one day, or in one week at one place. */
  n: number;
  mean: number;
  threshold: number;
  at: Date;
  suggestions: Suggestion[];
}

const schema = new Schema<SpotDoc>(
  {
    _id: { type: String, required: true },
    kind: String,
    code: String,
    region: String,
    category: String,
    place: String,
    first: String,
    last: String,
    n: Number,
    mean: Number,
    threshold: Number,
    at: Date,
    suggestions: { type: [Schema.Types.Mixed], default: [] } as never,
  },
  { versionKey: false, minimize: false, collection: 'hotSpots' },
);
schema.index({ kind: 1, code: 1, last: -1 });
schema.index({ last: -1, _id: 1 });

export interface SpotStore {
  get(id: string): Promise<SpotDoc | null>;
  /** The episode of this spot that was hot on that day or later. */
  going(kind: SpotDoc['kind'], code: string, since: string): Promise<SpotDoc | null>;
  /** Begins an episode unless it is there. */
  begin(spot: SpotDoc): Promise<void>;
  goesOn(id: string, last: string, n: number): Promise<void>;
  /** Hot on that day or later, the latest first. */
  since(day: string, limit: number): Promise<SpotDoc[]>;
  /** Unless one of that id is there. */
  suggest(id: string, suggestion: Suggestion): Promise<void>;
  /** Says whether it was the first to judge. */
  judge(id: string, suggestion: string, judged: NonNullable<Suggestion['judged']>): Promise<boolean>;
  init(): Promise<void>;
}

export function spotStore(connection: mongoose.Connection): SpotStore {
  const Spots = connection.model<SpotDoc>('HotSpot', schema);
  return {
    get: (id) => Spots.findById(id).lean<SpotDoc>().exec(),
    going: (kind, code, since) =>
      Spots.findOne({ kind, code, last: { $gte: since } })
        .sort({ last: -1 })
        .lean<SpotDoc>()
        .exec(),
    async begin(spot) {
      try {
        await Spots.collection.insertOne(spot as never);
      } catch (error) {
        if (!duplicateOf(error)) throw error;
      }
    },
    async goesOn(id, last, n) {
      await Spots.updateOne({ _id: id }, { $max: { last, n } } as never);
    },
    since: (day, limit) =>
      Spots.find({ last: { $gte: day } })
        .sort({ last: -1, _id: 1 })
        .limit(limit)
        .lean<SpotDoc[]>(),
    async suggest(id, suggestion) {
      await Spots.collection.updateOne(
        { _id: id, 'suggestions.id': { $ne: suggestion.id } } as never,
        { $push: { suggestions: suggestion } } as never,
      );
    },
    async judge(id, suggestion, judged) {
      const { modifiedCount } = await Spots.collection.updateOne(
        { _id: id, suggestions: { $elemMatch: { id: suggestion, judged: null } } } as never,
        { $set: { 'suggestions.$.judged': judged } } as never,
      );
      return modifiedCount > 0;
    },
    async init() {
      await Spots.createIndexes();
    },
  };
}
