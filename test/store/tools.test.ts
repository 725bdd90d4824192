import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Binary, Code, Decimal128, Double, EJSON, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import { openDatabase } from '../../server/store/connect.js';
import { DataFile } from '../../server/store/embedded/data-file.js';
import { indexPrefix } from '../../server/store/embedded/record-keys.js';
import { backup, compact, restore } from '../../server/store/tools/copy.js';
import { exportAll } from '../../server/store/tools/export.js';
import { importAll } from '../../server/store/tools/import.js';
import { repair } from '../../server/store/tools/repair.js';
import { stats } from '../../server/store/tools/stats.js';
import { verify } from '../../server/store/tools/verify.js';
import { type InProcess, inProcess } from './in-process.js';

type Doc = Record<string, unknown>;

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'jiesu-tools-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const place = (name: string): string => join(base, name);
const data = (folder: string): string => join(folder, 'jiesu.mdb');

/** A store with every kind of index, closed. */
async function filled(folder: string, count = 2000): Promise<void> {
  const store = inProcess(folder);
  await store.command({
    createIndexes: 'c',
    indexes: [
      { key: { key: 1 }, name: 'key', unique: true },
      { key: { tags: 1, n: -1 }, name: 'tags' },
      { key: { n: 1 }, name: 'odd', partialFilterExpression: { odd: true } },
      { key: { at: 1 }, name: 'at', expireAfterSeconds: 1_000_000_000 },
    ],
  });
  const doc = (n: number): Doc => {
    const own = { _id: n, key: `k${n}`, n, odd: n % 2 === 1, tags: [n % 3, 'x'], at: new Date(2e12) };
    return { ...own, body: '字'.repeat(n % 50 === 0 ? 3000 : 50) };
  };
  for (let i = 0; i < count; i += 500)
    await store.command({ insert: 'c', documents: Array.from({ length: 500 }, (_, k) => doc(i + k)) });
  await store.command({ create: 'ruled', validator: { n: { $gt: 0 } } });
  await store.command({ create: 'view', viewOn: 'c', pipeline: [{ $match: { n: { $lt: 5 } } }] });
  await store.store.close();
}

async function within<T>(folder: string, work: (store: InProcess) => Promise<T>): Promise<T> {
  const store = inProcess(folder);
  try {
    return await work(store);
  } finally {
    await store.store.close();
  }
}

const rowsOf = (folder: string, find: string): Promise<Doc[]> =>
  within(folder, (store) => store.rows({ find, sort: { _id: 1 } }));

/** A leaf that holds documents, and the byte where it begins. */
function leafWith(path: string, text: string): number {
  const bytes = readFileSync(path);
  for (let at = 8192; at < bytes.length; at += 4096)
    if (
      bytes[at + 18] === 2 &&
      bytes.readBigUInt64LE(at) === BigInt(at / 4096) &&
      bytes.subarray(at, at + 4096).includes(text)
    )
      return at;
  throw new Error(`no page with ${text}`);
}

function overwrite(path: string, at: number, bytes: Buffer): void {
  const file = openSync(path, 'r+');
  writeSync(file, bytes, 0, bytes.length, at);
  closeSync(file);
}

describe('verify', () => {
  test('finds a whole store whole', async () => {
    await filled(place('a'));
    expect(await verify(place('a'))).toMatchObject({ faults: [], documents: 2000, collections: 3 });
  });

  test('finds an index that disagrees, either way', async () => {
    await filled(place('a'));
    await within(place('a'), async ({ store }) => {
      const index = store.catalog.find('test', 'c')!.indexes.find(({ name }) => name === 'tags')!;
      await store.base.write(() => {
        const prefix = indexPrefix(index);
        const [entry] = store.base.range(prefix, Buffer.from([5]), { reverse: false, limit: 1 });
        store.base.remove(entry!.key);
      });
    });
    const { faults } = await verify(place('a'));
    expect(faults).toEqual([
      expect.stringMatching(/index tags lacks an entry of record \d+/),
      expect.stringContaining('has 3999 entries where the documents have 4000 keys'),
    ]);
    const { documents, aside, lost } = await repair(place('a'), 'now');
    expect({ documents, aside, lost }).toEqual({ documents: 2000, aside: 0, lost: [] });
    expect((await verify(place('a'))).faults).toEqual([]);
  });

  test('is refused by name and pid while the store is open', async () => {
    const database = await openDatabase({ uri: null, dataDir: place('a') });
    await expect(verify(place('a'))).rejects.toMatchObject({ pid: process.pid });
    await database.close();
  });
});

