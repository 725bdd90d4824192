/** Who is at the desk of which process: one document a process, written by itself, worth nothing once it ran out. */
import mongoose from 'mongoose';

const { Schema } = mongoose;

export interface Sitting {
  account: string;
  /** Of those that say what may come to whom. */
  permissions: string[];
  /** Has stepped away. */
  away: boolean;
}

export interface PresenceDoc {
  /** The process. */
  _id: string;
  people: Sitting[];
  until: Date;
}

const schema = new Schema<PresenceDoc>(
  {
    _id: { type: String, required: true },
    people: { type: [Schema.Types.Mixed], default: [] },
    until: Date,
  } as never,
  { versionKey: false, collection: 'presence' },
);
schema.index({ until: 1 });

export interface PresenceStore {
  /** In place of what this process told before. */
  tell(doc: PresenceDoc): Promise<void>;
  /** Of the other processes, as far as it still counts. */
  others(process: string, now: Date): Promise<PresenceDoc[]>;
  gone(process: string): Promise<void>;
  sweep(now: Date): Promise<void>;
  init(): Promise<void>;
}

export function presenceStore(connection: mongoose.Connection): PresenceStore {
  const Presence = connection.model<PresenceDoc>('Presence', schema);
  return {
    async tell({ _id, people, until }) {
      await Presence.updateOne({ _id }, { $set: { people, until } }, { upsert: true });
    },
    others: (process, now) =>
      Presence.find({ _id: { $ne: process }, until: { $gt: now } }).lean<PresenceDoc[]>(),
    async gone(process) {
      await Presence.deleteOne({ _id: process });
    },
    async sweep(now) {
      await Presence.deleteMany({ until: { $lte: now } });
    },
    async init() {
      await Presence.createIndexes();
    },
  };
}
