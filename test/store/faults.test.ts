/** The file system fails under a store in a process of its own: by a library between lmdb and the disk. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import mongoose from 'mongoose';
import { overran } from '../../server/store/embedded/disk-room.js';
import { verify } from '../../server/store/tools/verify.js';

const source = fileURLToPath(new URL('../../../test/store/fault-disk.c', import.meta.url));
const cli = fileURLToPath(new URL('../../server/store/cli.js', import.meta.url));
const main = fileURLToPath(new URL('../../server/main.js', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'jiesu-faults-'));
const library = join(work, 'fault-disk.so');
const compiled =
  process.platform === 'linux' &&
  spawnSync('cc', ['-shared', '-fPIC', '-o', library, source, '-ldl']).status === 0;
afterAll(() => rmSync(work, { recursive: true, force: true }));

const preload = (dir: string): NodeJS.ProcessEnv => ({ LD_PRELOAD: library, JIESU_FAULT: `${dir}.fault` });

type Rows = mongoose.mongo.Collection<{ _id: string; n?: number }>;

interface Served {
  child: ChildProcess;
  client: mongoose.mongo.MongoClient;
  rows: Rows;
  said: () => string;
  gone: Promise<number | null>;
}

async function serve(dir: string): Promise<Served> {
  const child = spawn(process.execPath, [cli, 'serve', '--listen', '127.0.0.1:0', '--data', dir], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...preload(dir) },
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += String(chunk);
  });
  const gone = once(child, 'exit').then(([code]) => code as number | null);
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const client = await mongoose.mongo.MongoClient.connect(line, { serverSelectionTimeoutMS: 2000 });
  return { child, client, rows: client.db('f').collection('rows'), said: () => said, gone };
}

const run = compiled ? describe : describe.skip;

run(`a disk that fails${compiled ? '' : ' (no C compiler here)'}`, () => {
  test.each([
    ['full', 14031, /disk of the data folder is full/],
    ['readonly', 1, /data folder cannot be written to/],
    ['unflushed', 1, /disk of the data folder failed/],
  ])(
    '%s: nothing is acknowledged, reading goes on, and so does writing once it is well',
    async (word, code, text) => {
      const dir = join(work, word);
      const { child, client, rows, gone } = await serve(dir);
      await rows.createIndex({ n: 1 });
      await rows.insertMany([
        { _id: 'before', n: 1 },
        { _id: 'changed', n: 1 },
      ]);
      writeFileSync(`${dir}.fault`, word);
      await expect(rows.insertOne({ _id: 'during', n: 2 })).rejects.toMatchObject({
        code,
        message: expect.stringMatching(text),
      });
      await expect(rows.updateMany({}, { $set: { n: 9 } })).rejects.toMatchObject({ code });
      // Who does not ask for the journal is flushed for as well.
      const easy = { writeConcern: { w: 1, j: false } };
      await expect(rows.insertOne({ _id: 'easy', n: 2 }, easy)).rejects.toMatchObject({ code });
      expect(await rows.find({ n: 1 }).toArray()).toHaveLength(2);
      rmSync(`${dir}.fault`);
      await rows.insertOne({ _id: 'after', n: 3 });
      await client.close();
      child.kill('SIGKILL');
      await gone;
      expect(await verify(dir)).toMatchObject({ faults: [], documents: 3 });
    },
    60_000,
  );

  // lmdb's words for a page it could not write may overrun their place in memory (disk-room.ts): then it stops.
  test.each([
    ['memory', 146],
    ['broken', 1],
  ])(
    '%s, found out while pages are written: refused or stopped, nothing is acknowledged, nothing is lost',
    async (word, code) => {
      const dir = join(work, word);
      const first = await serve(dir);
      const many = Array.from({ length: 3000 }, (_, n) => ({
        _id: `before ${n}`,
        n,
        said: '路灯不亮'.repeat(50),
      }));
      await first.rows.insertMany(many);
      writeFileSync(`${dir}.fault`, word);
      const error = await first.rows.insertOne({ _id: 'during', n: 2 }).then(
        () => null,
        (reason: mongoose.mongo.MongoError) => reason,
      );
      expect(error).not.toBeNull();
      if (error?.code === undefined) await first.gone;
      else {
        expect(error.code).toBe(code);
        first.child.kill('SIGKILL');
        await first.gone;
      }
      await first.client.close();
      rmSync(`${dir}.fault`);
      const second = await serve(dir);
      expect(await second.rows.countDocuments()).toBe(many.length);
      await second.rows.insertOne({ _id: 'after', n: 3 });
      await second.client.close();
      second.child.kill('SIGTERM');
      await second.gone;
      expect(await verify(dir)).toMatchObject({ faults: [], documents: many.length + 1 });
    },
    60_000,
  );

  test('words of lmdb that did not fit are known by their length', () => {
    const words = 'Attempting to write page at position 8192, size 4096, blocks 1, buffer sizes 4096';
    expect(overran(new Error(`Input/output error: ${words} -1325689616 -669565048`))).toBe(true);
    expect(overran(new Error(`Input/output error: ${words} 12 0`))).toBe(false);
    expect(overran(new Error('No space left on device'))).toBe(false);
  });

  /** What it says from start to end; `stands`: once it stands, at this address. */
  const started = async (dir: string, stands?: (url: string) => Promise<void>): Promise<string> => {
    const child = spawn(process.execPath, [main], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...preload(dir), DATA_DIR: dir, PORT: '0', MONGODB_URI: '' },
    });
    let said = '';
    const ended = once(child, 'close');
    const standing = new Promise<void>((resolve) => {
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk) => {
          said += String(chunk);
          if (said.includes('Ctrl-C')) resolve();
        });
    });
    if (stands) {
      await standing;
      await stands(/http:\/\/\S+(?=\/\s)/.exec(said)?.[0] ?? '');
      child.kill('SIGTERM');
    }
    await ended;
    return said;
  };
  const readiness = async (url: string) => {
    const answer = await fetch(`${url}/readyz`);
    return [answer.status, ((await answer.json()) as { parts: { store: unknown } }).parts.store];
  };

  test('a house whose disk is full does not start, new or with what it has, and one that runs is not ready', async () => {
    const dir = join(work, 'house');
    const full = (): void => writeFileSync(`${dir}.fault`, 'full');
    const well = (): void => rmSync(`${dir}.fault`);
    full();
    expect(await started(dir)).toMatch(/启动失败：数据目录 .*house 写不进去（ENOSPC）：请检查磁盘是不是满了/);
    well();
    await started(dir, async (url) => {
      expect(await readiness(url)).toEqual([200, { ok: true, kind: 'embedded' }]);
      full();
      const words = expect.stringMatching(/写不进去：磁盘/);
      expect(await readiness(url)).toEqual([503, { ok: false, kind: 'embedded', words }]);
      well();
      expect(await readiness(url)).toEqual([200, { ok: true, kind: 'embedded' }]);
    });
    full();
    expect(await started(dir)).toMatch(/启动失败：数据目录 .*house 所在的磁盘快满了.*请腾出空间/);
    expect(await verify(dir)).toMatchObject({ faults: [] });
  }, 120_000);

  test('in the middle of a commit: the store stops with a clear message, and the next start has what was acknowledged', async () => {
    const dir = join(work, 'head');
    const first = await serve(dir);
    await first.rows.insertMany([{ _id: 'before', n: 1 }]);
    writeFileSync(`${dir}.fault`, 'head');
    await expect(first.rows.insertOne({ _id: 'during' })).rejects.toThrow();
    expect(await first.gone).toBe(1);
    expect(first.said()).toMatch(/failed while a commit was made.*What was acknowledged is kept/s);
    await first.client.close();
    rmSync(`${dir}.fault`);
    const second = await serve(dir);
    expect(await second.rows.findOne({ _id: 'before' })).toEqual({ _id: 'before', n: 1 });
    await second.rows.insertOne({ _id: 'after' });
    await second.client.close();
    second.child.kill('SIGTERM');
    await second.gone;
    expect((await verify(dir)).faults).toEqual([]);
  }, 60_000);
});
