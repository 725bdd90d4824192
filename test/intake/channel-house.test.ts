/** What a channel is lent: files of its own threads, a log without secrets, sentences that fit its own limits. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { createFiles } from '../../server/files/files.js';
import { channelHouse } from '../../server/intake/channel-house.js';
import { fileStore } from '../../server/store/files.js';
import { noteStore } from '../../server/store/notes.js';
import { readLog } from '../contracts/channel-world.js';
import { freshDatabase } from '../support/database.js';

const AT = new Date('2026-01-05T02:00:00Z');
const SECRET = 'wx-secret-abcdef';
const SETTINGS = [
  { key: 'PROBE_SECRET', says: '密钥', example: 's', secret: true as const },
  { key: 'PROBE_ID', says: '编号', example: 'p' },
];

let database: Awaited<ReturnType<typeof freshDatabase>>;
let dir: string;
const told = readLog();
const late: unknown[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  dir = await mkdtemp(join(tmpdir(), 'jiesu-files-'));
});
afterAll(async () => {
  await database.close();
  await rm(dir, { recursive: true, force: true });
});

let serial = 0;
function houseOf(channel: string) {
  const rows = stores.files;
  return channelHouse(
    channel,
    SETTINGS,
    { PROBE_SECRET: SECRET, PROBE_ID: 'p1' },
    {
      files: createFiles({ dir, rows, caps: { maxBytes: 10, types: [] } }),
      notes: stores.notes,
      caps: { maxBytes: 2 * 1024 * 1024, types: ['text/plain'] },
      log: told.log,
      now: () => AT,
      pause: async () => {},
      late: async (...given) => {
        late.push(given);
      },
      publicUrl: null,
    },
  );
}
let stores: { files: ReturnType<typeof fileStore>; notes: ReturnType<typeof noteStore> };
beforeAll(() => {
  stores = { files: fileStore(database.connection), notes: noteStore(database.connection, () => AT) };
});

const bytes = (words: string) => Readable.from([Buffer.from(words)]);

test('a kept file belongs to its thread of its channel, and to no other', async () => {
  const house = houseOf('one');
  const ref = await house.keep(bytes('材料一份'), '材料.txt', 't1');
  if ('refused' in ref) throw new Error(ref.refused);
  const found = await house.file(ref.id, 't1');
  expect(found?.ref).toEqual(ref);
  expect(await text(found!.bytes)).toBe('材料一份');
  expect(await house.file(ref.id, 't2')).toBeNull();
  expect(await houseOf('two').file(ref.id, 't1')).toBeNull();
  expect(await house.file('../../etc/passwd', 't1')).toBeNull();
});

test('what may not be kept is a value in words that name the limit of this channel, not that of a browser', async () => {
  const house = houseOf('one');
  expect(await house.keep(bytes('x'.repeat(3 * 1024 * 1024)), 'a.txt', 't1')).toEqual({
    refused: expect.stringMatching(/不超过 2 MB/),
  });
  const wrong = await house.keep(bytes('\u0000\u0001'), 'a.exe', 't1');
  expect(wrong).toEqual({ refused: expect.not.stringMatching(/WebP/) });
});

test('bytes that break off are an error, not a refusal', async () => {
  const broken = new Readable({
    read() {
      this.destroy(new Error('connection lost'));
    },
  });
  await expect(houseOf('one').keep(broken, 'a.txt', 't1')).rejects.toThrow('connection lost');
});

test('secrets never in a log: neither in facts nor in what is said', () => {
  const house = houseOf('one');
  house.log('error', `refused ${SECRET}`, {
    answer: `token=${SECRET}&tel=13800001111`,
    status: 401,
    channel: 'x',
  });
  const row = told.rows.at(-1)!;
  expect(row).toMatchObject({ level: 'error', fields: { channel: 'one', status: 401 } });
  expect(JSON.stringify(row)).not.toContain(SECRET);
  expect(JSON.stringify(row)).not.toContain('13800001111');
  expect(row.message).toBe('refused ***');
});

test('notes of one channel are not another’s; an empty object stays one', async () => {
  const key = `k${++serial}`;
  await houseOf('one').notes.set(key, {});
  await houseOf('one').notes.set(`${key}b`, { a: {}, b: [] });
  expect(await houseOf('one').notes.get(key)).toEqual({});
  expect(await houseOf('one').notes.get(`${key}b`)).toEqual({ a: {}, b: [] });
  expect(await houseOf('two').notes.get(key)).toBeNull();
});

test('many set the same note at once: one value is there, and nobody fails', async () => {
  const { notes } = houseOf('one');
  await Promise.all(Array.from({ length: 20 }, (_, index) => notes.set('race', index)));
  expect(await notes.get<number>('race')).toBeGreaterThanOrEqual(0);
  const winners = await Promise.all(Array.from({ length: 20 }, (_, index) => notes.take('take', index)));
  expect(winners.filter(Boolean)).toHaveLength(1);
});

test('what is told late names the channel that told it', async () => {
  await houseOf('one').late('l1', { ok: false, retry: false, reason: '48 小时已过' });
  expect(late).toEqual([['one', 'l1', { ok: false, retry: false, reason: '48 小时已过' }]]);
});
