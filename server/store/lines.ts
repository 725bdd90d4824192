/**
 * The log of each thread. A line's number is the highest so far plus one, guarded by a unique index, so a
 * reader who has seen n can never later find a line below n: no gaps, no late arrivals.
 */
import mongoose from 'mongoose';
import type { MessageDoc } from '../intake/journal.js';
import { duplicateOf } from './duplicate.js';
import { gather } from './gather.js';

const { Schema } = mongoose;

const schema = new Schema<MessageDoc>(
  {
    _id: { type: String, required: true },
    id: String,
    thread: String,
    channel: String,
    seq: Number,
    from: String,
    seat: String,
    text: String,
    decision: String,
    choices: { type: Schema.Types.Mixed, default: undefined },
    draft: { type: Schema.Types.Mixed, default: undefined },
    sources: { type: Schema.Types.Mixed, default: undefined },
    doors: { type: Schema.Types.Mixed, default: undefined },
    order: { type: Schema.Types.Mixed, default: undefined },
    files: { type: Schema.Types.Mixed, default: undefined },
    fields: { type: Schema.Types.Mixed, default: undefined },
    complete: Boolean,
    aiWorded: Boolean,
    at: Date,
    state: String,
    attempts: Number,
    nextTry: Date,
    failure: String,
  },
  { versionKey: false, minimize: false, collection: 'lines' },
);
schema.index({ thread: 1, seq: 1 }, { unique: true });
schema.index({ state: 1, thread: 1, seq: 1 });

const MARK_MS = 20;

export interface LineStore {
  /** The same `_id` again answers with the first one's number and changes nothing. */
  append(line: Omit<MessageDoc, 'seq'>): Promise<{ seq: number; seen: boolean }>;
  after(thread: string, seq: number, limit: number): Promise<MessageDoc[]>;
  /** The last lines of a thread, oldest of them first. */
  latest(thread: string, limit: number): Promise<MessageDoc[]>;
  /** Citizen lines of a thread that no turn has served, in order. */
  kept(thread: string): Promise<MessageDoc[]>;
  /** Threads with such lines: what a restart takes up again. */
  keptThreads(): Promise<string[]>;
  answered(thread: string, upTo: number): Promise<void>;
  redact(thread: string, upTo: number, text: string): Promise<void>;
  pending(limit: number): Promise<MessageDoc[]>;
  sent(id: string): Promise<void>;
  failed(id: string, failure: string): Promise<void>;
  again(id: string, attempts: number, nextTry: Date, failure: string): Promise<void>;
  lastSeq(thread: string): Promise<number>;
  get(id: string): Promise<MessageDoc | null>;
  init(): Promise<void>;
}

/** Remembered tails; a lost entry costs one indexed read. */
const TAILS = 20_000;

export function lineStore(connection: mongoose.Connection): LineStore {
  const Line = connection.model<MessageDoc>('Line', schema);
  const tails = new Map<string, number>();
  const turns = new Map<string, Promise<void>>();

  async function lastSeq(thread: string): Promise<number> {
    const row = await Line.findOne({ thread }).sort({ seq: -1 }).select({ seq: 1 }).lean<{ seq: number }>();
    return row?.seq ?? 0;
  }

  function remember(thread: string, seq: number): void {
    if (tails.size >= TAILS) tails.delete(tails.keys().next().value ?? '');
    tails.set(thread, Math.max(seq, tails.get(thread) ?? 0));
  }

  /** Writers of one thread stand in line here; against other processes the index decides. */
  async function append(line: Omit<MessageDoc, 'seq'>): Promise<{ seq: number; seen: boolean }> {
    const before = turns.get(line.thread) ?? Promise.resolve();
    const mine = before.then(() => write(line));
    const over = mine.then(
      () => {},
      () => {},
    );
    turns.set(line.thread, over);
    try {
      return await mine;
    } finally {
      if (turns.get(line.thread) === over) turns.delete(line.thread);
    }
  }

  async function write(line: Omit<MessageDoc, 'seq'>): Promise<{ seq: number; seen: boolean }> {
    for (;;) {
      const seq = (tails.get(line.thread) ?? (await lastSeq(line.thread))) + 1;
      try {
        await Line.collection.insertOne({ ...line, seq } as never, { ignoreUndefined: true });
        remember(line.thread, seq);
        return { seq, seen: false };
      } catch (error) {
        const fields = duplicateOf(error);
        if (!fields) throw error;
        const first = await Line.findById(line._id).select({ seq: 1 }).lean<{ seq: number }>();
        if (first) return { seq: first.seq, seen: true };
        // Another line took the number; the remembered tail may be old.
        tails.delete(line.thread);
      }
    }
  }

  return {
    append,
    after: (thread, seq, limit) =>
      Line.find({ thread, seq: { $gt: seq } })
        .sort({ seq: 1 })
        .limit(limit)
        .lean<MessageDoc[]>(),
    latest: async (thread, limit) =>
      (await Line.find({ thread }).sort({ seq: -1 }).limit(limit).lean<MessageDoc[]>()).reverse(),
    kept: (thread) => Line.find({ state: 'kept', thread }).sort({ seq: 1 }).lean<MessageDoc[]>(),
    keptThreads: () => Line.distinct('thread', { state: 'kept' }),
    async answered(thread, upTo) {
      await Line.updateMany({ state: 'kept', thread, seq: { $lte: upTo } }, { $set: { state: 'done' } });
    },
    async redact(thread, upTo, text) {
      await Line.updateMany(
        { state: 'kept', thread, seq: { $lte: upTo } },
        { $set: { text, files: [] }, $unset: { fields: 1 } },
      );
    },
    pending: (limit) =>
      Line.find({ state: 'pending' }).sort({ thread: 1, seq: 1 }).limit(limit).lean<MessageDoc[]>(),
    sent: gather((ids) => Line.updateMany({ _id: { $in: ids } }, { $set: { state: 'sent' } }), MARK_MS),
    async failed(id, failure) {
      await Line.updateOne({ _id: id }, { $set: { state: 'failed', failure } });
    },
    async again(id, attempts, nextTry, failure) {
      await Line.updateOne({ _id: id }, { $set: { attempts, nextTry, failure } });
    },
    lastSeq,
    get: (id) => Line.findById(id).lean<MessageDoc>(),
    async init() {
      await Line.createIndexes();
    },
  };
}
