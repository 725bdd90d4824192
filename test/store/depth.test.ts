/** Nested deeper than MongoDB allows: what is stored, what is asked, and what comes over the wire. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Code } from 'bson';
import { type Doc, encode } from '../../server/store/embedded/bson.js';
import { checkDepth } from '../../server/store/embedded/depth.js';
import { type Embedded, openEmbedded } from '../../server/store/embedded/open.js';
import { type InProcess, inProcess } from './in-process.js';
import { message, RawClient, rawSequence } from './raw-wire.js';

/** The value, under so many objects or arrays more. */
function under(
  levels: number,
  value: unknown = 1,
  wrap = (inner: unknown): unknown => ({ a: inner }),
): unknown {
  let made = value;
  for (let i = 0; i < levels; i++) made = wrap(made);
  return made;
}
const nested = (levels: number): Doc => under(levels) as Doc;

let store: InProcess;
beforeEach(() => {
  store = inProcess();
});
afterEach(() => store.close());

describe('a hundred levels are stored and found again, one more is refused with code 15:', () => {
  const insert = (doc: Doc): Promise<Doc> => store.command({ insert: 'c', documents: [doc] });
  const update = (u: unknown, more: Doc = {}): Promise<Doc> =>
    store.command({ update: 'c', updates: [{ q: { _id: 1 }, u, ...more }] });
  const refused = { writeErrors: [{ code: 15 }] };

  test('an insert, of objects and of arrays', async () => {
    const deepest = { _id: 1, ...nested(100) };
    expect(await insert(deepest)).toMatchObject({ n: 1 });
    expect(await store.rows({ find: 'c' })).toEqual([deepest]);
    expect(await insert({ _id: 2, a: under(99, 1, (inner) => [inner]) })).toMatchObject({ n: 1 });
    for (const bad of [nested(101), { a: under(100, 1, (inner) => [inner]) }])
      expect(await insert(bad)).toMatchObject({ n: 0, ...refused });
    expect(await store.rows({ find: 'c', projection: { _id: 1 } })).toEqual([{ _id: 1 }, { _id: 2 }]);
  });

  test('what an update, a replacement, an upsert or a pipeline would make', async () => {
    await insert({ _id: 1, ...nested(99) });
    expect(await update({ $set: { b: nested(99) } })).toMatchObject({ nModified: 1 });
    expect(await update({ $set: { b: nested(100) } })).toMatchObject({ nModified: 0, ...refused });
    expect(await update(nested(101))).toMatchObject(refused);
    expect(await update([{ $set: { c: nested(100) } }])).toMatchObject(refused);
    expect(await update([{ $replaceWith: { d: { d: '$$ROOT' } } }])).toMatchObject(refused);
    const q = { _id: 2 };
    expect(
      await store.command({ update: 'c', updates: [{ q, u: { $set: { b: nested(100) } }, upsert: true }] }),
    ).toMatchObject(refused);
    await expect(
      store.command({ findAndModify: 'c', query: { _id: 1 }, update: { $set: { b: nested(100) } } }),
    ).rejects.toMatchObject({ code: 15 });
    await expect(
      store.rows({
        aggregate: 'c',
        pipeline: [{ $replaceWith: { d: { d: '$$ROOT' } } }, { $out: 'deep' }],
        cursor: {},
      }),
    ).rejects.toMatchObject({ code: 15 });
    expect(await store.rows({ find: 'c', projection: { b: 1 } })).toEqual([{ _id: 1, b: nested(99) }]);
  });
});

test('filters in each other: a hundred are searched, one more is refused with code 2', async () => {
  await store.command({ insert: 'c', documents: [{ _id: 1, a: 1 }] });
  const not = (levels: number): Doc => ({
    a: under(levels, { $gt: 0 }, (inner) => ({ $not: inner })),
  });
  expect(await store.rows({ find: 'c', filter: not(98) })).toHaveLength(1);
  expect(await store.rows({ find: 'c', filter: not(99) })).toHaveLength(0);
  await expect(store.rows({ find: 'c', filter: not(100) })).rejects.toMatchObject({ code: 2 });
  const and = under(90, { a: 1 }, (inner) => ({ $and: [inner] })) as Doc;
  expect(await store.rows({ find: 'c', filter: and })).toHaveLength(1);
});

/** Ninety levels around the row. */
const wrap = { $replaceWith: under(90, '$$ROOT') as Doc };

