import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Problem } from '../../server/errors.js';
import { createFiles, type Files } from '../../server/files/files.js';
import { fileHandlers } from '../../server/files/handlers.js';
import { cleanName } from '../../server/files/names.js';
import { jpeg, pdf, png, webp } from './pictures.js';
import { memoryRows } from './rows.js';
import { asThread, type Shell, shell } from './shell.js';

const TYPES = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'];
const NOW = new Date('2026-07-01T08:00:00Z');

let dir: string;
let rows: ReturnType<typeof memoryRows>;
let files: Files;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'files-'));
  rows = memoryRows();
  files = createFiles({ dir, rows, caps: { maxBytes: 200_000, types: TYPES } });
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const keep = (bytes: Buffer, name = '照片.jpg', thread: string | null = 'one') =>
  files.keep(Readable.from([bytes]), { name, thread, now: NOW });
const onDisk = (): string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
const code = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'kept',
    (error: unknown) => (error instanceof Problem ? error.code : String(error)),
  );

describe('a file is what its bytes are', () => {
  test.each([
    ['image/png', png()],
    ['image/jpeg', jpeg()],
    ['image/jpeg', jpeg(4000, 3000, 150_000)],
    ['image/webp', webp(400, 300)],
    ['application/pdf', pdf()],
  ])('%s is kept under its true type, whatever it is called', async (type, bytes) => {
    const ref = await keep(bytes, '现场.html');
    expect(ref).toMatchObject({ type, size: bytes.length });
    expect(ref.name).toMatch(/^现场\.html\.(png|jpg|webp|pdf)$/);
    expect(onDisk()).toEqual([ref.id]);
    const parts: Buffer[] = [];
    for await (const part of files.bytes(ref.id)) parts.push(part as Buffer);
    expect(Buffer.concat(parts).equals(bytes)).toBe(true);
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['words', Buffer.from('只是文字')],
    ['a page', Buffer.from('<html><script>alert(1)</script></html>')],
    [
      'a drawing that can hold script',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
    ],
    ['a program', Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]), Buffer.alloc(100)])],
    ['an archive', Buffer.from('PK\u0003\u0004'.padEnd(200, '\0'), 'latin1')],
    ['a GIF, which is not on the list', Buffer.from('GIF89a'.padEnd(100, '\0'), 'latin1')],
    ['a PNG cut off in its head', png().subarray(0, 20)],
    ['a JPEG without a frame', Buffer.concat([jpeg().subarray(0, 8), Buffer.from([0xff, 0xd9])])],
    [
      'a JPEG that runs in circles',
      Buffer.concat([jpeg().subarray(0, 4), Buffer.alloc(2), Buffer.alloc(900, 0xff)]),
    ],
    ['a decompression bomb', png(60_000, 60_000)],
    ['a picture one pixel high and endless', jpeg(65_535, 1)],
    ['a picture without pixels', png(0, 10)],
    ['a WebP that claims the sky', webp(16_000_000, 16_000_000)],
  ])('%s is refused and leaves nothing behind', async (_name, bytes) => {
    expect(await code(keep(bytes))).toBe('FILE_TYPE');
    expect(onDisk()).toEqual([]);
    expect(rows.all.size).toBe(0);
  });

  test('past the cap it is refused while it arrives', async () => {
    let sent = 0;
    const endless = Readable.from(
      (async function* () {
        yield png();
        for (;;) {
          sent += 10_000;
          yield Buffer.alloc(10_000);
        }
      })(),
    );
    expect(await code(files.keep(endless, { name: 'a.png', thread: null, now: NOW }))).toBe('FILE_TOO_LARGE');
    expect(sent).toBeLessThan(400_000);
    expect(onDisk()).toEqual([]);
  });

  test('a sender who breaks off leaves nothing', async () => {
    const broken = Readable.from(
      (async function* () {
        yield png();
        throw new Problem('BAD_REQUEST');
      })(),
    );
    expect(await code(files.keep(broken, { name: 'a.png', thread: null, now: NOW }))).toBe('BAD_REQUEST');
    expect(onDisk()).toEqual([]);
  });
});

describe('names', () => {
  test.each([
    ['../../etc/passwd', 'image/png', 'passwd.png'],
    ['C:\\Windows\\路灯.JPG', 'image/jpeg', '路灯.JPG'],
    ['..', 'image/png', '附件.png'],
    ['', 'application/pdf', '附件.pdf'],
    ['a\0b\r\nc.png', 'image/png', 'abc.png'],
    ['‮gnp.exe', 'image/png', 'gnp.exe.png'],
    ['"quote"<b>.png', 'image/png', 'quoteb.png'],
    ['.htaccess', 'image/png', 'htaccess.png'],
    [`${'路'.repeat(300)}.jpeg`, 'image/jpeg', `${'路'.repeat(95)}.jpeg`],
    [`${'😀'.repeat(80)}.png`, 'image/png', `${'😀'.repeat(48)}.png`],
    ['半\ud83d个.png', 'image/png', '半个.png'],
  ])('%j as %s is %j', (given, type, clean) => {
    expect(cleanName(given, type)).toBe(clean);
    expect(clean.length).toBeLessThanOrEqual(100);
  });
});

