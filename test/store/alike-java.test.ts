/**
 * Beside mongo-java-server, an independent server of the same protocol: random documents, filters, updates and
 * pipelines give and leave the same. What it was found to do otherwise is left out here; README.md beside this file
 * says what MongoDB's documentation decides of it.
 */
import fc from 'fast-check';
import mongoose from 'mongoose';
import type { Doc } from '../../server/store/embedded/bson.js';
import { startJavaServer } from '../contracts/mongo-java-server.js';
import { type InProcess, inProcess } from './in-process.js';
import { plainRow, plainScalar, plainStage, plainValue, sorted, unordered } from './plain.js';

const java = await startJavaServer();
const run = 'missing' in java ? test.skip : test;

let store: InProcess;
let client: mongoose.mongo.MongoClient | null = null;
let other: mongoose.mongo.Db;
beforeAll(async () => {
  store = inProcess();
  if ('missing' in java) return;
  client = await mongoose.mongo.MongoClient.connect(java.uri);
  other = client.db();
});
afterAll(async () => {
  await client?.close();
  await store.close();
  if (!('missing' in java)) await java.stop();
});

const path = fc.constantFrom('a', 'b', 'n');
const clause = fc.oneof(
  { weight: 2, arbitrary: fc.tuple(path, plainValue).map(([at, one]): Doc => ({ [at]: { $eq: one } })) },
  fc
    .tuple(
      path,
      fc.constantFrom('$gt', '$gte', '$lt', '$lte', '$ne'),
      plainScalar.filter((one) => one !== null),
    )
    .map(([at, op, one]): Doc => ({ [at]: { [op]: one } })),
  fc.tuple(path, fc.array(plainScalar, { maxLength: 3 })).map(([at, $in]): Doc => ({ [at]: { $in } })),
  fc.tuple(path, fc.boolean()).map(([at, $exists]): Doc => ({ [at]: { $exists } })),
);
const filter = fc.oneof(
  { weight: 3, arbitrary: clause },
  fc.array(clause, { minLength: 1, maxLength: 3 }).map(($or): Doc => ({ $or })),
  fc.array(clause, { minLength: 1, maxLength: 3 }).map(($and): Doc => ({ $and })),
);
const update = fc.oneof(
  fc.tuple(fc.constantFrom('b', 'c'), plainScalar).map(([at, to]): Doc => ({ $set: { [at]: to } })),
  fc.constantFrom('a', 'b', 'n').map((at): Doc => ({ $unset: { [at]: 1 } })),
  fc.integer({ min: -3, max: 3 }).map((by): Doc => ({ $inc: { n: by } })),
  fc.integer({ min: -3, max: 3 }).map((to): Doc => ({ $max: { n: to } })),
  fc.tuple(plainScalar).map(([one]): Doc => ({ $push: { l: one } })),
  fc.tuple(plainScalar).map(([one]): Doc => ({ $addToSet: { l: one } })),
  fc.constant<Doc>({ $rename: { b: 'c' } }),
);

/** What comes first is said, and so is the order it comes in. */
function ordered(stages: Doc[]): Doc[] {
  const [counting, others] = [true, false].map((wanted) =>
    stages.filter((stage) => ('$skip' in stage || '$limit' in stage) === wanted),
  );
  return [{ $sort: { _id: 1 } }, ...counting!, ...others!];
}

/** `$set` by its older name. */
const older = (stages: Doc[]): Doc[] =>
  stages.map((stage) => ('$set' in stage ? { $addFields: stage.$set } : stage));

run(
  'missing' in java
    ? `the same answers (${java.missing})`
    : 'the same answers to random finds, updates and pipelines',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(plainRow, { minLength: 1, maxLength: 8 }),
        fc.array(fc.tuple(filter, update, fc.array(plainStage, { minLength: 1, maxLength: 3 })), {
          minLength: 1,
          maxLength: 3,
        }),
        async (documents, steps) => {
          const rows = documents.map((row, _id) => ({ _id, ...row }));
          const theirs = other.collection<{ _id: number }>('c');
          await theirs.deleteMany({});
          await store.command({ drop: 'c' });
          await theirs.insertMany(structuredClone(rows));
          await store.command({ insert: 'c', documents: rows });
          for (const [where, u, stages] of steps) {
            const pipeline = ordered(stages);
            const found = await store.rows({ find: 'c', filter: where });
            expect(sorted(await theirs.find(where).toArray())).toEqual(sorted(found));
            const made = await store.rows({ aggregate: 'c', pipeline, cursor: {} });
            expect(unordered(sorted(await theirs.aggregate(older(pipeline)).toArray()))).toEqual(
              unordered(sorted(made)),
            );
            const { n, nModified } = await store.command({
              update: 'c',
              updates: [{ q: where, u, multi: true }],
            });
            const { matchedCount, modifiedCount } = await theirs.updateMany(where, u);
            expect({ n: matchedCount, nModified: modifiedCount }).toEqual({ n, nModified });
            expect(unordered(sorted(await theirs.find().toArray()))).toEqual(
              unordered(sorted(await store.rows({ find: 'c' }))),
            );
          }
        },
      ),
      { numRuns: 100 },
    );
  },
  120_000,
);
