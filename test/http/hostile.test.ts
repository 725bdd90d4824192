import { connect } from 'node:net';
import { Problem } from '../../server/errors.js';
import { agent, asAgent, asThread, json, type Shell, type ShellWish, shell } from './shell.js';

let house: Shell;
const start = async (wish?: ShellWish) => {
  house = await shell(wish);
};
afterEach(() => house.close());

const SAY = '/api/chat/threads/one/messages';
const say = (value: unknown, headers = {}) => house.ask(SAY, json(value, { ...asThread, ...headers }));

describe('a bad body gets a clear Chinese error and changes nothing', () => {
  beforeEach(() => start());

  const cases: [string, unknown, number, string][] = [
    ['no JSON', '{"id":', 400, 'BAD_JSON'],
    ['nothing', '', 400, 'BAD_JSON'],
    ['1 MB of emoji', { id: 'a', text: '😀'.repeat(262_144) }, 413, 'TOO_LARGE'],
    ['a text past the limit', { id: 'a', text: '路'.repeat(4001) }, 413, 'TOO_LONG'],
    ['a lone surrogate', '{"id":"a","text":"\\ud83d"}', 400, 'BAD_TEXT'],
    ['a lone surrogate as a name', '{"id":"a","text":"","fields":{"\\udc00":"x"}}', 400, 'BAD_TEXT'],
    ['a null sign', '{"id":"a","text":"a\\u0000b"}', 400, 'BAD_TEXT'],
    ['__proto__ at the top', '{"id":"a","text":"b","__proto__":{"admin":true}}', 400, 'BAD_REQUEST'],
    ['__proto__ in a record', '{"id":"a","text":"b","fields":{"__proto__":"x"}}', 400, 'BAD_REQUEST'],
    ['depth', `{"id":"a","text":"b","x":${'['.repeat(30_000)}${']'.repeat(30_000)}}`, 400, 'BAD_REQUEST'],
    ['an operator in a string place', { id: 'a', text: { $gt: '' } }, 422, 'INVALID'],
    ['an operator as the id', { id: { $ne: null }, text: 'x' }, 422, 'INVALID'],
    ['an unknown part', { id: 'a', text: 'x', admin: true }, 422, 'INVALID'],
    ['an array', [], 422, 'INVALID'],
    ['null', 'null', 422, 'INVALID'],
  ];
  test.each(cases)('%s', async (_name, body, status, code) => {
    const said = await say(body);
    expect([said.status, said.json.error?.code]).toEqual([status, code]);
    expect(said.json.error?.message).toMatch(/[\u4e00-\u9fff]/);
    expect(house.reached).toEqual([]);
    expect((Object.prototype as { admin?: unknown }).admin).toBeUndefined();
  });

  test('bytes that are no UTF-8', async () => {
    const body = Buffer.concat([
      Buffer.from('{"id":"a","text":"'),
      Buffer.from([0xc3, 0x28]),
      Buffer.from('"}'),
    ]);
    const said = await house.ask(SAY, { ...json(''), headers: { ...json('').headers, ...asThread }, body });
    expect([said.status, said.json.error?.code]).toEqual([400, 'BAD_TEXT']);
  });

  test('a body that is not said to be JSON, or is in another encoding', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=gbk'])
      expect((await say({ id: 'a', text: 'x' }, { 'content-type': type })).json.error?.code).toBe(
        'MEDIA_TYPE',
      );
    const packed = await say({ id: 'a', text: 'x' }, { 'content-encoding': 'gzip' });
    expect(packed.json.error?.code).toBe('MEDIA_TYPE');
    expect(house.reached).toEqual([]);
  });

  test('script is text like any other', async () => {
    const text = '<script>alert(1)</script>';
    expect((await say({ id: 'a', text })).status).toBe(202);
    expect(house.reached[0]?.asked.body).toEqual({ id: 'a', text });
  });

  test('emoji, joined families and rare characters are not lone surrogates', async () => {
    const text = '👨‍👩‍👧‍👦𠮷野家𝒳 ᠮᠣᠩᠭᠣᠯ';
    expect((await say({ id: 'a', text })).status).toBe(202);
    expect(house.reached[0]?.asked.body).toEqual({ id: 'a', text });
  });

  test('each fault is told by the field, in words', async () => {
    const said = await house.ask(
      '/api/forms/repair',
      json({ id: 'a', what: 'moon', place: '', phone: '123' }),
    );
    expect(said.status).toBe(422);
    const hint = said.json.error?.hint ?? '';
    expect(hint).toContain('报修事项: 请从列出的选项中选择');
    expect(hint).toContain('地点: 请写明地点');
    expect(hint).toContain('现场情况: 请填写');
    expect(hint).toContain('手机号: 手机号应为 11 位，请检查');
  });

  test('an answer does not grow with the fault', async () => {
    const many = Object.fromEntries(Array.from({ length: 900 }, (_, i) => [`k${i}`.padEnd(30, 'x'), 1]));
    const said = await say({ id: 'a', text: 'x', ...many });
    expect(said.status).toBe(422);
    expect(said.text.length).toBeLessThan(2000);
  });
});

