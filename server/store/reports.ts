/** Reports that were made: what was gathered, so that each can be made again the same. */
import mongoose from 'mongoose';
import type { ReportData } from '../http/contract-insight.js';
import { duplicateOf } from './duplicate.js';

const { Schema } = mongoose;

export interface ReportDoc {
  /** Id of the period. */
  _id: string;
  kind: ReportData['kind'];
  from: string;
  at: Date;
  data: ReportData;
}

const schema = new Schema<ReportDoc>(
  { _id: { type: String, required: true }, kind: String, from: String, at: Date, data: Schema.Types.Mixed },
  { versionKey: false, minimize: false, collection: 'reports' },
);
schema.index({ kind: 1, from: -1 });

export type ReportHead = Pick<ReportDoc, '_id' | 'kind' | 'from' | 'at'> & {
  data: Pick<ReportData, 'title' | 'to' | 'fingerprint'>;
};

export interface ReportStore {
  /** Says whether it was the first; a report that is there is never changed. */
  keep(report: ReportDoc): Promise<boolean>;
  get(id: string): Promise<ReportDoc | null>;
  /** Which of these are there. */
  there(ids: readonly string[]): Promise<Set<string>>;
  list(kind: ReportDoc['kind'], limit: number): Promise<ReportHead[]>;
  init(): Promise<void>;
}

export function reportStore(connection: mongoose.Connection): ReportStore {
  const Reports = connection.model<ReportDoc>('Report', schema);
  return {
    async keep(report) {
      try {
        await Reports.collection.insertOne(report as never);
        return true;
      } catch (error) {
        if (!duplicateOf(error)) throw error;
        return false;
      }
    },
    get: (id) => Reports.findById(id).lean<ReportDoc>().exec(),
    there: async (ids) =>
      new Set(
        (
          await Reports.find({ _id: { $in: [...ids] } })
            .select({ _id: 1 })
            .lean<ReportDoc[]>()
        ).map(({ _id }) => _id),
      ),
    list: (kind, limit) =>
      Reports.find({ kind })
        .sort({ from: -1 })
        .limit(limit)
        .select({ kind: 1, from: 1, at: 1, 'data.title': 1, 'data.to': 1, 'data.fingerprint': 1 })
        .lean<ReportHead[]>(),
    async init() {
      await Reports.createIndexes();
    },
  };
}
