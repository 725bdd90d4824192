/** Notes of channels: in order, by prefix, and never a neighbour's. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../server/store/connect.js';
import { type NoteStore, noteStore } from '../../server/store/notes.js';

let dir: string;
let database: Database;
let notes: NoteStore;
let at = new Date('2026-11-24T00:00:00Z');
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'jiesu-notes-'));
  database = await openDatabase({ uri: null, dataDir: dir });
  notes = noteStore(database.connection, () => at);
});
afterEach(async () => {
  await database.close();
  await rm(dir, { recursive: true, force: true });
});

test('a list holds one prefix of one channel, in order, after a key, up to a limit', async () => {
  const mine = notes.of('gateway');
  for (const key of ['out:b:1', 'out:a:002', 'out:a:001', 'out:a:010', 'other']) await mine.set(key, { key });
  await notes.of('gatewayx').set('out:a:003', 1);
  const keys = async (after: string, limit = 10) =>
    (await mine.list<{ key: string }>('out:a:', after, limit)).map((row) => row.key);
  expect(await keys('')).toEqual(['out:a:001', 'out:a:002', 'out:a:010']);
  expect(await keys('out:a:001')).toEqual(['out:a:002', 'out:a:010']);
  expect(await keys('out:a:001', 1)).toEqual(['out:a:002']);
  expect(await keys('out:a:999')).toEqual([]);
  expect((await mine.list('out:b:', '', 5))[0]).toEqual({ key: 'out:b:1', value: { key: 'out:b:1' } });
});

test('what is old goes, by prefix and by when it was last set', async () => {
  const mine = notes.of('gateway');
  await mine.take('nonce:1', 1);
  await mine.set('keep:1', 1);
  at = new Date('2026-11-24T01:00:00Z');
  await mine.take('nonce:2', 1);
  expect(await mine.drop('nonce:', new Date('2026-11-24T00:30:00Z'))).toBe(1);
  expect((await mine.list('', '', 10)).map(({ key }) => key)).toEqual(['keep:1', 'nonce:2']);
  expect(await mine.take('nonce:1', 2)).toBe(true);
});
