/** Supervision and call-backs through the console: by keyboard, at 360 px, with no fault that axe finds. */
import { jest } from '@jest/globals';
import { PASSWORD, startHouse } from '../support/house.js';
import { filed, go, REPLY, to } from '../support/orders.js';
import { signIn } from '../support/seat.js';
import { PATIENCE, see, shoot } from './browser.js';
import { openConsole } from './staff-page.js';
import { onStage, sound } from './stage.js';

jest.setTimeout(PATIENCE);

see('what runs beside orders, in a browser', () => {
  // A Monday morning, in the hours of call-backs.
  const clock = new Date('2026-11-30T02:00:00Z');
  const stage = onStage(
    () => startHouse({ now: () => clock }),
    async (house) => {
      await house.seat('anna', ['AGENT', 'DISPATCHER']);
      await house.seat('saihan', ['HANDLER'], '150105');
      await house.seat('watcher', ['SUPERVISOR']);
      await house.seat('asker', ['CALLBACK']);
    },
  );

  async function sent(text?: string): Promise<string> {
    const anna = await signIn(stage.house.url, 'anna', PASSWORD);
    const unit = await signIn(stage.house.url, 'saihan', PASSWORD);
    const { orderNo } = await filed(await stage.house.citizen(), text);
    await go(anna, orderNo, 'accept');
    await go(anna, orderNo, 'dispatch', to(['150105', 'lead']));
    await go(unit, orderNo, 'sign');
    return orderNo;
  }

  test('put forward beside the order, issued under its number, printed; the unit finds it and answers', async () => {
    const orderNo = await sent();
    const { page } = await openConsole(
      stage.browser,
      stage.house.url,
      'watcher',
      `/console/orders?order=${orderNo}`,
    );
    const beside = page.getByRole('region', { name: '督办、评价和申诉' });
    await beside.getByRole('button', { name: '督办', exact: true }).click();
    const form = page.getByRole('dialog', { name: `督办：${orderNo}` });
    await form.getByRole('button', { name: '确认督办' }).click();
    await form.getByText('请填写').first().waitFor();
    await form.getByRole('combobox', { name: '督办级别' }).click();
    await page.locator('.ant-select-item-option').filter({ hasText: '书面督办单' }).click();
    await form.getByRole('textbox', { name: '督办事由' }).fill('已两次催办，仍无进展');
    await form.getByRole('textbox', { name: /^理由/ }).fill('群众集中反映');
    await sound(page);
    await shoot(page, 'proceeding-open');
    await form.getByRole('button', { name: '确认督办' }).click();
    await form.waitFor({ state: 'hidden' });
    await beside.getByText('已提交待下发').waitFor();
    await beside.getByRole('button', { name: /督办（书面督办单）/ }).click();
    const sheet = page.getByRole('dialog', { name: `督办：${orderNo}` });
    await sheet.getByRole('button', { name: '下发' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '确认下发' }).click();
    await sheet.getByText('热线督〔2026〕1号').waitFor();
    await sheet.getByRole('link', { name: '下载 PDF' }).waitFor();
    await sound(page);
    await shoot(page, 'proceeding-issued');
    const download = page.waitForEvent('download');
    await sheet.getByRole('link', { name: '下载 PDF' }).click();
    expect((await download).suggestedFilename()).toBe('热线督〔2026〕1号督办通知书.pdf');

    const desk = await openConsole(stage.browser, stage.house.url, 'saihan', '/console/proceedings');
    await desk.page.setViewportSize({ width: 360, height: 740 });
    await desk.page.getByRole('table').getByRole('button').first().click();
    await desk.page.getByRole('button', { name: '反馈办理情况' }).click();
    await desk.page.getByRole('textbox', { name: '办理情况' }).fill('已安排抢修，明日完成更换灯泡。');
    await desk.page.getByRole('button', { name: '确认反馈办理情况' }).click();
    await desk.page.getByText('待审核').first().waitFor();
    await sound(desk.page);
    await shoot(desk.page, 'proceeding-unit-360');
  });

  test('a call-back by keys alone: not reached, then reached, three answers, ended', async () => {
    const orderNo = await sent('我要投诉赛罕区示例饭店油烟直排，影响居民，我电话13800001237');
    const unit = await signIn(stage.house.url, 'saihan', PASSWORD);
    await go(unit, orderNo, 'reply', REPLY);
    await go(await signIn(stage.house.url, 'anna', PASSWORD), orderNo, 'passReply', { reason: '已核对' });
    const { page } = await openConsole(stage.browser, stage.house.url, 'asker', '/console/callbacks');
    const entry = page.getByRole('region', { name: `登记回访：${orderNo}` });
    await entry.getByText('投诉、举报').waitFor();
    await entry.getByText('承办单位有没有联系过您？').waitFor();
    await sound(page);
    await shoot(page, 'callbacks');
    await page.keyboard.press('1');
    await page.keyboard.press('3');
    await entry.getByRole('button', { name: '登记', exact: true }).click();
    await entry.getByText('三个问题都要有回答').waitFor();
    await page.getByRole('heading', { name: '回访', exact: true }).click();
    await page.keyboard.press('5');
    await entry.getByRole('button', { name: '登记', exact: true }).click();
    await page.getByText('现在没有要打的电话').waitFor();
    await page
      .getByText(/已接通待处理/)
      .first()
      .click();
    await entry.getByText('联系过，已解决，满意').first().waitFor();
    await entry.getByRole('textbox').fill('诉求人满意');
    await page.setViewportSize({ width: 360, height: 740 });
    await sound(page);
    await shoot(page, 'callbacks-360');
    await entry.getByRole('button', { name: '回访办结' }).click();
    await page.getByText('没有等待处理的').waitFor();
  });
});