describe('a damaged file', () => {
  test('that was cut short is an error that says so and what to do, not a crash', async () => {
    await filled(place('a'));
    const whole = statSync(data(place('a'))).size;
    truncateSync(data(place('a')), Math.floor(whole * 0.6));
    await expect(openDatabase({ uri: null, dataDir: place('a') })).rejects.toThrow(/cut short.*repair/s);
    const { documents, lost } = await repair(place('a'), 'now');
    expect(documents).toBeGreaterThan(100);
    expect(lost.length).toBeGreaterThan(0);
    expect(existsSync(`${data(place('a'))}.damaged-now`)).toBe(true);
    expect((await verify(place('a'))).faults).toEqual([]);
    // What is there is whole: each document as it was written.
    for (const row of await rowsOf(place('a'), 'c')) expect(row.key).toBe(`k${String(row._id)}`);
  });

  test('with a torn page keeps all the rest, and says what was lost', async () => {
    await filled(place('a'));
    overwrite(data(place('a')), leafWith(data(place('a')), 'k777'), Buffer.alloc(4096, 0xa5));
    const { faults } = await verify(place('a'));
    expect(faults).toEqual([expect.stringContaining('damaged at page')]);
    const { documents, lost } = await repair(place('a'), 'now');
    expect(documents).toBeGreaterThan(1950);
    expect(lost.length).toBe(1);
    expect((await verify(place('a'))).faults).toEqual([]);
    expect(await within(place('a'), (store) => store.rows({ listIndexes: 'c' }))).toHaveLength(5);
  });

  test('whose branch was lost: the leaves below it are set aside for a person, not put back', async () => {
    await filled(place('a'));
    const path = data(place('a'));
    const bytes = readFileSync(path);
    const branches = [];
    for (let at = 8192; at < bytes.length; at += 4096)
      if (bytes[at + 18] === 1 && bytes.readBigUInt64LE(at) === BigInt(at / 4096)) branches.push(at);
    for (const at of branches) overwrite(path, at, Buffer.alloc(4096));
    const { documents, aside, asideFile } = await repair(place('a'), 'now');
    expect(documents + aside).toBe(2000);
    const [first = ''] = readFileSync(asideFile!, 'utf8').split('\n');
    expect(EJSON.parse(first)).toMatchObject({
      why: expect.any(String),
      ns: expect.any(String),
      doc: { key: expect.any(String) },
    });
    expect((await verify(place('a'))).faults).toEqual([]);
  });

  test.each([0, 4096])(
    'whose head at byte %i is gone is refused, and repaired from the other',
    async (at) => {
      await filled(place('a'));
      overwrite(data(place('a')), at, Buffer.alloc(200));
      await expect(openDatabase({ uri: null, dataDir: place('a') })).rejects.toThrow(/damaged at page/);
      expect((await repair(place('a'), 'now')).documents).toBeGreaterThanOrEqual(1500);
      expect((await verify(place('a'))).faults).toEqual([]);
    },
  );

  test('of any sort is never a crash: single bytes changed anywhere', async () => {
    await filled(place('a'), 500);
    const path = data(place('a'));
    const whole = readFileSync(path);
    let seed = 7;
    const random = (most: number): number => {
      seed = (seed * 1103515245 + 12345) & 0x7fffffff;
      return seed % most;
    };
    for (let i = 0; i < 150; i++) {
      const bytes = Buffer.from(whole);
      for (let k = 0; k < 3; k++) bytes[random(bytes.length)] = random(256);
      writeFileSync(path, bytes);
      let file: DataFile | null = null;
      try {
        file = new DataFile(path);
        file.check();
      } catch (error) {
        expect((error as Error).message).toMatch(/damaged/);
      }
      file?.close();
    }
  });
});

