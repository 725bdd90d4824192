/** Conversations at rest. Only `apply` (called by commit) moves one; `open` makes an empty one. */
import mongoose from 'mongoose';
import type { ThreadDoc } from '../intake/thread.js';
import { duplicateOf } from './duplicate.js';
import { byKey, inserter, updater } from './gathered.js';

const { Schema } = mongoose;

const schema = new Schema<ThreadDoc>(
  {
    _id: { type: String, required: true },
    channel: String,
    platform: String,
    holder: String,
    agent: { type: String, default: null },
    version: Number,
    memory: Schema.Types.Mixed,
    waitingFor: { type: String, default: null },
    waitingSince: { type: Date, default: null },
    reassured: Boolean,
    urgent: Boolean,
    person: { type: String, default: undefined },
    clock: { type: Schema.Types.Mixed, default: null },
    serveBy: { type: Date, default: null },
    match: { type: Schema.Types.Mixed, default: null },
    transfer: { type: Schema.Types.Mixed, default: null },
    lastAgent: { type: String, default: undefined },
    claimedAt: { type: Date, default: undefined },
    owed: { type: Date, default: undefined },
    consults: { type: [Schema.Types.Mixed], default: undefined } as never,
    turns: Number,
    delivered: Number,
    sender: Schema.Types.Mixed,
    phoneHash: String,
    lastText: String,
    createdAt: Date,
    updatedAt: Date,
  },
  { versionKey: false, minimize: false, collection: 'threads' },
);
schema.index({ holder: 1, updatedAt: -1, _id: -1 });
schema.index({ holder: 1, serveBy: 1, _id: 1 });
// Only threads to which something is owed stand in it.
schema.index({ 'clock.due': 1 }, { partialFilterExpression: { 'clock.due': { $exists: true } } });
schema.index({ agent: 1, holder: 1, updatedAt: -1 });
// Only threads an agent owes a word in stand in it.
schema.index({ owed: 1 }, { partialFilterExpression: { owed: { $type: 'date' } } });
schema.index({ lastAgent: 1, claimedAt: -1 });
schema.index({ updatedAt: -1, _id: -1 });
schema.index({ phoneHash: 1, updatedAt: -1 });

schema.index({ person: 1, updatedAt: -1 }, { partialFilterExpression: { person: { $type: 'string' } } });

export type Box = 'waiting' | 'mine' | 'all';

export interface ThreadStore {
  get(id: string): Promise<ThreadDoc | null>;
  /** Writes it unless it is there; returns what is there. */
  open(doc: ThreadDoc): Promise<ThreadDoc>;
  /** Sets fields at this version; a thread already at it or beyond stays as it is. */
  apply(id: string, version: number, set: Partial<ThreadDoc>): Promise<void>;
  /** Highest line the citizen's side has shown; never goes back, needs no commit. */
  seen(id: string, seq: number): Promise<void>;
  list(
    box: Box,
    agent: string,
    after: string | null,
    limit: number,
  ): Promise<{ rows: ThreadDoc[]; next: string | null; total: number }>;
  /** Waiting threads in the order they are served: urgent first, then whose clock runs out first. */
  queue(): Promise<{ _id: string; channel: string; platform: string }[]>;
  heldBy(agent: string): Promise<number>;
  /** Those who wait, whole, in the order they are served. */
  waiting(limit: number): Promise<ThreadDoc[]>;
  /** When this agent last took one. */
  lastClaim(agent: string): Promise<Date | null>;
  /** Held by an agent who has owed the citizen a word since before, the longest first. */
  owed(before: Date, limit: number): Promise<ThreadDoc[]>;
  /** Conversations with a question to a colleague that nobody has answered. */
  consulting(limit: number): Promise<ThreadDoc[]>;
  /** Conversations of a verified phone, the latest first; '' has none. */
  byPhoneHash(hash: string, limit: number): Promise<ThreadDoc[]>;
  /** Clocks that ran out and have not rung, the longest overdue first. */
  late(now: Date, limit: number): Promise<ThreadDoc[]>;
  /** The clock that began then has rung; another one is left alone. */
  rung(id: string, since: Date): Promise<void>;
  /** Conversations of one identity, newest first, at most 50. */
  ofPerson(person: string): Promise<ThreadDoc[]>;
  /** Those that moved at this moment or later, oldest first; `after` = the last one seen. */
  touchedSince(at: Date, after: string, limit: number): Promise<Pick<ThreadDoc, '_id' | 'updatedAt'>[]>;
  /** What a channel has come to know of the sender for certain. */
  knows(id: string, sender: ThreadDoc['sender'], phoneHash: string): Promise<void>;
  /** Stops a clock of acceptance. */
  accepted(id: string): Promise<void>;
  init(): Promise<void>;
}

interface Cursor {
  at: number;
  id: string;
}

const encode = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url');

const urgentFirst = (rows: ThreadDoc[]): ThreadDoc[] => [
  ...rows.filter((row) => row.urgent),
  ...rows.filter((row) => !row.urgent),
];

function decode(text: string): Cursor | null {
  try {
    const { at, id } = JSON.parse(Buffer.from(text, 'base64url').toString()) as Cursor;
    return typeof id === 'string' && !Number.isNaN(new Date(at).getTime()) ? { at, id } : null;
  } catch {
    return null;
  }
}

