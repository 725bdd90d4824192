/** Proceedings at rest. Only `put` (called when a commit is applied) writes one, and writes it whole. */
import mongoose from 'mongoose';
import { Problem } from '../errors.js';
import type { Kind } from '../tickets/proceedings/kinds.js';
import type { Proceeding } from '../tickets/proceedings/proceeding.js';
import { duplicateOf } from './duplicate.js';

const { Schema } = mongoose;

type Row = Proceeding & { _id: string };

// `strict: false`: the shape is the type's business; the schema is here for the indexes and for queries.
const schema = new Schema<Row>(
  { _id: { type: String, required: true }, kind: String, state: String, version: Number, openedAt: Date },
  { versionKey: false, minimize: false, strict: false, collection: 'proceedings' },
);
schema.index({ orderNo: 1 });
schema.index({ kind: 1, openedAt: -1, _id: -1 });
schema.index({ kind: 1, state: 1, openedAt: -1, _id: -1 });
schema.index({ 'sides.unit': 1, openedAt: -1, _id: -1 });
schema.index({ 'drawn.agent': 1, openedAt: -1, _id: -1 });
schema.index({ 'next.at': 1 });
schema.index({ 'number.key': 1, 'number.seq': -1 });

export interface ProceedingFilter {
  kind: Kind;
  states?: readonly string[] | undefined;
  /** Only what is owed still, near its end or past it at that moment. */
  clock?: { stands: 'near' | 'late'; now: Date } | undefined;
  /** Only what has one of these units. */
  units?: readonly string[] | undefined;
  /** Only what this account's work is looked at in. */
  agent?: string | undefined;
  after?: string | undefined;
  limit: number;
}

export interface ProceedingStore {
  get(id: string): Promise<Proceeding | null>;
  /** Everything that runs or ran beside an order, oldest first. */
  ofOrder(orderNo: string): Promise<Proceeding[]>;
  put(proceeding: Proceeding): Promise<void>;
  /** Newest first. */
  list(filter: ProceedingFilter): Promise<{ rows: Proceeding[]; next: string | null; total: number }>;
  /** Those whose timer has its moment, the longest due first. */
  due(now: Date, limit: number): Promise<Proceeding[]>;
  /** The highest document number under a key that is applied; 0 if none. */
  lastNumber(key: string): Promise<number>;
  init(): Promise<void>;
}

const encode = (at: Date, id: string): string => Buffer.from(`${at.getTime()}.${id}`).toString('base64url');

function decode(text: string): { at: Date; id: string } {
  const [, ms, id] =
    /^(\d{1,15})\.([A-Z]{2}-[\w-]{1,80})$/.exec(Buffer.from(text.slice(0, 200), 'base64url').toString()) ??
    [];
  if (ms === undefined || id === undefined) throw new Problem('BAD_REQUEST');
  return { at: new Date(Number(ms)), id };
}

/** Near: it has rung once, and rings next when it is over. */
const standing = ({ stands, now }: NonNullable<ProceedingFilter['clock']>) =>
  stands === 'late' ? { due: { $lte: now } } : { due: { $gt: now }, 'next.key': { $regex: '^late@' } };

export function proceedingStore(connection: mongoose.Connection): ProceedingStore {
  const Rows = connection.model<Row>('Proceeding', schema);
  const plain = ({ _id, ...row }: Row): Proceeding => row;
  return {
    async get(id) {
      const row = await Rows.findById(id).lean<Row>();
      return row && plain(row);
    },
    ofOrder: async (orderNo) =>
      (await Rows.find({ orderNo }).sort({ openedAt: 1, _id: 1 }).lean<Row[]>()).map(plain),
    async put(proceeding) {
      const { id: _id, version } = proceeding;
      for (;;) {
        try {
          // A stored version that is not older does not match, the upsert then runs into its key.
          await Rows.collection.replaceOne(
            { _id, version: { $lt: version } } as never,
            { ...proceeding, _id } as never,
            { upsert: true, ignoreUndefined: true },
          );
          return;
        } catch (error) {
          if (!duplicateOf(error)) throw error;
          const there = await Rows.findById(_id).select({ version: 1 }).lean<Row>();
          if (there && there.version >= version) return;
        }
      }
    },
    async list({ kind, states, clock, units, agent, after, limit }) {
      const which = {
        kind,
        ...(clock ? standing(clock) : {}),
        ...(states ? { state: { $in: [...states] } } : {}),
        ...(units ? { 'sides.unit': { $in: [...units] } } : {}),
        ...(agent === undefined ? {} : { 'drawn.agent': agent }),
      };
      const from = after ? decode(after) : null;
      const beyond = from
        ? { $or: [{ openedAt: { $lt: from.at } }, { openedAt: from.at, _id: { $lt: from.id } }] }
        : {};
      const rows = await Rows.find({ $and: [which, beyond] } as never)
        .sort({ openedAt: -1, _id: -1 })
        .limit(limit + 1)
        .lean<Row[]>();
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      return {
        rows: rows.slice(0, limit).map(plain),
        next: last ? encode(last.openedAt, last._id) : null,
        total: await Rows.countDocuments(which as never),
      };
    },
    due: async (now, limit) =>
      (
        await Rows.find({ 'next.at': { $lte: now } } as never)
          .sort({ 'next.at': 1 } as never)
          .limit(limit)
          .lean<Row[]>()
      ).map(plain),
    async lastNumber(key) {
      const row = await Rows.findOne({ 'number.key': key } as never)
        .sort({ 'number.seq': -1 } as never)
        .lean<Row>();
      return row?.number?.seq ?? 0;
    },
    async init() {
      await Rows.createIndexes();
    },
  };
}
