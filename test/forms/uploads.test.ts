/** Uploads that go on where the line broke: bounded, durable, swept. */
import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { FileRef } from '../../channels/channel.js';
import { Problem } from '../../server/errors.js';
import { createUploads, type UploadParts } from '../../server/forms/uploads.js';

let dir: string;
let kept: { name: string; bytes: Buffer }[];
const now = new Date();

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'uploads-'));
  kept = [];
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function keep(bytes: Readable, { name }: { name: string }): Promise<FileRef> {
  const parts: Buffer[] = [];
  for await (const part of bytes) parts.push(part as Buffer);
  const whole = Buffer.concat(parts);
  if (whole.includes('EXE')) throw new Problem('FILE_TYPE');
  kept.push({ name, bytes: whole });
  return { id: 'f'.repeat(32), name, type: 'image/png', size: whole.length };
}
const open = (more: Partial<UploadParts> = {}) => createUploads({ dir, maxBytes: 1000, keep, ...more });
const from = (...parts: string[]) => Readable.from(parts.map((part) => Buffer.from(part)));
/** A line that breaks after these bytes. */
const broken = (part: string) =>
  Readable.from(
    (async function* () {
      yield Buffer.from(part);
      throw new Problem('BAD_REQUEST');
    })(),
  );
const code = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof Problem ? error.code : String(error)),
  );

test('in parts, with the line cut between and a restart: the bytes are whole and kept once', async () => {
  const first = open();
  const { id, offset } = await first.open({ name: '现场.png', size: 10 }, now);
  expect(offset).toBe(0);
  expect(await code(first.append(id, 0, broken('0123'), now))).toBe('BAD_REQUEST');
  const second = open();
  expect(await second.state(id)).toMatchObject({ offset: 4, size: 10, file: null });
  expect((await second.append(id, 4, from('45', '6'), now)).offset).toBe(7);
  const done = await second.append(id, 7, from('789'), now);
  expect(done).toMatchObject({ offset: 10, file: { name: '现场.png', size: 10 } });
  expect(kept.map((one) => one.bytes.toString())).toEqual(['0123456789']);
  // The answer was lost and asked for again.
  expect(await open().append(id, 7, from('789'), now)).toEqual(done);
  expect(kept).toHaveLength(1);
  expect((await readdir(dir)).filter((name) => name.endsWith('.part'))).toEqual([]);
});

test.each([1, 5, 3])('bytes at offset %i while 4 are there are refused, nothing changes', async (offset) => {
  const uploads = open();
  const { id } = await uploads.open({ name: 'a', size: 10 }, now);
  await uploads.append(id, 0, from('0123'), now);
  expect(await code(uploads.append(id, offset, from('xx'), now))).toBe('UPLOAD_OFFSET');
  expect((await uploads.state(id)).offset).toBe(4);
});

test('two writers at one offset: one is taken', async () => {
  const uploads = open();
  const { id } = await uploads.open({ name: 'a', size: 4 }, now);
  const both = await Promise.all([
    code(uploads.append(id, 0, from('ab'), now)),
    code(uploads.append(id, 0, from('cd'), now)),
  ]);
  expect(both.sort()).toEqual(['UPLOAD_OFFSET', 'done']);
  expect((await uploads.state(id)).offset).toBe(2);
});

test('more than was said is refused, and what was there stays', async () => {
  const uploads = open();
  const { id } = await uploads.open({ name: 'a', size: 4 }, now);
  await uploads.append(id, 0, from('01'), now);
  expect(await code(uploads.append(id, 2, from('2', '345'), now))).toBe('TOO_LARGE');
  expect((await uploads.state(id)).offset).toBe(2);
});

test('what is no photo is refused at its end and forgotten', async () => {
  const uploads = open();
  const { id } = await uploads.open({ name: 'a', size: 3 }, now);
  expect(await code(uploads.append(id, 0, from('EXE'), now))).toBe('FILE_TYPE');
  expect(await code(uploads.state(id))).toBe('UPLOAD_GONE');
  expect(await readdir(dir)).toEqual([]);
});

test('bounded: size of one, number of all, bytes of all', async () => {
  expect(await code(open().open({ name: 'a', size: 1001 }, now))).toBe('FILE_TOO_LARGE');
  const few = open({ most: 2, mostBytes: 1200 });
  await few.open({ name: 'a', size: 700 }, now);
  expect(await code(few.open({ name: 'b', size: 700 }, now))).toBe('BUSY');
  await few.open({ name: 'c', size: 10 }, now);
  expect(await code(few.open({ name: 'd', size: 10 }, now))).toBe('BUSY');
});

test.each(['', '../../etc/passwd', 'g'.repeat(32), '0'.repeat(32), '0'.repeat(33)])(
  'a name that is no session (%j) leads nowhere',
  async (id) => {
    const uploads = open();
    expect(await code(uploads.state(id))).toBe('UPLOAD_GONE');
    expect(await code(uploads.append(id, 0, from('x'), now))).toBe('UPLOAD_GONE');
  },
);

test('given up, and swept after a day without touch', async () => {
  const uploads = open();
  const one = await uploads.open({ name: 'a', size: 4 }, now);
  await uploads.drop(one.id);
  expect(await readdir(dir)).toEqual([]);
  const old = await uploads.open({ name: 'a', size: 4 }, now);
  const young = await uploads.open({ name: 'b', size: 4 }, now);
  const yesterday = new Date(now.getTime() - 25 * 3_600_000);
  for (const name of await readdir(dir))
    if (name.startsWith(old.id)) await utimes(join(dir, name), yesterday, yesterday);
  expect(await uploads.sweep(now)).toBe(1);
  expect(await code(uploads.state(old.id))).toBe('UPLOAD_GONE');
  expect((await uploads.state(young.id)).offset).toBe(0);
});
