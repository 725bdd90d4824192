/** The chat on a page of somebody else's, by the one script tag. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type House, startHouse } from '../support/house.js';
import { axe, faultsOf, launch, PATIENCE, pageOf, see, shoot, visit } from './browser.js';
import { type ChatPage, chatOn } from './chat-page.js';

jest.setTimeout(PATIENCE);

/** As strict and as unkind as a page may be: its own policy, its own loud style. */
const STRANGE =
  'button, p, h2 { font-size: 60px !important; color: lime !important; display: block !important }';

see('the chat on a page of another origin', () => {
  let browser: Browser;
  let host: Server;
  let port: number;
  let house: House;
  let home: string;

  beforeAll(async () => {
    browser = await launch();
    host = createServer((_, reply) => {
      reply.setHeader('content-type', 'text/html; charset=utf-8');
      reply.setHeader(
        'content-security-policy',
        `default-src 'none'; script-src ${home}; connect-src ${home} ${home.replace('http', 'ws')}; style-src 'unsafe-inline'; img-src blob: data:`,
      );
      reply.end(
        `<!doctype html><html lang="zh-CN"><head><title>别家的网页</title><link rel="icon" href="data:,"><style>${STRANGE}</style>
<script src="${home}/chat.js" defer></script></head><body><main><h1>别家的网页</h1></main></body></html>`,
      );
    });
    await new Promise<void>((done) => host.listen(0, '127.0.0.1', done));
    port = (host.address() as AddressInfo).port;
  }, PATIENCE);
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    await house.stop();
  });
  afterAll(async () => {
    await browser?.close();
    host?.closeAllConnections();
    host?.close();
  });

  async function open(): Promise<ChatPage> {
    home = house.url;
    const page = await pageOf(await visit(browser), `http://127.0.0.1:${port}/`);
    await page.getByRole('button', { name: '打开 12345 在线客服' }).click();
    const chat = chatOn(page);
    await chat.dialog.waitFor();
    return chat;
  }

  test('allowed by CHAT_ORIGINS it answers, and a person can be called; the page cannot disfigure it', async () => {
    house = await startHouse({}, { CHAT_ORIGINS: `http://127.0.0.1:${port}` });
    const chat = await open();
    await chat.say('居民医保怎么交');
    await chat.bot('医保');
    await chat.page.reload();
    await chat.bot('医保');
    await chat.button('转人工').first().click();
    await chat.dialog.getByRole('status').filter({ hasText: '正在等人工坐席' }).waitFor();
    const size = await chat.button('关闭').evaluate((node: { clientHeight: number }) => node.clientHeight);
    expect(size).toBeLessThan(60);
    expect(await axe(chat.page)).toEqual([]);
    expect(faultsOf(chat.page)).toEqual([]);
    await shoot(chat.page, 'embed');
  });

  test('not allowed it says that the service cannot be reached and keeps the words; nothing reaches the house', async () => {
    house = await startHouse({}, { CHAT_ORIGINS: 'https://www.example.gov.cn' });
    const chat = await open();
    await chat.say('居民医保怎么交');
    await chat.dialog.getByRole('status').filter({ hasText: '暂时连不上客服' }).waitFor();
    await chat.log.getByText('待发送').waitFor();
    // Not blamed on the citizen's network, which is there.
    expect(await chat.dialog.getByText('网络断开').count()).toBe(0);
    expect(await axe(chat.page)).toEqual([]);
    await shoot(chat.page, 'embed-refused');
    const seat = await house.seat('anna');
    const all = await seat.get<{ rows: unknown[] }>('/api/desk/threads?box=all');
    expect(all.body.rows).toEqual([]);
  });
});
