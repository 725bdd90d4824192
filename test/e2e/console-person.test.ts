/** One citizen's other conversations beside the open one, in a real browser: read, taken apart, and where answers go. */
import { jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { PersonPage } from '../../server/http/contract-desk.js';
import { eventually } from '../contracts/channel-world.js';
import type { Citizen } from '../support/citizen.js';
import { type House, startHouse } from '../support/house.js';
import { type MemoryPlatform, memoryPlatform } from '../support/memory-platform.js';
import type { Seat } from '../support/seat.js';
import { hasFocus, launch, overhang, PATIENCE, see, shoot } from './browser.js';
import { openConsole } from './staff-page.js';
import { sound } from './stage.js';

jest.setTimeout(PATIENCE);

see('one citizen beside the open conversation', () => {
  let browser: Browser;
  let house: House;
  let wechat: MemoryPlatform;
  let anna: Seat;
  let count = 0;
  beforeAll(async () => {
    wechat = memoryPlatform('wechat', '微信');
    [browser, house] = await Promise.all([
      launch(),
      startHouse({ channels: [wechat.channel], settle: { quiet: 10, longest: 50 } }),
    ]);
    anna = await house.seat('anna');
  }, PATIENCE);
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });
  afterAll(async () => {
    await browser?.close();
    await house?.stop();
  });

  async function tell(thread: string, text: string): Promise<string> {
    const before = wechat.reached(thread).length;
    await wechat.push(thread, text);
    await eventually(() => wechat.reached(thread).length > before);
    return wechat.reached(thread).slice(before).join('\n');
  }

  /** A citizen with an order from WeChat who goes on in the web chat. */
  async function joined(): Promise<{ web: Citizen; thread: string; orderNo: string }> {
    const thread = `openid-e2e-${++count}`;
    await tell(thread, '赛罕区大学东路路灯坏了好几天了，我的电话13800001234');
    const orderNo = /\d{14}[A-Z]\d{7}/.exec(await tell(thread, '确认提交'))?.[0] ?? '';
    const code = /绑定码是 ([0-9A-Z]{6})/.exec(await tell(thread, '绑定'))?.[1] ?? '';
    const web = await house.citizen();
    await web.ask(`绑定 ${code}`);
    return { web, thread, orderNo };
  }
  const openAt = (thread: string) =>
    openConsole(browser, house.url, 'anna', `/console?thread=${encodeURIComponent(`web:${thread}`)}`);
  const person = async (thread: string) =>
    (await anna.get<PersonPage>(`/api/desk/threads/web:${thread}/person`)).body;

  test('nobody is proven: it says so, and what would prove it', async () => {
    const citizen = await house.citizen();
    await citizen.ask('居民医保怎么交');
    const { page, log } = await openAt(citizen.thread);
    await log.waitFor();
    await page.keyboard.press('p');
    await page.getByText('没有已核实的其他对话', { exact: false }).waitFor();
    await sound(page);
  });

  test('by keyboard: the other conversation is read beside the open one, and new words arrive in it', async () => {
    const { web, thread } = await joined();
    const { page, log } = await openAt(web.thread);
    await log.waitFor();
    await page.keyboard.press('p');
    const beside = page.getByRole('button', { name: '并排看微信的对话' });
    await beside.waitFor();
    const list = page.getByRole('tabpanel', { name: '同一市民' });
    expect(await list.getByText('正在看的对话').count()).toBe(1);
    expect(await page.content()).not.toContain('13800001234');
    await sound(page);
    await shoot(page, 'person-list');
    await beside.focus();
    await page.keyboard.press('Enter');
    const other = page.getByRole('log', { name: '微信的对话（只看）' });
    await other.getByText('路灯坏了好几天了', { exact: false }).first().waitFor();
    // Both at once: the open conversation is still there.
    expect(await log.isVisible()).toBe(true);
    expect(await hasFocus(page.getByRole('button', { name: '返回列表' }))).toBe(true);
    await tell(thread, '查进度');
    await other.locator('.words').getByText('查进度', { exact: true }).waitFor();
    await sound(page);
    await shoot(page, 'person-beside');
    await page.keyboard.press('Escape');
    await beside.waitFor();
  });

  test('the answer goes where the citizen said, with the words written down; then it is taken apart', async () => {
    const { web, orderNo } = await joined();
    const { page, log } = await openAt(web.thread);
    await log.waitFor();
    await page.getByRole('tab', { name: '同一市民' }).click();
    await page.getByText('答复发到：网页（市民最后说话的地方）').waitFor();
    await page.getByRole('button', { name: `改工单 ${orderNo} 的答复去处` }).click();
    const form = page.getByRole('form', { name: `改工单 ${orderNo} 的答复去处` });
    await form.getByRole('checkbox', { name: '网页' }).uncheck();
    await form.getByRole('button', { name: '记下' }).click();
    await form.getByText('请至少选一处').waitFor();
    await form.getByText('请写下市民的原话，至少两个字').waitFor();
    await form.getByRole('checkbox', { name: '微信' }).check();
    await form.getByLabel('市民的原话').fill('以后发微信');
    await sound(page);
    await form.getByRole('button', { name: '记下' }).click();
    await page.getByText('答复发到：微信（坐席按市民的话选定）').waitFor();
    expect((await person(web.thread)).answers[0]?.by).toBe('agent');

    await page.getByRole('button', { name: '解除网页对话的绑定' }).click();
    await page.getByRole('tooltip').getByRole('button', { name: '解除绑定', exact: true }).click();
    await page.getByText('没有已核实的其他对话', { exact: false }).waitFor();
    expect((await person(web.thread)).linked).toBe(false);
  });

  test('a list that does not load says so, and loads again', async () => {
    const { web } = await joined();
    const { page, log } = await openAt(web.thread);
    await log.waitFor();
    await page.route('**/person', (route) => route.abort());
    await page.keyboard.press('p');
    await page.getByText('这位市民的其他对话没有载入').waitFor();
    await page.unroute('**/person');
    await page.getByRole('button', { name: '重试' }).click();
    await page.getByRole('button', { name: '并排看微信的对话' }).waitFor();
  });

  test('on a phone', async () => {
    const { web } = await joined();
    const { page } = await openAt(web.thread);
    await page.setViewportSize({ width: 360, height: 740 });
    await page.getByText('办件', { exact: true }).first().click();
    await page.getByRole('tab', { name: '同一市民' }).click();
    await page.getByRole('button', { name: '并排看微信的对话' }).click();
    await page.getByRole('log', { name: '微信的对话（只看）' }).waitFor();
    expect(await overhang(page)).toBeLessThanOrEqual(0);
    await shoot(page, 'person-phone');
    await page.getByRole('button', { name: '返回列表' }).click();
    await page.getByRole('button', { name: /^改工单/ }).click();
    expect(await overhang(page)).toBeLessThanOrEqual(0);
  });
});
