/** The portal in a real browser, with and without script. Needs Debian's chromium and a built dist/public. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { jest } from '@jest/globals';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { Problem } from '../../server/errors.js';
import { createFiles } from '../../server/files/files.js';
import { fileHandlers } from '../../server/files/handlers.js';
import type { RepairForm } from '../../server/http/contract-citizen.js';
import { jpeg, pdf, png } from './pictures.js';
import { memoryRows } from './rows.js';
import { type Shell, shell } from './shell.js';

// A browser and axe beside other work on a small machine.
jest.setTimeout(180_000);

const CHROMIUM = '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const publicDir = fileURLToPath(new URL('../../public', import.meta.url));
const ORDER = '15010220260701C0000018';
const CODE = 'K7Q2M9';
const made = new Date('2026-07-01T02:00:00Z').toISOString();

/** Without the browser there is nothing to look at: apt-get install chromium fonts-noto-cjk */
const see = existsSync(CHROMIUM) ? describe : describe.skip;

see('the portal in a browser', () => {
  let browser: Browser;
  let house: Shell;
  let dir: string;
  let filed: RepairForm[];
  let busy: number;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'portal-'));
    filed = [];
    busy = 0;
    const caps = { maxBytes: 200_000, types: ['image/png', 'image/jpeg'] };
    house = await shell({
      handlers: {
        ...fileHandlers(createFiles({ dir, rows: memoryRows(), caps }), () => new Date()),
        regions: async () => [
          { code: '150000', name: '内蒙古自治区', parent: null },
          { code: '150100', name: '呼和浩特市', parent: '150000' },
          { code: '150105', name: '赛罕区', parent: '150100' },
        ],
        repair: async ({ body }) => {
          filed.push(body);
          if (busy > 0) {
            busy -= 1;
            throw new Problem('BUSY');
          }
          return { orderNo: ORDER, code: CODE, next: '2 个工作日内有人联系您。' };
        },
        orderQuery: async ({ body }) => {
          if (body.orderNo !== ORDER || body.code !== CODE) throw new Problem('NO_ORDER');
          return {
            orderNo: ORDER,
            state: '已受理，等待派单',
            title: '测试路口路灯不亮',
            place: '赛罕区测试路口',
            mayRate: false,
            acts: [],
            createdAt: made,
            updatedAt: made,
            timeline: [{ at: made, text: '已收到您的诉求。' }],
          };
        },
      },
      parts: { publicDir },
    });
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    await house.close();
    rmSync(dir, { recursive: true, force: true });
  });

  async function open(hash: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ locale: 'zh-CN', ...options });
    const page = await context.newPage();
    const wrong: string[] = [];
    page.on('pageerror', (error) => wrong.push(error.message));
    page.on('console', (said) => {
      if (/Content Security Policy/.test(said.text())) wrong.push(said.text());
    });
    await page.goto(`${house.url}/portal${hash}`);
    expect(wrong).toEqual([]);
    return page;
  }

  async function flawless(page: Page): Promise<void> {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual(
      [],
    );
  }

  async function fill(page: Page): Promise<void> {
    await page.getByLabel('路灯', { exact: true }).check();
    await page.getByLabel('地点').fill('赛罕区测试路与示例街路口');
    await page.getByLabel('现场情况').fill('3 盏路灯不亮');
    await page.getByLabel('手机号').fill('138 0000 1234');
  }

  const send = (page: Page) => page.getByRole('button', { name: '提交' }).click();
  const focused = (page: Page) => page.evaluate<string>('document.activeElement?.id');

  test('an order is found by number and code, however they are typed', async () => {
    const page = await open('');
    await page.getByLabel('工单号').fill(' 150102 20260701-c 0000018');
    await page.getByLabel('提取码').fill('k7q2m9');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '测试路口路灯不亮' }).waitFor();
    expect(await page.getByText('已受理，等待派单').isVisible()).toBe(true);
    expect(await page.getByText('已收到您的诉求。').isVisible()).toBe(true);
    await flawless(page);
  });

  test('what was typed before the script came is still there, and the cursor with it', async () => {
    const page = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
    let come = (): void => {};
    const script = new Promise<void>((resolve) => {
      come = resolve;
    });
    await page.route('**/portal/app.js', async (route) => {
      await script;
      await route.continue();
    });
    await page.goto(`${house.url}/portal`, { waitUntil: 'commit' });
    await page.locator('#r-place').fill('赛罕区测试路');
    await page.locator('#p-orderNo').fill(ORDER);
    await page.locator('#p-code').pressSequentially(CODE.slice(0, 3));
    come();
    await page.locator('#f-code').waitFor();
    await page.keyboard.type(CODE.slice(3));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '测试路口路灯不亮' }).waitFor();
    await page.getByRole('link', { name: '路灯、道路报修' }).click();
    expect(await page.getByLabel('地点').inputValue()).toBe('赛罕区测试路');
    // Changed, it comes back as it was left, not as it was first typed.
    await page.getByLabel('地点').fill('新城区示例街');
    await page.getByRole('link', { name: '查进度' }).click();
    await page.getByRole('link', { name: '路灯、道路报修' }).click();
    expect(await page.getByLabel('地点').inputValue()).toBe('新城区示例街');
  });

  test('what is missing or wrong is said, focused, and nothing typed is lost', async () => {
    const page = await open('#progress');
    await page.getByRole('button', { name: '查询' }).click();
    expect(await focused(page)).toBe('f-orderNo');
    await page.getByLabel('工单号').fill(ORDER);
    await page.getByLabel('提取码').fill('WRONG');
    for (let i = 0; i < 5; i++) {
      await page.getByRole('button', { name: '查询' }).click();
      await page.getByRole('alert').filter({ hasText: '请核对工单号和提取码' }).waitFor();
    }
    await page.getByRole('button', { name: '查询' }).click();
    await page.getByText(/请等 (5\d|60) 秒再试/).waitFor();
    expect(await page.getByLabel('工单号').inputValue()).toBe(ORDER);
    await flawless(page);
  });

  test('a repair is filed with photos, and its progress is one press away', async () => {
    const page = await open('#repair');
    await fill(page);
    await page.getByLabel('地区').selectOption('150105');
    await page.getByLabel('添加照片').setInputFiles([
      { name: '一.png', mimeType: 'image/png', buffer: png() },
      { name: '二.jpg', mimeType: 'image/jpeg', buffer: jpeg(400, 300) },
      { name: '假.png', mimeType: 'image/png', buffer: pdf() },
    ]);
    await page.getByText('不支持这种文件').waitFor();
    await send(page);
    expect(await focused(page)).toBe('f-photo-bad');
    expect(filed).toEqual([]);
    await page.getByRole('button', { name: '移除照片 假.png' }).click();
    await flawless(page);
    await send(page);
    await page.getByRole('heading', { name: '已经收到您的报修' }).waitFor();
    await page.getByText('2 个工作日内有人联系您。').waitFor();
    expect(filed[0]).toMatchObject({ what: 'streetlight', region: '150105', phone: '13800001234' });
    expect(filed[0]?.photo).toHaveLength(2);
    await flawless(page);
    await page.getByRole('button', { name: '现在看进度' }).click();
    await page.getByText('已受理，等待派单').waitFor();
  });

  test('faults stand beside their fields; the first one has the focus', async () => {
    const page = await open('#repair');
    await page.getByLabel('手机号').fill('1380000');
    await send(page);
    expect(await focused(page)).toBe('f-streetlight');
    await page.getByText('手机号应为 11 位，现在是 7 位').waitFor();
    await page.getByLabel('路灯', { exact: true }).check();
    await send(page);
    expect(await focused(page)).toBe('f-place');
    expect(await page.getByLabel('地点').getAttribute('aria-invalid')).toBe('true');
    await flawless(page);
  });

  test('a draft outlives the page; a lost answer asked for again is the same filing', async () => {
    const page = await open('#repair');
    await fill(page);
    await page.reload();
    expect(await page.getByLabel('地点').inputValue()).toBe('赛罕区测试路与示例街路口');
    busy = 1;
    await send(page);
    await page.getByText('当前访问量很大').waitFor();
    await page.reload();
    await send(page);
    await page.getByRole('heading', { name: '已经收到您的报修' }).waitFor();
    expect(filed).toHaveLength(2);
    expect(filed[1]).toEqual(filed[0]);
    await page.reload();
    expect(await page.getByLabel('地点').inputValue()).toBe('');
  });

  test('emptied by mistake, it comes back', async () => {
    const page = await open('#repair');
    await fill(page);
    await page.getByRole('button', { name: '清空' }).click();
    expect(await page.getByLabel('地点').inputValue()).toBe('');
    await page.getByRole('button', { name: '撤销' }).click();
    expect(await page.getByLabel('地点').inputValue()).toBe('赛罕区测试路与示例街路口');
  });

  test.each([
    ['on a 360-pixel phone', { viewport: { width: 360, height: 640 } }],
    ['at 200 % zoom of a small screen', { viewport: { width: 320, height: 400 } }],
    ['in the dark', { colorScheme: 'dark' as const }],
  ])('%s nothing is cut off and axe finds nothing, also in large type', async (_name, options) => {
    const page = await open('#repair', options);
    for (const size of ['plain', 'large']) {
      if (size === 'large') await page.getByRole('button', { name: '大字' }).click();
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      expect([size, wide <= 0]).toEqual([size, true]);
      await flawless(page);
    }
    await page.reload();
    expect(await page.evaluate('document.documentElement.dataset.type')).toBe('large');
  });

  test('without script the plain forms do the same', async () => {
    const page = await open('', { javaScriptEnabled: false });
    await fill(page);
    await page.getByLabel('手机号').fill('13800001234');
    await page.getByLabel('照片').setInputFiles([{ name: '一.png', mimeType: 'image/png', buffer: png() }]);
    await send(page);
    await page.getByRole('heading', { name: '已经收到您的报修' }).waitFor();
    expect(await page.getByText(CODE).isVisible()).toBe(true);
    expect(filed[0]?.photo).toHaveLength(1);
    await page.getByRole('link', { name: '返回办事页面' }).click();
    await page.getByLabel('工单号').fill(ORDER);
    await page.getByLabel('提取码').fill(CODE.toLowerCase());
    await page.getByRole('button', { name: '查询' }).click();
    await page.getByText('没有查到').waitFor();
  });
});
