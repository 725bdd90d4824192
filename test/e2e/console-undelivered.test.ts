/** 未送达 in the console: what did not arrive, sent again or told some other way, by hand and by keyboard. */
import { jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { eventually } from '../contracts/channel-world.js';
import { type House, startHouse } from '../support/house.js';
import { BUSY, GONE, type MemoryPlatform, memoryPlatform, WELL } from '../support/memory-platform.js';
import { quickNlu } from '../support/quick-nlu.js';
import { launch, PATIENCE, see, shoot } from './browser.js';
import { openConsole } from './staff-page.js';
import { sound } from './stage.js';

jest.setTimeout(PATIENCE);

see('lines that did not arrive, in a browser', () => {
  let browser: Browser;
  let house: House;
  let away: MemoryPlatform;
  let wait = 10;
  let count = 0;
  beforeAll(async () => {
    away = memoryPlatform('away', '外部平台');
    const overrides = {
      channels: [away.channel],
      nlu: quickNlu(),
      settle: { quiet: 10, longest: 50 },
      backoff: () => wait,
    };
    [browser, house] = await Promise.all([launch(), startHouse(overrides)]);
    await house.seat('anna');
  }, PATIENCE);
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    away.answers(WELL);
    wait = 10;
  });
  afterAll(async () => {
    await browser?.close();
    await house?.stop();
  });

  async function write(): Promise<string> {
    const thread = `t${++count}`;
    const tried = away.tries();
    await away.push(thread, '居民医保怎么交', { sender: { name: '张三丰', phone: '13800001234' } });
    await eventually(() => away.tries() > tried);
    return thread;
  }
  const table = (page: Page) => page.getByRole('table', { name: '未送达的消息' });
  const rows = (page: Page) => table(page).locator('tbody tr[data-row]');

  test('an empty list says what would stand in it', async () => {
    const { page } = await openConsole(browser, house.url, 'anna', '/console/undelivered');
    await page.getByText('没有送不到的消息').waitFor();
    await sound(page);
  });

  test('still retrying: which try and when the next; told by phone it is tried no more', async () => {
    wait = 600_000;
    away.answers(BUSY);
    await write();
    const { page } = await openConsole(browser, house.url, 'anna', '/console/undelivered?state=retrying');
    await rows(page)
      .first()
      .getByText(/第 1 次重试，下次 \d\d:\d\d/)
      .waitFor();
    await rows(page).first().getByText('张** 138****1234').waitFor();
    await sound(page);
    await shoot(page, 'undelivered-retrying');
    await rows(page).first().getByRole('button', { name: '已另行告知' }).click();
    const dialog = page.getByRole('dialog', { name: '怎样告知了市民？' });
    await dialog.getByRole('button', { name: '记下' }).click();
    await dialog.getByText('请写明怎样告知了市民').last().waitFor();
    await dialog.getByRole('textbox', { name: '告知经过' }).fill('已电话告知，市民已知晓');
    await dialog.getByRole('button', { name: '记下' }).click();
    await page.getByText('没有正在重试的消息').waitFor();
    await page.getByRole('radiogroup', { name: '查看哪些消息' }).getByText('已另行告知').click();
    await rows(page).first().getByText('anna：已电话告知，市民已知晓').waitFor();
    expect(new URL(page.url()).searchParams.get('state')).toBe('settled');
    await sound(page);
    await shoot(page, 'undelivered-settled');
  });

  test('by keyboard: picked, sent again, arrived; the menu counts', async () => {
    away.answers(GONE);
    const threads = [await write(), await write(), await write()];
    const { page } = await openConsole(browser, house.url, 'anna', '/console/undelivered');
    await rows(page).nth(2).waitFor();
    await page.getByRole('link', { name: /未送达\s*3/ }).waitFor();
    await sound(page);
    await shoot(page, 'undelivered-failed');
    away.answers(WELL);
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.getByText('已选 2 条').waitFor();
    await shoot(page, 'undelivered-picked');
    await page.keyboard.press('r');
    await page.getByText('2 条已处理').waitFor();
    await eventually(async () => (await rows(page).count()) === 1);
    await eventually(() => threads.flatMap((thread) => away.reached(thread)).length === 2);
    await rows(page).first().getByRole('button', { name: '重新发送' }).click();
    await page.getByText('没有送不到的消息').waitFor();
    expect(threads.map((thread) => away.reached(thread).length)).toEqual([1, 1, 1]);
    await sound(page);
  });

  test('what others do is announced and does not move the list; a lost connection to the server can be retried', async () => {
    away.answers(GONE);
    await write();
    const { page } = await openConsole(browser, house.url, 'anna', '/console/undelivered');
    await rows(page).first().waitFor();
    await write();
    const pill = page.getByRole('button', { name: '列表有变化，点此刷新' });
    await pill.waitFor();
    expect(await rows(page).count()).toBe(1);
    await page.route('**/api/desk/outbox?*', (route) => route.abort());
    await pill.click();
    await page.getByText('未送达的消息没有载入').waitFor();
    await page.unroute('**/api/desk/outbox?*');
    await page.getByRole('button', { name: '重试' }).click();
    await eventually(async () => (await rows(page).count()) === 2);
  });

  test('in the conversation the agent sees which of the own lines did not arrive', async () => {
    const thread = await write();
    const seat = await house.seat(`bert${count}`);
    const at = `/api/desk/threads/away:${thread}`;
    await seat.post(`${at}/claim`, { version: 0 });
    await seat.post(`${at}/messages`, { id: 'a1', text: '第一句到了' });
    await eventually(() => away.reached(thread).includes('第一句到了'));
    const { page, log } = await openConsole(
      browser,
      house.url,
      'anna',
      `/console?thread=${encodeURIComponent(`away:${thread}`)}`,
    );
    await log.locator('li.agent').filter({ hasText: '第一句到了' }).getByText('已发送').waitFor();
    away.answers(GONE);
    await seat.post(`${at}/messages`, { id: 'a2', text: '第二句没到' });
    await log.locator('li.agent').filter({ hasText: '第二句没到' }).getByText('未送达').waitFor();
    await sound(page);
    await shoot(page, 'undelivered-in-talk');
  });
});
