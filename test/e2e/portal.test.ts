/** The portal before the real house: what is filed there is an order, found again and seen at the desk. */
import { jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { png } from '../http/pictures.js';
import { startHouse } from '../support/house.js';
import { PATIENCE, pageOf, see, shoot, visit } from './browser.js';
import { openConsole } from './staff-page.js';
import { onStage, sound } from './stage.js';

jest.setTimeout(PATIENCE);

const NUMBER = /\b150105\d{8}[A-Z]\d{7}\b/;
const LAMP_POST = { name: '灯杆.png', mimeType: 'image/png', buffer: png() };

see('the portal before the real house', () => {
  const stage = onStage(
    () => startHouse(),
    async (house) => {
      await house.seat('anna');
    },
  );

  async function fill(page: Page, place: string): Promise<void> {
    await page.getByLabel('路灯', { exact: true }).check();
    await page.getByLabel('地点').fill(place);
    await page.getByLabel('现场情况').fill('3 盏路灯不亮');
    await page.getByLabel('手机号').fill('13800001234');
  }
  /** Number and code as the page shows them. */
  async function signs(page: Page): Promise<{ orderNo: string; code: string }> {
    const [orderNo = '', code = ''] = await page.getByRole('definition').allTextContents();
    expect(orderNo).toMatch(NUMBER);
    expect(code).toMatch(/^[2-9A-HJKMNP-Z]{6}$/);
    return { orderNo, code };
  }

  test('a repair with a photo: numbered, found by number and code, not by a wrong one, and live at the desk', async () => {
    const desk = await openConsole(stage.browser, stage.house.url, 'anna', '/console/orders?list=all');
    await desk.page.getByText('没有符合条件的工单').waitFor();
    const page = await pageOf(await visit(stage.browser), `${stage.house.url}/portal#repair`);
    await fill(page, '赛罕区测试路与示例街路口');
    await page.getByLabel('地区').selectOption('150105');
    await page.getByLabel('添加照片').setInputFiles([LAMP_POST]);
    await page.getByRole('button', { name: '移除照片 灯杆.png' }).waitFor();
    // On a busy machine the photo is still on its way, and the form rightly waits for it.
    await page.getByText(/上传中/).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '提交' }).click();
    await page.getByRole('heading', { name: '已经收到您的报修' }).waitFor();
    const { orderNo, code } = await signs(page);
    await sound(page);
    await desk.page.getByRole('table', { name: '工单列表' }).getByRole('button', { name: orderNo }).click();
    const sheet = desk.page.getByRole('dialog', { name: `工单 ${orderNo}` });
    await sheet.getByText('赛罕区测试路与示例街路口').first().waitFor();
    expect(await desk.page.content()).not.toContain('13800001234');
    const [photo] = await Promise.all([
      desk.page.context().waitForEvent('page'),
      sheet.getByRole('link', { name: '附件：灯杆.png' }).click(),
    ]);
    await photo.waitForLoadState();
    expect(await photo.evaluate('document.images[0]?.naturalWidth')).toBe(1);
    await sound(desk.page);

    await page.getByRole('button', { name: '现在看进度' }).click();
    await page.getByText('赛罕区测试路与示例街路口').first().waitFor();
    await sound(page);
    await shoot(page, 'portal-progress');
    expect(await page.content()).not.toContain('13800001234');
    const other = await pageOf(await visit(stage.browser), `${stage.house.url}/portal#progress`);
    await other.getByLabel('工单号').fill(orderNo);
    await other.getByLabel('提取码').fill(code === 'AAAAAA' ? 'BBBBBB' : 'AAAAAA');
    await other.getByRole('button', { name: '查询' }).click();
    await other.getByRole('alert').filter({ hasText: '请核对工单号和提取码' }).waitFor();
    await sound(other, /status of 404/);
    await other.getByLabel('提取码').fill(code.toLowerCase());
    await other.getByRole('button', { name: '查询' }).click();
    await other.getByText('赛罕区测试路与示例街路口').first().waitFor();
  });

  test('without script the plain forms go the whole way', async () => {
    const page = await pageOf(
      await visit(stage.browser, { javaScriptEnabled: false }),
      `${stage.house.url}/portal`,
    );
    await fill(page, '赛罕区示例街 8 号门前');
    await page.getByLabel('照片').setInputFiles([LAMP_POST]);
    await page.getByRole('button', { name: '提交' }).click();
    await page.getByRole('heading', { name: '已经收到您的报修' }).waitFor();
    const { orderNo, code } = await signs(page);
    const look = async (tried: string) => {
      await page.goto(`${stage.house.url}/portal`);
      await page.getByLabel('工单号').fill(orderNo);
      await page.getByLabel('提取码').fill(tried);
      await page.getByRole('button', { name: '查询' }).click();
    };
    await look('AAAAAA');
    await page.getByText('没有查到').waitFor();
    await look(code);
    // Who has only number and code sees the street, not the door.
    await page.getByText('赛罕区示例街 * 号门前').first().waitFor();
    await shoot(page, 'portal-plain');
  });
});
