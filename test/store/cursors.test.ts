import { UUID } from 'bson';
import type { Doc } from '../../server/store/embedded/bson.js';
import { Cursors } from '../../server/store/embedded/cursors.js';
import { type InProcess, inProcess } from './in-process.js';

let store: InProcess;
beforeEach(async () => {
  store = inProcess();
  await store.command({ createIndexes: 'c', indexes: [{ key: { n: 1 }, name: 'n' }] });
  await store.command({
    insert: 'c',
    documents: Array.from({ length: 1000 }, (_, i) => ({ _id: i, n: i % 10 })),
  });
});
afterEach(() => store.close());

interface Batch {
  id: { toString(): string };
  firstBatch: Doc[];
  nextBatch: Doc[];
}
const first = async (body: Doc): Promise<Batch> => (await store.command(body)).cursor as Batch;

describe('a cursor', () => {
  test('gives everything once, in batches of the size asked for', async () => {
    let batch = await first({ find: 'c', batchSize: 7 });
    const sizes = [batch.firstBatch.length];
    const ids = batch.firstBatch.map((row) => row._id);
    while (batch.id.toString() !== '0') {
      batch = (await store.command({ getMore: batch.id, collection: 'c', batchSize: 300 })).cursor as Batch;
      sizes.push(batch.nextBatch.length);
      ids.push(...batch.nextBatch.map((row) => row._id));
    }
    expect(sizes).toEqual([7, 300, 300, 300, 93]);
    expect(ids).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    expect(store.store.cursors.size).toBe(0);
  });

  test('gives every document once as it was when the cursor began, whatever moves or goes meanwhile', async () => {
    const batch = await first({ find: 'c', filter: { n: { $gte: 0 } }, batchSize: 10, hint: 'n' });
    const seen = batch.firstBatch.map((row) => row._id);
    await store.command({
      update: 'c',
      updates: [{ q: { _id: { $in: seen } }, u: { $set: { n: 9.5 } }, multi: true }],
    });
    await store.command({ delete: 'c', deletes: [{ q: { n: 9 }, limit: 0 }] });
    let cursor = batch;
    while (cursor.id.toString() !== '0') {
      cursor = (await store.command({ getMore: cursor.id, collection: 'c' })).cursor as Batch;
      seen.push(...cursor.nextBatch.map((row) => row._id));
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe(1000);
  });

  test('ends when it is killed, when it has one batch only, and when its limit is reached', async () => {
    const { id } = await first({ find: 'c', batchSize: 5 });
    expect(await store.command({ killCursors: 'c', cursors: [id] })).toMatchObject({
      cursorsKilled: [expect.anything()],
    });
    await expect(store.command({ getMore: id, collection: 'c' })).rejects.toMatchObject({ code: 43 });
    expect((await first({ find: 'c', batchSize: 5, singleBatch: true })).id.toString()).toBe('0');
    expect((await first({ find: 'c', limit: 5 })).id.toString()).toBe('0');
  });

  test('nobody asked for in ten minutes is closed', async () => {
    let now = 0;
    const cursors = new Cursors(() => now);
    const rows = [Buffer.from('a'), Buffer.from('b'), Buffer.from('c'), Buffer.from('d')];
    const idle = (await cursors.start('t.c', rows, { size: 1 })).id.toString();
    const used = (await cursors.start('t.c', rows, { size: 1 })).id.toString();
    now = 9 * 60_000;
    await cursors.more(used, 't.c', 1, 0);
    now = 11 * 60_000;
    cursors.sweep();
    await expect(cursors.more(idle, 't.c', 1, 0)).rejects.toThrow(/not found/);
    expect((await cursors.more(used, 't.c', 1, 0)).rows).toHaveLength(1);
    cursors.close();
  });

  test('belongs to the session that opened it, and ends with it', async () => {
    const session = (): Doc => ({ id: new UUID().toBinary() });
    const [own, foreign] = [session(), session()];
    const open = async (lsid: Doc): Promise<unknown> => (await first({ find: 'c', batchSize: 2, lsid })).id;
    const more = (id: unknown, by: Doc): Promise<Doc> =>
      store.command({ getMore: id, collection: 'c', ...by });
    const id = await open(own);
    await expect(more(id, { lsid: foreign })).rejects.toMatchObject({ code: 50738 });
    await expect(more(id, {})).rejects.toMatchObject({ code: 50737 });
    const bare = (await first({ find: 'c', batchSize: 2 })).id;
    await expect(more(bare, { lsid: own })).rejects.toMatchObject({ code: 50736 });
    // Who asked wrongly has not ended it for who may ask.
    expect(await more(id, { lsid: own })).toMatchObject({ ok: 1 });
    // MongoDB lets anyone who may kill cursors kill it, whatever the session.
    const other = await open(own);
    expect(await store.command({ killCursors: 'c', cursors: [other], lsid: foreign })).toMatchObject({
      cursorsKilled: [other],
    });
    await store.command({ endSessions: [own] });
    await expect(more(id, { lsid: own })).rejects.toMatchObject({ code: 43 });
  });

  test('a sort beyond 100 MB in memory is refused', async () => {
    const filler = 'x'.repeat(1_000_000);
    for (let i = 0; i < 12; i++) {
      const documents = Array.from({ length: 10 }, (_, k) => ({ _id: i * 10 + k, filler }));
      await store.command({ insert: 'heavy', documents });
    }
    await expect(store.rows({ find: 'heavy', sort: { filler: 1 } })).rejects.toMatchObject({ code: 292 });
    expect(await store.rows({ find: 'heavy', sort: { _id: -1 }, limit: 1, projection: { _id: 1 } })).toEqual([
      { _id: 119 },
    ]);
    // With a limit only the first so many are held.
    expect(
      await store.rows({ find: 'heavy', sort: { nothing: 1 }, limit: 2, projection: { _id: 1 } }),
    ).toHaveLength(2);
  });
});
