/** A phone proved in a browser: among one's orders, in the chat, in a form; by keyboard, on a small phone. */
import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { gateway } from '../../channels/gateway/gateway.js';
import { clientOf, row } from '../support/gateway/partners.js';
import { startTexting, type Texting } from '../support/gateway/texting.js';
import { type House, startHouse } from '../support/house.js';
import { filed } from '../support/orders.js';
import { axe, faultsOf, hasFocus, launch, overhang, PATIENCE, pageOf, see, shoot, visit } from './browser.js';
import { openChat } from './chat-page.js';

jest.setTimeout(PATIENCE);

const SMALL = { viewport: { width: 360, height: 640 } };
const wrong = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

see('a phone proved in a browser', () => {
  let browser: Browser;
  let house: House;
  let texting: Texting;
  beforeAll(async () => {
    texting = await startTexting(undefined, row('mengsuban', { verifiesPhone: true }));
    [browser, house] = await Promise.all([
      launch(),
      startHouse({ kinds: [gateway], settle: { quiet: 10, longest: 50 } }, texting.env),
    ]);
  }, PATIENCE);
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });
  afterAll(async () => {
    await browser?.close();
    await house?.stop();
    texting?.stop();
  });

  async function sound(page: Page, expected?: RegExp): Promise<void> {
    expect(await axe(page)).toEqual([]);
    expect(await overhang(page)).toBeLessThanOrEqual(0);
    expect(faultsOf(page, expected)).toEqual([]);
  }

  test('my orders at 360 px by keyboard: a wrong code said beside the field, the right one opens the list and an order', async () => {
    const phone = '13800002101';
    const order = await filed(await house.citizen(), `赛罕区大学东路路灯坏了好几天了，我电话${phone}`);
    const page = await pageOf(await visit(browser, SMALL), `${house.url}/portal#progress`);
    const group = page.getByRole('group', { name: '用短信验证手机号' });
    const number = group.getByLabel('手机号', { exact: true });
    await number.focus();
    await page.keyboard.type('138 0000');
    await page.keyboard.press('Enter');
    await group.getByRole('alert').filter({ hasText: '手机号应为 11 位' }).waitFor();
    expect(await hasFocus(number)).toBe(true);
    await number.fill(phone);
    await page.keyboard.press('Enter');
    const code = group.getByLabel('短信里的 6 位验证码');
    await code.waitFor();
    expect(await hasFocus(code)).toBe(true);
    expect(await code.getAttribute('autocomplete')).toBe('one-time-code');
    expect(await code.getAttribute('inputmode')).toBe('numeric');
    await group.getByRole('button', { name: /秒后可重新获取/ }).waitFor();
    await page.keyboard.type(wrong(texting.codeFor(phone)));
    await page.keyboard.press('Enter');
    await group.getByRole('alert').filter({ hasText: '验证码不对，或者已经失效' }).waitFor();
    await sound(page, /status of 422/);
    await shoot(page, 'phone-proof');
    await code.fill(texting.codeFor(phone));
    await page.keyboard.press('Enter');
    await page.getByText('共 1 张工单').waitFor();
    await sound(page, /status of 422/);
    await shoot(page, 'phone-mine');
    await page.getByRole('button', { name: new RegExp(order.orderNo) }).press('Enter');
    await page.getByRole('heading', { name: '办理过程' }).waitFor();
    await page.getByRole('button', { name: '催办', exact: true }).press('Enter');
    await page.getByRole('button', { name: '确认催办' }).press('Enter');
    await page.getByRole('status').filter({ hasText: '已经催办' }).waitFor();
    // Read again in the same tab it is still open; left, it is shut.
    await page.reload();
    await page.getByText('共 1 张工单').waitFor();
    await page.getByRole('button', { name: '退出（清除验证）' }).click();
    await number.waitFor();
  });

  test('in the chat: an order from elsewhere comes along', async () => {
    const phone = '13800002102';
    await clientOf(house.url, 'mengsuban').post({
      type: 'message',
      id: randomUUID(),
      thread: 'user-e2e',
      text: '赛罕区大学东路路灯坏了好几天了',
      fields: { place: '赛罕区大学东路', content: '路灯坏了好几天了' },
      citizen: { verifiedPhone: phone },
      complete: true,
    });
    const chat = await openChat(await visit(browser, SMALL), `${house.url}/`);
    await chat.button('验证手机号').press('Enter');
    const group = chat.dialog.getByRole('group', { name: '用短信验证手机号' });
    await group.getByLabel('手机号', { exact: true }).fill(phone);
    await group.getByRole('button', { name: '获取验证码' }).click();
    await group.getByLabel('短信里的 6 位验证码').waitFor();
    await shoot(chat.page, 'phone-chat');
    expect(await axe(chat.page)).toEqual([]);
    await group.getByLabel('短信里的 6 位验证码').fill(texting.codeFor(phone));
    await group.getByRole('button', { name: '验证', exact: true }).click();
    await chat.log.getByText('手机号 138****2102 已用短信验证码核对').waitFor();
    await chat.log.getByText(/登记过的工单 \d{14}[A-Z]\d{7}/).waitFor();
    await shoot(chat.page, 'phone-chat-moved');
    expect(faultsOf(chat.page)).toEqual([]);
  });

  test('in a form: proved on the way, said so when it is filed', async () => {
    const phone = '13800002103';
    const page = await pageOf(await visit(browser, SMALL), `${house.url}/portal/forms/heating`);
    await page.getByLabel('家里不热').check();
    await page.getByLabel('小区和门牌').fill('示例小区 3 号楼');
    await page.getByLabel('说说情况').fill('客厅只有 14 度，孩子冻着');
    await page.getByRole('textbox', { name: /^手机号/ }).fill(phone);
    await page.getByText('用短信验证手机号（可不做）').click();
    await page.getByRole('button', { name: '获取验证码' }).click();
    const code = page.getByLabel('短信里的 6 位验证码');
    await code.waitFor();
    await code.fill(texting.codeFor(phone));
    await page.getByRole('button', { name: '验证', exact: true }).click();
    await page.getByText('手机号已验证。').waitFor();
    await shoot(page, 'phone-form');
    await page.getByRole('button', { name: '提交', exact: true }).click();
    await page.getByText('手机号已验证，这张工单已经在您的“我的工单”里').waitFor();
    expect(faultsOf(page)).toEqual([]);
  });

  test('where nobody sends short messages there is no button, and it is said how else', async () => {
    const plain = await startHouse();
    try {
      const page = await pageOf(await visit(browser, SMALL), `${plain.url}/portal#progress`);
      await page.getByText('这里暂时不能用短信验证').waitFor();
      expect(await page.getByRole('button', { name: '获取验证码' }).count()).toBe(0);
      await sound(page);
    } finally {
      await plain.stop();
    }
  });
});