describe('operator injection into the order query', () => {
  test.each([
    [{ orderNo: '1', code: { $gt: '' } }],
    [{ orderNo: { $ne: '' }, code: '1' }],
    [{ orderNo: ['1'], code: '1' }],
  ])('%j is refused before the handler', async (body) => {
    await start();
    const said = await house.ask('/api/orders/query', json(body));
    expect([said.status, said.json.error?.code]).toEqual([422, 'INVALID']);
    expect(house.reached).toEqual([]);
  });
});

describe('queries and parameters', () => {
  test.each([
    ['/api/chat/threads/one/messages?after=-1'],
    ['/api/chat/threads/one/messages?after=1&after=2'],
    ['/api/chat/threads/one/messages?after[$gt]=1&wait=99'],
    ['/api/chat/threads/one/messages?wait=1e3'],
  ])('%s is 422', async (path) => {
    await start();
    const said = await house.ask(path, { headers: asThread });
    expect([said.status, said.json.error?.code]).toEqual([422, 'INVALID']);
    expect(house.reached).toEqual([]);
  });

  test('a lone surrogate cannot be written in an address; broken bytes are refused', async () => {
    await start({ account: agent(['knowledge.read']) });
    const said = await house.ask('/api/desk/knowledge?q=%ed%a0%80', { headers: asAgent });
    expect([200, 400]).toContain(said.status);
    const nul = await house.ask('/api/desk/knowledge?q=%00', { headers: asAgent });
    expect(nul.json.error?.code).toBe('BAD_TEXT');
  });

  test('unknown names are not handed on', async () => {
    await start({ account: agent(['knowledge.read']) });
    await house.ask('/api/desk/knowledge?q=%E5%8C%BB%E4%BF%9D&constructor=1&__proto__=2', {
      headers: asAgent,
    });
    expect(house.reached[0]?.asked.query).toEqual({ q: '医保' });
  });
});

describe('path tricks', () => {
  test.each([
    '/..%2f..%2fetc%2fpasswd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/../../etc/passwd',
    '/portal/..%5c..%5cserver',
    '/portal\\..\\x',
    '/portal/%00',
    '/chat.js%00.html',
    '/%252e%252e%252fetc',
    '/%c0%ae%c0%ae/etc/passwd',
    '/%',
    '/api/desk/files/%2e%2e%2fsecret',
    '/api/chat/threads/one/files/..%2f..',
    '//etc/passwd',
    '/.env',
    '/.git/config',
  ])('%s leads nowhere', async (path) => {
    await start({ account: agent(['thread.read']) });
    const said = await house.ask(path, { headers: { ...asAgent, ...asThread } });
    expect([400, 404]).toContain(said.status);
    expect(said.json.error?.message).toMatch(/[\u4e00-\u9fff]/);
    expect(house.reached).toEqual([]);
  });
});

