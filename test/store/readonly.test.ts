/** A folder, a file and a disk that take no writes: said at once, and what is stored stays as it is. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { verify } from '../../server/store/tools/verify.js';
import { inProcess } from './in-process.js';

const cli = fileURLToPath(new URL('../../server/store/cli.js', import.meta.url));
/** Whoever is root may write anywhere: then the store is started as somebody who may not. */
const NOBODY = 65_534;
const asRoot = process.getuid?.() === 0;
const other = asRoot ? { uid: NOBODY, gid: NOBODY } : {};
const readable = !asRoot || spawnSync(process.execPath, ['--check', cli], other).status === 0;

let dir: string;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'jiesu-readonly-'));
  const store = inProcess(dir);
  await store.command({ createIndexes: 'c', indexes: [{ key: { n: 1 }, name: 'n' }] });
  await store.command({ insert: 'c', documents: [{ _id: 1, n: 1 }] });
  await store.store.close();
  if (asRoot) {
    chownSync(dir, NOBODY, NOBODY);
    for (const name of ['jiesu.mdb', 'jiesu.mdb-lock']) chownSync(join(dir, name), NOBODY, NOBODY);
  }
});
afterEach(() => {
  chmodSync(dir, 0o700);
  rmSync(dir, { recursive: true, force: true });
});

async function refused(): Promise<string> {
  const child: ChildProcess = spawn(
    process.execPath,
    [cli, 'serve', '--listen', '127.0.0.1:0', '--data', dir],
    { stdio: ['ignore', 'ignore', 'pipe'], ...other },
  );
  let said = '';
  child.stderr!.on('data', (chunk) => {
    said += String(chunk);
  });
  const [code] = (await once(child, 'close')) as [number];
  expect(code).not.toBe(0);
  return said;
}

const run = readable ? describe : describe.skip;

run(`without the right to write${readable ? '' : ' (another user cannot read this folder)'}`, () => {
  test.each([
    ['the folder', (): void => chmodSync(dir, 0o500)],
    ['the data file', (): void => chmodSync(join(dir, 'jiesu.mdb'), 0o400)],
    ['the reader table', (): void => chmodSync(join(dir, 'jiesu.mdb-lock'), 0o400)],
  ])(
    '%s: the start is refused by name, nothing is changed, and once it is well everything is there',
    async (_, spoil) => {
      const before = readFileSync(join(dir, 'jiesu.mdb'));
      spoil();
      expect(await refused()).toMatch(new RegExp(`the data folder ${dir} cannot be written to \\(E`));
      chmodSync(dir, 0o700);
      for (const name of ['jiesu.mdb', 'jiesu.mdb-lock']) chmodSync(join(dir, name), 0o600);
      expect(readFileSync(join(dir, 'jiesu.mdb')).equals(before)).toBe(true);
      const copy = mkdtempSync(join(tmpdir(), 'jiesu-readonly-copy-'));
      cpSync(dir, copy, { recursive: true });
      expect(await verify(copy)).toMatchObject({ faults: [], documents: 1 });
      const store = inProcess(copy);
      expect(await store.rows({ find: 'c', filter: { n: 1 }, hint: 'n' })).toEqual([{ _id: 1, n: 1 }]);
      await store.close();
    },
    60_000,
  );
});
