/** Beside the items: what people find wrong in them, how often each is used, and what nobody could answer. */
import mongoose from 'mongoose';
import type { Correction } from '../knowledge/flow/correction.js';

const { Schema } = mongoose;

const corrections = new Schema<Correction>(
  {
    _id: { type: String, required: true },
    item: String,
    state: String,
    owner: String,
    due: Date,
    at: Date,
    version: Number,
  },
  { versionKey: false, strict: false, minimize: false, collection: 'knowledgecorrections' },
);
corrections.index({ state: 1, due: 1, _id: 1 });
corrections.index({ item: 1, at: -1 });

/** `answered`: sent by the bot; `read`: its page was opened. */
export type UseKind = 'answered' | 'offered' | 'read';
export interface UseRow {
  /** `${item}:${day}` */
  _id: string;
  item: string;
  /** yyyy-MM-dd, Asia/Shanghai */
  day: string;
  answered: number;
  offered: number;
  read: number;
}
const uses = new Schema<UseRow>(
  {
    _id: { type: String, required: true },
    item: String,
    day: String,
    answered: Number,
    offered: Number,
    read: Number,
  },
  { versionKey: false, collection: 'knowledgeuses' },
);
uses.index({ item: 1, day: 1 });
uses.index({ day: 1 });

/** A question that was not answered at once, personal data masked. */
export interface Gap {
  _id: string;
  text: string;
  at: Date;
  channel: string;
  region: string | null;
  category: string | null;
  band: 'suggest' | 'none';
  /** The item that came nearest. */
  nearest: string | null;
  /** Somebody began a draft for it, or said that it needs none. */
  settled: boolean;
}
const gaps = new Schema<Gap>(
  {
    _id: { type: String, required: true },
    text: String,
    at: Date,
    channel: String,
    region: String,
    category: String,
    band: String,
    nearest: String,
    settled: Boolean,
  },
  { versionKey: false, collection: 'knowledgegaps' },
);
gaps.index({ settled: 1, at: -1 });

/** Two items that are near each other on purpose. */
export interface SettledPair {
  /** Both ids, the lesser first. */
  _id: string;
  /** Of what they said then. */
  print: string;
  by: string;
  at: Date;
}
const pairs = new Schema<SettledPair>(
  { _id: { type: String, required: true }, print: String, by: String, at: Date },
  { versionKey: false, collection: 'knowledgepairs' },
);

export interface Used {
  answered: number;
  offered: number;
  read: number;
}

export interface KnowledgeDeskStore {
  correction(id: string): Promise<Correction | null>;
  corrections(
    filter: { state?: string; item?: string; owners?: readonly string[]; overdueAt?: Date },
    limit: number,
  ): Promise<Correction[]>;
  countCorrections(filter: { owners?: readonly string[]; overdueAt?: Date }): Promise<number>;
  /** False where a later version was written before. */
  putCorrection(row: Correction): Promise<void>;
  use(rows: { item: string; day: string; kind: UseKind; n: number }[]): Promise<void>;
  /** Sums from that day on, by item. */
  used(from: string, item?: string): Promise<Map<string, Used>>;
  putGap(gap: Gap): Promise<void>;
  openGaps(limit: number): Promise<Gap[]>;
  settleGaps(ids: readonly string[], settled: boolean): Promise<void>;
  settledPairs(): Promise<SettledPair[]>;
  settlePair(row: SettledPair): Promise<void>;
  openPair(id: string): Promise<void>;
  init(): Promise<void>;
}

export function knowledgeDeskStore(connection: mongoose.Connection): KnowledgeDeskStore {
  const Corrections = connection.model<Correction>('KnowledgeCorrection', corrections);
  const Uses = connection.model<UseRow>('KnowledgeUse', uses);
  const Gaps = connection.model<Gap>('KnowledgeGap', gaps);
  const Pairs = connection.model<SettledPair>('KnowledgePair', pairs);
  type Filter = Parameters<KnowledgeDeskStore['corrections']>[0];
  const query = ({ state, item, owners, overdueAt }: Filter): object => ({
    ...(state ? { state } : {}),
    ...(item ? { item } : {}),
    ...(owners ? { owner: { $in: [...owners] } } : {}),
    ...(overdueAt ? { state: 'open', due: { $lt: overdueAt } } : {}),
  });
  return {
    correction: (id) => Corrections.findById(id).lean<Correction>(),
    corrections: (filter, limit) =>
      Corrections.find(query(filter) as never)
        .sort({ due: 1, _id: 1 })
        .limit(limit)
        .lean<Correction[]>(),
    countCorrections: (filter) => Corrections.countDocuments(query({ state: 'open', ...filter }) as never),
    async putCorrection(row) {
      const there = await Corrections.findById(row._id).lean<Correction>();
      if (there && there.version >= row.version) return;
      await Corrections.collection.replaceOne({ _id: row._id } as never, row as never, { upsert: true });
    },
    async use(rows) {
      for (const { item, day, kind, n } of rows)
        await Uses.updateOne(
          { _id: `${item}:${day}` },
          { $inc: { [kind]: n }, $setOnInsert: { item, day } },
          { upsert: true },
        );
    },
    async used(from, item) {
      const rows = await Uses.find({ ...(item ? { item } : {}), day: { $gte: from } }).lean<UseRow[]>();
      const sums = new Map<string, Used>();
      for (const row of rows) {
        const sum = sums.get(row.item) ?? { answered: 0, offered: 0, read: 0 };
        sums.set(row.item, {
          answered: sum.answered + (row.answered ?? 0),
          offered: sum.offered + (row.offered ?? 0),
          read: sum.read + (row.read ?? 0),
        });
      }
      return sums;
    },
    async putGap({ _id, ...rest }) {
      await Gaps.updateOne({ _id }, { $setOnInsert: rest }, { upsert: true });
    },
    openGaps: (limit) => Gaps.find({ settled: false }).sort({ at: -1 }).limit(limit).lean<Gap[]>(),
    async settleGaps(ids, settled) {
      await Gaps.updateMany({ _id: { $in: [...ids] } }, { $set: { settled } });
    },
    settledPairs: () => Pairs.find().lean<SettledPair[]>(),
    async settlePair({ _id, ...row }) {
      await Pairs.updateOne({ _id }, { $set: row }, { upsert: true });
    },
    async openPair(_id) {
      await Pairs.deleteOne({ _id });
    },
    async init() {
      await Corrections.createIndexes();
      await Uses.createIndexes();
      await Gaps.createIndexes();
    },
  };
}