/** What a conversation has of which nothing was ever said; the lists look for null. */
const NOTHING_YET: Partial<ThreadDoc> = { clock: null, serveBy: null, match: null, transfer: null };

export function threadStore(connection: mongoose.Connection): ThreadStore {
  const Thread = connection.model<ThreadDoc>('Thread', schema);
  const insert = inserter<ThreadDoc>(Thread.collection);
  const update = updater(Thread.collection);
  const get = byKey<ThreadDoc>(Thread.collection);
  return {
    get,
    async open(doc) {
      const made = { ...NOTHING_YET, ...doc };
      try {
        await insert(made);
        return made;
      } catch (error) {
        if (!duplicateOf(error)) throw error;
        const found = await get(doc._id);
        if (!found) throw new Error(`thread ${doc._id} neither found nor made`);
        return found;
      }
    },
    async apply(id, version, set) {
      const filter = { _id: id, version: { $lt: version } };
      await update({ filter, update: { $set: { ...set, version } } });
    },
    async seen(id, seq) {
      await Thread.updateOne({ _id: id }, { $max: { delivered: seq } });
    },
    async list(box, agent, after, limit) {
      const which: mongoose.QueryFilter<ThreadDoc> =
        box === 'waiting' ? { holder: 'queue' } : box === 'mine' ? { agent, holder: 'agent' } : {};
      const cursor = after === null ? null : decode(after);
      // Waiting goes by what is owed first (one norm: who came first). The others go newest first.
      const [field, way] = box === 'waiting' ? (['serveBy', 1] as const) : (['updatedAt', -1] as const);
      const beyond = way === 1 ? '$gt' : '$lt';
      const from: mongoose.QueryFilter<ThreadDoc> =
        cursor === null
          ? {}
          : {
              $or: [
                { [field]: { [beyond]: new Date(cursor.at) } },
                { [field]: new Date(cursor.at), _id: { [beyond]: cursor.id } },
              ],
            };
      const rows = await Thread.find({ ...which, ...from })
        .sort({ [field]: way, _id: way })
        .limit(limit + 1)
        .lean<ThreadDoc[]>();
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      const at = last?.[field] ?? last?.updatedAt;
      return {
        rows: rows.slice(0, limit),
        next: last && at ? encode({ at: at.getTime(), id: last._id }) : null,
        total: await Thread.countDocuments(which),
      };
    },
    async queue() {
      const rows = await Thread.find({ holder: 'queue' })
        .sort({ serveBy: 1, _id: 1 })
        .select({ channel: 1, platform: 1, urgent: 1 })
        .lean<ThreadDoc[]>();
      return urgentFirst(rows);
    },
    late: (now, limit) =>
      Thread.find({ 'clock.due': { $lte: now }, 'clock.rung': null })
        .sort({ 'clock.due': 1 })
        .limit(limit)
        .lean<ThreadDoc[]>(),
    async rung(id, since) {
      await Thread.updateOne({ _id: id, 'clock.since': since }, { $set: { 'clock.rung': true } });
    },
    ofPerson: (person) => Thread.find({ person }).sort({ updatedAt: -1 }).limit(50).lean<ThreadDoc[]>(),
    touchedSince: (at, after, limit) =>
      Thread.find({ $or: [{ updatedAt: at, _id: { $gt: after } }, { updatedAt: { $gt: at } }] })
        .sort({ updatedAt: 1, _id: 1 })
        .limit(limit)
        .select({ updatedAt: 1 })
        .lean<ThreadDoc[]>(),
    async knows(id, sender, phoneHash) {
      await Thread.updateOne({ _id: id }, { $set: { sender, phoneHash } });
    },
    async accepted(id) {
      await Thread.updateOne({ _id: id, 'clock.kind': 'acceptance' }, { $set: { clock: null } });
    },
    byPhoneHash: async (hash, limit) =>
      hash === ''
        ? []
        : Thread.find({ phoneHash: hash }).sort({ updatedAt: -1 }).limit(limit).lean<ThreadDoc[]>(),
    async waiting(limit) {
      const rows = await Thread.find({ holder: 'queue' })
        .sort({ serveBy: 1, _id: 1 })
        .limit(limit)
        .lean<ThreadDoc[]>();
      return urgentFirst(rows);
    },
    async lastClaim(agent) {
      const row = await Thread.findOne({ lastAgent: agent })
        .sort({ claimedAt: -1 })
        .select({ claimedAt: 1 })
        .lean<ThreadDoc>();
      return row?.claimedAt ?? null;
    },
    owed: (before, limit) =>
      Thread.find({ owed: { $lte: before }, holder: 'agent' })
        .sort({ owed: 1 })
        .limit(limit)
        .lean<ThreadDoc[]>(),
    consulting: (limit) =>
      Thread.find({ 'consults.answer': null, consults: { $exists: true }, holder: 'agent' })
        .sort({ updatedAt: -1 })
        .limit(limit)
        .lean<ThreadDoc[]>(),
    heldBy: (agent) => Thread.countDocuments({ agent, holder: 'agent' }),
    async init() {
      await Thread.createIndexes();
    },
  };
}
