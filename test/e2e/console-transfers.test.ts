/** Orders between houses, in a browser: taken in by phone and from a system on the wire, sent out and told of again. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { jest } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { gateway } from '../../channels/gateway/gateway.js';
import { type Told, told } from '../../channels/gateway/wire.js';
import { eventually } from '../contracts/channel-world.js';
import { clientOf, envOf, row } from '../support/gateway/partners.js';
import { type House, startHouse } from '../support/house.js';
import { filed } from '../support/orders.js';
import { hasFocus, launch, overhang, PATIENCE, see, shoot } from './browser.js';
import { openConsole } from './staff-page.js';
import { sound } from './stage.js';

jest.setTimeout(PATIENCE);

see('orders between houses in a browser', () => {
  let browser: Browser;
  let house: House;
  const posted: Told[] = [];
  const police = createServer((request, response) => {
    buffer(request).then(
      (body) => {
        posted.push(told.parse(JSON.parse(body.toString())));
        response.writeHead(204).end();
      },
      () => response.destroy(),
    );
  });
  beforeAll(async () => {
    police.listen(0, '127.0.0.1');
    await once(police, 'listening');
    const callback = `http://127.0.0.1:${(police.address() as AddressInfo).port}/`;
    [browser, house] = await Promise.all([
      launch(),
      startHouse({ kinds: [gateway], backoff: () => 20 }, envOf(row('police', { callback }))),
    ]);
    await house.seat('anna', ['AGENT', 'DISPATCHER']);
  }, PATIENCE);
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });
  afterAll(async () => {
    await browser?.close();
    await house?.stop();
    police.closeAllConnections();
    police.close();
  });

  async function takingIn(): Promise<{ page: Page; dialog: Locator }> {
    const { page } = await openConsole(browser, house.url, 'anna', '/console/orders?list=all');
    await page.getByRole('button', { name: '登记转入' }).click();
    return { page, dialog: page.getByRole('dialog', { name: '登记别处转来的事' }) };
  }
  async function pick(page: Page, where: Locator, label: string, typed: string): Promise<void> {
    await where.getByLabel(label, { exact: true }).fill(typed);
    await page.keyboard.press('Enter');
  }

  test('by phone from a house that is on no list: what lacks is said and focused, a reload loses nothing, it is found by their number', async () => {
    const { page, dialog } = await takingIn();
    await dialog.getByRole('button', { name: '登记', exact: true }).click();
    expect(await hasFocus(dialog.getByLabel('从哪里转来'))).toBe(true);
    await dialog.getByText('请写明反映的事').waitFor();
    await pick(page, dialog, '从哪里转来', '其他单位');
    await dialog.getByLabel('对方名称').fill('演示市信访局');
    await dialog.getByLabel('对方编号').fill('XF-2026-0117');
    await dialog.getByLabel('反映的事').fill('演示路井盖松动，晚上有人绊倒');
    await page.reload();
    await page.getByRole('button', { name: '登记转入' }).click();
    expect(await dialog.getByLabel('对方编号').inputValue()).toBe('XF-2026-0117');
    await dialog.getByLabel('地点').fill('演示路 3 号门前');
    await pick(page, dialog, '诉求类型', '求助');
    await pick(page, dialog, '地区', '赛罕');
    await dialog.getByLabel('诉求人电话').fill('1380000');
    await dialog.getByRole('button', { name: '登记', exact: true }).click();
    await dialog.getByText('手机号应为 11 位').waitFor();
    await dialog.getByLabel('诉求人电话').fill('13800001111');
    await sound(page);
    await page.setViewportSize({ width: 360, height: 640 });
    expect(await overhang(page)).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 1280, height: 800 });
    await dialog.getByRole('button', { name: '登记', exact: true }).click();
    await dialog.getByRole('status').filter({ hasText: '已经登记' }).waitFor();
    await dialog.getByText('请把工单号和提取码回复给对方').waitFor();
    const [orderNo = '', code = ''] = await dialog.getByRole('definition').allTextContents();
    expect([orderNo, code]).toEqual([
      expect.stringMatching(/^150105\d{8}[A-Z]\d{7}$/),
      expect.stringMatching(/^[2-9A-HJKMNP-Z]{6}$/),
    ]);
    await sound(page);
    await shoot(page, 'transfer-in-done');
    await dialog.getByRole('button', { name: '打开工单' }).click();
    const sheet = page.getByRole('dialog', { name: `工单 ${orderNo}` });
    await sheet.getByText('演示市信访局').waitFor();
    await sheet.getByText('XF-2026-0117').waitFor();
    expect(await page.content()).not.toContain('13800001111');
    await page.keyboard.press('Escape');
    await page.getByRole('searchbox', { name: '搜索工单' }).fill('xf-2026-0117');
    await page.getByRole('table', { name: '工单列表' }).getByRole('button', { name: orderNo }).waitFor();

    // They call a second time: the same number is the same order.
    await page.getByRole('button', { name: '登记转入' }).click();
    await pick(page, dialog, '从哪里转来', '其他单位');
    await dialog.getByLabel('对方名称').fill('演示市信访局');
    await dialog.getByLabel('对方编号').fill('XF-2026-0117');
    await dialog.getByLabel('反映的事').fill('井盖的事再问一下');
    await pick(page, dialog, '诉求类型', '求助');
    await dialog.getByRole('button', { name: '登记', exact: true }).click();
    await dialog.getByText('这件事以前登记过，没有再建').waitFor();
    expect(await dialog.getByRole('definition').allTextContents()).toEqual([orderNo]);
  });

  test('by phone from a house on the wire: it has the receipt there, and hears what becomes of it', async () => {
    const { page, dialog } = await takingIn();
    await pick(page, dialog, '从哪里转来', '演示接入方 police');
    await dialog.getByLabel('对方编号').fill('JJ-20261130-9');
    await dialog.getByLabel('反映的事').fill('路边护栏倒了，不属警情');
    await pick(page, dialog, '诉求类型', '求助');
    await dialog.getByRole('button', { name: '登记', exact: true }).click();
    await dialog.getByText('对方系统已经接通').waitFor();
    const [orderNo = ''] = await dialog.getByRole('definition').allTextContents();
    const mine = () => posted.filter(({ thread }) => thread === 'JJ-20261130-9');
    await eventually(() => mine().some(({ type }) => type === 'order.status'));
    expect(mine()).toContainEqual(expect.objectContaining({ type: 'order.status', orderNo, state: 'filed' }));
    await dialog.getByRole('button', { name: '打开工单' }).click();
    const sheet = page.getByRole('dialog', { name: `工单 ${orderNo}` });
    await sheet.getByRole('button', { name: '受理', exact: true }).click();
    await page
      .getByRole('dialog', { name: `受理：${orderNo}` })
      .getByRole('button', { name: '确认受理' })
      .click();
    await eventually(() =>
      mine().some(
        (one) => one.type === 'order.status' && one.state === 'accepted' && one.orderNo === orderNo,
      ),
    );
    await sound(page);
  });

  test('sent out to a house on the wire: it has the order, its receipt and result stand on the page and reach the citizen', async () => {
    const citizen = await house.citizen();
    const { orderNo } = await filed(citizen);
    const { page } = await openConsole(browser, house.url, 'anna', `/console/orders?order=${orderNo}`);
    const sheet = page.getByRole('dialog', { name: `工单 ${orderNo}` });
    await sheet.getByRole('button', { name: '转出', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: `转出：${orderNo}` });
    await dialog.getByRole('button', { name: '确认转出' }).click();
    await dialog.getByText('请选转给谁').waitFor();
    await pick(page, dialog, '转给', '演示接入方 police');
    await dialog.getByRole('textbox', { name: '转出的原因' }).fill('属治安警情');
    await sound(page);
    await shoot(page, 'transfer-out');
    await dialog.getByRole('button', { name: '确认转出' }).click();
    await sheet.getByText('已转出').first().waitFor();
    const out = await eventually(() =>
      posted.find((one) => one.type === 'transfer.out' && one.thread === orderNo),
    );
    expect(JSON.stringify(out)).not.toContain('13800001234');
    await citizen.until((line) => line.text.includes('已转给'));
    const say = (id: string, state: string, more: object) =>
      clientOf(house.url, 'police').post({ type: 'transfer.status', id, thread: orderNo, state, ...more });
    expect((await say('r-1', 'received', { no: 'JJ-7' })).status).toBe(202);
    await sheet.getByText('登记对方接收').waitFor();
    expect((await say('r-2', 'done', { no: 'JJ-7', text: '民警已到场处理' })).status).toBe(202);
    await sheet.getByText('登记对方结果').waitFor();
    await citizen.until((line) => line.text.includes('民警已到场处理'));
    await sound(page);
  });
});
