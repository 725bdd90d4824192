/** Conversations as they were counted. Each stands for itself: counted again, it replaces what was there. */
import mongoose from 'mongoose';
import type { Talk } from '../insight/talks/talk.js';
import type { TalkCountName, TalkCounts } from '../insight/talks/verdict.js';
import { duplicateOf } from './duplicate.js';

const { Schema } = mongoose;

export interface TalkRow extends Talk {
  /** The citizen as the house knows them, or the thread where nobody is proven. */
  who: string;
  /** The quiet period is over and was looked at. */
  settled: boolean;
  counts: TalkCounts;
}

const schema = new Schema<TalkRow>(
  {
    _id: { type: String, required: true },
    thread: String,
    channel: String,
    day: String,
    first: Number,
    last: Number,
    startedAt: Date,
    endedAt: Date,
    said: [Date],
    bot: Number,
    answeredAt: { type: Date, default: null },
    asked: Number,
    hits: Number,
    handedOver: Boolean,
    seated: Boolean,
    unhelped: Boolean,
    waits: { type: [Schema.Types.Mixed], default: [] } as never,
    quietUntil: Date,
    who: String,
    settled: Boolean,
    counts: Schema.Types.Mixed,
  },
  // Counts are named by code (`counts.resolved`), not by a path of the schema.
  { versionKey: false, minimize: false, strictQuery: false, collection: 'talks' },
);
schema.index({ thread: 1, first: -1 });
schema.index({ who: 1, startedAt: 1 });
schema.index({ settled: 1, quietUntil: 1 });
schema.index({ day: -1, _id: -1 });

export interface TalkSum {
  day: string;
  channel: string;
  counts: TalkCounts;
}

export interface TalkRowsAsk {
  from: string;
  to: string;
  channel: string | null;
  /** Only conversations that add to one of these. */
  counts: readonly TalkCountName[];
  after: string | null;
  limit: number;
}

export interface TalkStore {
  /** The last conversation of a thread that began so. */
  latest(thread: string): Promise<TalkRow | null>;
  /** Written unless more of it was counted before. */
  put(row: TalkRow): Promise<void>;
  /** Quiet periods that are over, the longest over first. */
  due(now: Date, limit: number): Promise<TalkRow[]>;
  settle(id: string, last: number, counts: TalkCounts): Promise<void>;
  /** Conversations of one citizen that reach into these days. */
  ofWho(who: string, from: Date, to: Date): Promise<TalkRow[]>;
  /** The thread belongs to somebody else now: what was settled of either is looked at again. */
  belongs(thread: string, who: string): Promise<void>;
  /** Somebody said something at that moment: what of theirs was settled over it is looked at again. */
  reopen(who: string, said: Date): Promise<void>;
  /** All of a thread, oldest first. */
  ofThread(thread: string): Promise<TalkRow[]>;
  /** Threads of which a conversation was counted for this citizen. */
  threadsOf(who: string): Promise<string[]>;
  /** How many there are at all. */
  size(): Promise<number>;
  clear(): Promise<void>;
  sums(from: string, to: string): AsyncIterable<TalkSum>;
  /** Newest first. */
  rows(asked: TalkRowsAsk): Promise<TalkRow[]>;
  init(): Promise<void>;
}

export function talkStore(connection: mongoose.Connection): TalkStore {
  const Talks = connection.model<TalkRow>('Talk', schema);
  return {
    latest: (thread) => Talks.findOne({ thread }).sort({ first: -1 }).lean<TalkRow>(),
    async put(row) {
      try {
        await Talks.replaceOne({ _id: row._id, last: { $lte: row.last } }, row, { upsert: true });
      } catch (error) {
        // Another process has counted more of it.
        if (!duplicateOf(error)) throw error;
      }
    },
    due: (now, limit) =>
      Talks.find({ settled: false, quietUntil: { $lte: now } })
        .sort({ quietUntil: 1 })
        .limit(limit)
        .lean<TalkRow[]>(),
    async settle(id, last, counts) {
      await Talks.updateOne({ _id: id, last }, { $set: { settled: true, counts } });
    },
    ofWho: (who, from, to) =>
      Talks.find({ who, startedAt: { $lte: to }, endedAt: { $gt: from } })
        .sort({ startedAt: 1 })
        .lean<TalkRow[]>(),
    async belongs(thread, who) {
      const before = await Talks.distinct('who', { thread, who: { $ne: who } });
      if (before.length === 0) return;
      await Talks.updateMany({ thread }, { $set: { who } });
      await Talks.updateMany({ who: { $in: [...before, who] } }, { $set: { settled: false } });
    },
    async reopen(who, said) {
      const which = { who, settled: true, quietUntil: { $gte: said }, startedAt: { $lt: said } };
      await Talks.updateMany(which, { $set: { settled: false } });
    },
    ofThread: (thread) => Talks.find({ thread }).sort({ first: 1 }).lean<TalkRow[]>(),
    threadsOf: (who) => Talks.distinct('thread', { who }),
    size: () => Talks.countDocuments(),
    async clear() {
      await Talks.deleteMany({});
    },
    async *sums(from, to) {
      const found = Talks.find({ day: { $gte: from, $lte: to } })
        .select({ day: 1, channel: 1, counts: 1 })
        .lean<TalkSum[]>()
        .cursor({ batchSize: 2000 });
      for await (const { day, channel, counts } of found) yield { day, channel, counts };
    },
    rows: ({ from, to, channel, counts, after, limit }) =>
      Talks.find({
        day: { $gte: from, $lte: to },
        ...(channel === null ? {} : { channel }),
        ...(counts.length > 0 ? { $or: counts.map((name) => ({ [`counts.${name}`]: { $gt: 0 } })) } : {}),
        ...(after === null ? {} : { $and: [beyond(after)] }),
      } as never)
        .sort({ day: -1, _id: -1 })
        .limit(limit)
        .lean<TalkRow[]>(),
    async init() {
      await Talks.createIndexes();
    },
  };
}

export const talkCursor = ({ day, _id }: Pick<TalkRow, 'day' | '_id'>): string => `${day}~${_id}`;

function beyond(cursor: string): object {
  const at = cursor.indexOf('~');
  const [day, id] = [cursor.slice(0, at), cursor.slice(at + 1)];
  return { $or: [{ day: { $lt: day } }, { day, _id: { $lt: id } }] };
}
