/** 智能问答 as a citizen meets it: typing, keyboard, small screens, large type, no script, in another site's frame. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type House, startHouse } from '../support/house.js';
import {
  axe,
  faultsOf,
  hasFocus,
  launch,
  overhang,
  PATIENCE,
  pageOf,
  see,
  shoot,
  typeSize,
  visit,
} from './browser.js';
import { chatOn } from './chat-page.js';

jest.setTimeout(PATIENCE);

const ASKED = '居民医保怎么交';
const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true } as const;

see('智能问答 in a browser', () => {
  let browser: Browser;
  let house: House;
  let other: Server;
  let friend: string;
  beforeAll(async () => {
    other = createServer((_, reply) => {
      reply.setHeader('content-type', 'text/html; charset=utf-8');
      reply.end(
        `<!doctype html><html lang="zh-CN"><head><title>别家的网页</title><link rel="icon" href="data:,"></head><body><iframe title="问答" width="400" height="600" src="${house.url}/qa"></iframe></body></html>`,
      );
    });
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    friend = `http://localhost:${(other.address() as AddressInfo).port}`;
    [browser, house] = await Promise.all([launch(), startHouse({}, { CHAT_ORIGINS: friend })]);
  }, PATIENCE);
  afterAll(async () => {
    await browser?.close();
    await house?.stop();
    other?.close();
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });

  async function sound(page: Page, expected?: RegExp): Promise<void> {
    expect(await axe(page)).toEqual([]);
    expect(faultsOf(page, expected)).toEqual([]);
    expect(await overhang(page)).toBeLessThanOrEqual(0);
  }
  const field = (page: Page) => page.getByRole('combobox', { name: '您想问什么' });
  const near = (page: Page) => page.getByRole('listbox', { name: '相近的问题' });

  test('suggestions while typing, by keyboard alone: down, up past the end, escape, enter', async () => {
    const page = await pageOf(await visit(browser), `${house.url}/qa`);
    await sound(page);
    await shoot(page, 'qa-start');
    await field(page).pressSequentially('异地就医');
    await near(page).getByRole('option').first().waitFor();
    expect(await field(page).getAttribute('aria-expanded')).toBe('true');
    await sound(page);
    await shoot(page, 'qa-near');
    await page.keyboard.press('ArrowDown');
    const first = near(page).getByRole('option').first();
    expect(await first.getAttribute('aria-selected')).toBe('true');
    expect(await field(page).getAttribute('aria-activedescendant')).toBe(await first.getAttribute('id'));
    expect(await hasFocus(field(page))).toBe(true);
    await page.keyboard.press('ArrowUp');
    expect(await field(page).getAttribute('aria-activedescendant')).toBeNull();
    await page.keyboard.press('ArrowUp');
    expect(await near(page).getByRole('option').last().getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('Escape');
    await near(page).waitFor({ state: 'hidden' });
    expect(await field(page).inputValue()).toBe('异地就医');
    await field(page).pressSequentially('备');
    await near(page).getByRole('option').first().waitFor();
    const title = await near(page).getByRole('option').first().textContent();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: title ?? '' }).waitFor();
    await sound(page);
    await shoot(page, 'qa-item');
  });

  test('an answer to what is no longer typed is dropped', async () => {
    const page = await pageOf(await visit(browser), `${house.url}/qa`);
    let late: (() => void) | undefined;
    const held = new Promise<void>((done) => {
      late = done;
    });
    await page.route('**/api/qa/suggest**', async (route) => {
      const q = new URL(route.request().url()).searchParams.get('q') ?? '';
      if (q === '公积金') await held;
      await route.fulfill({ json: [{ id: 'k001', title: `关于${q}` }] }).catch(() => {});
    });
    const asked = page.waitForRequest((request) => request.url().includes(encodeURIComponent('公积金')));
    await field(page).fill('公积金');
    await asked;
    await field(page).fill('公积金贷款');
    await near(page).getByRole('option', { name: '关于公积金贷款' }).waitFor();
    late?.();
    // The next one in line comes after whatever the late one could have done.
    await field(page).fill('公积金贷款额度');
    await near(page).getByRole('option', { name: '关于公积金贷款额度' }).waitFor();
    expect(await near(page).getByRole('option').allTextContents()).toEqual(['关于公积金贷款额度']);
  });

  test('asked, answered, found useful, and carried into the chat with one tap', async () => {
    const page = await pageOf(await visit(browser), `${house.url}/qa`);
    await field(page).fill(ASKED);
    await page.getByRole('button', { name: '查一查' }).click();
    await page.getByRole('heading', { name: '答复' }).waitFor();
    await page.getByText('依据 · 单位 · 更新日期').click();
    await sound(page);
    await shoot(page, 'qa-answer');
    await page.getByRole('button', { name: '有用' }).click();
    const thanks = page.getByRole('status').filter({ hasText: '谢谢，记下了' });
    await thanks.waitFor();
    expect(await hasFocus(thanks)).toBe(true);
    await page.getByRole('button', { name: '发给在线客服' }).click();
    const chat = chatOn(page);
    await chat.bot('医疗保险');
    expect((await chat.told())[0]).toBe(ASKED);
    await sound(page);
  });

  test('one tap to a person: the question goes along, and a person is called', async () => {
    const page = await pageOf(await visit(browser), `${house.url}/qa?q=${encodeURIComponent(ASKED)}`);
    await page.getByRole('button', { name: '转人工', exact: true }).click();
    const chat = chatOn(page);
    await chat.bot(/转人工|工作人员/);
    expect((await chat.told()).filter((text) => text === ASKED || text === '转人工')).toEqual([
      ASKED,
      '转人工',
    ]);
  });

  test('an emergency fills the top, a refused matter shows its door', async () => {
    const page = await pageOf(
      await visit(browser, PHONE),
      `${house.url}/qa?q=${encodeURIComponent('邻居家着火了！')}`,
    );
    const alert = page.getByRole('alert', { name: '紧急情况' });
    await alert.getByRole('link', { name: '119' }).waitFor();
    await sound(page);
    await shoot(page, 'qa-emergency');
    await page.goto(`${house.url}/qa?q=${encodeURIComponent('法院判了两年还不执行，帮我催')}`);
    await page.getByRole('note', { name: '这件事的办理渠道' }).getByText('12368').first().waitFor();
    await sound(page);
    await shoot(page, 'qa-door');
  });

  test.each([
    ['360 px', PHONE],
    ['360 px in the dark', { ...PHONE, colorScheme: 'dark' as const }],
    ['wide in the dark', { colorScheme: 'dark' as const }],
  ])('%s: nothing is cut off and axe finds nothing, also in large type', async (name, options) => {
    const page = await pageOf(
      await visit(browser, options),
      `${house.url}/qa?q=${encodeURIComponent(ASKED)}`,
    );
    await page.getByRole('heading', { name: '答复' }).waitFor();
    await sound(page);
    await page.getByRole('button', { name: '大字' }).click();
    expect(await typeSize(page.locator('body'))).toBe(24);
    await sound(page);
    await shoot(page, `qa-large ${name}`);
    await page.goto(`${house.url}/qa`);
    expect(await typeSize(page.locator('body'))).toBe(24);
    await field(page).pressSequentially('公积金');
    await near(page).getByRole('option').first().waitFor();
    await sound(page);
    await shoot(page, `qa-near ${name}`);
  });

  test('without script: asked, read, found useful, by plain forms and links', async () => {
    const page = await pageOf(await visit(browser, { javaScriptEnabled: false }), `${house.url}/qa`);
    await page.getByRole('textbox', { name: '您想问什么' }).fill(ASKED);
    await page.getByRole('button', { name: '查一查' }).click();
    await page.getByRole('heading', { name: '答复' }).waitFor();
    expect(await page.getByRole('button', { name: '发给在线客服' }).count()).toBe(0);
    await page.getByRole('button', { name: '没解决' }).click();
    await page.getByRole('status').filter({ hasText: '谢谢，记下了' }).waitFor();
    await page.getByRole('link', { name: '写信，24 小时内首次答复' }).waitFor();
    await shoot(page, 'qa-plain');
  });

  test('in a frame of a site that is written down it works; elsewhere the browser refuses', async () => {
    const page = await pageOf(await visit(browser), friend);
    const inside = page.frameLocator('iframe');
    await inside.getByRole('combobox', { name: '您想问什么' }).fill(ASKED);
    await inside.getByRole('button', { name: '查一查' }).click();
    await inside.getByRole('heading', { name: '答复' }).waitFor();
    const stranger = await pageOf(await visit(browser), friend.replace('localhost', '127.0.0.1'));
    expect(faultsOf(stranger).join('\n')).toMatch(/frame-ancestors/);
  });
});
