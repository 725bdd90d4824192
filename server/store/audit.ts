/**
 * The audit at rest: rows that are only ever added, each holding the hash of the one before. Changing, removing
 * or slipping in a row breaks every hash behind it.
 */
import { createHash } from 'node:crypto';
import mongoose from 'mongoose';
import { duplicateOf } from './duplicate.js';

const { Schema } = mongoose;

export interface AuditEntry {
  at: Date;
  /** Who did it; '' where nobody was signed in. */
  account: string;
  /** Roles held then, joined by a comma. */
  role: string;
  ip: string;
  action: string;
  /** What it was done to: an account, an order number, a thread. */
  target: string;
  reason: string;
  result: 'ok' | 'refused' | 'failed';
}

export interface AuditRow extends AuditEntry {
  /** From 1, without gaps. */
  seq: number;
  /** Hash of the row before; 64 zeros before the first. */
  prev: string;
  /** SHA-256, hex, of the canonical JSON of all the other fields. */
  hash: string;
}

type AuditDoc = Omit<AuditRow, 'seq'> & { _id: number };

const schema = new Schema<AuditDoc>(
  {
    _id: { type: Number, required: true },
    at: Date,
    account: String,
    role: String,
    ip: String,
    action: String,
    target: String,
    reason: String,
    result: String,
    prev: String,
    hash: String,
  },
  { versionKey: false, collection: 'audit' },
);
schema.index({ at: 1 });
schema.index({ target: 1, _id: 1 });
schema.index({ account: 1, _id: 1 });
schema.index({ action: 1, _id: 1 });

const START = '0'.repeat(64);

/** Keys in alphabetical order, time as ISO 8601: the same row gives the same bytes everywhere. */
export function rowHash(row: Omit<AuditRow, 'hash'>): string {
  const { account, action, at, ip, prev, reason, result, role, seq, target } = row;
  const canonical = { account, action, at: at.toISOString(), ip, prev, reason, result, role, seq, target };
  return createHash('sha256').update(JSON.stringify(canonical)).digest('hex');
}

/** A lone surrogate comes back from the store as U+FFFD: it must go in so, or the hash would not fit. */
const whole = (text: string): string => text.replace(/\p{Cs}/gu, '\ufffd');

function cleaned(entry: AuditEntry): AuditEntry {
  const { account, role, ip, action, target, reason } = entry;
  return {
    ...entry,
    account: whole(account),
    role: whole(role),
    ip: whole(ip),
    action: whole(action),
    target: whole(target),
    reason: whole(reason),
  };
}

const rowOf = ({ _id, ...rest }: AuditDoc): AuditRow => ({ seq: _id, ...rest });

/** `seq`: the first row that is not as it was written. */
export type Verified =
  | { whole: true; rows: number; head: string }
  | { whole: false; seq: number; why: 'missing' | 'changed' | 'cut' };

export interface AuditFilter {
  account?: string | undefined;
  action?: string | undefined;
  target?: string | undefined;
  from?: Date | undefined;
  /** Up to, not including. */
  to?: Date | undefined;
  /** Only rows older than this number. */
  before?: number | undefined;
  limit: number;
}

export interface AuditStore {
  append(entry: AuditEntry): Promise<AuditRow>;
  /** Oldest first, of rows after `after`. */
  rows(after: number, limit: number): Promise<AuditRow[]>;
  /** Newest first, at most `limit`, of these actions on these targets. */
  about(targets: readonly string[], actions: readonly string[], limit: number): Promise<AuditRow[]>;
  /** Newest first. */
  list(filter: AuditFilter): Promise<AuditRow[]>;
  verifyChain(): Promise<Verified>;
  init(): Promise<void>;
}

export function auditStore(connection: mongoose.Connection): AuditStore {
  const Audit = connection.model<AuditDoc>('Audit', schema);
  /** The newest row this process knows of; the chain must reach at least so far. */
  let tip: Pick<AuditRow, 'seq' | 'hash'> = { seq: 0, hash: START };
  let line: Promise<unknown> = Promise.resolve();

  async function readTip(): Promise<void> {
    const [last] = await Audit.find().sort({ _id: -1 }).limit(1).lean<AuditDoc[]>();
    if (last && last._id > tip.seq) tip = { seq: last._id, hash: last.hash };
  }

  /** A number is taken by the row that uses it: of two processes one gets it, the other reads and tries again. */
  async function write(entry: AuditEntry): Promise<AuditRow> {
    for (;;) {
      const open = { ...entry, seq: tip.seq + 1, prev: tip.hash };
      const row: AuditRow = { ...open, hash: rowHash(open) };
      const { seq, ...rest } = row;
      try {
        await Audit.create({ _id: seq, ...rest });
        tip = row;
        return row;
      } catch (error) {
        if (!duplicateOf(error)) throw error;
        await readTip();
      }
    }
  }

  async function rows(after: number, limit: number): Promise<AuditRow[]> {
    const found = await Audit.find({ _id: { $gt: after } })
      .sort({ _id: 1 })
      .limit(limit)
      .lean<AuditDoc[]>();
    return found.map(rowOf);
  }

  return {
    append(entry) {
      const done = line.then(() => write(cleaned(entry)));
      line = done.catch(() => undefined);
      return done;
    },
    rows,
    about: async (targets, actions, limit) =>
      (
        await Audit.find({ target: { $in: [...targets] }, action: { $in: [...actions] } })
          .sort({ _id: -1 })
          .limit(limit)
          .lean<AuditDoc[]>()
      ).map(rowOf),
    async list({ account, action, target, from, to, before, limit }) {
      const span = { ...(from ? { $gte: from } : {}), ...(to ? { $lt: to } : {}) };
      const which = {
        ...(account ? { account } : {}),
        ...(action ? { action } : {}),
        ...(target ? { target } : {}),
        ...(from || to ? { at: span } : {}),
        ...(before === undefined ? {} : { _id: { $lt: before } }),
      };
      return (await Audit.find(which).sort({ _id: -1 }).limit(limit).lean<AuditDoc[]>()).map(rowOf);
    },
    async verifyChain() {
      const reach = tip;
      let before = { seq: 0, hash: START };
      for (;;) {
        const found = await rows(before.seq, 1000);
        for (const row of found) {
          if (row.seq !== before.seq + 1) return { whole: false, seq: before.seq + 1, why: 'missing' };
          if (row.prev !== before.hash || rowHash(row) !== row.hash)
            return { whole: false, seq: row.seq, why: 'changed' };
          before = row;
        }
        if (found.length === 0) break;
      }
      if (before.seq < reach.seq) return { whole: false, seq: before.seq + 1, why: 'cut' };
      return { whole: true, rows: before.seq, head: before.hash };
    },
    async init() {
      await Audit.createIndexes();
      await readTip();
    },
  };
}
