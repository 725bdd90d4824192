/** What a door knows of its citizen, seen at the desk: the sender check of a mail, the date of a form. */
import { jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { trustOf } from '../../channels/email/auth-results.js';
import { type House, startHouse } from '../support/house.js';
import { type MemoryPlatform, memoryPlatform } from '../support/memory-platform.js';
import { axe, faultsOf, launch, overhang, PATIENCE, pageOf, see, shoot, visit } from './browser.js';
import { openConsole } from './staff-page.js';

jest.setTimeout(PATIENCE);

see('what a door knows, at the desk', () => {
  let browser: Browser;
  let house: House;
  let mail: MemoryPlatform;
  beforeAll(async () => {
    mail = memoryPlatform('email', '电子邮件');
    [browser, house] = await Promise.all([launch(), startHouse({ channels: [mail.channel] })]);
    await house.seat('anna', ['AGENT', 'DISPATCHER']);
  }, PATIENCE);
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });
  afterAll(async () => {
    await browser?.close();
    await house?.stop();
  });

  test.each([
    ['forged', { spf: 'fail', dkim: 'none', dmarc: 'fail' }],
    ['sure', { spf: 'pass', dkim: 'pass', dmarc: 'pass' }],
    ['unsure', { spf: 'none', dkim: 'none', dmarc: 'none' }],
  ] as const)('the sender check of a mail: %s', async (is, checked) => {
    const trust = trustOf(checked, 'mx.example.gov.cn');
    expect(trust.is).toBe(is);
    await mail.push(`writer-${is}@example.com`, '路灯坏了，请转人工', { trust });
    const thread = encodeURIComponent(`email:writer-${is}@example.com`);
    const { page, log } = await openConsole(browser, house.url, 'anna', `/console?thread=${thread}`);
    const line = log.locator('li.citizen').filter({ hasText: '路灯坏了' });
    await line.getByText(trust.says).waitFor();
    // Colour alone says nothing: a forged one has a sign and the word.
    expect(await line.getByText('▲').count()).toBe(is === 'forged' ? 1 : 0);
    expect(await axe(page)).toEqual([]);
    expect(faultsOf(page)).toEqual([]);
    await shoot(page, `console-mail-${is}`);
  });

  test('the date of a form: picked by the citizen, read at the desk as it was picked', async () => {
    const context = await visit(browser, { viewport: { width: 360, height: 640 } });
    const form = await pageOf(context, `${house.url}/portal/forms/heating`);
    await form.getByLabel('家里不热').check();
    await form.getByLabel('小区和门牌').fill('示例小区 3 号楼');
    const since = form.getByLabel('从哪天开始的');
    expect(await since.getAttribute('type')).toBe('date');
    await since.fill('2026-01-05');
    await form.getByLabel('说说情况').fill('客厅只有 14 度，孩子冻着');
    await form.getByLabel('手机号').fill('13800001234');
    // Left and come back to, the day is still there.
    await form.reload();
    await form.getByText('已恢复您上次没写完的内容').waitFor();
    expect(await since.inputValue()).toBe('2026-01-05');
    await shoot(form, 'form-date');
    expect(await axe(form)).toEqual([]);
    expect(await overhang(form)).toBeLessThanOrEqual(0);
    await form.getByRole('button', { name: '提交', exact: true }).click();
    await form.getByRole('heading', { name: '已经收到' }).waitFor();
    const [orderNo = ''] = await form.getByRole('definition').allTextContents();
    const { page } = await openConsole(browser, house.url, 'anna', `/console/orders?order=${orderNo}`);
    await page.getByText('2026-01-05').first().waitFor();
    await shoot(page, 'console-form-date');
    expect(faultsOf(page)).toEqual([]);
  });
});