describe('pipelines', () => {
  const run = (pipeline: Doc[]): Promise<Doc[]> => store.rows({ aggregate: 'c', pipeline, cursor: {} });
  beforeEach(() => store.command({ insert: 'c', documents: [{ _id: 1, a: 1 }] }));

  test('of a thousand stages run, of one more are refused', async () => {
    const stages = (n: number): Doc[] => Array.from({ length: n }, () => ({ $match: {} }));
    expect(await run(stages(1000))).toHaveLength(1);
    await expect(run(stages(1001))).rejects.toMatchObject({ code: 7749501 });
  });

  test('that wrap their rows ever deeper are refused, not a crash', async () => {
    expect(await run([wrap, wrap])).toHaveLength(1);
    await expect(run([wrap, wrap, wrap])).rejects.toMatchObject({ code: 15 });
  });

  test('in each other, and views of views, go twenty deep', async () => {
    const lookup = (levels: number): Doc[] => {
      let pipeline: Doc[] = [];
      for (let i = 0; i < levels; i++) pipeline = [{ $lookup: { from: 'c', as: 'x', pipeline } }];
      return pipeline;
    };
    expect(await run(lookup(20))).toHaveLength(1);
    await expect(run(lookup(21))).rejects.toMatchObject({ code: 232 });
    // A view that is its own source.
    await store.command({ create: 'v', viewOn: 'w', pipeline: [] });
    await store.command({ create: 'w', viewOn: 'v', pipeline: [] });
    await expect(store.rows({ find: 'v' })).rejects.toMatchObject({ code: 232 });
  });
});

/** `{ a: { a: … } }`, made without recursion: of such a depth nothing could encode it. */
function hostile(levels: number): Buffer {
  const bytes = Buffer.alloc(levels * 8 + 5);
  for (let i = 0; i < levels; i++) {
    bytes.writeInt32LE(5 + 8 * (levels - i), i * 7);
    bytes.write('\x03a\0', i * 7 + 4, 'latin1');
  }
  bytes.writeInt32LE(5, levels * 7);
  return bytes;
}

test('the walk agrees with what is encoded, code with its scope among it', () => {
  expect(() => checkDepth(encode(nested(200)))).not.toThrow();
  expect(() => checkDepth(encode(nested(201)))).toThrow(/nested object depth/);
  expect(() => checkDepth(encode(under(198, new Code('x', { y: 1 })) as Doc))).not.toThrow();
  expect(() => checkDepth(encode(under(199, new Code('x', { y: 1 })) as Doc))).toThrow(/nested object depth/);
  // What is no document is left to who decodes it, at any place where it ends.
  const whole = encode({ a: { b: [1, 'x', { c: null }] }, d: new Code('x', { y: 1 }) });
  for (let at = 0; at < whole.length; at++)
    for (const byte of [0, 1, 3, 15, 127, 255]) {
      const broken = Buffer.from(whole);
      broken[at] = byte;
      expect(() => checkDepth(broken)).not.toThrow(RangeError);
      expect(() => checkDepth(whole.subarray(0, at))).not.toThrow(RangeError);
    }
});

describe('over the wire', () => {
  let dir: string;
  let embedded: Embedded;
  const crashes: Error[] = [];
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'jiesu-depth-'));
    embedded = await openEmbedded({ dataDir: dir, listen: null, onCrash: (error) => crashes.push(error) });
  });
  afterAll(async () => {
    await embedded.close();
    rmSync(dir, { recursive: true, force: true });
  });

  test.each([201, 5000, 200_000, 1_900_000])(
    'a document %i levels deep is answered with code 15',
    async (levels) => {
      const client = new RawClient(embedded.socket!);
      const section = rawSequence('documents', [hostile(levels)]);
      expect(await client.ask(message({ insert: 'c', $db: 't' }, 0, [section]))).toMatchObject({
        ok: 0,
        code: 15,
        codeName: 'Overflow',
      });
      // The connection goes on, and nothing was stored.
      expect(await client.ask(message({ count: 'c', $db: 't' }))).toMatchObject({ n: 0, ok: 1 });
      expect(crashes).toEqual([]);
      client.end();
    },
  );

  test('so is a pipeline or an update that nests what it makes without end', async () => {
    const client = new RawClient(embedded.socket!);
    await client.ask(message({ insert: 'w', documents: [{ _id: 1 }], $db: 't' }));
    const many = Array.from({ length: 900 }, () => wrap);
    const piped = message({ aggregate: 'w', pipeline: many, cursor: {}, $db: 't' });
    expect(await client.ask(piped)).toMatchObject({ ok: 0, code: 15 });
    const changed = message({ findAndModify: 'w', query: {}, update: many, $db: 't' });
    expect(await client.ask(changed)).toMatchObject({ ok: 0, code: 15 });
    expect(await client.ask(message({ find: 'w', $db: 't' }))).toMatchObject({
      cursor: { firstBatch: [{ _id: 1 }] },
    });
    expect(crashes).toEqual([]);
    client.end();
  });

  test('so is a command that is itself so deep, and a silent one is not answered', async () => {
    const client = new RawClient(embedded.socket!);
    const deep = Buffer.concat([message({}, 0).subarray(0, 21), hostile(100_000)]);
    deep.writeInt32LE(deep.length, 0);
    expect(await client.ask(deep)).toMatchObject({ ok: 0, code: 15 });
    const silent = Buffer.from(deep);
    silent.writeUInt32LE(2, 16);
    client.send(silent);
    expect(await client.ask(message({ ping: 1, $db: 'admin' }))).toMatchObject({ ok: 1 });
    client.end();
  });
});
