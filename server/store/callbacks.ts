/** Orders that wait for a call-back, and orders of a span of days: read beside the tickets' own store. */
import type mongoose from 'mongoose';
import { Problem } from '../errors.js';
import type { Stage } from '../tickets/callback/plan.js';
import type { Ticket } from '../tickets/ticket.js';

type Row = Ticket & { _id: string };

export interface CallbackStore {
  /** By when they are next to be called (or may be filed away), soonest first. `ripe`: only what is so now. */
  list(which: {
    stage: Stage;
    ripe: Date | null;
    after?: string | undefined;
    limit: number;
  }): Promise<{ rows: Ticket[]; next: string | null; total: number }>;
  /** How many are ripe in each stage. */
  counts(now: Date): Promise<Record<Stage, number>>;
  /** Filed from one moment up to another, by number, page after page. */
  between(from: Date, before: Date, after: string, limit: number): Promise<Ticket[]>;
  init(): Promise<void>;
}

const encode = (at: Date, id: string): string => Buffer.from(`${at.getTime()}.${id}`).toString('base64url');
function decode(text: string): { at: Date; id: string } {
  const plain = Buffer.from(text.slice(0, 120), 'base64url').toString();
  const [, ms, id] = /^(\d{1,15})\.(\d{14}[A-Z]\d{7})$/.exec(plain) ?? [];
  if (ms === undefined || id === undefined) throw new Problem('BAD_REQUEST');
  return { at: new Date(Number(ms)), id };
}

export function callbackStore(connection: mongoose.Connection): CallbackStore {
  const rows = connection.collection<Row>('tickets');
  const plain = ({ _id, ...ticket }: Row): Ticket => ticket;
  const waiting = (stage: Stage, ripe: Date | null) => ({
    'call.stage': stage,
    ...(ripe ? { 'call.nextAt': { $lte: ripe } } : {}),
  });
  return {
    async list({ stage, ripe, after, limit }) {
      const which = waiting(stage, ripe);
      const from = after ? decode(after) : null;
      const beyond = from
        ? { $or: [{ 'call.nextAt': { $gt: from.at } }, { 'call.nextAt': from.at, _id: { $gt: from.id } }] }
        : {};
      const found = (await rows
        .find({ $and: [which, beyond] } as never)
        .sort({ 'call.nextAt': 1, _id: 1 })
        .limit(limit + 1)
        .toArray()) as unknown as Row[];
      const last = found.length > limit ? found[limit - 1] : undefined;
      return {
        rows: found.slice(0, limit).map(plain),
        next: last?.call ? encode(last.call.nextAt, last._id) : null,
        total: await rows.countDocuments(which as never),
      };
    },
    async counts(now) {
      const count = (stage: Stage, ripe: Date | null) => rows.countDocuments(waiting(stage, ripe) as never);
      const [due, heard, unreached, self] = await Promise.all([
        count('due', now),
        count('heard', null),
        count('unreached', null),
        count('self', now),
      ]);
      return { due, heard, unreached, self };
    },
    async between(from, before, after, limit) {
      const found = (await rows
        .find({ createdAt: { $gte: from, $lt: before }, _id: { $gt: after } } as never)
        .sort({ _id: 1 })
        .limit(limit)
        .toArray()) as unknown as Row[];
      return found.map(plain);
    },
    async init() {
      await rows.createIndex({ 'call.stage': 1, 'call.nextAt': 1, _id: 1 } as never);
    },
  };
}
