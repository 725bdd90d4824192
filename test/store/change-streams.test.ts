import mongoose from 'mongoose';
import { freshDatabase } from '../support/database.js';
import { sessionless } from '../support/independent.js';

const lack = await sessionless();

type Row = { _id: number; n?: number; list?: number[]; inner?: Record<string, unknown> };

let database: Awaited<ReturnType<typeof freshDatabase>>;
let client: mongoose.mongo.MongoClient;
let rows: mongoose.mongo.Collection<Row>;
let open: mongoose.mongo.ChangeStream[] = [];
beforeAll(async () => {
  database = await freshDatabase();
  client = database.connection.getClient() as unknown as mongoose.mongo.MongoClient;
});
let made = 0;
beforeEach(async () => {
  rows = client.db('watched').collection<Row>(`rows${++made}`);
  await rows.insertOne({ _id: 0 });
});
afterEach(async () => {
  for (const stream of open) await stream.close();
  open = [];
});
afterAll(() => database.close());

type Event = Record<string, unknown>;

/** Opened here and now, not at the first `next`. */
async function watch(
  target: { watch(pipeline?: object[], options?: object): unknown } = rows,
  options: object = {},
  pipeline: object[] = [],
): Promise<{ next: () => Promise<Event>; token: () => unknown }> {
  const stream = target.watch(pipeline, options) as mongoose.mongo.ChangeStream;
  open.push(stream);
  // What has come already is not lost by asking.
  let first = (await stream.tryNext()) as unknown as Event | null;
  const next = async (): Promise<Event> => {
    const event = first ?? ((await stream.next()) as unknown as Event);
    first = null;
    return event;
  };
  return { next, token: () => stream.resumeToken };
}

