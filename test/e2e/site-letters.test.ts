/** Letters as a citizen and an editor meet them in a browser. */
import { jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { answer, publish, served, write } from '../letters/writer.js';
import { type House, startHouse } from '../support/house.js';
import type { Seat } from '../support/seat.js';
import { axe, faultsOf, launch, overhang, PATIENCE, pageOf, see, shoot, visit } from './browser.js';

jest.setTimeout(PATIENCE);

const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true } as const;
const TEXT = '赛罕区示例小区门口三盏路灯不亮，有一个星期了，请尽快修好。';

see('letters in a browser', () => {
  let browser: Browser;
  let house: House;
  let agent: Seat;
  let editor: Seat;
  beforeAll(async () => {
    [browser, house] = await Promise.all([launch(), startHouse()]);
    agent = await house.seat('reader');
    editor = await house.seat('clerk', ['KB_EDITOR']);
  }, PATIENCE);
  afterAll(async () => {
    await browser?.close();
    await house?.stop();
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });

  async function sound(page: Page, expected?: RegExp): Promise<void> {
    expect(await axe(page)).toEqual([]);
    expect(faultsOf(page, expected)).toEqual([]);
    expect(await overhang(page)).toBeLessThanOrEqual(0);
  }

  async function fill(page: Page): Promise<void> {
    await page.getByRole('radio', { name: '求助' }).check();
    await page.getByLabel('标题').fill('小区门口路灯不亮');
    await page.getByRole('textbox', { name: '内容' }).fill(TEXT);
    await page.getByLabel('事情所在地区').selectOption('150105');
    await page.getByRole('textbox', { name: '姓名' }).fill('王小满');
  }
  const submit = (page: Page) => page.getByRole('button', { name: '提交' }).click();
  const signs = async (page: Page) => {
    const [letterNo = '', code = ''] = await page.locator('dd .sign').allTextContents();
    return { letterNo, code };
  };

  async function wholeWay(page: Page, name: string, check: boolean): Promise<void> {
    const look = async (part: string) => {
      if (check) await sound(page, /status of 422/);
      await shoot(page, `letter-${part} ${name}`);
    };
    await fill(page);
    await look('form');
    // No number yet: the page comes back with everything typed, and says what is missing.
    await submit(page);
    await page.getByRole('alert').filter({ hasText: '请填写手机号' }).waitFor();
    expect(await page.getByRole('textbox', { name: '内容' }).inputValue()).toBe(TEXT);
    expect(await page.getByRole('radio', { name: '求助' }).isChecked()).toBe(true);
    await look('fault');
    await page.getByLabel('手机号').fill('13800002468');
    await page.getByRole('radio', { name: '可以公开' }).check();
    await submit(page);
    await page.getByRole('heading', { name: '已经收到您的来信' }).waitFor();
    await look('sent');
    const sent = await signs(page);
    await answer(house, agent, sent, '您好，路灯已于今日修复，感谢来信。');
    await page.getByRole('button', { name: '现在看这封信' }).click();
    await page.getByText('路灯已于今日修复').waitFor();
    await look('mine');
    await page.getByRole('textbox', { name: '接着写' }).fill('已经亮了，谢谢。');
    await page.getByRole('button', { name: '发出' }).click();
    await page.getByRole('status').filter({ hasText: '会一起答复' }).waitFor();
    await page.getByRole('button', { name: '同意公开' }).click();
    await page.getByRole('status').filter({ hasText: '已记下您同意公开' }).waitFor();
    expect((await publish(editor, sent)).status).toBe(200);
    await page.getByRole('navigation', { name: '网站栏目' }).getByRole('link', { name: '查来信' }).click();
    await page.getByRole('textbox', { name: '来信编号' }).fill(sent.letterNo.toLowerCase());
    await page.getByRole('textbox', { name: '提取码' }).fill(sent.code.toLowerCase());
    await look('find');
    await page.getByRole('button', { name: '查看' }).click();
    // Beside the letter: to come back to a page that a form made, a browser would have to send the form again.
    const [open] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: '看公开的样子' }).click(),
    ]);
    await open.getByRole('heading', { level: 1, name: '小区门口路灯不亮' }).waitFor();
    expect(await open.content()).not.toMatch(/王小满|13800002468/);
    if (check) expect(await axe(open)).toEqual([]);
    await shoot(open, `letter-open ${name}`);
    await page.getByRole('button', { name: '撤回同意' }).click();
    await page.getByRole('status').filter({ hasText: '现在不公开' }).waitFor();
  }

  test('with script the whole way, axe finds nothing', async () => {
    await wholeWay(await pageOf(await visit(browser), `${house.url}/letters/write`), 'wide', true);
  });

  test('without script the plain forms go the whole way', async () => {
    const page = await pageOf(
      await visit(browser, { javaScriptEnabled: false }),
      `${house.url}/letters/write`,
    );
    await wholeWay(page, 'plain', false);
  });

  test.each([
    ['360 px', PHONE],
    ['360 px in the dark', { ...PHONE, colorScheme: 'dark' as const }],
  ])('%s: form, list and letter, also in large type', async (name, options) => {
    const sent = await write(house);
    await answer(house, agent, sent, '您好，路灯已于今日修复，感谢来信。');
    const done = await publish(editor, sent);
    const path = (done.body as { card?: { publicPath?: string } }).card?.publicPath;
    const page = await pageOf(await visit(browser, options), `${house.url}/letters/write`);
    await page.getByRole('button', { name: '大字' }).click();
    for (const [part, place] of [
      ['form', '/letters/write'],
      ['list', '/letters'],
      ['open', path],
    ] as const) {
      await page.goto(`${house.url}${place}`);
      await sound(page);
      await shoot(page, `letter-${part}-large ${name}`);
    }
  });

  test('what was typed outlives the page, but no name and no number; a title meets what is known', async () => {
    const context = await visit(browser);
    const page = await pageOf(context, `${house.url}/letters/write`);
    await fill(page);
    await page.getByLabel('手机号').fill('13800002468');
    await page.getByLabel('标题').fill('异地就医备案');
    await page.getByText('也许已经有答案').waitFor();
    await sound(page);
    await shoot(page, 'letter-near');
    const kept = JSON.stringify(await context.storageState());
    expect(kept).not.toMatch(/王小满|13800002468/);
    await page.reload();
    expect(await page.getByLabel('标题').inputValue()).toBe('异地就医备案');
    expect(await page.getByRole('textbox', { name: '内容' }).inputValue()).toBe(TEXT);
    expect(await page.getByRole('radio', { name: '求助' }).isChecked()).toBe(true);
    await page.getByLabel('手机号').fill('13800002468');
    await page.getByRole('textbox', { name: '姓名' }).fill('王小满');
    await submit(page);
    await page.getByRole('heading', { name: '已经收到您的来信' }).waitFor();
    await page.goto(`${house.url}/letters/write`);
    expect(await page.getByRole('textbox', { name: '内容' }).inputValue()).toBe('');
  });

  test('an emergency in a letter shows the number before the letter number', async () => {
    const page = await pageOf(await visit(browser, PHONE), `${house.url}/letters/write`);
    await fill(page);
    await page.getByRole('textbox', { name: '内容' }).fill('楼道里有很浓的煤气味，已经有人头晕了。');
    await page.getByLabel('手机号').fill('13800002468');
    await submit(page);
    await page.getByRole('alert', { name: '紧急情况' }).getByRole('link', { name: '119' }).waitFor();
    await sound(page);
    await shoot(page, 'letter-emergency');
  });

  test('the list: search, filters, nothing found', async () => {
    const sent = await write(house, { title: '供暖温度不达标', kind: 'complaint', region: '150204' });
    await served(house, sent);
    await answer(house, agent, sent, '已督促供热企业整改。');
    await publish(editor, sent);
    const page = await pageOf(await visit(browser), `${house.url}/letters`);
    await sound(page);
    await shoot(page, 'letter-list');
    await page.getByRole('textbox', { name: '搜索' }).fill('供热企业');
    await page.getByRole('combobox', { name: '类别' }).selectOption('complaint');
    await page.getByRole('combobox', { name: '地区' }).selectOption('150200');
    await page.getByRole('button', { name: '查找' }).click();
    await page.getByRole('status').filter({ hasText: '共 1 封' }).waitFor();
    await page.getByRole('link', { name: '供暖温度不达标' }).waitFor();
    await page.getByRole('textbox', { name: '搜索' }).fill('没有这样的词');
    await page.getByRole('button', { name: '查找' }).click();
    await page.getByRole('status').filter({ hasText: '没有符合条件' }).waitFor();
    await sound(page);
  });
});
