/** 有用 / 没解决, one row an item and browser; only `put` (called when a commit is applied) writes one. */
import mongoose from 'mongoose';

const { Schema } = mongoose;

export interface Vote {
  item: string;
  /** A digest: whose browser it was cannot be told from it. */
  voter: string;
  useful: boolean;
  at: Date;
}

interface Row extends Vote {
  /** `${item}:${voter}` */
  _id: string;
}

const schema = new Schema<Row>(
  { _id: { type: String, required: true }, item: String, voter: String, useful: Boolean, at: Date },
  { versionKey: false, collection: 'votes' },
);
schema.index({ item: 1, useful: 1 });

export interface Count {
  id: string;
  useful: number;
  not: number;
}

export interface VoteStore {
  /** What was said first stands. */
  put(vote: Vote): Promise<void>;
  /** Items somebody has said something about, by id. */
  counts(): Promise<Count[]>;
  init(): Promise<void>;
}

export function voteStore(connection: mongoose.Connection): VoteStore {
  const Votes = connection.model<Row>('Vote', schema);
  return {
    async put(vote) {
      await Votes.updateOne({ _id: `${vote.item}:${vote.voter}` }, { $setOnInsert: vote }, { upsert: true });
    },
    async counts() {
      const rows = await Votes.aggregate<{ _id: { item: string; useful: boolean }; n: number }>([
        { $group: { _id: { item: '$item', useful: '$useful' }, n: { $sum: 1 } } },
      ]);
      const counts = new Map<string, Count>();
      for (const { _id, n } of rows) {
        const count = counts.get(_id.item) ?? { id: _id.item, useful: 0, not: 0 };
        count[_id.useful ? 'useful' : 'not'] = n;
        counts.set(_id.item, count);
      }
      return [...counts.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    async init() {
      await Votes.createIndexes();
    },
  };
}
