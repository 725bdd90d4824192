/** The journal at rest: one document a commit, never changed but for the mark that it was applied. */
import mongoose from 'mongoose';
import type { AlarmDoc, Committed, JournalDoc } from '../intake/journal.js';
import { duplicateOf } from './duplicate.js';
import { gather } from './gather.js';
import { inserter } from './gathered.js';

const { Schema } = mongoose;

const journalSchema = new Schema<JournalDoc>(
  {
    _id: { type: String, required: true },
    at: Date,
    actor: Schema.Types.Mixed,
    policy: String,
    claims: { type: [String], default: [] },
    changes: { type: [Schema.Types.Mixed], default: [] } as never,
    before: Schema.Types.Mixed,
    applied: Boolean,
  },
  { versionKey: false, minimize: false, collection: 'journal' },
);
journalSchema.index({ claims: 1 }, { unique: true });
journalSchema.index({ applied: 1, at: 1 });

const alarmSchema = new Schema<AlarmDoc>(
  {
    _id: { type: String, required: true },
    kind: String,
    thread: { type: String, default: null },
    orderNo: { type: String, default: null },
    text: String,
    at: Date,
    answeredBy: { type: String, default: null },
    answeredAt: { type: Date, default: null },
  },
  { versionKey: false, collection: 'alarms' },
);
alarmSchema.index({ answeredBy: 1, at: -1 });

const MARK_MS = 20;

export interface JournalStore {
  insert(doc: JournalDoc): Promise<Committed>;
  /** Oldest first. */
  unapplied(): Promise<JournalDoc[]>;
  /** Unapplied documents that hold one of these claims: a loser helps them through before it tries again. */
  holding(claims: string[]): Promise<JournalDoc[]>;
  get(cause: string): Promise<JournalDoc | null>;
  applied(cause: string): Promise<void>;
  /** Applied documents behind this one, oldest first: what other processes on the store have done. */
  since(after: Pick<JournalDoc, 'at' | '_id'>, limit: number): Promise<JournalDoc[]>;
  init(): Promise<void>;
}

export function journalStore(connection: mongoose.Connection): JournalStore {
  const Journal = connection.model<JournalDoc>('Journal', journalSchema);
  const insert = inserter<JournalDoc>(Journal.collection);
  return {
    async insert(doc) {
      try {
        await insert(doc);
        return 'done';
      } catch (error) {
        if (!duplicateOf(error)) throw error;
        // One document may hit both indexes; the cause decides.
        return (await Journal.exists({ _id: doc._id })) ? 'already' : 'conflict';
      }
    },
    unapplied: () => Journal.find({ applied: false }).sort({ at: 1, _id: 1 }).lean<JournalDoc[]>(),
    holding: (claims) => Journal.find({ claims: { $in: claims }, applied: false }).lean<JournalDoc[]>(),
    get: (cause) => Journal.findById(cause).lean<JournalDoc>(),
    applied: gather((ids) => Journal.updateMany({ _id: { $in: ids } }, { $set: { applied: true } }), MARK_MS),
    since: ({ at, _id }, limit) =>
      Journal.find({ applied: true, at: { $gte: at }, $or: [{ at: { $gt: at } }, { _id: { $gt: _id } }] })
        .sort({ at: 1, _id: 1 })
        .limit(limit)
        .lean<JournalDoc[]>(),
    async init() {
      await Journal.createIndexes();
    },
  };
}

export interface AlarmStore {
  /** Writes it unless it is there. */
  ring(alarm: AlarmDoc): Promise<void>;
  answer(id: string, by: string, at: Date): Promise<void>;
  get(id: string): Promise<AlarmDoc | null>;
  open(): Promise<AlarmDoc[]>;
  init(): Promise<void>;
}

export function alarmStore(connection: mongoose.Connection): AlarmStore {
  const Alarm = connection.model<AlarmDoc>('Alarm', alarmSchema);
  return {
    async ring({ _id, ...rest }) {
      await Alarm.updateOne({ _id }, { $setOnInsert: rest }, { upsert: true });
    },
    async answer(id, by, at) {
      await Alarm.updateOne({ _id: id, answeredBy: null }, { $set: { answeredBy: by, answeredAt: at } });
    },
    get: (id) => Alarm.findById(id).lean<AlarmDoc>(),
    open: () => Alarm.find({ answeredBy: null }).sort({ at: -1 }).limit(200).lean<AlarmDoc[]>(),
    async init() {
      await Alarm.createIndexes();
    },
  };
}