describe('whose it is', () => {
  test('a thread sees its own files only', async () => {
    const ref = await keep(png());
    expect(await files.find(ref.id, 'one')).toEqual(ref);
    expect(await code(files.find(ref.id, 'two'))).toBe('UNKNOWN_FILE');
    expect(await files.find(ref.id, null)).toEqual(ref);
    for (const id of ['../x', 'ab', '', 'f'.repeat(32)])
      expect(await code(files.find(id, null))).toBe('UNKNOWN_FILE');
  });

  test('a form takes over what belongs to nobody, once, all or none', async () => {
    const [mine, free] = [await keep(png(), 'a.png', 'one'), await keep(png(), 'b.png', null)];
    expect(await code(files.adopt([free.id, mine.id], 'form'))).toBe('UNKNOWN_FILE');
    expect(rows.all.get(free.id)?.owner).toBeNull();
    expect(await files.adopt([free.id], 'form')).toEqual([free]);
    expect(await files.adopt([free.id, free.id], 'form')).toEqual([free]);
    expect(await code(files.adopt([free.id], 'other'))).toBe('UNKNOWN_FILE');
  });
});

describe('what nobody took goes after a day', () => {
  test('ownerless rows, half-written bytes, bytes without a row; never what is owned', async () => {
    const owned = await keep(png(), 'a.png', 'one');
    const young = await keep(png(), 'b.png', null);
    const old = await files.keep(Readable.from([png()]), {
      name: 'c.png',
      thread: null,
      now: new Date(NOW.getTime() - 86_400_001),
    });
    const lost = join(dir, 'incoming', 'f'.repeat(32));
    writeFileSync(lost, 'half');
    utimesSync(lost, new Date(0), new Date(0));
    const rowless = join(dir, owned.id.slice(0, 2), 'e'.repeat(32));
    writeFileSync(rowless, 'whole');
    utimesSync(rowless, new Date(0), new Date(0));
    // Old bytes with a row that is owned stay.
    utimesSync(join(dir, owned.id.slice(0, 2), owned.id), new Date(0), new Date(0));

    expect(await files.sweep(NOW)).toBe(3);
    expect(onDisk().sort()).toEqual([owned.id, young.id].sort());
    expect([...rows.all.keys()]).not.toContain(old.id);
    expect(existsSync(lost)).toBe(false);
    expect(readFileSync(join(dir, owned.id.slice(0, 2), owned.id)).equals(png())).toBe(true);
  });
});

describe('over HTTP', () => {
  let house: Shell;
  beforeEach(async () => {
    house = await shell({ handlers: fileHandlers(files, () => NOW) });
  });
  afterEach(() => house.close());

  const upload = (body: Buffer, name: string, headers = {}) =>
    house.ask(`/api/chat/threads/one/files?name=${encodeURIComponent(name)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', ...asThread, ...headers },
      body,
    });

  test('up and down again, in a way no browser takes for a page', async () => {
    const up = await upload(png(), '../../路灯 "坏".png');
    expect(up.status).toBe(201);
    expect(up.json.name).toBe('路灯 坏.png');
    const down = await house.ask(`/api/chat/threads/one/files/${String(up.json.id)}`, { headers: asThread });
    expect(down.status).toBe(200);
    expect(down.headers['content-type']).toBe('image/png');
    expect(down.headers['x-content-type-options']).toBe('nosniff');
    expect(down.headers['content-security-policy']).toContain('sandbox');
    expect(down.headers['content-disposition']).toMatch(
      /^inline; filename="[\w. _-]+"; filename\*=UTF-8''%E8/,
    );
    const form = await house.ask('/api/forms/files?name=x.pdf', {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: pdf(),
    });
    const foreign = await house.ask(`/api/chat/threads/one/files/${String(form.json.id)}`, {
      headers: asThread,
    });
    expect([foreign.status, foreign.json.error?.code]).toEqual([400, 'UNKNOWN_FILE']);
  });

  test('a file past the cap is read to its end, so that the sender sees why', async () => {
    const said = await upload(Buffer.concat([png(), Buffer.alloc(12_000_000)]), 'a.png');
    expect([said.status, said.json.error?.code]).toEqual([413, 'FILE_TOO_LARGE']);
  });

  test.each([
    ['wrong magic bytes', Buffer.from('GIF89a…'), {}, 415, 'FILE_TYPE'],
    ['too large', Buffer.concat([png(), Buffer.alloc(300_000)]), {}, 413, 'FILE_TOO_LARGE'],
    ['sent as JSON', png(), { 'content-type': 'application/json' }, 415, 'MEDIA_TYPE'],
    ['without a token', png(), { authorization: '' }, 401, 'NO_TOKEN'],
  ])('%s', async (_name, body, headers, status, fault) => {
    const said = await upload(body, 'a.png', headers);
    expect([said.status, said.json.error?.code]).toEqual([status, fault]);
    expect(onDisk()).toEqual([]);
  });
});
