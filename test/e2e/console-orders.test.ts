/** Orders in the console: a proposed refusal decided, personal data masked until somebody says why. */
import { jest } from '@jest/globals';
import { auditStore } from '../../server/store/audit.js';
import { startHouse } from '../support/house.js';
import { PATIENCE, see, shoot } from './browser.js';
import { openConsole } from './staff-page.js';
import { onStage, sound } from './stage.js';

jest.setTimeout(PATIENCE);

const PHONE = '13800001234';

see('orders in a browser', () => {
  const stage = onStage(
    () => startHouse(),
    async (house) => {
      await house.seat('anna');
    },
  );

  async function filed(): Promise<string> {
    const citizen = await stage.house.citizen();
    await citizen.ask(`赛罕区大学东路路灯坏了好几天了，我的电话${PHONE}`);
    const done = await citizen.ask('确认提交');
    return done.find((line) => line.order)?.order?.orderNo ?? '';
  }

  test('a proposed refusal: what was said and why; agreed with a reason, and the order has moved', async () => {
    const citizen = await stage.house.citizen();
    const told = await citizen.ask('法院判了不给执行你们给催催');
    const orderNo = told.find((line) => line.order)?.order?.orderNo ?? '';
    const { page } = await openConsole(stage.browser, stage.house.url, 'anna', '/console/orders?list=all');
    await page.getByRole('searchbox', { name: '搜索工单' }).fill(orderNo);
    const row = page.getByRole('table', { name: '工单列表' }).getByRole('row').filter({ hasText: orderNo });
    await row.getByText('不予受理建议').waitFor();
    expect(new URL(page.url()).searchParams.get('q') ?? orderNo).toBe(orderNo);
    await sound(page);
    await shoot(page, 'orders-list');
    await row.getByRole('button', { name: orderNo }).click();
    const sheet = page.getByRole('dialog', { name: `工单 ${orderNo}` });
    const proposal = sheet.getByRole('region', { name: '不予受理建议' });
    await proposal.getByText('法院判了不给执行').waitFor();
    await proposal.getByText('诉讼').first().waitFor();
    await proposal.getByText('尚未决定').waitFor();
    await sound(page);
    await shoot(page, 'orders-refusal');
    await sheet.getByRole('button', { name: '同意不予受理' }).click();
    const dialog = page.getByRole('dialog', { name: `同意不予受理：${orderNo}` });
    await dialog.getByRole('button', { name: '确认同意不予受理' }).click();
    await dialog.getByText('请写明原因或内容').waitFor();
    await sound(page);
    await dialog.getByRole('textbox', { name: '同意不予受理的原因' }).fill('属于法院执行，已告知 12368');
    await dialog.getByRole('button', { name: '确认同意不予受理' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await proposal.getByText('anna').waitFor();
    await sheet.getByText('原因：属于法院执行，已告知 12368').waitFor();
    await sheet
      .getByRole('button', { name: 'Close' })
      .or(sheet.getByRole('button', { name: '关闭' }))
      .first()
      .click();
    await row.getByText('不予受理', { exact: true }).waitFor();
    await sound(page);
    await shoot(page, 'orders-refused');
  });

  test('a new order is announced by count and comes when asked for; the list does not move', async () => {
    await filed();
    const { page } = await openConsole(stage.browser, stage.house.url, 'anna', '/console/orders?list=all');
    const table = page.getByRole('table', { name: '工单列表' });
    await table.waitFor();
    const before = await table.getByRole('row').count();
    const orderNo = await filed();
    const fresh = page.getByRole('button', { name: '有 1 张新工单' });
    await fresh.waitFor();
    expect(await table.getByRole('row').count()).toBe(before);
    await fresh.click();
    await table.getByRole('button', { name: orderNo }).waitFor();
    await sound(page);
  });

  test('a phone is masked until somebody says why; the reason is on record', async () => {
    const orderNo = await filed();
    const { page } = await openConsole(
      stage.browser,
      stage.house.url,
      'anna',
      `/console/orders?order=${orderNo}`,
    );
    const sheet = page.getByRole('dialog', { name: `工单 ${orderNo}` });
    await sheet.getByText('138****1234').first().waitFor();
    expect(await page.content()).not.toContain(PHONE);
    await sheet.getByRole('button', { name: '查看联系电话' }).click();
    const why = page.getByRole('dialog', { name: '查看联系电话的原因' });
    await why.getByRole('textbox', { name: '原因' }).fill('回电');
    await why.getByRole('button', { name: '查看', exact: true }).click();
    await why.getByText('请写明原因，至少 4 个字').waitFor();
    expect(await page.content()).not.toContain(PHONE);
    await sound(page);
    await why.getByRole('textbox', { name: '原因' }).fill('回电核实路灯位置');
    await why.getByRole('button', { name: '查看', exact: true }).click();
    await sheet.getByText(PHONE).waitFor();
    await sheet.getByText(/\d+ 秒后遮蔽/).waitFor();
    await sound(page);
    await shoot(page, 'orders-unmasked');
    await sheet.getByRole('button', { name: /立即遮蔽/ }).click();
    await sheet.getByText(PHONE).waitFor({ state: 'hidden' });
    await page.context().close();
    const rows = await stage.house.aside(({ connection }) => auditStore(connection).rows(0, 1000));
    const traces = rows.filter(
      ({ action, target }) => action === 'person.unmask' && target.includes(orderNo),
    );
    expect(traces).toMatchObject([{ account: 'anna', reason: '回电核实路灯位置', result: 'ok' }]);
    expect(JSON.stringify(rows)).not.toContain(PHONE);
  });
});
