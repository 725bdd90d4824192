/** Calls to the language model at rest: one row a call without any text, and what each day has used. */
import mongoose from 'mongoose';
import type { CallLog, CallRow } from '../../bot/calls.js';
import { duplicateOf } from './duplicate.js';

const { Schema } = mongoose;

const rowSchema = new Schema<CallRow>(
  {
    at: Date,
    purpose: String,
    model: String,
    prompt: String,
    hash: String,
    input: Number,
    output: Number,
    ms: Number,
    outcome: String,
  },
  { versionKey: false, collection: 'modelCalls' },
);
rowSchema.index({ at: 1 });

interface Day {
  /** yyyy-MM-dd */
  _id: string;
  tokens: number;
}

const daySchema = new Schema<Day>(
  { _id: { type: String, required: true }, tokens: Number },
  { versionKey: false, collection: 'modelDays' },
);

export interface ModelCallStore extends CallLog {
  /** Newest first. */
  latest(limit: number): Promise<CallRow[]>;
  /** Tokens used or reserved that day. */
  used(day: string): Promise<number>;
  init(): Promise<void>;
}

export function modelCallStore(connection: mongoose.Connection): ModelCallStore {
  const Calls = connection.model<CallRow>('ModelCall', rowSchema);
  const Days = connection.model<Day>('ModelDay', daySchema);
  return {
    async reserve(day, tokens, budget) {
      if (tokens > budget) return false;
      const take = (upsert: boolean) =>
        Days.updateOne({ _id: day, tokens: { $lte: budget - tokens } }, { $inc: { tokens } }, { upsert });
      try {
        const done = await take(true);
        return done.matchedCount + done.upsertedCount > 0;
      } catch (error) {
        // The day is there and has no room; or another process wrote its first row a moment before.
        if (!duplicateOf(error)) throw error;
        return (await take(false)).matchedCount > 0;
      }
    },
    async settle(day, difference) {
      await Days.updateOne({ _id: day }, { $inc: { tokens: difference } });
    },
    async append(row) {
      await Calls.create(row);
    },
    latest: (limit) => Calls.find().sort({ at: -1 }).limit(limit).select({ _id: 0 }).lean<CallRow[]>(),
    used: async (day) => (await Days.findById(day).lean<Day>())?.tokens ?? 0,
    async init() {
      await Calls.createIndexes();
    },
  };
}
