/** The operations of the unified test format that the CRUD cases use, by the driver that mongoose carries. */
import type mongoose from 'mongoose';

type Row = Record<string, unknown>;
type Collection = mongoose.mongo.Collection<Row>;
type Db = mongoose.mongo.Db;

interface Place {
  client: mongoose.mongo.MongoClient;
  db: Db;
  collection: Collection;
}

type Run = (place: Place, args: Row) => Promise<unknown>;

function split<const Names extends string[]>(
  args: Row,
  ...names: Names
): { picked: unknown[]; options: Row } {
  const options = Object.fromEntries(Object.entries(args).filter(([key]) => !names.includes(key)));
  if ('returnDocument' in options) options.returnDocument = String(options.returnDocument).toLowerCase();
  return { picked: names.map((name) => args[name]), options };
}

function lean(result: mongoose.mongo.UpdateResult): Row {
  const { matchedCount, modifiedCount, upsertedCount, upsertedId } = result;
  return { matchedCount, modifiedCount, upsertedCount, ...(upsertedId === null ? {} : { upsertedId }) };
}

export function bulkCounts(result: mongoose.mongo.BulkWriteResult): Row {
  const {
    insertedCount,
    deletedCount,
    matchedCount,
    modifiedCount,
    upsertedCount,
    upsertedIds,
    insertedIds,
  } = result;
  return {
    insertedCount,
    deletedCount,
    matchedCount,
    modifiedCount,
    upsertedCount,
    upsertedIds,
    insertedIds,
  };
}

const filterless = (
  names: string[],
  run: (collection: Collection, picked: unknown[], options: Row) => Promise<unknown>,
): Run => {
  return ({ collection }, args) => {
    const { picked, options } = split(args, ...names);
    return run(collection, picked, options);
  };
};

/** Of an operation on a database. */
export const NO_COLLECTION = 'none';

export const OPERATIONS: Record<string, Run> = {
  find: filterless(['filter'], (c, [filter], options) => c.find(filter as Row, options).toArray()),
  findOne: filterless(['filter'], (c, [filter], options) => c.findOne(filter as Row, options)),
  aggregate: ({ db, collection }, args) => {
    const { picked, options } = split(args, 'pipeline');
    const over = collection.collectionName === NO_COLLECTION ? db : collection;
    return over.aggregate(picked[0] as Row[], options).toArray();
  },
  countDocuments: filterless(['filter'], (c, [filter], options) => c.countDocuments(filter as Row, options)),
  estimatedDocumentCount: filterless([], (c, _, options) => c.estimatedDocumentCount(options)),
  distinct: filterless(['fieldName', 'filter'], (c, [key, filter], options) =>
    c.distinct(key as string, filter as Row, options),
  ),
  insertOne: filterless(['document'], async (c, [doc], options) => {
    const { insertedId } = await c.insertOne(doc as Row, options);
    return { insertedId };
  }),
  insertMany: filterless(['documents'], async (c, [docs], options) => {
    const { insertedIds } = await c.insertMany(docs as Row[], options);
    return { insertedIds };
  }),
  updateOne: filterless(['filter', 'update'], async (c, [filter, update], options) =>
    lean(await c.updateOne(filter as Row, update as Row, options)),
  ),
  updateMany: filterless(['filter', 'update'], async (c, [filter, update], options) =>
    lean(await c.updateMany(filter as Row, update as Row, options)),
  ),
  replaceOne: filterless(['filter', 'replacement'], async (c, [filter, doc], options) =>
    lean((await c.replaceOne(filter as Row, doc as Row, options)) as mongoose.mongo.UpdateResult),
  ),
  deleteOne: filterless(['filter'], async (c, [filter], options) => {
    const { deletedCount } = await c.deleteOne(filter as Row, options);
    return { deletedCount };
  }),
  deleteMany: filterless(['filter'], async (c, [filter], options) => {
    const { deletedCount } = await c.deleteMany(filter as Row, options);
    return { deletedCount };
  }),
  findOneAndUpdate: filterless(['filter', 'update'], (c, [filter, update], options) =>
    c.findOneAndUpdate(filter as Row, update as Row, options),
  ),
  findOneAndReplace: filterless(['filter', 'replacement'], (c, [filter, doc], options) =>
    c.findOneAndReplace(filter as Row, doc as Row, options),
  ),
  findOneAndDelete: filterless(['filter'], (c, [filter], options) =>
    c.findOneAndDelete(filter as Row, options),
  ),
  bulkWrite: filterless(['requests'], async (c, [requests], options) =>
    bulkCounts(await c.bulkWrite(requests as mongoose.mongo.AnyBulkWriteOperation<Row>[], options)),
  ),
  count: async ({ db, collection }, args) => {
    const { filter, ...rest } = args;
    return (await db.command({ count: collection.collectionName, query: filter, ...rest })).n;
  },
  createCollection: async ({ db }, args) => {
    const { collection, ...options } = args;
    await db.createCollection(collection as string, options);
    return undefined;
  },
  createIndex: filterless(['keys'], (c, [keys], options) => c.createIndex(keys as Row as never, options)),
  modifyCollection: ({ db }, { collection, ...options }) => db.command({ collMod: collection, ...options }),
  clientBulkWrite: ({ client }, { models, ...options }) => {
    const named = (models as Row[]).flatMap(Object.entries).map(([name, one]) => ({ name, ...(one as Row) }));
    return client.bulkWrite(named as never, options);
  },
  dropCollection: async ({ db }, args) => {
    await db.dropCollection(args.collection as string);
    return undefined;
  },
};
