import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Problem } from '../../server/errors.js';
import { createFiles } from '../../server/files/files.js';
import { fileHandlers } from '../../server/files/handlers.js';
import type { RepairForm } from '../../server/http/contract-citizen.js';
import { pdf, png } from './pictures.js';
import { memoryRows } from './rows.js';
import { type Reply, type Shell, type ShellWish, shell } from './shell.js';

const NOW = new Date('2026-07-01T08:00:00Z');
let house: Shell;
let dir: string;
let filed: RepairForm[];
const rows = () => memoryRows();

async function start(wish: ShellWish = {}): Promise<void> {
  const caps = { maxBytes: 100_000, types: ['image/png', 'image/jpeg'] };
  house = await shell({
    ...wish,
    handlers: {
      ...fileHandlers(createFiles({ dir, rows: rows(), caps }), () => NOW),
      repair: async ({ body }) => {
        filed.push(body);
        return { orderNo: '15010220260701C0000018', code: 'K7Q2M9', next: '两个工作日内<联系>您。' };
      },
      orderQuery: async ({ body }) => {
        if (body.code !== 'K7Q2M9') throw new Problem('NO_ORDER');
        return {
          orderNo: body.orderNo,
          state: '已受理',
          title: '<img src=x onerror=alert(1)>',
          place: '测试路',
          mayRate: false,
          acts: [],
          createdAt: '2026-07-01T02:00:00Z',
          updatedAt: '2026-07-01T03:00:00Z',
          timeline: [{ at: '2026-07-01T03:00:00Z', text: '已派给<b>养护单位</b>' }],
        };
      },
    },
    parts: { now: () => NOW, ...wish.parts },
  });
}
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'pages-'));
  filed = [];
});
afterEach(async () => {
  await house.close();
  rmSync(dir, { recursive: true, force: true });
});

const HTML = { accept: 'text/html' };
const urlencoded = (path: string, fields: Record<string, string>) =>
  house.ask(path, {
    method: 'POST',
    headers: { ...HTML, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });

async function multipart(fields: Record<string, string>, photos: [string, Buffer][] = []): Promise<Reply> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const [name, bytes] of photos) form.append('photo', new Blob([new Uint8Array(bytes)]), name);
  const sent = new Request('http://x', { method: 'POST', body: form });
  return house.ask('/portal/repair', {
    method: 'POST',
    headers: { ...HTML, 'content-type': sent.headers.get('content-type') ?? '' },
    body: Buffer.from(await sent.arrayBuffer()),
  });
}

const good = {
  what: 'streetlight',
  place: '赛罕区测试路与示例街路口',
  region: '',
  description: '路灯 3 盏不亮',
  name: '',
  phone: '13800001234',
};

