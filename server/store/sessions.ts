/** Sessions and failed tries at rest. A session is named by the hash of its id; the id itself is never here. */
import mongoose from 'mongoose';
import { insist } from './accounts.js';
import { duplicateOf } from './duplicate.js';

const { Schema } = mongoose;

export interface SessionDoc {
  /** SHA-256 of the id, hex. */
  _id: string;
  account: string;
  /** Of the account, when the session was opened. */
  epoch: number;
  createdAt: Date;
  seenAt: Date;
}

export interface TriesDoc {
  /** `account:…` or `address:…` */
  _id: string;
  failures: number;
  at: Date;
  until: Date;
  /** When nothing in it counts any more. */
  spent: Date;
  version: number;
}

const sessionSchema = new Schema<SessionDoc>(
  {
    _id: { type: String, required: true },
    account: String,
    epoch: Number,
    createdAt: Date,
    seenAt: Date,
  },
  { versionKey: false, collection: 'sessions' },
);
sessionSchema.index({ account: 1 });
sessionSchema.index({ seenAt: 1 });
sessionSchema.index({ createdAt: 1 });

const triesSchema = new Schema<TriesDoc>(
  {
    _id: { type: String, required: true },
    failures: Number,
    at: Date,
    until: Date,
    spent: Date,
    version: Number,
  },
  { versionKey: false, collection: 'tries' },
);
triesSchema.index({ spent: 1 });

export interface SessionStore {
  find(session: string): Promise<SessionDoc | null>;
  insert(doc: SessionDoc): Promise<void>;
  /** Never goes back, never wakes a session that was removed meanwhile. */
  touch(session: string, at: Date): Promise<void>;
  remove(session: string): Promise<void>;
  removeOf(account: string): Promise<void>;
  removeDead(seenBefore: Date, createdBefore: Date): Promise<void>;
  init(): Promise<void>;
}

export function sessionStore(connection: mongoose.Connection): SessionStore {
  const Session = connection.model<SessionDoc>('Session', sessionSchema);
  return {
    async find(session) {
      insist(session);
      return Session.findById(session).lean<SessionDoc>();
    },
    async insert(doc) {
      insist(doc._id, doc.account);
      await Session.create(doc);
    },
    async touch(session, at) {
      insist(session);
      await Session.updateOne({ _id: session, seenAt: { $lt: at } }, { $set: { seenAt: at } });
    },
    async remove(session) {
      insist(session);
      await Session.deleteOne({ _id: session });
    },
    async removeOf(account) {
      insist(account);
      await Session.deleteMany({ account });
    },
    async removeDead(seenBefore, createdBefore) {
      await Session.deleteMany({ seenAt: { $lte: seenBefore } });
      await Session.deleteMany({ createdAt: { $lte: createdBefore } });
    },
    async init() {
      await Session.createIndexes();
    },
  };
}

export interface TriesStore {
  find(key: string): Promise<TriesDoc | null>;
  findAll(keys: string[]): Promise<TriesDoc[]>;
  /** Writes it if nobody wrote since `seen` was read; null = there was none. */
  write(doc: Omit<TriesDoc, 'version'>, seen: TriesDoc | null): Promise<TriesDoc | null>;
  remove(key: string): Promise<void>;
  removeSpent(now: Date): Promise<void>;
  init(): Promise<void>;
}

export function triesStore(connection: mongoose.Connection): TriesStore {
  const Tries = connection.model<TriesDoc>('Tries', triesSchema);
  return {
    async find(key) {
      insist(key);
      return Tries.findById(key).lean<TriesDoc>();
    },
    async findAll(keys) {
      insist(...keys);
      return Tries.find({ _id: { $in: keys } }).lean<TriesDoc[]>();
    },
    async write(doc, seen) {
      insist(doc._id);
      const next = { ...doc, version: (seen?.version ?? 0) + 1 };
      if (seen) {
        const { _id, ...set } = next;
        const done = await Tries.updateOne({ _id, version: seen.version }, { $set: set });
        return done.matchedCount === 1 ? next : null;
      }
      try {
        await Tries.create(next);
        return next;
      } catch (error) {
        if (!duplicateOf(error)) throw error;
        return null;
      }
    },
    async remove(key) {
      insist(key);
      await Tries.deleteOne({ _id: key });
    },
    async removeSpent(now) {
      await Tries.deleteMany({ spent: { $lte: now } });
    },
    async init() {
      await Tries.createIndexes();
    },
  };
}
