import { type Doc, encode } from '../../server/store/embedded/bson.js';
import { freshDatabase } from '../support/database.js';
import { type InProcess, inProcess } from './in-process.js';

let store: InProcess;
beforeEach(() => {
  store = inProcess();
});
afterEach(() => store.close());

const index = (key: Doc, more: Doc = {}): Promise<Doc> =>
  store.command({ createIndexes: 'c', indexes: [{ key, name: Object.keys(key).join('_'), ...more }] });

async function insert(...documents: Doc[]): Promise<unknown[]> {
  const reply = await store.command({ insert: 'c', documents, ordered: false });
  return ((reply.writeErrors as Doc[] | undefined) ?? []).map((error) => [error.index, error.code]);
}

describe('a unique index', () => {
  test('tells the double in MongoDB’s words', async () => {
    await index({ a: 1, b: -1 }, { unique: true });
    await insert({ _id: 1, a: 1, b: 'x' });
    const reply = await store.command({ insert: 'c', documents: [{ _id: 2, a: 1, b: 'x' }] });
    expect(reply.writeErrors).toEqual([
      {
        index: 0,
        code: 11000,
        keyPattern: { a: 1, b: -1 },
        keyValue: { a: 1, b: 'x' },
        errmsg: 'E11000 duplicate key error collection: test.c index: a_b dup key: { a: 1, b: "x" }',
      },
    ]);
  });

  test('finds a double below, at and above the greatest key, also one that an index made later came upon', async () => {
    await index({ a: 1 }, { unique: true });
    expect(await insert({ _id: 1, a: 5 }, { _id: 2, a: 9 }, { _id: 3, a: 7 })).toEqual([]);
    expect(await insert({ _id: 4, a: 5 }, { _id: 5, a: 9 }, { _id: 6, a: 7 }, { _id: 7, a: 10 })).toEqual([
      [0, 11000],
      [1, 11000],
      [2, 11000],
    ]);
    // Refused or taken away, a key is free again.
    await store.command({ delete: 'c', deletes: [{ q: { a: 10 }, limit: 1 }] });
    expect(await insert({ _id: 8, a: 10 }, { _id: 9, a: 10 })).toEqual([[1, 11000]]);
    await store.command({ dropIndexes: 'c', index: 'a' });
    expect(await insert({ _id: 10, a: 12 })).toEqual([]);
    await index({ a: 1 }, { unique: true });
    expect(await insert({ _id: 11, a: 12 }, { _id: 12, a: 11 }, { _id: 13, a: 11 })).toEqual([
      [0, 11000],
      [2, 11000],
    ]);
  });

  test('finds a double where it has the number of an index that was undone', async () => {
    await insert({ _id: 1, a: 50 });
    const { base, catalog, records } = store.store;
    const broken = base.write(() => {
      records.insert(catalog.ensure('test', 'gone'), encode({ _id: 1 }));
      throw new Error('the disk');
    });
    await expect(broken).rejects.toThrow();
    await index({ b: 1 });
    await index({ a: 1 }, { unique: true });
    expect(await insert({ _id: 2, a: 50 })).toEqual([[0, 11000]]);
  });

  test('one value of it finds one document, also where a batch of none is asked for first', async () => {
    await index({ a: 1 }, { unique: true });
    await insert({ _id: 1, a: 'x' }, { _id: 2, a: 'y' });
    const first = async (more: Doc): Promise<unknown> => {
      const { cursor } = await store.command({ find: 'c', filter: { a: 'y' }, ...more });
      const { firstBatch, id } = cursor as { firstBatch: Doc[]; id: unknown };
      return [firstBatch.map((row) => row._id), Number(id) === 0];
    };
    expect(await first({})).toEqual([[2], true]);
    expect(await first({ limit: 1, singleBatch: true, batchSize: 1 })).toEqual([[2], true]);
    expect(await first({ batchSize: 0 })).toEqual([[], false]);
    expect(await first({ skip: 1 })).toEqual([[], true]);
    expect(await first({ filter: { a: 'z' } })).toEqual([[], true]);
    // The record a key was last seen to name is asked for again, and is another one by now.
    await store.command({ delete: 'c', deletes: [{ q: { _id: 2 }, limit: 1 }] });
    expect(await first({})).toEqual([[], true]);
    await insert({ _id: 3, a: 'y' });
    expect(await first({})).toEqual([[3], true]);
  });

  test('takes 1 and 1.0 for the same _id', async () => {
    expect(await insert({ _id: 1 }, { _id: 1.0 })).toEqual([[1, 11000]]);
  });

  test('two documents never share an element; one document may repeat its own', async () => {
    await index({ claims: 1 }, { unique: true });
    expect(
      await insert(
        { _id: 1, claims: ['x', 'y', 'x'] },
        { _id: 2, claims: ['z', 'y'] },
        { _id: 3, claims: ['z'] },
      ),
    ).toEqual([[1, 11000]]);
    const move = await store.command({
      update: 'c',
      updates: [{ q: { _id: 3 }, u: { $push: { claims: 'x' } } }],
    });
    expect(move).toMatchObject({ n: 0, writeErrors: [{ code: 11000 }] });
    await store.command({ update: 'c', updates: [{ q: { _id: 1 }, u: { $pull: { claims: 'x' } } }] });
    expect(
      await store.command({ update: 'c', updates: [{ q: { _id: 3 }, u: { $push: { claims: 'x' } } }] }),
    ).toMatchObject({ nModified: 1 });
  });

  test('a missing field is one null; sparse leaves it out; partial judges by its filter', async () => {
    await index({ a: 1 }, { unique: true });
    await index({ b: 1 }, { unique: true, sparse: true });
    await index({ d: 1 }, { unique: true, partialFilterExpression: { live: true } });
    expect(
      await insert(
        { _id: 1, d: 1 },
        { _id: 2 },
        { _id: 3, a: 1, d: 1, live: true },
        { _id: 4, a: 2, d: 1, live: true },
        { _id: 5, a: 3, b: null },
        { _id: 6, a: 4, b: null },
      ),
    ).toEqual([
      [1, 11000],
      [3, 11000],
      [5, 11000],
    ]);
    // Coming under the filter later is judged then.
    const live = await store.command({
      update: 'c',
      updates: [{ q: { _id: 1 }, u: { $set: { live: true } } }],
    });
    expect(live).toMatchObject({ writeErrors: [{ code: 11000 }] });
    await store.command({ delete: 'c', deletes: [{ q: { _id: 3 }, limit: 1 }] });
    expect(
      await store.command({ update: 'c', updates: [{ q: { _id: 1 }, u: { $set: { live: true } } }] }),
    ).toMatchObject({ nModified: 1 });
  });

  test('that is sparse and compound takes in a document that has one of the fields', async () => {
    await index({ a: 1, b: 1 }, { unique: true, sparse: true });
    expect(
      await insert({ _id: 1 }, { _id: 2 }, { _id: 3, a: 1 }, { _id: 4, b: 1 }, { _id: 5, a: 1 }),
    ).toEqual([[4, 11000]]);
    expect(await store.rows({ find: 'c', filter: { a: null }, projection: { _id: 1 } })).toEqual([
      { _id: 1 },
      { _id: 2 },
      { _id: 4 },
    ]);
  });

  test('that is partial serves only a filter that stays within its own', async () => {
    await index({ a: 1 }, { name: 'live', unique: true, partialFilterExpression: { live: true } });
    await insert({ _id: 1, a: 1 }, { _id: 2, a: 1 }, { _id: 3, a: 1, live: true });
    const stages = async (filter: Record<string, unknown>): Promise<string> =>
      JSON.stringify(await store.command({ explain: { find: 'c', filter }, verbosity: 'queryPlanner' }));
    expect(await stages({ a: 1 })).toContain('COLLSCAN');
    expect(await stages({ a: 1, live: true })).toContain('"indexName":"live"');
    expect(await store.rows({ find: 'c', filter: { a: 1 } })).toHaveLength(3);
    expect(await store.rows({ find: 'c', filter: { a: 1, live: true } })).toHaveLength(1);
  });

  test('is not made over doubles, and nothing of it stays', async () => {
    await insert({ _id: 1, a: 1 }, { _id: 2, a: 1 });
    await expect(index({ a: 1 }, { unique: true })).rejects.toMatchObject({ code: 11000 });
    expect(await store.rows({ listIndexes: 'c' })).toHaveLength(1);
    await index({ a: 1 });
    expect(await store.rows({ find: 'c', filter: { a: 1 } })).toHaveLength(2);
  });

  test('of a hundred inserts of one claim at the same moment exactly one wins', async () => {
    const database = await freshDatabase();
    try {
      const journal = database.connection.collection<{ _id: string; claims: string[] }>('journal');
      await journal.createIndex({ claims: 1 }, { unique: true });
      const results = await Promise.allSettled(
        Array.from({ length: 100 }, (_, i) =>
          journal.insertOne({ _id: `cause-${i}`, claims: [`own@${i}`, 'thread@2'] }),
        ),
      );
      expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
      for (const result of results) if (result.status === 'rejected') expect(result.reason.code).toBe(11000);
      expect(await journal.countDocuments({})).toBe(1);
    } finally {
      await database.close();
    }
  });
});

