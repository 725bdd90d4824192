/**
 * The log of each thread. A line's number is the highest so far plus one, guarded by a unique index, so a
 * reader who has seen n can never later find a line below n: no gaps, no late arrivals.
 */
import mongoose from 'mongoose';
import type { MessageDoc } from '../intake/journal.js';
import { duplicateOf } from './duplicate.js';
import { gather } from './gather.js';
import { byKey, inserter, updater } from './gathered.js';
import { together } from './together.js';

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
    entry: { type: Schema.Types.Mixed, default: undefined },
    trust: { type: Schema.Types.Mixed, default: undefined },
    passing: Boolean,
    about: String,
    files: { type: Schema.Types.Mixed, default: undefined },
    fields: { type: Schema.Types.Mixed, default: undefined },
    complete: Boolean,
    print: String,
    found: { type: [String], default: undefined },
    aiWorded: Boolean,
    at: Date,
    state: String,
    attempts: Number,
    nextTry: Date,
    failure: String,
    trouble: String,
    troubleSince: Date,
    resends: Number,
    settled: { type: Schema.Types.Mixed, default: undefined },
  },
  { versionKey: false, minimize: false, collection: 'lines' },
);
schema.index({ thread: 1, seq: 1 }, { unique: true });
schema.index({ state: 1, thread: 1, seq: 1 });
// Of a million lines a few are in trouble: only these stand in the index that lists them.
const inTrouble = { partialFilterExpression: { trouble: { $exists: true } } };
schema.index({ trouble: 1, troubleSince: -1, _id: -1 }, inTrouble);
schema.index({ trouble: 1, channel: 1, troubleSince: -1, _id: -1 }, inTrouble);

export const lineModel = (connection: mongoose.Connection): mongoose.Model<MessageDoc> =>
  (connection.models.Line as mongoose.Model<MessageDoc> | undefined) ??
  connection.model<MessageDoc>('Line', schema);

const MARK_MS = 20;

export interface Appended {
  seq: number;
  seen: boolean;
  /** Of the first one, where it is seen. */
  print?: string;
}

export interface LineStore {
  /** The same `_id` again answers with the first one's number and print, and changes nothing. */
  append(line: Omit<MessageDoc, 'seq'>): Promise<Appended>;
  /** A thread that was opened just now has no line yet: nobody needs to look. */
  begins(thread: string): void;
  after(thread: string, seq: number, limit: number): Promise<MessageDoc[]>;
  /** The last lines of a thread, oldest of them first. */
  latest(thread: string, limit: number): Promise<MessageDoc[]>;
  /** Citizen lines of a thread that no turn has served, in order. */
  kept(thread: string): Promise<MessageDoc[]>;
  /** Threads with such lines: what a restart takes up again. */
  keptThreads(): Promise<string[]>;
  answered(thread: string, upTo: number, found?: MessageDoc['found']): Promise<void>;
  redact(thread: string, upTo: number, text: string): Promise<void>;
  pending(limit: number): Promise<MessageDoc[]>;
  sent(id: string): Promise<void>;
  failed(id: string, failure: string, at: Date): Promise<void>;
  again(id: string, attempts: number, nextTry: Date, failure: string, at: Date): Promise<void>;
  /** Back to pending, for the nth time; a repeat, or a line that is not given up, stays as it is. */
  resend(id: string, n: number): Promise<void>;
  /** Given up for good; a line that went out meanwhile stays as it is. */
  settle(id: string, settled: NonNullable<MessageDoc['settled']>): Promise<void>;
  lastSeq(thread: string): Promise<number>;
  /** When the citizen last wrote there; among the last lines only. */
  lastSaid(thread: string): Promise<Date | null>;
  get(id: string): Promise<MessageDoc | null>;
  init(): Promise<void>;
}

/** Remembered tails; a lost entry costs one indexed read. */
const TAILS = 20_000;

