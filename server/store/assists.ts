/** What helps were offered to agents and what became of them: no text, only what and whether (采纳率). */
import mongoose from 'mongoose';

const { Schema } = mongoose;

export const ASSISTS = ['summary', 'reply', 'form', 'plain', 'polite', 'translate'] as const;
export type AssistKind = (typeof ASSISTS)[number];
export const ADOPTIONS = ['accepted', 'edited', 'dismissed'] as const;
export type Adoption = (typeof ADOPTIONS)[number];

export interface AssistRow {
  _id: string;
  thread: string;
  what: AssistKind;
  by: 'model' | 'rules';
  account: string;
  at: Date;
  /** yyyy-MM-dd, Asia/Shanghai. */
  day: string;
  did: Adoption | null;
}

const schema = new Schema<AssistRow>(
  {
    _id: { type: String, required: true },
    thread: String,
    what: String,
    by: String,
    account: String,
    at: Date,
    day: String,
    did: { type: String, default: null },
  },
  { versionKey: false, collection: 'assists' },
);
schema.index({ day: 1, what: 1 });

export interface AdoptionCount {
  what: AssistKind;
  by: 'model' | 'rules';
  did: Adoption | null;
  n: number;
}

export interface AssistStore {
  offered(row: Omit<AssistRow, 'did'>): Promise<void>;
  /** What was done first stands; false where it is not this account's. */
  did(id: string, account: string, did: Adoption): Promise<boolean>;
  counts(from: string, to: string): Promise<AdoptionCount[]>;
  /** Without their texts, oldest first. */
  shown(
    from: string,
    to: string,
  ): Promise<Pick<AssistRow, '_id' | 'thread' | 'day' | 'at' | 'what' | 'did'>[]>;
  init(): Promise<void>;
}

export function assistStore(connection: mongoose.Connection): AssistStore {
  const Assists = connection.model<AssistRow>('Assist', schema);
  return {
    async offered(row) {
      await Assists.create({ ...row, did: null });
    },
    async did(id, account, did) {
      const row = await Assists.findById(id).lean<AssistRow>();
      if (row?.account !== account) return false;
      await Assists.updateOne({ _id: id, did: null }, { $set: { did } });
      return true;
    },
    async counts(from, to) {
      const rows = await Assists.aggregate<{ _id: Omit<AdoptionCount, 'n'>; n: number }>([
        { $match: { day: { $gte: from, $lte: to } } },
        { $group: { _id: { what: '$what', by: '$by', did: '$did' }, n: { $sum: 1 } } },
      ]);
      return rows.map(({ _id, n }) => ({ ..._id, n }));
    },
    shown: (from, to) =>
      Assists.find({ day: { $gte: from, $lte: to } })
        .sort({ day: 1, _id: 1 })
        .select({ thread: 1, day: 1, at: 1, what: 1, did: 1 })
        .lean<AssistRow[]>(),
    async init() {
      await Assists.createIndexes();
    },
  };
}
