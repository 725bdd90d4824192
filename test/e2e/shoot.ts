/**
 * The pictures of README.md, taken from a house that runs: `node dist/test/e2e/shoot.js OUTDIR`. Sample people
 * and numbers only.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { type House, startHouse } from '../support/house.js';
import { launch, pageOf, settled, visit } from './browser.js';
import { openChat } from './chat-page.js';
import { indexed } from './indexed.js';
import { openConsole } from './staff-page.js';

const WIDE = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const LAMP = '赛罕区大学东路路灯坏了好几天了';
const MOST = 150 * 1024;

const [out = '.'] = process.argv.slice(2);

async function take(page: Page, name: string): Promise<void> {
  const path = join(out, `${name}.png`);
  await settled(page);
  const picture = indexed(await page.screenshot());
  writeFileSync(path, picture);
  process.stdout.write(`${path} ${Math.ceil(picture.length / 1024)} KB\n`);
  if (picture.length > MOST) throw new Error(`${path} is larger than ${MOST} bytes`);
}

async function answer(browser: Browser, house: House): Promise<void> {
  const chat = await openChat(await visit(browser, WIDE), `${house.url}/`);
  await chat.say('居民医保怎么交');
  await (await chat.bot('医保')).getByText('依据 · 单位 · 更新日期').click();
  await take(chat.page, 'chat-answer');
}

/** Files it, and gives what opens its progress. */
async function draft(browser: Browser, house: House): Promise<{ orderNo: string; code: string }> {
  const chat = await openChat(await visit(browser, PHONE), `${house.url}/`);
  await chat.say(LAMP);
  await chat.bot('手机');
  await chat.say('13800001234');
  await chat.dialog.getByRole('form', { name: '请核对要登记的内容' }).waitFor();
  await take(chat.page, 'chat-draft');
  await chat.button('确认提交').click();
  const card = chat.log.locator('.order.filed');
  await card.waitFor();
  const [orderNo = '', code = ''] = await card.locator('b').allTextContents();
  return { orderNo, code };
}

async function emergency(browser: Browser, house: House): Promise<void> {
  const chat = await openChat(await visit(browser, PHONE), `${house.url}/`);
  await chat.say('我家厨房着火了');
  await chat.dialog.getByRole('alert').filter({ hasText: '119' }).waitFor();
  await take(chat.page, 'chat-emergency');
}

async function desk(browser: Browser, house: House): Promise<void> {
  for (const words of ['楼上装修，晚上十点还在施工', '公交卡丢了，在哪里补办']) {
    const other = await house.citizen();
    await other.ask('转人工');
    await other.say(words);
  }
  const citizen = await house.citizen();
  for (const words of [LAMP, '我的电话是13800001234', '转人工']) await citizen.ask(words);
  const seat = await openConsole(browser, house.url, 'demo');
  await seat.page.getByRole('button', { name: '知道了，不再显示' }).click();
  await seat.pick(citizen.thread);
  await seat.claim();
  await seat.say('您好，已看到您反映的路灯问题，我来登记派给路灯管理单位。');
  await (await seat.line('agent', '您好')).getByText('已发送').waitFor();
  await citizen.say('谢谢，晚上走路看不清');
  await seat.line('citizen', '谢谢');
  await seat.tab(/^等待中/).click();
  // Afresh: without the notices of a moment ago and the row that has left the list.
  await seat.page.reload();
  await seat.page.getByRole('status').filter({ hasText: '已连接' }).waitFor();
  await seat.tab(/^建单$/).click();
  const place = seat.page.getByRole('textbox', { name: '地点' });
  await place.focus();
  await seat.log.locator('mark').waitFor();
  await take(seat.page, 'desk');
}

async function progress(
  browser: Browser,
  house: House,
  order: { orderNo: string; code: string },
): Promise<void> {
  const clerk = await house.seat('clerk');
  const path = `/api/desk/orders/${order.orderNo}`;
  const { body } = await clerk.get<{ card: { version: number } }>(path);
  await clerk.post(`${path}/step`, { action: 'accept', version: body.card.version });
  const page = await pageOf(await visit(browser, WIDE), `${house.url}/portal#progress`);
  await page.getByLabel('工单号').fill(order.orderNo);
  await page.getByLabel('提取码').fill(order.code);
  await page.getByRole('button', { name: '查询' }).click();
  await page.getByText('已受理').first().waitFor();
  await take(page, 'portal-progress');
}

mkdirSync(out, { recursive: true });
const [browser, house] = await Promise.all([launch(), startHouse()]);
try {
  await house.seat('demo');
  await answer(browser, house);
  const order = await draft(browser, house);
  await desk(browser, house);
  await progress(browser, house, order);
  await emergency(browser, house);
} finally {
  await browser.close();
  await house.stop();
}
