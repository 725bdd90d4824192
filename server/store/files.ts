/** What is known of each kept file; the bytes lie beside, in DATA_DIR/files (server/files). */
import mongoose from 'mongoose';

const { Schema } = mongoose;

export interface FileDoc {
  _id: string;
  name: string;
  /** Media type found in the bytes. */
  type: string;
  size: number;
  sha256: string;
  /** The thread it belongs to; null until a form that was filed uses it. */
  owner: string | null;
  createdAt: Date;
}

const schema = new Schema<FileDoc>(
  {
    _id: { type: String, required: true },
    name: String,
    type: String,
    size: Number,
    sha256: String,
    owner: { type: String, default: null },
    createdAt: Date,
  },
  { versionKey: false, collection: 'files' },
);
schema.index({ owner: 1, createdAt: 1 });

export interface FileStore {
  put(doc: FileDoc): Promise<void>;
  get(id: string): Promise<FileDoc | null>;
  /** Gives an ownerless file its owner; true if it is this owner's now. */
  adopt(id: string, owner: string): Promise<boolean>;
  /** Ownerless files older than this. */
  forgotten(before: Date): Promise<string[]>;
  /** Removes it if it is still ownerless; false if somebody was quicker. */
  drop(id: string): Promise<boolean>;
  init(): Promise<void>;
}

export function fileStore(connection: mongoose.Connection): FileStore {
  const File = connection.model<FileDoc>('File', schema);
  return {
    async put(doc) {
      await File.create(doc);
    },
    get: (id) => File.findById(id).lean<FileDoc>().exec(),
    async adopt(id, owner) {
      await File.updateOne({ _id: id, owner: null }, { $set: { owner } });
      const now = await File.findById(id).lean<FileDoc>();
      return now?.owner === owner;
    },
    async forgotten(before) {
      const rows = await File.find({ owner: null, createdAt: { $lt: before } })
        .select({ _id: 1 })
        .lean<FileDoc[]>();
      return rows.map((row) => row._id);
    },
    async drop(id) {
      const { deletedCount } = await File.deleteOne({ _id: id, owner: null });
      return deletedCount === 1;
    },
    async init() {
      await File.createIndexes();
    },
  };
}
