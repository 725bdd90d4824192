import type mongoose from 'mongoose';
import { freshDatabase } from '../support/database.js';
import { sessionless } from '../support/independent.js';

const lack = await sessionless();

type Row = { _id: number | string; n?: number; key?: string };
type Session = mongoose.mongo.ClientSession;

let database: Awaited<ReturnType<typeof freshDatabase>>;
let client: mongoose.mongo.MongoClient;
let rows: mongoose.mongo.Collection<Row>;
let sessions: Session[] = [];
beforeAll(async () => {
  database = await freshDatabase();
  client = database.connection.getClient() as unknown as mongoose.mongo.MongoClient;
  rows = client.db('txn').collection<Row>('rows');
});
beforeEach(async () => {
  await rows.drop();
  await rows.createIndex({ key: 1 }, { unique: true, sparse: true });
  await rows.createIndex({ n: 1 });
  await rows.insertMany([
    { _id: 1, n: 10 },
    { _id: 2, n: 20 },
  ]);
});
afterEach(async () => {
  for (const session of sessions) await session.endSession();
  sessions = [];
});
afterAll(() => database.close());

function begin(): Session {
  const session = client.startSession();
  session.startTransaction();
  sessions.push(session);
  return session;
}

const CONFLICT = { code: 112, codeName: 'WriteConflict', errorLabels: ['TransientTransactionError'] };

