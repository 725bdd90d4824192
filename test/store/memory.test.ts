/** More than fits: refused within a bound where one can be kept, a clear end and a whole store where not. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import mongoose from 'mongoose';
import { verify } from '../../server/store/tools/verify.js';
import { type InProcess, inProcess } from './in-process.js';

type Doc = Record<string, unknown>;

describe('within the bounds', () => {
  let store: InProcess;
  const long = 'x'.repeat(4_000_000);
  beforeAll(async () => {
    store = inProcess();
    for (let i = 0; i < 27; i++)
      await store.command({ insert: 'big', documents: [{ _id: i, k: i % 3, n: -i, text: long }] });
  }, 60_000);
  afterAll(() => store.close());

  const run = (...pipeline: Doc[]): Promise<Doc[]> => store.rows({ aggregate: 'big', pipeline, cursor: {} });

  test.each<[string, Doc[]]>([
    ['$group that keeps every text', [{ $group: { _id: null, all: { $push: '$text' } } }]],
    ['$group by what is different', [{ $group: { _id: { t: '$text', i: '$_id' } } }]],
    ['$sort behind a stage', [{ $set: { m: 1 } }, { $sort: { n: 1 } }]],
    ['$facet', [{ $facet: { a: [{ $count: 'n' }] } }]],
    ['$bucketAuto', [{ $bucketAuto: { groupBy: '$n', buckets: 2 } }]],
    ['$sample', [{ $sample: { size: 100 } }]],
    ['an accumulator over all rows', [{ $group: { _id: '$k', all: { $mergeObjects: '$$ROOT' } } }]],
  ])('%s is refused with code 292, and the next question is answered', async (_, pipeline) => {
    await expect(run(...pipeline)).rejects.toMatchObject({ code: 292 });
    expect(await store.command({ count: 'big', query: { k: 1 } })).toMatchObject({ n: 9 });
  });

  test('a find that sorts too much is refused, a limit makes it possible', async () => {
    await expect(store.command({ find: 'big', sort: { n: 1 } })).rejects.toMatchObject({ code: 292 });
    const [least] = await store.rows({ find: 'big', sort: { n: 1 }, limit: 1, projection: { n: 1 } });
    expect(least).toEqual({ _id: 26, n: -26 });
  });

  test('row by row there is no bound to meet', async () => {
    const rows = await run({ $set: { m: 1 } }, { $unset: 'text' }, { $match: { m: 1 } });
    expect(rows).toHaveLength(27);
  });

  test('16 MB to the byte is stored, one more is not', async () => {
    const empty = { _id: 1, text: '' };
    const room = 16 * 1024 * 1024 - mongoose.mongo.BSON.calculateObjectSize(empty);
    const text = 'y'.repeat(room);
    expect(await store.command({ insert: 'most', documents: [{ ...empty, text }] })).toMatchObject({ n: 1 });
    const over = { _id: 2, text: `${text}y` };
    expect(await store.command({ insert: 'most', documents: [over] })).toMatchObject({
      n: 0,
      writeErrors: [{ code: 10334 }],
    });
    const push = { q: { _id: 1 }, u: { $set: { more: 1 } } };
    expect(await store.command({ update: 'most', updates: [push] })).toMatchObject({
      writeErrors: [{ code: 10334 }],
    });
    const [kept] = await store.rows({ find: 'most' });
    expect(kept?.text).toHaveLength(room);
  });
});

test('more open cursors than there are places: the next is refused, reading and writing go on', async () => {
  const store = inProcess();
  await store.command({ insert: 'c', documents: [{ _id: 0, n: 0 }, { _id: 1 }] });
  const open: unknown[] = [];
  const refusal = (async () => {
    for (let i = 0; i < 1000; i++) {
      const { cursor } = (await store.command({ find: 'c', batchSize: 1 })) as { cursor: { id: unknown } };
      open.push(cursor.id);
      await store.command({ update: 'c', updates: [{ q: { _id: 0 }, u: { $inc: { n: 1 } } }] });
    }
  })();
  await expect(refusal).rejects.toMatchObject({ code: 146 });
  expect(await store.rows({ find: 'c', filter: { _id: 0 } })).toEqual([{ _id: 0, n: open.length }]);
  expect(await store.command({ insert: 'c', documents: [{ _id: 2 }] })).toMatchObject({ n: 1 });
  await store.command({ killCursors: 'c', cursors: open.slice(0, 10) });
  expect(await store.command({ find: 'c', batchSize: 1 })).toMatchObject({ ok: 1 });
  await store.close();
}, 120_000);

describe('out of memory', () => {
  const cli = fileURLToPath(new URL('../../server/store/cli.js', import.meta.url));
  let dir: string;
  let child: ChildProcess | undefined;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'jiesu-memory-'));
  });
  afterEach(() => {
    child?.kill('SIGKILL');
    rmSync(dir, { recursive: true, force: true });
  });

  async function serve(heap: number): Promise<mongoose.mongo.MongoClient> {
    const args = [`--max-old-space-size=${heap}`, cli, 'serve', '--listen', '127.0.0.1:0', '--data', dir];
    child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const [line] = (await once(createInterface({ input: child!.stdout! }), 'line')) as [string];
    return mongoose.mongo.MongoClient.connect(line, { serverSelectionTimeoutMS: 5000 });
  }

  test('the process ends and says why; what was acknowledged is there, and the next start goes on', async () => {
    const client = await serve(40);
    const rows = client.db('m').collection<{ _id: number; n: number; list: string[] }>('rows');
    await rows.createIndex({ n: 1 });
    let said = '';
    child!.stderr!.on('data', (chunk) => {
      said += String(chunk);
    });
    const gone = once(child!, 'close');
    for (let i = 0; i < 60; i++) {
      const list = Array.from({ length: 10_000 }, (_, k) => `${i}/${k}`);
      await rows.insertOne({ _id: i, n: i % 7, list });
    }
    // Small strings by the hundred thousand: far under MongoDB's bound and far over this heap.
    const pipeline = [{ $unwind: '$list' }, { $group: { _id: '$list' } }];
    await expect(rows.aggregate(pipeline).toArray()).rejects.toThrow();
    const [code] = (await gone) as [number];
    expect(code).toBe(1);
    expect(said).toMatch(/out of memory/i);
    await client.close();
    expect(await verify(dir)).toMatchObject({ faults: [], documents: 60 });
    const again = await serve(200);
    const found = again.db('m').collection<{ _id: number }>('rows');
    expect(await found.countDocuments({ n: 3 }, { hint: 'n_1' })).toBe(9);
    await found.insertOne({ _id: 100 });
    await again.close();
    child!.kill('SIGTERM');
    await once(child!, 'close');
    expect((await verify(dir)).faults).toEqual([]);
  }, 120_000);
});
