/** Self-service forms in a browser: filled, left and found again, cut off in mid-upload, warned, filed, seen at the desk. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { pixels } from '../../server/files/pixels.js';
import type { FormVersion } from '../../server/http/contract-forms.js';
import { png } from '../http/pictures.js';
import { type Line, openLine } from '../support/cut-line.js';
import { type House, startHouse } from '../support/house.js';
import { axe, faultsOf, hasFocus, launch, overhang, PATIENCE, pageOf, see, shoot, visit } from './browser.js';

jest.setTimeout(PATIENCE);

const NUMBER = /^15\d{12}[A-Z]\d{7}$/;
const LAMP_POST = { name: '灯杆.png', mimeType: 'image/png', buffer: png() };

/** A photo as a phone takes it: noise, so that it stays large, lying on its side as its EXIF note says. */
async function photo(page: Page, width: number, height: number): Promise<Buffer> {
  const base64 = await page.evaluate<string>(`new Promise((done) => {
    const canvas = document.createElement('canvas');
    canvas.width = ${width};
    canvas.height = ${height};
    const draw = canvas.getContext('2d');
    const image = draw.createImageData(${width}, ${height});
    for (let i = 0; i < image.data.length; i++) image.data[i] = i % 4 === 3 ? 255 : Math.random() * 255;
    draw.putImageData(image, 0, 0);
    done(canvas.toDataURL('image/jpeg', 0.95).split(',')[1]);
  })`);
  const bytes = Buffer.from(base64, 'base64');
  const exif = Buffer.from(
    'ffe1 0022 4578 6966 0000 4d4d 002a 0000 0008 0001 0112 0003 0000 0001 0006 0000 0000 0000'.replaceAll(
      ' ',
      '',
    ),
    'hex',
  );
  return Buffer.concat([bytes.subarray(0, 2), exif, bytes.subarray(2)]);
}

/** The files the house has kept. */
async function kept(house: House): Promise<Buffer[]> {
  const dir = join(house.dir, 'files');
  const folders = (await readdir(dir, { withFileTypes: true })).filter(
    (one) => one.isDirectory() && one.name.length === 2,
  );
  const names = await Promise.all(
    folders.map(async (one) => (await readdir(join(dir, one.name))).map((name) => join(dir, one.name, name))),
  );
  return Promise.all(names.flat().map((name) => readFile(name)));
}

