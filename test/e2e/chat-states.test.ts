/** The chat under all conditions: by keyboard, small, dark, large, without a network, with files. */
import { jest } from '@jest/globals';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { png } from '../http/pictures.js';
import { type House, startHouse } from '../support/house.js';
import { axe, faultsOf, launch, overhang, PATIENCE, see, shoot, spill, typeSize, visit } from './browser.js';
import { type ChatPage, chatOn, openChat } from './chat-page.js';
import { sound } from './stage.js';

jest.setTimeout(PATIENCE);

const LAMP = '赛罕区大学东路路灯坏了好几天了';

see('the chat under all conditions', () => {
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
