/** Filters somebody saved: for himself, or for everybody of a role. */
import mongoose from 'mongoose';

const { Schema } = mongoose;

export interface FilterDoc {
  _id: string;
  name: string;
  /** Who saved it, and may take it away. */
  by: string;
  /** For whom; null = for whoever saved it. */
  role: string | null;
  /** The list's part of the address: names and values as the page has them. */
  query: Record<string, string>;
  at: Date;
}

const schema = new Schema<FilterDoc>(
  {
    _id: { type: String, required: true },
    name: String,
    by: String,
    role: { type: String, default: null },
    query: Schema.Types.Mixed,
    at: Date,
  },
  { versionKey: false, minimize: false, collection: 'listfilters' },
);
schema.index({ by: 1, at: 1 });
schema.index({ role: 1, at: 1 });

export interface FilterStore {
  /** The account's own and those of its roles, oldest first. */
  of(account: string, roles: readonly string[]): Promise<FilterDoc[]>;
  get(id: string): Promise<FilterDoc | null>;
  put(doc: FilterDoc): Promise<void>;
  remove(id: string): Promise<void>;
  init(): Promise<void>;
}

export function filterStore(connection: mongoose.Connection): FilterStore {
  const Filter = connection.model<FilterDoc>('ListFilter', schema);
  return {
    of: async (account, roles) =>
      Filter.find({ $or: [{ by: account, role: null }, { role: { $in: [...roles] } }] })
        .sort({ at: 1, _id: 1 })
        .lean<FilterDoc[]>(),
    get: (id) => Filter.findById(id).lean<FilterDoc>(),
    async put({ _id, ...rest }) {
      await Filter.updateOne({ _id }, { $setOnInsert: rest }, { upsert: true });
    },
    async remove(_id) {
      await Filter.deleteOne({ _id });
    },
    async init() {
      await Filter.createIndexes();
    },
  };
}
