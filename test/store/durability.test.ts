import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../../server/store/connect.js';
import { inProcess } from './in-process.js';

const script = fileURLToPath(new URL('./writer.js', import.meta.url));
let dir: string;
let child: ChildProcess | undefined;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'jiesu-durable-'));
});
afterEach(() => {
  child?.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
});

/** Runs the writer until it has said so many answers, kills it at that moment, gives what it had said. */
async function killed(start: number, after: number): Promise<number[]> {
  const writer = spawn(process.execPath, [script, dir, String(start)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child = writer;
  const gone = new Promise((resolve) => writer.once('exit', resolve));
  const acked: number[] = [];
  for await (const line of createInterface({ input: writer.stdout })) {
    if (line !== 'ready') acked.push(Number(line));
    if (acked.length === after) writer.kill('SIGKILL');
  }
  await gone;
  return acked;
}

describe('acknowledged = flushed', () => {
  test('a process killed at any moment has lost nothing it was told is stored, and the indexes agree', async () => {
    const acked = [...(await killed(0, 30)), ...(await killed(10_000, 45))];
    expect(acked.length).toBeGreaterThanOrEqual(75);
    const { connection, close } = await openDatabase({ uri: null, dataDir: dir });
    const rows = connection.collection<{ _id: number; n: number; claims: string[] }>('rows');
    const all = await rows.find().toArray();
    const byId = new Map(all.map((row) => [row._id, row]));
    for (const id of acked)
      expect(byId.get(id)).toEqual({ _id: id, n: 100 + (id % 7), claims: [`a${id}`, `b${id}`, `c${id}`] });
    for (const row of all) {
      for (const claim of row.claims)
        expect(await rows.find({ claims: claim }, { hint: 'claims_1' }).toArray()).toEqual([row]);
    }
    for (const n of new Set(all.map((row) => row.n))) {
      const wanted = all.filter((row) => row.n === n).map((row) => row._id);
      const found = await rows.find({ n }, { hint: 'n_1' }).toArray();
      expect(found.map((row) => row._id).sort()).toEqual(wanted.sort());
    }
    await close();
    // Not one entry too many either: every index entry belongs to a document that has that key.
    const store = inProcess(dir);
    const entries = store.store.tree.range(Buffer.from([4]), Buffer.from([5]), {
      reverse: false,
      limit: 1e6,
    });
    const keys = all.reduce((sum, row) => sum + 1 + 1 + row.claims.length, 0);
    expect(entries).toHaveLength(keys);
    await store.close();
  });
});

test('writes of one moment share a flush, and each is told for itself', async () => {
  const store = inProcess(dir);
  const { events } = store.store.base;
  const { committed } = events;
  let flushes = 0;
  events.committed = () => {
    flushes++;
    committed();
  };
  await store.command({ insert: 'c', documents: [{ _id: 'taken' }] });
  flushes = 0;
  const replies = await Promise.all(
    Array.from({ length: 64 }, (_, i) =>
      store.command({ insert: 'c', documents: [{ _id: i === 7 ? 'taken' : i }] }),
    ),
  );
  expect(replies.map(({ n }) => n)).toEqual(replies.map((_, i) => (i === 7 ? 0 : 1)));
  expect(flushes).toBe(1);
  await store.close();
});

describe('one process to a data folder', () => {
  test('a second one is told who holds it; a dead holder’s lock is taken over', async () => {
    const first = spawn(process.execPath, [script, dir, '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    child = first;
    const gone = new Promise((resolve) => first.once('exit', resolve));
    for await (const line of createInterface({ input: first.stdout })) {
      if (line !== 'ready') continue;
      await expect(openDatabase({ uri: null, dataDir: dir })).rejects.toMatchObject({
        pid: first.pid,
        dataDir: dir,
      });
      first.kill('SIGKILL');
    }
    await gone;
    expect(existsSync(join(dir, 'jiesu.lock'))).toBe(true);
    const second = await openDatabase({ uri: null, dataDir: dir });
    expect(readFileSync(join(dir, 'jiesu.lock'), 'utf8')).toContain(`${process.pid} `);
    // The same process again is a second one too.
    await expect(openDatabase({ uri: null, dataDir: dir })).rejects.toMatchObject({ pid: process.pid });
    await second.close();
    expect(existsSync(join(dir, 'jiesu.lock'))).toBe(false);
  });

  test('a pid that was given out again holds nothing', async () => {
    writeFileSync(join(dir, 'jiesu.lock'), `${process.ppid} 1\n`);
    const database = await openDatabase({ uri: null, dataDir: dir });
    await database.close();
  });
});

describe('opening', () => {
  test('a folder whose path is too long for a socket works all the same', async () => {
    const deep = join(dir, 'x'.repeat(60), 'y'.repeat(60));
    const { connection, close } = await openDatabase({ uri: null, dataDir: deep });
    await connection.collection('c').insertOne({ a: 1 });
    expect(await connection.collection('c').countDocuments({})).toBe(1);
    await close();
  });

  test('closing lets what was begun finish', async () => {
    const first = await openDatabase({ uri: null, dataDir: dir });
    const writes = Array.from({ length: 50 }, (_, i) =>
      first.connection.collection<{ _id: number }>('c').insertOne({ _id: i }),
    );
    await Promise.all(writes);
    await first.close();
    const second = await openDatabase({ uri: null, dataDir: dir });
    expect(await second.connection.collection('c').countDocuments({})).toBe(50);
    await second.close();
  });

  test('data that cannot be opened is an error, not a new store', async () => {
    writeFileSync(join(dir, 'jiesu.mdb'), Buffer.alloc(8192, 7));
    await expect(openDatabase({ uri: null, dataDir: dir })).rejects.toThrow(/damaged/);
    expect(existsSync(join(dir, 'jiesu.lock'))).toBe(false);
    expect(readFileSync(join(dir, 'jiesu.mdb')).subarray(0, 16)).toEqual(Buffer.alloc(16, 7));
  });
});
