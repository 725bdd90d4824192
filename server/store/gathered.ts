/** Inserts, updates and reads by key of one collection that travel together (together.ts). */
import mongoose from 'mongoose';
import { type Told, together } from './together.js';

type Doc = Record<string, unknown>;
type Collection = mongoose.Collection;
const { MongoBulkWriteError, MongoServerError } = mongoose.mongo;

/** What each of a command's writes came to; whatever is not about single writes is thrown on. */
async function written(count: number, write: () => Promise<unknown>): Promise<Told<void>[]> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof MongoBulkWriteError)) throw error;
    const faults = new Map([error.writeErrors].flat().map((one) => [one.index, one]));
    if (faults.size === 0) throw error;
    return Array.from({ length: count }, (_, index) => {
      const fault = faults.get(index);
      if (!fault) return { value: undefined };
      return { error: new MongoServerError({ message: fault.errmsg ?? '', code: fault.code }) };
    });
  }
  return Array.from({ length: count }, () => ({ value: undefined }));
}

/** As insertOne: on disk when it resolves, and a key that is taken is the asker's own error. */
export const inserter = <T extends object>(collection: Collection): ((doc: T) => Promise<void>) =>
  together((docs: T[]) =>
    written(docs.length, () =>
      collection.insertMany(docs as Doc[], { ordered: false, ignoreUndefined: true }),
    ),
  );

export interface Update {
  filter: Doc;
  update: Doc;
  /** All that the filter finds; one without it. */
  many?: true;
  upsert?: true;
}

/** Nothing is cast: fields and types are those of the schema already. */
export const updater = (collection: Collection): ((one: Update) => Promise<void>) =>
  together((all: Update[]) =>
    written(all.length, () =>
      collection.bulkWrite(
        all.map(({ many, ...one }) => (many ? { updateMany: one } : { updateOne: one })) as never,
        { ordered: false, ignoreUndefined: true },
      ),
    ),
  );

/** Documents by `_id`, as a lean read gives them. Who asks for the same gets the same object: nobody changes it. */
export const byKey = <T extends { _id: string }>(
  collection: Collection,
): ((id: string) => Promise<T | null>) =>
  together(async (ids: string[]) => {
    const which = ids.length === 1 ? ids[0] : { $in: [...new Set(ids)] };
    const rows = (await collection.find({ _id: which } as never).toArray()) as unknown as T[];
    const found = new Map(rows.map((row) => [row._id, row]));
    return ids.map((id) => ({ value: found.get(id) ?? null }));
  });
