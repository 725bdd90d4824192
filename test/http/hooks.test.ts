/** What a platform calls: the raw bytes reach the channel, and nothing but its answer goes back. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import express from 'express';
import type { HookAnswer, HookAsked } from '../../channels/kind.js';
import { errorPage } from '../../server/http/error-page.js';
import { mountHooks } from '../../server/http/hooks.js';
import { readLog } from '../contracts/channel-world.js';

let server: Server;
let url: string;
let asked: HookAsked[] = [];
let answer: (asked: HookAsked) => Promise<HookAnswer>;
let stopping = false;
const told = readLog();
const fine: HookAnswer = { status: 200, type: 'text/plain', body: 'success' };

beforeAll(async () => {
  const app = express();
  app.set('query parser', 'simple');
  const note = async (one: HookAsked) => {
    asked.push(one);
    return answer(one);
  };
  mountHooks(
    app,
    [
      {
        name: 'probe',
        hooks: [
          { method: 'post', path: '', maxBytes: 1000, answer: note },
          { method: 'get', path: '', maxBytes: 0, answer: note },
          { method: 'post', path: '/contact', maxBytes: 1000, answer: note },
        ],
      },
      { name: 'bare' },
    ],
    { bodyMs: 300, stopping: () => stopping },
  );
  app.use(errorPage(told.log));
  server = createServer(app);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/probe`;
});
afterAll(() => new Promise((done) => server.close(done)));
beforeEach(() => {
  asked = [];
  answer = async () => fine;
  stopping = false;
});

const post = (body: string | Buffer, headers: Record<string, string> = {}, at = url) =>
  fetch(at, { method: 'POST', body, headers });

test('bytes, query and headers reach the channel as they were sent', async () => {
  const bytes = Buffer.from([0, 255, 60, 120, 62]);
  const got = await post(
    bytes,
    { 'X-Signature': 'Ab', 'content-type': 'text/xml' },
    `${url}?a=%E5%91%BC&a=2&b=`,
  );
  expect([got.status, await got.text()]).toEqual([200, 'success']);
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({
    query: { a: '呼', b: '' },
    search: 'a=%E5%91%BC&a=2&b=',
    headers: { 'x-signature': 'Ab' },
    body: bytes,
    ip: expect.stringContaining('127.0.0.1'),
  });
});

test('the answer is said as it is: status, type, headers, bytes', async () => {
  answer = async () => ({
    status: 202,
    type: 'text/xml',
    body: Buffer.from('<a/>'),
    headers: { 'x-a': 'b' },
  });
  const got = await fetch(url);
  expect(got.status).toBe(202);
  expect(got.headers.get('content-type')).toMatch(/^text\/xml/);
  expect(got.headers.get('x-a')).toBe('b');
  expect(await got.text()).toBe('<a/>');
});

test('each path is its own; what is not a hook is none', async () => {
  expect((await post('x', {}, `${url}/contact`)).status).toBe(200);
  expect((await post('x', {}, `${url}/other`)).status).toBe(404);
  expect((await post('x', {}, url.replace('probe', 'bare'))).status).toBe(404);
  expect(asked).toHaveLength(1);
});

test('too large, or packed: refused before the channel sees it', async () => {
  expect((await post('x'.repeat(1001))).status).toBe(413);
  expect((await post(gzipSync('x'), { 'content-encoding': 'gzip' })).status).toBe(415);
  expect(asked).toEqual([]);
});

test('a body that does not come to its end is given up', async () => {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('half'));
    },
  });
  const got = await fetch(url, { method: 'POST', body, duplex: 'half' } as RequestInit);
  expect(got.status).toBe(408);
  await got.body?.cancel();
  expect(asked).toEqual([]);
});

test('a throw of the channel is ours: 500, the platform may try again, and nothing of it leaks', async () => {
  answer = async () => {
    throw new Error('secret inside');
  };
  const got = await post('x');
  expect(got.status).toBe(500);
  expect(await got.text()).not.toContain('secret inside');
});

test('a stopping house takes nothing in', async () => {
  stopping = true;
  expect((await post('x')).status).toBe(503);
  expect(asked).toEqual([]);
});