describe('backup', () => {
  test('beside a store that is written holds one moment of it, and is restored', async () => {
    const database = await openDatabase({ uri: null, dataDir: place('a') });
    const rows = database.connection.collection<{ _id: number; half: string }>('rows');
    await rows.createIndex({ half: 1 });
    let going = true;
    let next = 0;
    const writing = (async () => {
      // Two documents a command: a moment has both or neither.
      for (; going; next++)
        await rows.insertMany([
          { _id: 2 * next, half: 'a' },
          { _id: 2 * next + 1, half: 'b' },
        ]);
    })();
    while (next < 20) await rows.findOne({});
    const acknowledged = next;
    await backup(place('a'), place('b'));
    going = false;
    await writing;
    await database.close();
    restore(place('b'), place('c'));
    expect((await verify(place('c'))).faults).toEqual([]);
    const again = await openDatabase({ uri: null, dataDir: place('c') });
    const copy = again.connection.collection('rows');
    const [a, b] = [await copy.countDocuments({ half: 'a' }), await copy.countDocuments({ half: 'b' })];
    expect(a).toBe(b);
    expect(a).toBeGreaterThanOrEqual(acknowledged);
    await again.close();
    await expect(backup(place('a'), place('b'))).rejects.toThrow(/is there already/);
    expect(() => restore(place('b'), place('c'))).toThrow(/is there already/);
  });

  test('that is damaged is not restored', async () => {
    await filled(place('a'));
    await backup(place('a'), place('b'));
    overwrite(data(place('b')), leafWith(data(place('b')), 'k777'), Buffer.alloc(4096));
    expect(() => restore(place('b'), place('c'))).toThrow(/damaged/);
    expect(existsSync(data(place('c')))).toBe(false);
  });

  test('compact leaves the same in less', async () => {
    await filled(place('a'));
    await within(place('a'), (store) =>
      store.command({ delete: 'c', deletes: [{ q: { n: { $gte: 100 } }, limit: 0 }] }),
    );
    const before = await rowsOf(place('a'), 'c');
    const { from, to } = await compact(place('a'));
    expect(to).toBeLessThan(from / 2);
    expect(await rowsOf(place('a'), 'c')).toEqual(before);
    expect((await verify(place('a'))).faults).toEqual([]);
    expect(await stats(place('a'))).toMatchObject({
      file: to,
      collections: expect.arrayContaining([expect.objectContaining({ name: 'test.c', documents: 100 })]),
    });
  });
});