describe('slow and broken senders', () => {
  /** Writes by hand what no client would write; resolves with all that came back. */
  const raw = (first: string): Promise<string> =>
    new Promise((done, fail) => {
      const socket = connect(house.port, '127.0.0.1', () => socket.write(first));
      let text = '';
      socket.setEncoding('utf8');
      socket.on('data', (part) => {
        text += String(part);
      });
      socket.on('error', fail);
      socket.on('close', () => done(text));
    });

  const head = (more: string) =>
    `POST ${SAY} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${asThread.authorization.slice(7)}\r\n${more}\r\n`;

  test('a body that dawdles is told 408', async () => {
    await start({ parts: { limits: { jsonMs: 60 } } });
    const text = await raw(`${head('Content-Type: application/json\r\nContent-Length: 100\r\n')}{"id":`);
    expect(text).toMatch(/^HTTP\/1\.1 408 /);
    expect(text).toContain('SLOW_BODY');
    expect(house.reached).toEqual([]);
  });

  test('an upload that dawdles is told 408', async () => {
    await start({
      parts: { limits: { uploadMs: 60 } },
      handlers: {
        putFile: async ({ stream }) => {
          for await (const _ of stream);
          throw new Error('the end was never sent');
        },
      },
    });
    const upload = head('Content-Type: application/octet-stream\r\nContent-Length: 100\r\n').replace(
      '/messages',
      '/files?name=a.jpg',
    );
    const text = await raw(`${upload}half`);
    expect(text).toMatch(/^HTTP\/1\.1 408 /);
    expect(text).toContain('SLOW_BODY');
  });

  test('a head that never ends is told 408', async () => {
    await start({ hardness: { headersMs: 60, requestMs: 60 }, server: { connectionsCheckingInterval: 20 } });
    const text = await raw('GET / HTTP/1.1\r\nHost: x\r\n');
    expect(text).toMatch(/^HTTP\/1\.1 408 /);
    expect(text).toContain('SLOW_BODY');
  });

  test('no HTTP at all is told 400, a monstrous head 431', async () => {
    await start();
    expect(await raw('\u0016\u0003\u0001 hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    const text = await raw(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`);
    expect(text).toMatch(/^HTTP\/1\.1 431 /);
    expect(text).toMatch(/[\u4e00-\u9fff]/);
  });

  test('one address cannot take all sockets', async () => {
    await start({ hardness: { socketsPerAddress: 2 } });
    const idle = [1, 2].map(
      () =>
        new Promise<ReturnType<typeof connect>>((done) => {
          const socket = connect(house.port, '127.0.0.1', () => done(socket));
        }),
    );
    const held = await Promise.all(idle);
    expect(await raw('')).toMatch(/^HTTP\/1\.1 429 [\s\S]*TOO_MANY/);
    await Promise.all(held.map((socket) => new Promise((done) => socket.destroy().on('close', done))));
    while ((await new Promise<number>((done) => house.server.getConnections((_, n) => done(n)))) > 0);
    expect((await house.ask('/healthz')).status).toBe(200);
  });
});

describe('the error page', () => {
  test('an unknown error is a number to name, and the log holds no personal data', async () => {
    await start({
      handlers: {
        orderQuery: async () => {
          throw new Error('dup key: { phone: "13800001234" } of 13800001234');
        },
      },
    });
    const said = await house.ask('/api/orders/query', json({ orderNo: '1501', code: 'K7Q2' }));
    expect([said.status, said.json.error?.code]).toEqual([500, 'INTERNAL']);
    const id = String(said.headers['x-request-id']);
    expect(said.json.error?.hint).toContain(id);
    expect(said.text).not.toContain('dup key');
    const log = JSON.stringify(house.logged);
    expect(log).toContain(id);
    expect(log).not.toContain('13800001234');
    expect(log).not.toContain('K7Q2');
  });

  test('the log of a request holds no address, query or token', async () => {
    await start();
    await house.ask('/api/chat/threads/one/messages?after=13800001234', { headers: asThread });
    await house.ask('/13800005678?phone=13800001234');
    const log = JSON.stringify(house.logged);
    expect(log).toContain('"route":"lines"');
    for (const secret of ['13800001234', '13800005678', asThread.authorization.slice(7), '127.0.0.1'])
      expect(log).not.toContain(secret);
  });

  test('a browser gets a page, a program gets JSON', async () => {
    await start();
    const page = await house.ask('/nowhere', { headers: { accept: 'text/html,*/*;q=0.8' } });
    expect(page.status).toBe(404);
    expect(page.headers['content-type']).toMatch(/^text\/html/);
    expect(page.text).toContain('lang="zh-CN"');
    const api = await house.ask('/api/nowhere', { headers: { accept: 'text/html' } });
    expect(api.headers['content-type']).toMatch(/json/);
  });

  test('a Problem says itself, with its time to wait', async () => {
    await start({
      handlers: {
        openThread: async () => {
          throw new Problem('BUSY', undefined, undefined, 7);
        },
      },
    });
    const said = await house.ask('/api/chat/threads', { method: 'POST' });
    expect([said.status, said.headers['retry-after']]).toEqual([503, '7']);
  });
});
