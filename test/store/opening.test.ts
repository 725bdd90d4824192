import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import mongoose from 'mongoose';
import { openEmbedded } from '../../server/store/embedded/open.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'jiesu-open-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('the thread', () => {
  test('that dies is told of, and leaves no lock', async () => {
    const thread = new URL('./dying-thread.js', import.meta.url);
    const crashed = new Promise<Error>((resolve) => {
      void openEmbedded({ dataDir: dir, listen: null, onCrash: resolve, thread }).then((store) => {
        connect(store.socket!)
          .on('error', () => undefined)
          .write('x');
      });
    });
    expect((await crashed).message).toBe('the disk is gone');
    expect(existsSync(join(dir, 'jiesu.lock'))).toBe(false);
  });

  test('that never opens is an error of opening', async () => {
    const thread = new URL('./stillborn-thread.js', import.meta.url);
    const opening = openEmbedded({ dataDir: dir, listen: null, onCrash: () => undefined, thread });
    await expect(opening).rejects.toThrow(/ended with code 3/);
    expect(existsSync(join(dir, 'jiesu.lock'))).toBe(false);
  });
});

describe('the store alone', () => {
  const cli = fileURLToPath(new URL('../../server/store/cli.js', import.meta.url));

  test('says one line when it is ready, serves any driver, ends on SIGTERM', async () => {
    const child = spawn(process.execPath, [cli, 'serve', '--listen', '127.0.0.1:0', '--data', dir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line);
      // Without directConnection the driver goes to the member that the server names: it must find it.
      const client = new mongoose.mongo.MongoClient(line);
      await client.db('any').collection('c').insertOne({ a: 1 });
      expect(await client.db('any').collection('c').countDocuments({})).toBe(1);
      await client.close();
      child.kill('SIGTERM');
    }
    expect(await ended).toBe(0);
    expect(lines).toEqual([expect.stringMatching(/^mongodb:\/\/127\.0\.0\.1:\d+\/$/)]);
    expect(existsSync(join(dir, 'jiesu.lock'))).toBe(false);
  });

  test('the npm script hands signals on', () => {
    const root = fileURLToPath(new URL('../../..', import.meta.url));
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: { store: string };
    };
    // Without exec the shell in between would die alone and leave the store running, with its lock.
    expect(scripts.store).toMatch(/^exec node /);
  });

  test.each([[[]], [['serve']], [['serve', '--listen', 'nowhere', '--data', 'x']], [['export']]])(
    '%j is told the usage',
    async (args) => {
      const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
      let said = '';
      child.stderr.on('data', (chunk) => {
        said += String(chunk);
      });
      expect(await new Promise((resolve) => child.once('close', resolve))).toBe(2);
      expect(said).toContain('store serve --listen HOST:PORT --data DIR');
    },
  );
});