(lack ? describe.skip : describe)(`a transaction${lack ? ` (${lack})` : ''}`, () => {
  test('of an older state neither reads a newer document by its key nor lets a key in twice', async () => {
    await rows.insertOne({ _id: 5, key: 'm' });
    expect(await rows.findOne({ key: 'm' })).toMatchObject({ _id: 5 });
    const session = begin();
    expect(await rows.findOne({ key: 'm' }, { session })).toMatchObject({ _id: 5 });
    // Another document has the key from here on, and a greater one comes.
    await rows.deleteOne({ _id: 5 });
    await rows.insertMany([
      { _id: 6, key: 'm' },
      { _id: 7, key: 'z' },
    ]);
    expect(await rows.findOne({ key: 'm' })).toMatchObject({ _id: 6 });
    expect(await rows.findOne({ key: 'm' }, { session })).toMatchObject({ _id: 5 });
    await rows.insertOne({ _id: 8, key: 'p' }, { session });
    await session.commitTransaction();
    expect(await rows.findOne({ key: 'm' })).toMatchObject({ _id: 6 });
    for (const key of ['m', 'p', 'z'])
      await expect(rows.insertOne({ _id: 9, key })).rejects.toMatchObject({ code: 11000 });
  });

  test('is seen by nobody before it commits, and by all of it at once after', async () => {
    const session = begin();
    await rows.insertOne({ _id: 3, n: 30 }, { session });
    await rows.updateOne({ _id: 1 }, { $inc: { n: 5 } }, { session });
    await rows.deleteOne({ _id: 2 }, { session });
    expect(await rows.find({}, { session }).sort({ n: 1 }).toArray()).toEqual([
      { _id: 1, n: 15 },
      { _id: 3, n: 30 },
    ]);
    expect(await rows.find({}, { session, hint: 'n_1' }).sort({ n: -1 }).toArray()).toHaveLength(2);
    expect(await rows.find().sort({ _id: 1 }).toArray()).toEqual([
      { _id: 1, n: 10 },
      { _id: 2, n: 20 },
    ]);
    await session.commitTransaction();
    const after = [
      { _id: 1, n: 15 },
      { _id: 3, n: 30 },
    ];
    expect(await rows.find().sort({ n: 1 }).toArray()).toEqual(after);
    expect(await rows.find({ n: { $gte: 15 } }, { hint: 'n_1' }).toArray()).toEqual(after);
  });

  test('that is aborted takes the collection it made with it, unless somebody else has written there', async () => {
    const names = async () => (await client.db('txn').listCollections().toArray()).map(({ name }) => name);
    const stream = client.db('txn').watch();
    await stream.tryNext();
    const lone = begin();
    await client.db('txn').collection<Row>('lone').insertOne({ _id: 1 }, { session: lone });
    const shared = begin();
    await client.db('txn').collection<Row>('shared').insertOne({ _id: 1 }, { session: shared });
    await client.db('txn').collection<Row>('shared').insertOne({ _id: 2 });
    await lone.abortTransaction();
    await shared.abortTransaction();
    expect(await names()).not.toContain('lone');
    expect(await client.db('txn').collection<Row>('shared').find().toArray()).toEqual([{ _id: 2 }]);
    // Nobody was told that it came: nobody is told that it went.
    expect(await stream.next()).toMatchObject({ operationType: 'insert', documentKey: { _id: 2 } });
    expect(await stream.tryNext()).toBeNull();
    await stream.close();
    // A statement that fails ends the transaction in the same way.
    const failing = begin();
    await client.db('txn').collection<Row>('failing').insertOne({ _id: 1 }, { session: failing });
    const again = client.db('txn').collection<Row>('failing').insertOne({ _id: 1 }, { session: failing });
    await expect(again).rejects.toMatchObject({ code: 11000 });
    expect(await names()).not.toContain('failing');
  });

  test('that is aborted has changed nothing', async () => {
    const session = begin();
    await rows.updateMany({}, { $set: { n: 0 } }, { session });
    await session.abortTransaction();
    expect(await rows.find({ n: 0 }).toArray()).toEqual([]);
    expect(await rows.countDocuments({ n: { $gt: 0 } })).toBe(2);
  });

  test('reads the state it began with', async () => {
    const session = begin();
    expect(await rows.findOne({ _id: 1 }, { session })).toEqual({ _id: 1, n: 10 });
    await rows.updateOne({ _id: 1 }, { $set: { n: 11 } });
    await rows.insertOne({ _id: 9, n: 90 });
    expect(await rows.find({}, { session }).toArray()).toHaveLength(2);
    expect(await rows.findOne({ _id: 1 }, { session })).toEqual({ _id: 1, n: 10 });
    await session.commitTransaction();
    expect(await rows.findOne({ _id: 1 })).toEqual({ _id: 1, n: 11 });
  });

  test('cannot change what was changed since it began', async () => {
    const session = begin();
    await rows.findOne({ _id: 1 }, { session });
    await rows.updateOne({ _id: 1 }, { $set: { n: 11 } });
    await expect(rows.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session })).rejects.toMatchObject(CONFLICT);
    await expect(rows.findOne({ _id: 2 }, { session })).rejects.toMatchObject({
      code: 251,
      errorLabels: ['TransientTransactionError'],
    });
  });

  test('of two that want one document the first has it', async () => {
    const [one, two] = [begin(), begin()];
    await rows.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session: one });
    await rows.updateOne({ _id: 2 }, { $inc: { n: 1 } }, { session: two });
    await expect(rows.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session: two })).rejects.toMatchObject(
      CONFLICT,
    );
    await one.commitTransaction();
    expect(await rows.find().sort({ _id: 1 }).toArray()).toEqual([
      { _id: 1, n: 11 },
      { _id: 2, n: 20 },
    ]);
  });

  test('of two that want one unique key the first has it, also when it commits first', async () => {
    const [one, two, three] = [begin(), begin(), begin()];
    await rows.findOne({ _id: 1 }, { session: three });
    await rows.insertOne({ _id: 'a', key: 'k' }, { session: one });
    await expect(rows.insertOne({ _id: 'b', key: 'k' }, { session: two })).rejects.toMatchObject(CONFLICT);
    await one.commitTransaction();
    await expect(rows.insertOne({ _id: 'c', key: 'k' }, { session: three })).rejects.toMatchObject(CONFLICT);
    await expect(rows.insertOne({ _id: 'd', key: 'k' })).rejects.toMatchObject({ code: 11000 });
  });

  test('makes a single write wait for it', async () => {
    const session = begin();
    await rows.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session });
    let done = false;
    const single = rows.updateOne({ _id: 1 }, { $inc: { n: 100 } }).then(() => {
      done = true;
    });
    // Others go on: this one is answered after the waiting one was asked.
    await rows.updateOne({ _id: 2 }, { $inc: { n: 1 } });
    expect(done).toBe(false);
    await session.commitTransaction();
    await single;
    expect(await rows.findOne({ _id: 1 })).toEqual({ _id: 1, n: 111 });
  });

  test('in which a statement failed is over', async () => {
    const session = begin();
    await rows.insertOne({ _id: 5 }, { session });
    await expect(rows.insertOne({ _id: 1 }, { session })).rejects.toMatchObject({ code: 11000 });
    await expect(rows.findOne({}, { session })).rejects.toMatchObject({ code: 251 });
    expect(await rows.findOne({ _id: 5 })).toBeNull();
  });

  test('does not go on over a collection whose indexes changed under it', async () => {
    const session = begin();
    await rows.insertOne({ _id: 6, n: 6 }, { session });
    await rows.createIndex({ other: 1 });
    await expect(rows.insertOne({ _id: 7 }, { session })).rejects.toMatchObject({
      errorLabels: ['TransientTransactionError'],
    });
  });

  test('commands that have no place in it are refused', async () => {
    const session = begin();
    await rows.findOne({}, { session });
    await expect(client.db('txn').command({ count: 'rows' }, { session })).rejects.toMatchObject({
      code: 263,
    });
  });

  test('writes into a collection that was not there', async () => {
    const fresh = client.db('txn').collection<Row>('fresh');
    const session = begin();
    await fresh.insertOne({ _id: 1 }, { session });
    await fresh.insertOne({ _id: 2 }, { session });
    await session.commitTransaction();
    expect(await fresh.countDocuments({})).toBe(2);
    await fresh.drop();
  });

  test('withTransaction moves money between accounts without losing any', async () => {
    await rows.updateMany({}, { $set: { n: 1000 } });
    const move = async (from: number, to: number): Promise<void> => {
      const session = client.startSession();
      await session.withTransaction(async () => {
        await rows.updateOne({ _id: from }, { $inc: { n: -1 } }, { session });
        await rows.updateOne({ _id: to }, { $inc: { n: 1 } }, { session });
      });
      await session.endSession();
    };
    await Promise.all(Array.from({ length: 30 }, (_, i) => (i % 3 === 0 ? move(1, 2) : move(2, 1))));
    expect(await rows.find().sort({ _id: 1 }).toArray()).toEqual([
      { _id: 1, n: 1010 },
      { _id: 2, n: 990 },
    ]);
  });

  test('is on the disk once it is committed: its writes and their changes come in one piece', async () => {
    const stream = rows.watch();
    const next = stream.next();
    const session = begin();
    await rows.insertOne({ _id: 71 }, { session });
    await rows.insertOne({ _id: 72 }, { session });
    await session.commitTransaction();
    expect(await next).toMatchObject({ operationType: 'insert', documentKey: { _id: 71 } });
    expect(await stream.next()).toMatchObject({ operationType: 'insert', documentKey: { _id: 72 } });
    await stream.close();
  });
});