export function lineStore(connection: mongoose.Connection): LineStore {
  const Line = lineModel(connection);
  const insert = inserter<MessageDoc>(Line.collection);
  const update = updater(Line.collection);
  const get = byKey<MessageDoc>(Line.collection);
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
  async function append(line: Omit<MessageDoc, 'seq'>): Promise<Appended> {
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

  async function write(line: Omit<MessageDoc, 'seq'>): Promise<Appended> {
    for (;;) {
      const seq = (tails.get(line.thread) ?? (await lastSeq(line.thread))) + 1;
      try {
        await insert({ ...line, seq });
        remember(line.thread, seq);
        return { seq, seen: false };
      } catch (error) {
        const fields = duplicateOf(error);
        if (!fields) throw error;
        const first = await get(line._id);
        if (first) return { seq: first.seq, seen: true, ...(first.print ? { print: first.print } : {}) };
        // Another line took the number; the remembered tail may be old.
        tails.delete(line.thread);
      }
    }
  }

  return {
    append,
    begins(thread) {
      if (!tails.has(thread)) remember(thread, 0);
    },
    after: (thread, seq, limit) =>
      Line.find({ thread, seq: { $gt: seq } })
        .sort({ seq: 1 })
        .limit(limit)
        .lean<MessageDoc[]>(),
    latest: async (thread, limit) =>
      (await Line.find({ thread }).sort({ seq: -1 }).limit(limit).lean<MessageDoc[]>()).reverse(),
    kept: together(async (threads: string[]) => {
      const rows = await Line.find({ state: 'kept', thread: { $in: threads } })
        .sort({ thread: 1, seq: 1 })
        .lean<MessageDoc[]>();
      const of = new Map<string, MessageDoc[]>(threads.map((thread) => [thread, []]));
      for (const row of rows) of.get(row.thread)?.push(row);
      return threads.map((thread) => ({ value: of.get(thread) ?? [] }));
    }),
    keptThreads: () => Line.distinct('thread', { state: 'kept' }),
    async answered(thread, upTo, found) {
      const served = { state: 'kept', thread, seq: { $lte: upTo } };
      await Promise.all([
        found?.length ? update({ filter: { thread, seq: upTo }, update: { $set: { found } } }) : null,
        update({ filter: served, update: { $set: { state: 'done' } }, many: true }),
      ]);
    },
    async redact(thread, upTo, text) {
      await Line.updateMany(
        { state: 'kept', thread, seq: { $lte: upTo } },
        { $set: { text, files: [] }, $unset: { fields: 1, print: 1 } },
      );
    },
    pending: (limit) =>
      Line.find({ state: 'pending' }).sort({ thread: 1, seq: 1 }).limit(limit).lean<MessageDoc[]>(),
    sent: gather(
      (ids) =>
        Line.updateMany(
          { _id: { $in: ids } },
          { $set: { state: 'sent' }, $unset: { trouble: 1, troubleSince: 1, nextTry: 1 } },
        ),
      MARK_MS,
    ),
    // `$min` keeps the first failure's time: it is set where there is none.
    async failed(id, failure, at) {
      await Line.updateOne(
        { _id: id, trouble: { $ne: 'settled' } },
        {
          $set: { state: 'failed', failure, trouble: 'failed' },
          $min: { troubleSince: at },
          $unset: { nextTry: 1 },
        },
      );
    },
    async again(id, attempts, nextTry, failure, at) {
      await Line.updateOne(
        { _id: id, state: 'pending' },
        { $set: { attempts, nextTry, failure, trouble: 'retrying' }, $min: { troubleSince: at } },
      );
    },
    async resend(id, n) {
      await Line.updateOne(
        { _id: id, state: 'failed', trouble: 'failed', resends: n > 1 ? n - 1 : null },
        { $set: { state: 'pending', resends: n, attempts: 0 }, $unset: { trouble: 1 } },
      );
    },
    async settle(id, settled) {
      await Line.updateOne(
        { _id: id, state: { $in: ['pending', 'failed'] }, settled: null },
        { $set: { state: 'failed', trouble: 'settled', settled }, $min: { troubleSince: settled.at } },
      );
    },
    lastSeq,
    async lastSaid(thread) {
      const rows = await Line.find({ thread }).sort({ seq: -1 }).limit(200).lean<MessageDoc[]>();
      return rows.find(({ from }) => from === 'citizen')?.at ?? null;
    },
    get,
    async init() {
      await Line.createIndexes();
    },
  };
}
