/** Units that came by import, a version each, laid over those of the policy folder; never changed once written. */
import mongoose from 'mongoose';
import type { Tables } from '../policy/schema.js';
import { duplicateOf } from './duplicate.js';

const { Schema } = mongoose;

export interface UnitsVersion {
  /** From 1, without gaps: of two who write at once one is second. */
  _id: number;
  at: Date;
  by: string;
  note: string;
  /** The whole table. */
  units: Tables['units'];
  /** Of the whole policy with these units. */
  hash: string;
}

const schema = new Schema<UnitsVersion>(
  {
    _id: { type: Number, required: true },
    at: Date,
    by: String,
    note: String,
    units: Schema.Types.Mixed,
    hash: String,
  },
  { versionKey: false, minimize: false, collection: 'unitsversions' },
);

export interface VersionStore {
  latest(): Promise<UnitsVersion | null>;
  get(version: number): Promise<UnitsVersion | null>;
  /** Newest first, without their rows. */
  list(): Promise<Omit<UnitsVersion, 'units'>[]>;
  /** False: that number is taken. */
  add(version: UnitsVersion): Promise<boolean>;
}

export function versionStore(connection: mongoose.Connection): VersionStore {
  const Version = connection.model<UnitsVersion>('UnitsVersion', schema);
  return {
    latest: async () => (await Version.find().sort({ _id: -1 }).limit(1).lean<UnitsVersion[]>())[0] ?? null,
    get: (version) => Version.findById(version).lean<UnitsVersion>(),
    list: () =>
      Version.find().sort({ _id: -1 }).limit(200).select({ units: 0 }).lean<Omit<UnitsVersion, 'units'>[]>(),
    async add(version) {
      try {
        await Version.collection.insertOne({ ...version } as never);
        return true;
      } catch (error) {
        if (!duplicateOf(error)) throw error;
        return false;
      }
    },
  };
}