(lack ? describe.skip : describe)(`a change stream${lack ? ` (${lack})` : ''}`, () => {
  test('tells inserts, updates, replacements and deletions in their order', async () => {
    const stream = await watch();
    await rows.insertOne({ _id: 1, n: 1, list: [1, 2, 3], inner: { a: 1, b: 2 } });
    await rows.updateOne(
      { _id: 1 },
      { $set: { n: 2, 'inner.a': 9 }, $unset: { 'inner.b': 1 }, $pop: { list: 1 } },
    );
    await rows.replaceOne({ _id: 1 }, { n: 3 });
    await rows.updateOne({ _id: 1 }, { $set: { n: 3 } });
    await rows.deleteOne({ _id: 1 });
    expect(await stream.next()).toMatchObject({
      operationType: 'insert',
      ns: { db: 'watched', coll: rows.collectionName },
      documentKey: { _id: 1 },
      fullDocument: { _id: 1, n: 1, list: [1, 2, 3], inner: { a: 1, b: 2 } },
      clusterTime: expect.any(mongoose.mongo.Timestamp),
      wallTime: expect.any(Date),
    });
    const update = await stream.next();
    expect(update).toMatchObject({
      operationType: 'update',
      documentKey: { _id: 1 },
      updateDescription: {
        updatedFields: { n: 2, 'inner.a': 9 },
        removedFields: ['inner.b'],
        truncatedArrays: [{ field: 'list', newSize: 2 }],
      },
    });
    expect(update).not.toHaveProperty('fullDocument');
    expect(await stream.next()).toMatchObject({ operationType: 'replace', fullDocument: { _id: 1, n: 3 } });
    // An update that changed nothing is no change.
    expect(await stream.next()).toMatchObject({ operationType: 'delete', documentKey: { _id: 1 } });
  });

  test('looks the document up as it is now where it is asked to', async () => {
    const stream = await watch(rows, { fullDocument: 'updateLookup' });
    await rows.updateOne({ _id: 0 }, { $set: { n: 1 } });
    await rows.updateOne({ _id: 0 }, { $set: { n: 2 } });
    await rows.deleteOne({ _id: 0 });
    expect(await stream.next()).toMatchObject({ fullDocument: null });
  });

  test('filters and shapes by its pipeline, but keeps the token', async () => {
    const stream = await watch(rows, {}, [
      { $match: { operationType: 'insert', 'fullDocument.n': { $gt: 5 } } },
      { $project: { 'fullDocument.n': 1 } },
    ]);
    await rows.insertMany([
      { _id: 1, n: 1 },
      { _id: 2, n: 8 },
    ]);
    const event = await stream.next();
    expect(event.fullDocument).toEqual({ n: 8 });
    const bad = await watch(rows, {}, [{ $project: { _id: 0 } }]);
    await rows.insertOne({ _id: 3 });
    await expect(bad.next()).rejects.toThrow();
    await expect(watch(rows, {}, [{ $group: { _id: 1 } }])).rejects.toMatchObject({ code: 20 });
  });

  test('resumes after the event whose token it is given, with nothing lost or twice', async () => {
    const first = await watch();
    await rows.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3 }]);
    const seen = await first.next();
    const again = await watch(rows, { resumeAfter: seen._id });
    expect(await again.next()).toMatchObject({ documentKey: { _id: 2 } });
    expect(await again.next()).toMatchObject({ documentKey: { _id: 3 } });
    // Also where nothing of this collection had come: the token moves with what others do.
    const quiet = await watch();
    await client.db('watched').collection('elsewhere').insertOne({});
    await rows.insertOne({ _id: 4 });
    await quiet.next();
    const late = await watch(rows, { startAfter: quiet.token() });
    await rows.insertOne({ _id: 5 });
    expect(await late.next()).toMatchObject({ documentKey: { _id: 5 } });
  });

  test('refuses a token that is none, and one from before this process began', async () => {
    await expect(watch(rows, { resumeAfter: { _data: 'zz' } })).rejects.toMatchObject({ code: 260 });
    const old = { _data: `${'0'.repeat(16)}${'0'.repeat(16)}` };
    await expect(watch(rows, { resumeAfter: old })).rejects.toMatchObject({
      code: 286,
      codeName: 'ChangeStreamHistoryLost',
      errorLabels: ['NonResumableChangeStreamError'],
    });
    const long = new mongoose.mongo.Timestamp({ t: 1, i: 1 });
    await expect(watch(rows, { startAtOperationTime: long })).rejects.toMatchObject({ code: 286 });
  });

  test('ends with its collection', async () => {
    const stream = await watch();
    await rows.drop();
    expect(await stream.next()).toMatchObject({ operationType: 'drop' });
    const end = await stream.next();
    expect(end).toMatchObject({ operationType: 'invalidate' });
    await expect(watch(rows, { resumeAfter: end._id })).rejects.toMatchObject({ code: 260 });
    const anew = await watch(rows, { startAfter: end._id });
    await rows.insertOne({ _id: 1 });
    expect(await anew.next()).toMatchObject({ operationType: 'insert' });
  });

  test('watches a database and everything', async () => {
    const db = await watch(client.db('watched'));
    const all = await watch(client);
    await client.db('unwatched').collection('c').insertOne({});
    await rows.insertOne({ _id: 1 });
    expect(await db.next()).toMatchObject({ ns: { coll: rows.collectionName } });
    expect(await all.next()).toMatchObject({ ns: { db: 'unwatched', coll: 'c' } });
    expect(await all.next()).toMatchObject({ ns: { db: 'watched' } });
  });

  test('waits without an answer no longer than it is told', async () => {
    const { cursor } = await client.db('watched').command({
      ...{ aggregate: rows.collectionName, pipeline: [{ $changeStream: {} }], cursor: {} },
    });
    const asked = { getMore: cursor.id, collection: rows.collectionName, maxTimeMS: 30 };
    const reply = await client.db('watched').command(asked);
    expect(reply.cursor).toMatchObject({
      nextBatch: [],
      postBatchResumeToken: { _data: expect.any(String) },
    });
    const waiting = client.db('watched').command({ ...asked, maxTimeMS: 60_000 });
    await client.db('watched').command({ killCursors: rows.collectionName, cursors: [cursor.id] });
    await rows.insertOne({ _id: 77 });
    await expect(waiting).rejects.toMatchObject({ code: 237 });
  });
});
