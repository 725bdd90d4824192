/** One-time codes at rest, digests only, and how many went out. Every count is one atomic step of the store. */
import mongoose from 'mongoose';
import { duplicateOf } from './duplicate.js';

const { Schema } = mongoose;

export interface CodeDoc {
  _id: string;
  /** Keyed digest of purpose, phone and code. */
  digest: string;
  tries: number;
  used: boolean;
  until: Date;
}

interface CountDoc {
  _id: string;
  n: number;
  until: Date;
}

/** At most so many in so many seconds, counted from the first. */
export interface SendingLimit {
  most: number;
  seconds: number;
}

export interface PhoneCodeStore {
  put(doc: CodeDoc): Promise<void>;
  /** Counts a try before anything is compared; null = not there, run out, used, or no try left. */
  attempt(id: string, most: number, now: Date): Promise<CodeDoc | null>;
  /** Of many at once one is told true. */
  use(id: string): Promise<boolean>;
  /** Counts one; seconds to wait where there is no room, 0 = counted. */
  count(key: string, limit: SendingLimit, now: Date): Promise<number>;
  giveBack(key: string): Promise<void>;
  sweep(now: Date): Promise<void>;
  init(): Promise<void>;
}

const codes = new Schema<CodeDoc>(
  { _id: { type: String, required: true }, digest: String, tries: Number, used: Boolean, until: Date },
  { versionKey: false, collection: 'phonecodes' },
);
codes.index({ until: 1 });
const counts = new Schema<CountDoc>(
  { _id: { type: String, required: true }, n: Number, until: Date },
  { versionKey: false, collection: 'phonecounts' },
);
counts.index({ until: 1 });

export function phoneCodeStore(connection: mongoose.Connection): PhoneCodeStore {
  const Code = connection.model<CodeDoc>('PhoneCode', codes);
  const Count = connection.model<CountDoc>('PhoneCount', counts);

  /** False where somebody else wrote first. */
  const begin = (_id: string, now: Date, seconds: number): Promise<boolean> =>
    Count.updateOne(
      { _id, until: { $lte: now } },
      { $set: { n: 1, until: new Date(now.getTime() + seconds * 1000) } },
      { upsert: true },
    ).then(
      () => true,
      (error: unknown) => {
        if (!duplicateOf(error)) throw error;
        return false;
      },
    );

  return {
    async put(doc) {
      await Code.create(doc);
    },
    attempt: (_id, most, now) =>
      Code.findOneAndUpdate(
        { _id, used: false, until: { $gt: now }, tries: { $lt: most } },
        { $inc: { tries: 1 } },
        { returnDocument: 'after' },
      ).lean<CodeDoc>(),
    use: async (_id) =>
      (await Code.updateOne({ _id, used: false }, { $set: { used: true } })).modifiedCount === 1,
    async count(_id, { most, seconds }, now) {
      for (;;) {
        const room = await Count.updateOne(
          { _id, until: { $gt: now }, n: { $lt: most } },
          { $inc: { n: 1 } },
        );
        if (room.modifiedCount === 1 || (await begin(_id, now, seconds))) return 0;
        const full = await Count.findById(_id).lean<CountDoc>();
        if (full && full.until > now && full.n >= most)
          return Math.ceil((full.until.getTime() - now.getTime()) / 1000);
      }
    },
    async giveBack(_id) {
      await Count.updateOne({ _id, n: { $gt: 0 } }, { $inc: { n: -1 } });
    },
    async sweep(now) {
      await Code.deleteMany({ until: { $lte: now } });
      await Count.deleteMany({ until: { $lte: now } });
    },
    async init() {
      await Promise.all([Code.createIndexes(), Count.createIndexes()]);
    },
  };
}
