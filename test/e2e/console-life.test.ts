/** An order through the console and the portal: sent with a proposal, answered in two parts, rated. */
import { jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { startHouse } from '../support/house.js';
import { PATIENCE, pageOf, see, shoot, visit } from './browser.js';
import { openConsole } from './staff-page.js';
import { onStage, sound } from './stage.js';

jest.setTimeout(PATIENCE);

see("an order's life in a browser", () => {
  const stage = onStage(
    () => startHouse(),
    async (house) => {
      await house.seat('anna', ['AGENT', 'DISPATCHER']);
      await house.seat('saihan', ['HANDLER'], '150105');
    },
  );

  const sheetOf = (page: Page, orderNo: string) => page.getByRole('dialog', { name: `工单 ${orderNo}` });
  /** Presses the action and fills its dialog. */
  async function act(
    page: Page,
    orderNo: string,
    name: string,
    fill: (dialog: ReturnType<Page['getByRole']>) => Promise<void>,
  ) {
    await sheetOf(page, orderNo).getByRole('button', { name, exact: true }).click();
    const dialog = page.getByRole('dialog', { name: `${name}：${orderNo}` });
    await fill(dialog);
    await dialog.getByRole('button', { name: `确认${name}` }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  test('sent to whom it is proposed, signed and answered there, read and rated by the citizen', async () => {
    const citizen = await stage.house.citizen();
    await citizen.ask('赛罕区大学东路路灯坏了好几天了，我电话13800001234');
    const done = await citizen.ask('确认提交');
    const order = done.find((line) => line.order)?.order;
    const orderNo = order?.orderNo ?? '';

    const { page } = await openConsole(
      stage.browser,
      stage.house.url,
      'anna',
      `/console/orders?order=${orderNo}`,
    );
    await act(page, orderNo, '受理', async () => {});
    await sheetOf(page, orderNo).getByText('本环节时限：').waitFor();
    await act(page, orderNo, '派单', async (dialog) => {
      // Half a form is said by name and nothing is sent.
      await dialog.getByRole('button', { name: '确认派单' }).click();
      await dialog.getByText('请选一个主办单位').waitFor();
      await dialog.getByText('属地：赛罕区').waitFor();
      await sound(page);
      await shoot(page, 'life-dispatch');
      await dialog.getByRole('button', { name: '赛罕区人民政府' }).click();
      await dialog.getByRole('textbox', { name: '派单意见' }).fill('请核实修复');
    });
    const units = sheetOf(page, orderNo).getByRole('region', { name: '承办单位' });
    await units.getByText('待签收').waitFor();
    await sound(page);
    await shoot(page, 'life-sent');

    const desk = await openConsole(
      stage.browser,
      stage.house.url,
      'saihan',
      `/console/orders?order=${orderNo}`,
    );
    await act(desk.page, orderNo, '签收', async () => {});
    await act(desk.page, orderNo, '提交答复', async (dialog) => {
      await dialog.getByRole('textbox', { name: '办理情况' }).fill('更换灯泡两只');
      await dialog.getByRole('textbox', { name: '给诉求人的答复' }).fill('您反映的路灯已经修好。');
      await dialog.getByRole('radio', { name: '已解决' }).check();
      await sound(desk.page);
      await shoot(desk.page, 'life-reply');
    });
    await sheetOf(page, orderNo).getByRole('region', { name: '答复检查' }).getByText('答复太短').waitFor();
    await sound(page);
    await shoot(page, 'life-remarks');
    await act(page, orderNo, '答复审核通过', async (dialog) => {
      await dialog.getByRole('button', { name: '确认答复审核通过' }).click();
      await dialog.getByText('请写明原因或内容').waitFor();
      await dialog.getByRole('textbox').fill('已电话向诉求人说明经过');
    });
    await shoot(page, 'life-passed');
    await sound(page);

    const portal = await pageOf(
      await visit(stage.browser, { viewport: { width: 360, height: 740 } }),
      `${stage.house.url}/portal`,
    );
    await portal
      .getByRole('tab', { name: '查进度' })
      .or(portal.getByRole('link', { name: '查进度' }))
      .or(portal.getByRole('button', { name: '查进度' }))
      .first()
      .click();
    await portal.getByLabel('工单号').first().fill(orderNo);
    await portal
      .getByLabel('提取码')
      .first()
      .fill(order?.code ?? '');
    await portal
      .getByRole('button', { name: '查询进度' })
      .or(portal.getByRole('button', { name: '查询' }))
      .first()
      .click();
    await portal.getByText('您反映的路灯已经修好。').waitFor();
    await portal.getByRole('radio', { name: '不满意', exact: true }).check();
    await portal.getByRole('button', { name: '提交评价' }).click();
    await portal.getByRole('alert').filter({ hasText: '请至少选一项原因' }).waitFor();
    await sound(portal);
    await shoot(portal, 'life-rate');
    await portal.getByRole('radio', { name: '非常满意', exact: true }).check();
    await portal.getByRole('button', { name: '提交评价' }).click();
    await portal.getByText('已收到您的评价').first().waitFor();
    await sound(portal);
    await shoot(portal, 'life-rated');

    await page.goto(`${stage.house.url}/console/insight`);
    await page.getByRole('region', { name: '合计' }).getByText('工单数').waitFor();
    await page.getByRole('combobox', { name: '看哪个指标' }).waitFor();
    await sound(page);
    await shoot(page, 'life-insight');
    const figures = page.getByRole('table').getByRole('row').filter({ hasText: '赛罕区人民政府' });
    await figures.getByRole('button').first().click();
    await page.getByRole('dialog').getByText(orderNo).waitFor();
    await sound(page);
  });
});
