/** A citizen at the demonstration page, in a real browser before the real house. */
import { jest } from '@jest/globals';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { png } from '../http/pictures.js';
import { type House, startHouse } from '../support/house.js';
import {
  axe,
  faultsOf,
  hasFocus,
  launch,
  overhang,
  PATIENCE,
  see,
  shoot,
  spill,
  typeSize,
  visit,
} from './browser.js';
import { type ChatPage, chatOn, openChat } from './chat-page.js';

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
  async function sound(page: Page): Promise<void> {
    expect(await axe(page)).toEqual([]);
    expect(faultsOf(page)).toEqual([]);
  }
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
    const code = await chat.page
      .waitForFunction('navigator.clipboard.readText().then((text) => text.length === 6 && text)')
      .then((handle) => handle.jsonValue() as Promise<string>);
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

  test('with the keyboard alone: opened, asked, the source unfolded, closed, and the focus always seen', async () => {
    const { page } = await open();
    await page.keyboard.press('Escape');
    const chat = chatOn(page);
    await chat.dialog.waitFor({ state: 'hidden' });
    const focus = () =>
      page.evaluate<{ name: string; outline: number }>(`(() => {
        let node = document.activeElement;
        while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
        const style = getComputedStyle(node);
        return {
          name: node.getAttribute('aria-label') || node.textContent.trim(),
          outline: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
        };
      })()`);
    expect((await focus()).name).toBe('打开在线客服');
    /** Tab by Tab, as long as it takes; every stop must be seen. */
    async function tabTo(name: RegExp, key = 'Tab') {
      for (let i = 0; i < 40; i++) {
        await page.keyboard.press(key);
        const at = await focus();
        if (at.outline < 2) throw new Error(`no focus ring on ${at.name}`);
        if (name.test(at.name)) return;
      }
      throw new Error(`not reached: ${name}`);
    }
    await page.reload();
    await page.getByRole('button', { name: '打开在线客服', exact: true }).waitFor();
    await tabTo(/^打开在线客服$/);
    await page.keyboard.press('Enter');
    await chat.dialog.waitFor();
    expect((await focus()).name).toBe('请输入您的问题');
    await page.keyboard.type('居民医保怎么交');
    await page.keyboard.press('Enter');
    await chat.bot('医保');
    await tabTo(/^依据 · 单位 · 更新日期$/, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await chat.log.getByText(/^\d{4}-\d{2}-\d{2}$/).waitFor();
    await tabTo(/^转人工$/);
    await page.keyboard.press('Escape');
    await chat.dialog.waitFor({ state: 'hidden' });
    expect((await focus()).name).toBe('打开在线客服');
    expect(faultsOf(page)).toEqual([]);
  });

  test.each<[string, BrowserContextOptions, boolean]>([
    [
      'on a 360-pixel phone',
      { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true },
      false,
    ],
    [
      'on a 360-pixel phone in large type',
      { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true },
      true,
    ],
    ['in the dark', { colorScheme: 'dark' }, false],
    ['in the dark, in large type', { colorScheme: 'dark' }, true],
  ])('%s every state is whole and axe finds nothing', async (name, options, large) => {
    const chat = await open(options);
    if (large) {
      const before = await typeSize(chat.input);
      await chat.button('大字').click();
      expect(await chat.button('大字').getAttribute('aria-pressed')).toBe('true');
      expect((await typeSize(chat.input)) / before).toBeCloseTo(1.5, 1);
      await chat.page.reload();
      await chat.dialog.waitFor();
      expect(await chat.button('大字').getAttribute('aria-pressed')).toBe('true');
    }
    const whole = async (state: string) => {
      expect([state, await overhang(chat.page)]).toEqual([state, 0]);
      expect([state, await spill(chat.log)]).toEqual([state, 0]);
      await sound(chat.page);
      await shoot(chat.page, `chat ${name} ${state}`.replaceAll(' ', '-'));
    };
    await whole('hello');
    await chat.say('居民医保怎么交');
    await (await chat.bot('医保')).getByText('依据 · 单位 · 更新日期').click();
    await whole('answer');
    await chat.say('法院判了不给执行你们给催催');
    await chat.bot('12368');
    await whole('refusal');
    await chat.say(`${LAMP}，我的电话13800001234`);
    await draft(chat).waitFor();
    await whole('draft');
    await chat.button('确认提交').click();
    await chat.dialog.getByRole('heading', { name: '已登记' }).waitFor();
    await whole('filed');
    await chat.say('我家厨房着火了');
    await chat.dialog.getByRole('alert').filter({ hasText: '119' }).waitFor();
    await whole('emergency');
  });

  test('without a network the words are kept, told so, and delivered once when it is back', async () => {
    const context = await visit(browser);
    const chat = await openChat(context, `${house.url}/`);
    await chat.say('居民医保怎么交');
    await chat.bot('医保');
    await context.setOffline(true);
    await chat.say('转人工');
    await chat.log.getByText('待发送').waitFor();
    await chat.dialog.getByRole('status').filter({ hasText: '网络断开了' }).waitFor();
    expect(await axe(chat.page)).toEqual([]);
    await shoot(chat.page, 'chat-offline');
    await context.setOffline(false);
    await chat.dialog.getByRole('status').filter({ hasText: '正在等人工坐席' }).waitFor();
    await chat.log.getByText('待发送').waitFor({ state: 'hidden' });
    const told = await chat.told();
    expect(told.filter((text) => text === '转人工')).toHaveLength(1);
    await chat.page.reload();
    await chat.bot('医保');
    expect((await chat.told()).filter((text) => text === '转人工')).toHaveLength(1);
    // The only complaints are the browser's own, about the network that was cut.
    expect(faultsOf(chat.page, /ERR_INTERNET_DISCONNECTED|WebSocket connection/)).toEqual([]);
  });

  test('a picture goes along; a file of another kind is refused in words', async () => {
    const chat = await open();
    const choose = async (files: { name: string; mimeType: string; buffer: Buffer }[]) => {
      const [chooser] = await Promise.all([
        chat.page.waitForEvent('filechooser'),
        chat.button('添加图片或 PDF').click(),
      ]);
      await chooser.setFiles(files);
    };
    await choose([{ name: '说明.txt', mimeType: 'text/plain', buffer: Buffer.from('路灯') }]);
    await chat.dialog.getByRole('alert').filter({ hasText: '只能传 JPG、PNG、WebP 图片或 PDF' }).waitFor();
    // Named a picture, but its bytes are none: the server looks and says so.
    await choose([
      { name: '假的.png', mimeType: 'image/png', buffer: Buffer.from('<script>alert(1)</script>') },
    ]);
    const wrong = chat.dialog.getByRole('listitem').filter({ hasText: '假的.png' });
    await wrong.getByText('不支持').waitFor();
    expect(await wrong.getByRole('button', { name: '重试' }).count()).toBe(0);
    expect(await axe(chat.page)).toEqual([]);
    await shoot(chat.page, 'chat-file-refused');
    await wrong.getByRole('button', { name: '移除 假的.png' }).click();
    await choose([{ name: '路灯.png', mimeType: 'image/png', buffer: png() }]);
    await chat.dialog.getByText(/上传中/).waitFor({ state: 'hidden' });
    await chat.say('这是坏了的路灯');
    await chat.log.getByRole('button', { name: '查看 路灯.png' }).click();
    const picture = chat.log.getByRole('img', { name: '路灯.png' });
    await picture.waitFor();
    const wide = await picture.evaluate((node: { decode(): Promise<void>; naturalWidth: number }) =>
      node.decode().then(() => node.naturalWidth),
    );
    expect(wide).toBe(1);
    expect(faultsOf(chat.page, /status of 4\d\d/)).toEqual([]);
  });
});
