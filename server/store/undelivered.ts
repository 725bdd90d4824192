/** Lines that did not go out at the first try, newest trouble first. Read by an index of these alone. */
import type mongoose from 'mongoose';
import { Problem } from '../errors.js';
import type { MessageDoc, Trouble } from '../intake/journal.js';
import { lineModel } from './lines.js';

export interface UndeliveredFilter {
  trouble: Trouble;
  channel?: string | undefined;
  /** `next` of the page before. */
  after?: string | null | undefined;
  /** 1 to 100. */
  limit: number;
}

export interface UndeliveredStore {
  list(filter: UndeliveredFilter): Promise<{ rows: MessageDoc[]; next: string | null; total: number }>;
  /** Those that still want somebody; settled ones are only counted where they are listed. */
  counts(): Promise<{ failed: number; retrying: number }>;
}

const encode = (at: Date, id: string): string => Buffer.from(`${at.getTime()}.${id}`).toString('base64url');

/** A cursor nobody gave out is the caller's fault, never page one. */
function decode(text: string): { at: Date; id: string } {
  const [, ms, id] =
    /^(\d{1,15})\.([\x21-\x7e]{1,400})$/.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  if (ms === undefined || id === undefined) throw new Problem('BAD_REQUEST');
  return { at: new Date(Number(ms)), id };
}

function beyond(after: string): mongoose.QueryFilter<MessageDoc> {
  const { at, id } = decode(after);
  return { $or: [{ troubleSince: { $lt: at } }, { troubleSince: at, _id: { $lt: id } }] };
}

export function undeliveredStore(connection: mongoose.Connection): UndeliveredStore {
  const Line = lineModel(connection);
  return {
    async list({ trouble, channel, after, limit }) {
      const which: mongoose.QueryFilter<MessageDoc> = { trouble, ...(channel ? { channel } : {}) };
      const rows = await Line.find({ ...which, ...(after ? beyond(after) : {}) })
        .sort({ troubleSince: -1, _id: -1 })
        .limit(limit + 1)
        .lean<MessageDoc[]>();
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      return {
        rows: rows.slice(0, limit),
        next: last?.troubleSince ? encode(last.troubleSince, last._id) : null,
        total: await Line.countDocuments(which),
      };
    },
    async counts() {
      const [failed, retrying] = await Promise.all([
        Line.countDocuments({ trouble: 'failed' }),
        Line.countDocuments({ trouble: 'retrying' }),
      ]);
      return { failed, retrying };
    },
  };
}
