/** What is known of files: the stored rows and the rows in memory that other tests use are one thing. */
import type { FileRow, FileRows } from '../../server/files/files.js';
import { fileStore } from '../../server/store/files.js';
import { freshDatabase } from '../support/database.js';
import { memoryRows } from './rows.js';

let database: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const row = (id: string, owner: string | null, createdAt: string): FileRow => ({
  _id: id,
  name: '现场.png',
  type: 'image/png',
  size: 70,
  sha256: '0'.repeat(64),
  owner,
  createdAt: new Date(createdAt),
});

describe.each<[string, () => Promise<FileRows>]>([
  ['in memory', async () => memoryRows()],
  [
    'at rest',
    async () => {
      const store = fileStore(database.connection);
      await store.init();
      return store;
    },
  ],
])('rows %s', (_name, make) => {
  test('put, get, adopt once, forget, drop', async () => {
    const rows = await make();
    const old = row('a'.repeat(32), null, '2026-06-30T00:00:00Z');
    await rows.put(old);
    await rows.put(row('b'.repeat(32), null, '2026-07-02T00:00:00Z'));
    await rows.put(row('c'.repeat(32), 'one', '2026-06-01T00:00:00Z'));
    expect(await rows.get(old._id)).toEqual(old);
    expect(await rows.get('d'.repeat(32))).toBeNull();

    expect(await rows.forgotten(new Date('2026-07-01T00:00:00Z'))).toEqual([old._id]);
    expect(await rows.adopt('b'.repeat(32), 'form')).toBe(true);
    expect(await rows.adopt('b'.repeat(32), 'form')).toBe(true);
    expect(await rows.adopt('b'.repeat(32), 'other')).toBe(false);
    expect(await rows.adopt('d'.repeat(32), 'form')).toBe(false);

    expect(await rows.drop('b'.repeat(32))).toBe(false);
    expect(await rows.drop(old._id)).toBe(true);
    expect(await rows.drop(old._id)).toBe(false);
    expect(await rows.get(old._id)).toBeNull();
  });

  test('of many who adopt at once, one has it', async () => {
    const rows = await make();
    const id = 'e'.repeat(32);
    await rows.put(row(id, null, '2026-07-01T00:00:00Z'));
    const owners = Array.from({ length: 8 }, (_, n) => `form-${n}`);
    const got = await Promise.all(owners.map((owner) => rows.adopt(id, owner)));
    expect(got.filter(Boolean)).toHaveLength(1);
    expect((await rows.get(id))?.owner).toBe(owners[got.indexOf(true)]);
  });
});
