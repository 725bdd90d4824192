import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSecrets, secretsFrom } from '../../server/people/secrets.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'jiesu-secrets-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const file = (): string => join(dir, 'secret.key');

test('the first start makes 32 random bytes that only the owner can read', async () => {
  await loadSecrets(dir);
  expect(statSync(file()).size).toBe(32);
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(readdirSync(dir)).toEqual(['secret.key']);
});

test('makes the folder where it is missing', async () => {
  await loadSecrets(join(dir, 'deep', 'data'));
  expect(statSync(join(dir, 'deep', 'data', 'secret.key')).size).toBe(32);
});

test('a later start reads the same key', async () => {
  const first = (await loadSecrets(dir)).key('phone');
  expect((await loadSecrets(dir)).key('phone')).toEqual(first);
});

test('ten starts at once agree on one key', async () => {
  const all = await Promise.all(Array.from({ length: 10 }, () => loadSecrets(dir)));
  expect(new Set(all.map((secrets) => secrets.key('phone').toString('hex'))).size).toBe(1);
  expect(readdirSync(dir)).toEqual(['secret.key']);
});

test('each purpose has its own key, and none is the root', () => {
  const root = Buffer.alloc(32, 7);
  const secrets = secretsFrom(root);
  expect(secrets.key('phone')).toHaveLength(32);
  expect(secrets.key('phone')).not.toEqual(secrets.key('csrf'));
  expect(secrets.key('phone')).not.toEqual(root);
  expect(secretsFrom(Buffer.alloc(32, 8)).key('phone')).not.toEqual(secrets.key('phone'));
});

test.each([0o644, 0o640, 0o604, 0o660])('a file with mode %o is refused and left as it is', async (mode) => {
  await loadSecrets(dir);
  chmodSync(file(), mode);
  const before = readFileSync(file());
  await expect(loadSecrets(dir)).rejects.toThrow(/chmod 600/);
  expect(readFileSync(file())).toEqual(before);
});

test.each([0, 16, 31, 33])('a file of %i bytes is refused and left as it is', async (size) => {
  writeFileSync(file(), Buffer.alloc(size, 1), { mode: 0o600 });
  await expect(loadSecrets(dir)).rejects.toThrow(`实为 ${size} 字节`);
  expect(statSync(file()).size).toBe(size);
});

test('a folder in its place is refused', async () => {
  mkdirSync(file(), { mode: 0o700 });
  await expect(loadSecrets(dir)).rejects.toThrow('不是普通文件');
});