describe('index commands', () => {
  test('the same again is no change; another under its name or key is a conflict', async () => {
    await index({ a: 1 });
    expect(await index({ a: 1 })).toMatchObject({ numIndexesBefore: 2, numIndexesAfter: 2 });
    await expect(index({ b: 1 }, { name: 'a' })).rejects.toMatchObject({ code: 86 });
    await expect(index({ a: 1 }, { unique: true })).rejects.toMatchObject({ code: 86 });
    await expect(index({ a: 1 }, { name: 'other' })).rejects.toMatchObject({ code: 85 });
  });

  test('what is not supported is refused by name', async () => {
    await expect(index({ a: 'text' })).rejects.toMatchObject({ code: 67 });
    await expect(index({ a: '2dsphere' })).rejects.toMatchObject({ code: 67 });
    await expect(index({ a: 1 }, { frob: 5 })).rejects.toMatchObject({ code: 197 });
    await expect(index({ a: 1 }, { collation: { locale: 'zh' } })).rejects.toMatchObject({
      code: 67,
      message: expect.stringContaining('collation'),
    });
    const both = { unique: true, sparse: true, partialFilterExpression: { live: true } };
    await expect(index({ a: 1 }, both)).rejects.toMatchObject({ code: 67 });
    await expect(
      index({ a: 1 }, { partialFilterExpression: { a: { $not: { $gt: 1 } } } }),
    ).rejects.toMatchObject({ code: 67 });
  });

  test('dropped indexes are gone, the _id index stays', async () => {
    await index({ a: 1 }, { unique: true });
    await store.command({ dropIndexes: 'c', index: 'a' });
    expect(await insert({ a: 1 }, { a: 1 })).toEqual([]);
    await expect(store.command({ dropIndexes: 'c', index: 'a' })).rejects.toMatchObject({ code: 27 });
    await expect(store.command({ dropIndexes: 'c', index: '_id_' })).rejects.toMatchObject({ code: 72 });
    await store.command({ dropIndexes: 'c', index: '*' });
    expect((await store.rows({ listIndexes: 'c' })).map((row) => row.name)).toEqual(['_id_']);
  });

  test('two arrays side by side cannot be indexed', async () => {
    await index({ a: 1, b: 1 });
    expect(await insert({ a: [1], b: [2] })).toEqual([[0, 171]]);
    expect(await store.command({ count: 'c' })).toMatchObject({ n: 0 });
  });

  test('a hint that names no index is refused', async () => {
    await insert({ a: 1 });
    await expect(store.rows({ find: 'c', hint: 'nope' })).rejects.toMatchObject({ code: 2 });
  });

  test('a dropped collection leaves nothing behind', async () => {
    await index({ a: 1 }, { unique: true });
    await insert({ _id: 1, a: 1 });
    await store.command({ drop: 'c' });
    expect(await insert({ _id: 1, a: 1 }, { _id: 2, a: 1 })).toEqual([]);
  });
});
