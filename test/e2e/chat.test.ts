/** A citizen at the demonstration page, in a real browser before the real house. */
import { jest } from '@jest/globals';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { type House, startHouse } from '../support/house.js';
import { hasFocus, launch, PATIENCE, see, shoot, visit } from './browser.js';
import { type ChatPage, openChat } from './chat-page.js';
import { sound } from './stage.js';

jest.setTimeout(PATIENCE);

const LAMP = '赛罕区大学东路路灯坏了好几天了';

see('the chat in a browser', () => {
  let browser: Browser;
  let house: House;
  beforeAll(async () => {
    [browser, house] = await Promise.all([launch(), startHouse()]);
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });
  afterAll(async () => {
    await browser?.close();
    await house?.stop();
  });

  const open = async (options: BrowserContextOptions = {}) =>
    openChat(await visit(browser, options), `${house.url}/`);
  /** No error was thrown or logged, and axe finds nothing. */
  const draft = ({ dialog }: ChatPage) => dialog.getByRole('form', { name: '请核对要登记的内容' });
  const href = (link: Locator) => link.getAttribute('href');
  const clipboard = (page: Page) => page.evaluate<string>('navigator.clipboard.readText()');

  test('「居民医保怎么交」: the answer, its source, unit and date; and it can be called useful', async () => {
    const chat = await open();
    await chat.page.getByText('我是 12345 的智能客服，是机器人').waitFor();
    await sound(chat.page);
    await chat.say('居民医保怎么交');
    const answer = await chat.bot('医保');
    await answer.getByText('依据 · 单位 · 更新日期').click();
    expect(
      await answer
        .getByText(/医(疗)?保(障|险)?/)
        .first()
        .isVisible(),
    ).toBe(true);
    const shown = await answer.getByRole('definition').allInnerTexts();
    expect(shown[1]).toMatch(/医疗?保/);
    expect(shown[2]).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    await sound(chat.page);
    await shoot(chat.page, 'chat-answer');
    await chat.button('有用').click();
    await chat.log.locator('article.bot').nth(1).waitFor();
    expect((await chat.told()).at(-1)).not.toMatch(/转人工|没听懂|不太明白/);
  });

  test('「赛罕区大学东路路灯坏了好几天了」: asked for the phone alone, amended in the card, confirmed, numbered', async () => {
    const context = await visit(browser, { permissions: ['clipboard-read', 'clipboard-write'] });
    const chat = await openChat(context, `${house.url}/`);
    await chat.say(LAMP);
    const asked = await chat.bot(/手机|电话/);
    expect(await asked.textContent()).not.toMatch(/哪个旗县|什么地方|哪里/);
    await chat.say('13800001234');
    await draft(chat).waitFor();
    expect(await draft(chat).getByLabel('地点').inputValue()).toMatch(/大学东路/);
    expect(
      await draft(chat)
        .getByLabel(/电话|手机/)
        .inputValue(),
    ).toBe('13800001234');
    await sound(chat.page);
    await shoot(chat.page, 'chat-draft');
    await chat.button('改一下').click();
    await draft(chat).getByLabel('地点').fill('赛罕区大学东路与学苑街路口');
    await chat.button('确认提交').click();
    await chat.dialog.getByRole('heading', { name: '已登记' }).waitFor();
    await chat.button('复制工单号').click();
    await chat.dialog.getByRole('button', { name: '已复制' }).waitFor();
    const orderNo = await clipboard(chat.page);
    expect(orderNo).toMatch(/^150105\d{8}[A-Z]\d{6}\d$/);
    await chat.button('复制提取码').click();
    const taken = chat.log.locator('.order.filed').getByRole('definition').nth(1);
    await taken.getByRole('button', { name: '已复制' }).waitFor();
    const code = await clipboard(chat.page);
    expect(code).toMatch(/^[2-9A-HJKMNP-Z]{6}$/);
    await sound(chat.page);
    await shoot(chat.page, 'chat-filed');
    const [portal] = await Promise.all([
      context.waitForEvent('page'),
      chat.dialog.getByRole('link', { name: '查询进度' }).click(),
    ]);
    await portal.getByLabel('工单号').fill(orderNo);
    await portal.getByLabel('提取码').fill(code);
    await portal.getByRole('button', { name: '查询' }).click();
    await portal.getByText('赛罕区大学东路与学苑街路口').first().waitFor();
    expect(await portal.content()).not.toContain('13800001234');
  });

  test('a card with a fault says which field and sends nothing', async () => {
    const chat = await open();
    await chat.say(`${LAMP}，我的电话13800001234`);
    await draft(chat).waitFor();
    const phone = draft(chat).getByLabel(/电话|手机/);
    await phone.fill('1380000');
    await chat.button('确认提交').click();
    await draft(chat).getByText('手机号应为 11 位，现在是 7 位，请检查').waitFor();
    expect(await hasFocus(phone)).toBe(true);
    await chat.page.reload();
    expect(
      await draft(chat)
        .getByLabel(/电话|手机/)
        .inputValue(),
    ).toBe('1380000');
    expect(await chat.dialog.getByRole('heading', { name: '已登记' }).count()).toBe(0);
    await sound(chat.page);
  });

  test('a refusal shows the lawful door with its number, a record number, and a way to a person', async () => {
    const chat = await open();
    await chat.say('法院判了不给执行你们给催催');
    const refusal = await chat.bot('法院');
    expect(await href(refusal.getByRole('link', { name: /12368/ }))).toBe('tel:12368');
    expect(await refusal.getByText(/^\d{14}[A-Z]\d{7}$/).isVisible()).toBe(true);
    await refusal.getByText('记录编号', { exact: true }).waitFor();
    await sound(chat.page);
    await shoot(chat.page, 'chat-refusal');
    await chat.button('申请人工复核').click();
    await chat.dialog.getByRole('status').filter({ hasText: '正在等人工坐席' }).waitFor();
    expect(await chat.button('转人工').isDisabled()).toBe(true);
    await sound(chat.page);
  });

  test('「我家厨房着火了」: 119 stands on top before anything else', async () => {
    const chat = await open();
    await chat.say('我家厨房着火了');
    const alert = chat.dialog.getByRole('alert').filter({ hasText: '119' });
    await alert.waitFor();
    expect(await href(alert.getByRole('link', { name: /119/ }))).toBe('tel:119');
    expect(await chat.log.locator('article.bot').first().textContent()).toMatch(/119/);
    expect(await draft(chat).count()).toBe(0);
    await sound(chat.page);
    await shoot(chat.page, 'chat-emergency');
    await alert.getByRole('button', { name: '收起' }).click();
    await alert.waitFor({ state: 'hidden' });
    await chat.page.reload();
    await chat.bot('119');
    expect(await alert.isHidden()).toBe(true);
  });

  test('「转人工」: the place in the queue is told and kept on reload; the conversation is kept too', async () => {
    const chat = await open();
    await chat.say('居民医保怎么交');
    await chat.bot('医保');
    await chat.button('转人工').first().click();
    const queue = chat.dialog.getByRole('status').filter({ hasText: /您排在第 \d+ 位/ });
    await queue.waitFor();
    await sound(chat.page);
    await shoot(chat.page, 'chat-queue');
    const before = await chat.told();
    await chat.page.reload();
    await queue.waitFor();
    expect(await chat.told()).toEqual(before);
    await sound(chat.page);
  });

  test('two matters in one message are both served', async () => {
    const chat = await open();
    await chat.say('新城区海拉尔东街路灯坏了，另外法院判了两年也不给我执行');
    expect(await href((await chat.bot('法院')).getByRole('link', { name: /12368/ }).first())).toBe(
      'tel:12368',
    );
    await chat.bot(/手机|电话/);
    await sound(chat.page);
    await shoot(chat.page, 'chat-two-matters');
  });
});