describe('export and import', () => {
  const EVERY: Doc = {
    _id: new ObjectId('0123456789abcdef01234567'),
    double: new Double(1),
    zero: new Double(-0),
    nan: Number.NaN,
    int: 5,
    long: Long.fromString('9223372036854775807'),
    decimal: Decimal128.fromString('1.10'),
    text: '市民 👩‍👩‍👧 \u0000 "',
    binary: new Binary(Buffer.from([1, 2, 3]), 0),
    date: new Date(-1),
    regex: /^路灯/i,
    code: new Code('f()', { a: 1 }),
    stamp: new Timestamp({ t: 5, i: 6 }),
    least: new MinKey(),
    most: new MaxKey(),
    nothing: null,
    list: [1, [2, { a: [] }]],
    inner: { $dollar: 1, 'dotted.name': 2 },
  };

  test.each(['json', 'bson'] as const)('bring everything back as it was, as %s', async (form) => {
    await filled(place('a'), 500);
    await within(place('a'), (store) => store.command({ insert: 'every', documents: [EVERY] }));
    expect(await exportAll(place('a'), place('out'), form)).toEqual({ collections: 4, documents: 501 });
    expect(await importAll(place('out'), place('b'))).toEqual({
      collections: 4,
      documents: 501,
      refused: [],
    });
    expect((await verify(place('b'))).faults).toEqual([]);
    expect(await rowsOf(place('b'), 'c')).toEqual(await rowsOf(place('a'), 'c'));
    const bytes = async (folder: string): Promise<string> =>
      within(folder, async ({ store }) => {
        const every = store.catalog.find('test', 'every')!;
        return store.records.read(every, 1)!.toString('hex');
      });
    expect(await bytes(place('b'))).toBe(await bytes(place('a')));
    const about = (folder: string): Promise<Doc[][]> =>
      within(folder, async (store) => [
        await store.rows({ listIndexes: 'c' }),
        (await store.rows({ listCollections: 1 })).sort((x, y) =>
          String(x.name).localeCompare(String(y.name)),
        ),
        await store.rows({ find: 'view' }),
      ]);
    expect(await about(place('b'))).toEqual(await about(place('a')));
    // A second time: every document is there already, and said so.
    const again = await importAll(place('out'), place('b'));
    expect(again.documents).toBe(0);
    expect(again.refused[0]).toContain('E11000');
  });

  test('one document a line, readable by any tool of Extended JSON', async () => {
    await within(place('a'), (store) => store.command({ insert: 'every', documents: [EVERY, { _id: 2 }] }));
    await exportAll(place('a'), place('out'), 'json');
    expect(readdirSync(join(place('out'), 'test')).sort()).toEqual(['every.json', 'every.metadata.json']);
    const lines = readFileSync(join(place('out'), 'test', 'every.json'), 'utf8')
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(2);
    expect(JSON.parse(lines[0]!)).toMatchObject({ long: { $numberLong: '9223372036854775807' } });
  });

  test('a line that is none is told with its number', async () => {
    await within(place('a'), (store) => store.command({ insert: 'every', documents: [{ _id: 2 }] }));
    await exportAll(place('a'), place('out'), 'json');
    writeFileSync(join(place('out'), 'test', 'every.json'), '{"a":1}\n{"a":\n');
    await expect(importAll(place('out'), place('b'))).rejects.toThrow(/every\.json, line 2/);
  });
});

describe('the command line', () => {
  const cli = fileURLToPath(new URL('../../server/store/cli.js', import.meta.url));
  const run = async (...args: string[]): Promise<{ code: number; out: string; err: string }> => {
    const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => {
      out += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      err += String(chunk);
    });
    const code = await new Promise<number>((resolve) => child.once('close', resolve));
    return { code, out, err };
  };

  test('verify says 0 of a whole store, 1 of a damaged one, 2 where there is none', async () => {
    await filled(place('a'), 500);
    const well = await run('verify', place('a'));
    expect(well.code).toBe(0);
    expect(JSON.parse(well.out)).toMatchObject({ documents: 500, faults: [] });
    truncateSync(data(place('a')), 20_000);
    const ill = await run('verify', place('a'));
    expect(ill.code).toBe(1);
    expect(JSON.parse(ill.out).faults).toHaveLength(1);
    const none = await run('stats', place('nowhere'));
    expect(none.code).toBe(2);
    expect(none.err).toContain('no store has been opened');
  });

  test('backup, stats and export run beside a process that serves', async () => {
    await filled(place('a'), 500);
    const database = await openDatabase({ uri: null, dataDir: place('a') });
    expect(await run('backup', place('a'), place('b'))).toMatchObject({ code: 0 });
    expect(await run('stats', place('a'))).toMatchObject({ code: 0 });
    expect(await run('export', place('a'), place('out'), '--form', 'bson')).toMatchObject({ code: 0 });
    const refused = await run('compact', place('a'));
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining(`process ${process.pid}`) });
    await database.close();
    expect(await run('verify', place('b'))).toMatchObject({ code: 0 });
  });
});