see('self-service forms in a browser', () => {
  let browser: Browser;
  let house: House;
  let line: Line;
  beforeAll(async () => {
    [browser, house] = await Promise.all([launch(), startHouse()]);
    line = await openLine(house.url);
  }, PATIENCE);
  afterEach(async () => {
    line.mend();
    for (const context of browser.contexts()) await context.close();
  });
  afterAll(async () => {
    await browser?.close();
    await line?.close();
    await house?.stop();
  });

  const open = async (path: string, options: BrowserContextOptions = {}, url = house.url): Promise<Page> =>
    pageOf(await visit(browser, options), `${url}${path}`);
  const send = (page: Page, name = '提交') => page.getByRole('button', { name, exact: true }).click();
  async function sound(page: Page, expected?: RegExp): Promise<void> {
    expect(await axe(page)).toEqual([]);
    expect(await overhang(page)).toBeLessThanOrEqual(0);
    expect(faultsOf(page, expected)).toEqual([]);
  }
  async function fillHeating(page: Page): Promise<void> {
    await page.getByLabel('家里不热').check();
    await page.getByLabel('小区和门牌').fill('示例小区 3 号楼');
    await page.getByLabel('室内大约多少度').fill('14');
    await page.getByLabel('老人').check();
    await page.getByLabel('说说情况').fill('客厅只有 14 度，孩子冻着');
    await page.getByLabel('手机号').fill('138 0000 1234');
  }
  async function signs(page: Page): Promise<[string, string]> {
    const [orderNo = '', code = ''] = await page.getByRole('definition').allTextContents();
    expect(orderNo).toMatch(NUMBER);
    expect(code).toMatch(/^[2-9A-HJKMNP-Z]{6}$/);
    return [orderNo, code];
  }

  test('filled, left, found again; cut off in mid-upload and gone on; filed, and the draft is gone', async () => {
    const page = await open('/portal/forms', {}, line.url);
    await sound(page);
    await page.getByRole('link', { name: /供暖问题/ }).click();
    await fillHeating(page);
    await page.getByRole('combobox', { name: '在哪个地区' }).fill('赛罕 大学');
    await page.getByRole('option', { name: '呼和浩特市赛罕区大学西路街道' }).waitFor();
    await sound(page);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByLabel('苏木乡镇街道').waitFor();
    const big = await photo(page, 2400, 1200);

    // Half of the second part gets through, then the line is dead for a while.
    line.cutAfter(400_000);
    await page
      .getByLabel('添加照片')
      .setInputFiles([{ name: '客厅.jpg', mimeType: 'image/jpeg', buffer: big }]);
    await page.getByText('网络断了').waitFor();
    await page.getByRole('button', { name: '提交', exact: true }).click();
    await page.getByRole('link', { name: /照片还在上传/ }).waitFor();
    while (line.refused() === 0) await page.waitForTimeout(50);
    line.mend();
    await page.getByText('已上传').waitFor();

    await page.reload();
    await page.getByText('已恢复您上次没写完的内容').waitFor();
    expect(await page.getByLabel('小区和门牌').inputValue()).toBe('示例小区 3 号楼');
    expect(await page.getByLabel('老人').isChecked()).toBe(true);
    expect(await page.getByLabel('家里不热').isChecked()).toBe(true);
    expect(await page.getByLabel('旗县市区').inputValue()).toBe('150105');
    await page.getByRole('button', { name: '移除照片 客厅.jpg' }).waitFor();
    await send(page);
    await page.getByRole('heading', { name: '已经收到' }).waitFor();
    const [orderNo] = await signs(page);
    expect(orderNo.startsWith('150105')).toBe(true);
    await sound(page, /ERR_CONNECTION|ERR_EMPTY|ERR_SOCKET/);

    // Upright and smaller, and every byte there: it opens.
    const [bytes = Buffer.alloc(0)] = (await kept(house)).filter((one) => one.length > 10_000);
    const peek = async (at: number, length: number) => bytes.subarray(at, at + length);
    expect(await pixels('image/jpeg', peek)).toEqual({ width: 1024, height: 2048 });
    expect(bytes.subarray(-2)).toEqual(Buffer.of(0xff, 0xd9));

    await page.goto(`${line.url}/portal/forms/heating`);
    expect(await page.getByLabel('小区和门牌').inputValue()).toBe('');
    const admin = await house.admin();
    const order = await admin.get<{ content: string; files: object[]; place: string }>(
      `/api/desk/orders/${orderNo}`,
    );
    expect(order.body.files).toHaveLength(1);
    expect(order.body.place).toContain('大学西路街道 示例小区 3 号楼');
    expect(order.body.content).toContain('室内大约多少度：14');
  });

  test('what is wrong is summed up with links to the fields, told beside them, and nothing is lost', async () => {
    const page = await open('/portal/forms/wages', { viewport: { width: 360, height: 640 } });
    await page.getByLabel('手机号').fill('1380000');
    await send(page);
    const summary = page.getByRole('alert').filter({ hasText: '处要改' });
    await summary.getByText('还有 6 处要改').waitFor();
    expect(await hasFocus(page.locator('#summary'))).toBe(true);
    await sound(page);
    await summary.getByRole('link', { name: /手机号：手机号应为 11 位/ }).click();
    expect(await hasFocus(page.getByLabel('手机号'))).toBe(true);
    expect(await page.getByLabel('手机号').inputValue()).toBe('1380000');
    expect(await page.getByLabel('手机号').getAttribute('aria-invalid')).toBe('true');
  });

  test('only what is to be asked is asked', async () => {
    const page = await open('/portal/forms/firm');
    expect(await page.getByLabel('谁拖欠的').isVisible()).toBe(false);
    await page.getByLabel('是哪方面的事').selectOption('拖欠账款');
    expect(await page.getByLabel('谁拖欠的').isVisible()).toBe(true);
    await page.getByLabel('统一社会信用代码').fill('91150105ma0dem0060');
    await send(page);
    await page.getByRole('link', { name: /统一社会信用代码：.*18 位/ }).waitFor();
  });

  test('an emergency shows the number first; what is sent all the same is filed', async () => {
    const page = await open('/portal/forms/utility', { colorScheme: 'dark' });
    await page.getByLabel('燃气').check();
    await page.getByLabel('什么情况').selectOption('其他');
    await page.getByLabel('小区或地址').fill('示例小区 6 号楼');
    await page.getByLabel('说说情况').fill('楼道里闻到很浓的煤气味，头晕');
    await page.getByLabel('手机号').fill('13800001234');
    await send(page);
    await page.getByRole('link', { name: '119 火警' }).waitFor();
    await sound(page);
    await shoot(page, 'forms-emergency');
    await send(page, '仍然提交');
    await page.getByRole('heading', { name: '已经收到' }).waitFor();
    await signs(page);
  });

  test('the wrong form: the right one is one press away, with everything carried over', async () => {
    const page = await open('/portal/forms/lamp-road');
    await page.getByLabel('其他').check();
    await page.getByLabel('具体地点').fill('示例花园三期工地');
    await page.getByLabel('现场什么情况').fill('我在这个工地干活，老板拖欠三个月工资不给，打电话也不接');
    await page.getByLabel('手机号').fill('13800001234');
    await page.getByLabel('添加照片').setInputFiles([LAMP_POST]);
    await page.getByText('已上传').waitFor();
    await send(page);
    await page.getByRole('button', { name: '改填“拖欠工资”' }).click();
    await page.getByRole('heading', { name: '拖欠工资' }).waitFor();
    expect(await page.getByLabel('在哪里干活').inputValue()).toBe('示例花园三期工地');
    expect(await page.getByLabel('说说经过').inputValue()).toContain('老板拖欠三个月工资不给');
    expect(await page.getByLabel('手机号').inputValue()).toBe('13800001234');
    await page.getByRole('button', { name: '移除照片 灯杆.png' }).waitFor();
  });

  test('emptied by mistake, it comes back', async () => {
    const page = await open('/portal/forms/heating');
    await fillHeating(page);
    await page.getByRole('button', { name: '清空重写' }).click();
    expect(await page.getByLabel('小区和门牌').inputValue()).toBe('');
    await page.getByRole('button', { name: '撤销' }).click();
    expect(await page.getByLabel('小区和门牌').inputValue()).toBe('示例小区 3 号楼');
    expect(await page.getByLabel('老人').isChecked()).toBe(true);
  });

  test('with the line dead the words stay, and the same press later is one order', async () => {
    const page = await open('/portal/forms/heating', {}, line.url);
    await fillHeating(page);
    line.cutAfter(0);
    await send(page);
    await page.getByRole('alert').filter({ hasText: '网络不通，没有发出去' }).waitFor();
    line.mend();
    await send(page);
    await page.getByRole('heading', { name: '已经收到' }).waitFor();
  });

  test.each([
    ['on a 360-pixel phone', { viewport: { width: 360, height: 640 } }],
    ['at 200 % zoom of a small screen', { viewport: { width: 320, height: 400 } }],
    ['in the dark', { colorScheme: 'dark' as const }],
  ])('%s nothing is cut off and axe finds nothing, also in large type', async (_name, options) => {
    const page = await open('/portal/forms/noise', options);
    for (const size of ['plain', 'large']) {
      if (size === 'large') await page.getByRole('button', { name: '大字' }).click();
      await sound(page);
    }
    await page.goto(`${house.url}/portal/forms`);
    await sound(page);
  });

  test('by keyboard alone', async () => {
    const page = await open('/portal/forms/suggest');
    const tab = async (until: () => Promise<boolean>) => {
      for (let i = 0; i < 60 && !(await until()); i++) await page.keyboard.press('Tab');
      expect(await until()).toBe(true);
    };
    await tab(() => hasFocus(page.getByLabel('建议', { exact: true })));
    await page.keyboard.press('Space');
    await tab(() => hasFocus(page.getByLabel('您的想法')));
    await page.keyboard.type('火车东站晚上十点后没有公交，建议加开一班');
    await tab(() => hasFocus(page.getByLabel('手机号')));
    await page.keyboard.type('13800001234');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '已经收到' }).waitFor();
  });

  test('withdrawn while somebody writes: refused in words, and what was written is there when it comes back', async () => {
    const admin = await house.admin();
    const page = await open('/portal/forms/heating');
    await fillHeating(page);
    const withdrawn = await admin.post('/api/desk/forms/heating/withdraw', { base: 1, reason: '供暖期结束' });
    expect(withdrawn.status).toBe(200);
    await send(page);
    await page.getByRole('alert').filter({ hasText: '已经停用，没有提交。您写的内容还在' }).waitFor();
    expect(await page.getByLabel('小区和门牌').inputValue()).toBe('示例小区 3 号楼');
    await page.goto(`${house.url}/portal/forms/heating`);
    await page.getByText('这份表单已经停用').waitFor();
    const [, first] = (await admin.get<FormVersion[]>('/api/desk/forms/heating')).body;
    const day = first?.from ?? '';
    const back = { form: first?.form, base: 2, from: day, note: '恢复' };
    expect((await admin.post('/api/desk/forms/heating/versions', back)).status).toBe(201);
    await page.goto(`${house.url}/portal/forms/heating`);
    await page.getByText('已恢复您上次没写完的内容').waitFor();
    expect(await page.getByLabel('小区和门牌').inputValue()).toBe('示例小区 3 号楼');
    await send(page);
    await page.getByRole('heading', { name: '已经收到' }).waitFor();
  });

  test('without script: a fault, a warning and a filing, each a page; nothing typed is lost', async () => {
    const page = await open('/portal/forms', { javaScriptEnabled: false });
    await page.getByLabel('找表单').fill('停水');
    await page.getByRole('button', { name: '查找' }).click();
    await page.getByRole('link', { name: /停水、停电、停气/ }).click();
    await page.getByLabel('水', { exact: true }).check();
    await page.getByLabel('什么情况').selectOption('停了');
    await page.getByLabel('在哪个地区').selectOption('150105');
    await page.getByLabel('小区或地址').fill('示例小区 6 号楼');
    await page.getByLabel('说说情况').fill('没有通知，停水一天');
    await page.getByLabel('手机号').fill('1380000');
    await send(page);
    await page.getByRole('link', { name: /手机号应为 11 位/ }).click();
    expect(await page.getByLabel('说说情况').inputValue()).toBe('没有通知，停水一天');
    expect(await page.getByLabel('在哪个地区').inputValue()).toBe('150105');
    expect(await page.getByLabel('水', { exact: true }).isChecked()).toBe(true);
    await page.getByLabel('手机号').fill('13800001234');
    await page.getByLabel('说说情况').fill('邻居家着火了，火很大');
    await send(page);
    await page.getByRole('link', { name: '119 火警' }).waitFor();
    await shoot(page, 'forms-plain');
    await page.getByLabel('照片').setInputFiles([LAMP_POST]);
    await send(page, '仍然提交');
    await page.getByRole('heading', { name: '已经收到' }).waitFor();
    const [orderNo] = await signs(page);
    const admin = await house.admin();
    const order = await admin.get<{ files: object[] }>(`/api/desk/orders/${orderNo}`);
    expect(order.body.files).toHaveLength(1);
  });
});