describe('a form without script', () => {
  test('with photos becomes the same filing as the JSON one', async () => {
    await start();
    const said = await multipart(good, [
      ['现场.png', png()],
      ['', Buffer.alloc(0)],
    ]);
    expect(said.status).toBe(201);
    expect(said.headers['cache-control']).toBe('no-store');
    expect(said.text).toContain('15010220260701C0000018');
    expect(said.text).toContain('K7Q2M9');
    expect(said.text).toContain('两个工作日内&lt;联系&gt;您。');
    expect(filed).toEqual([
      {
        id: expect.stringMatching(/^page-[0-9a-f]{32}$/),
        what: 'streetlight',
        place: good.place,
        description: good.description,
        phone: good.phone,
        photo: [expect.stringMatching(/^[0-9a-f]{32}$/)],
      },
    ]);
  });

  test('pressed twice it is the same filing, changed it is another', async () => {
    await start();
    await urlencoded('/portal/repair', good);
    await urlencoded('/portal/repair', good);
    await urlencoded('/portal/repair', { ...good, place: '另一个路口' });
    const ids = filed.map((form) => form.id);
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  test('faults are told field by field on a page', async () => {
    await start();
    const said = await urlencoded('/portal/repair', { ...good, phone: '123', place: '<b>' });
    expect(said.status).toBe(422);
    expect(said.headers['content-type']).toMatch(/html/);
    expect(said.text).toContain('<li>手机号: 手机号应为 11 位，请检查</li>');
    expect(filed).toEqual([]);
  });

  test.each<[string, [string, Buffer][], number]>([
    ['a file that is no photo', [['a.png', pdf()]], 415],
    ['a photo past the cap', [['a.png', Buffer.concat([png(), Buffer.alloc(200_000)])]], 413],
    ['a fourth photo', [1, 2, 3, 4].map((n) => [`${n}.png`, png()]), 400],
  ])('%s is refused, and nothing is filed', async (_name, photos, status) => {
    await start();
    const said = await multipart(good, photos);
    expect(said.status).toBe(status);
    expect(said.text).toMatch(/role="alert"/);
    expect(filed).toEqual([]);
  });

  test.each([
    ['no boundary', 'multipart/form-data', 'x'],
    [
      'cut off',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="photo"; filename="a.png"\r\n\r\nhalf',
    ],
    ['another type', 'text/plain', 'x'],
  ])('%s', async (_name, type, body) => {
    await start();
    const said = await house.ask('/portal/repair', {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
    expect([400, 415]).toContain(said.status);
    expect(filed).toEqual([]);
  });

  test('prototype names are fields like any other, and unknown ones are left out', async () => {
    await start();
    await urlencoded('/portal/repair', { ...good, __proto__x: '1', constructor: 'x', toString: 'y' });
    expect(Object.keys(filed[0] ?? {}).sort()).toEqual([
      'description',
      'id',
      'phone',
      'photo',
      'place',
      'what',
    ]);
  });
});

describe('progress without script', () => {
  test('the page shows state and timeline, and escapes what people wrote', async () => {
    await start();
    const said = await urlencoded('/portal/query', { orderNo: '15010220260701C0000018', code: 'K7Q2M9' });
    expect(said.status).toBe(200);
    expect(said.text).toContain('已受理');
    expect(said.text).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(said.text).toContain('已派给&lt;b&gt;养护单位&lt;/b&gt;');
    expect(said.text).toContain('11:00');
    expect(said.text).not.toContain('<img');
  });

  test('a wrong code is a page that says what to check', async () => {
    await start();
    const said = await urlencoded('/portal/query', { orderNo: '1', code: 'x' });
    expect(said.status).toBe(404);
    expect(said.text).toContain('请核对工单号和提取码');
  });
});

describe('what the house serves from its folder', () => {
  beforeEach(async () => {
    for (const face of ['demo', 'portal', 'console']) {
      mkdirSync(join(dir, face));
      writeFileSync(join(dir, face, 'index.html'), `<p>${face}</p>`);
      writeFileSync(join(dir, face, 'app.js'), '1');
    }
    writeFileSync(join(dir, 'chat.js'), '2');
    writeFileSync(join(dir, 'console', 'part-ABCD2345.js'), '3');
    writeFileSync(join(dir, '.env'), 'SECRET');
    await start({ parts: { publicDir: dir, origins: ['https://gov.example'] } });
  });

  test.each([
    ['/', '<p>demo</p>', 'no-cache'],
    ['/portal', '<p>portal</p>', 'no-cache'],
    ['/portal/', '<p>portal</p>', 'no-cache'],
    ['/console', '<p>console</p>', 'no-cache'],
    ['/console/orders/15010220260701C0000018', '<p>console</p>', 'no-cache'],
    ['/portal/app.js', '1', 'no-cache'],
    ['/chat.js', '2', 'public, max-age=300'],
    ['/console/part-ABCD2345.js', '3', 'public, max-age=31536000, immutable'],
  ])('%s', async (path, text, cache) => {
    const said = await house.ask(path);
    expect([said.status, said.text, said.headers['cache-control']]).toEqual([200, text, cache]);
    expect(said.headers['x-powered-by']).toBeUndefined();
    expect(said.headers['x-content-type-options']).toBe('nosniff');
    const policy = String(said.headers['content-security-policy']);
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain(
      path.startsWith('/console') ? "frame-ancestors 'none'" : "frame-ancestors 'self'",
    );
    expect(said.headers['cross-origin-resource-policy']).toBe(
      path === '/chat.js' ? 'cross-origin' : 'same-origin',
    );
  });

  test.each(['/console/missing.js', '/.env', '/portal/missing', '/index.html'])(
    '%s is not there',
    async (path) => {
      expect((await house.ask(path)).status).toBe(404);
    },
  );

  test('only the chat may be called from a site that is written down', async () => {
    const from = (origin: string) => ({ headers: { origin } });
    const chat = await house.ask('/api/chat/threads', { method: 'POST', ...from('https://gov.example') });
    expect(chat.headers['access-control-allow-origin']).toBe('https://gov.example');
    expect(chat.headers['access-control-allow-credentials']).toBeUndefined();
    const evil = await house.ask('/api/chat/threads', { method: 'POST', ...from('https://evil.example') });
    expect(evil.headers['access-control-allow-origin']).toBeUndefined();
    expect(
      (await house.ask('/healthz', from('https://gov.example'))).headers['access-control-allow-origin'],
    ).toBeUndefined();
    const asked = {
      method: 'OPTIONS',
      headers: { origin: 'https://gov.example', 'access-control-request-method': 'POST' },
    };
    const before = await house.ask('/api/chat/threads/one/messages', asked);
    expect([before.status, before.headers['access-control-allow-headers']]).toEqual([
      204,
      'Authorization, Content-Type',
    ]);
  });

  test('what an interface answers is kept by nobody', async () => {
    expect((await house.ask('/api/openapi.json')).headers['cache-control']).toBe('no-store');
  });
});
