/** Work lists in a browser, role by role: what is there to do, done to many at once, on a desk and on a phone. */
import { jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { startHouse } from '../support/house.js';
import { overhang, PATIENCE, see, settled, shoot } from './browser.js';
import { openConsole } from './staff-page.js';
import { onStage, sound } from './stage.js';

jest.setTimeout(PATIENCE);

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 360, height: 740 };
const PLACES = ['大学东路', '乌兰察布东街', '昭乌达路', '学苑街', '展览馆东路'];

see('work lists in a browser', () => {
  let orders: string[];
  const stage = onStage(
    () => startHouse(),
    async (house) => {
      await house.seat('anna', ['AGENT']);
      await house.seat('paidan', ['DISPATCHER']);
      await house.seat('saihan', ['HANDLER', 'HANDLER_LEAD'], '150105');
      await house.seat('zhan', ['STATION'], '150102');
      await house.seat('duban', ['SUPERVISOR']);
      await house.seat('huifang', ['CALLBACK']);
      await house.seat('zhijian', ['QA']);
      await house.seat('fenxi', ['ANALYST', 'LEADER']);
      orders = [];
      for (const place of PLACES) {
        const citizen = await house.citizen();
        await citizen.ask(`赛罕区${place}路灯坏了好几天了，我的电话13800001234`);
        const done = await citizen.ask('确认提交');
        orders.push(done.find((line) => line.order)?.order?.orderNo ?? '');
      }
    },
  );

  const listsOf = (page: Page) => page.getByRole('navigation', { name: '工作列表' });
  const tableOf = (page: Page) => page.getByRole('table', { name: '工单列表' });
  async function both(page: Page, name: string): Promise<void> {
    await page.setViewportSize(WIDE);
    await settled(page);
    await shoot(page, `${name}-1440`);
    await page.setViewportSize(PHONE);
    await settled(page);
    expect(await overhang(page)).toBeLessThanOrEqual(0);
    await shoot(page, `${name}-360`);
    await page.setViewportSize(WIDE);
  }
  async function desk(account: string, path = '/console/orders') {
    const staff = await openConsole(stage.browser, stage.house.url, account, path);
    await staff.page.setViewportSize(WIDE);
    return staff.page;
  }

  test('an agent begins with what waits, and moves many at once; what was refused says why', async () => {
    const page = await desk('anna');
    // What was named to this agent meanwhile comes before what waits for anybody.
    await page.waitForURL(/list=(forMe|new)/);
    await listsOf(page)
      .getByRole('link', { name: /^待受理 5$/ })
      .click();
    await page.waitForURL(/list=new/);
    await tableOf(page).getByRole('row').filter({ hasText: orders[0]! }).waitFor();
    // The list is in order of filing, the oldest first.
    const shown = await tableOf(page).locator('[data-row]').allTextContents();
    expect(shown).toEqual(orders);
    await sound(page);
    await both(page, 'lists-agent');
    await tableOf(page).waitFor();
    // Keyboard alone: down, pick, down, pick, and the step for both.
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.getByText('已选 2 张').waitFor();
    await page.getByRole('checkbox', { name: '选中本页' }).check();
    await page.getByText('已选 5 张').waitFor();
    await page.getByRole('button', { name: '批量操作' }).click();
    const dialog = page.getByRole('dialog', { name: '批量操作：5 张工单' });
    await dialog.getByRole('combobox', { name: '选择操作' }).click();
    await page.getByText('受理（5 张可以）', { exact: true }).click();
    await dialog.getByText('将对 5 张工单执行“受理”。').waitFor();
    await sound(page);
    await both(page, 'lists-bulk');
    // Somebody else is quicker with one of them.
    const other = await stage.house.admin();
    expect(other.session.account).toBe('admin');
    const clerk = await stage.house.seat('kuai', ['AGENT']);
    const path = `/api/desk/orders/${orders[2]}`;
    const { body } = await clerk.get<{ card: { version: number } }>(path);
    await clerk.post(`${path}/step`, { action: 'accept', version: body.card.version });
    await dialog.getByRole('button', { name: '对 5 张执行受理' }).click();
    await dialog.getByText('完成 4 张，没有完成 1 张。').waitFor();
    await dialog.getByRole('listitem').filter({ hasText: orders[2]! }).waitFor();
    await sound(page);
    await both(page, 'lists-outcome');
    await dialog.getByRole('button', { name: '完成', exact: true }).click();
    await listsOf(page)
      .getByRole('link', { name: /^待受理 0$/ })
      .waitFor();
    await page.getByText('没有等着受理的工单。').waitFor();
    await sound(page);
  });

  test('a dispatcher sends many to one unit; the unit finds them with their clocks and signs', async () => {
    const page = await desk('paidan');
    // Asked for by name: orders that are being allotted to this dispatcher make a list of their own, which grows.
    await listsOf(page)
      .getByRole('link', { name: /^待派单 5$/ })
      .click();
    await page.waitForURL(/list=toDispatch/);
    await tableOf(page).getByRole('row').filter({ hasText: orders[4]! }).waitFor();
    await page.getByRole('checkbox', { name: '选中本页' }).check();
    await page.getByText('已选 5 张').waitFor();
    await page.getByRole('button', { name: '批量操作' }).click();
    const dialog = page.getByRole('dialog', { name: '批量操作：5 张工单' });
    await dialog.getByRole('combobox', { name: '选择操作' }).click();
    await page.getByText('派单（5 张可以）', { exact: true }).click();
    await dialog.getByRole('button', { name: '对 5 张执行派单' }).click();
    await dialog.getByText('请选一个主办单位').waitFor();
    await dialog.getByRole('combobox', { name: '主办单位' }).fill('赛罕区人民政府');
    await page.getByText('赛罕区人民政府（150105）', { exact: true }).click();
    await dialog.getByRole('textbox', { name: '派单的原因' }).fill('请逐处核实修复');
    await sound(page);
    await dialog.getByRole('button', { name: '对 5 张执行派单' }).click();
    await dialog.getByText('完成 5 张，没有完成 0 张。').waitFor();
    await dialog.getByRole('button', { name: '完成', exact: true }).click();
    await listsOf(page)
      .getByRole('link', { name: /^待派单 0$/ })
      .waitFor();
    await both(page, 'lists-dispatcher');

    const unit = await desk('saihan');
    await listsOf(unit)
      .getByRole('link', { name: /^待签收 5$/ })
      .click();
    await tableOf(unit)
      .getByText(/\d{4}-\d{2}-\d{2} 前/)
      .first()
      .waitFor();
    await sound(unit);
    await both(unit, 'lists-handler');
    // Another unit sees none of it.
    const station = await desk('zhan');
    await listsOf(station)
      .getByRole('link', { name: /^待签收 0$/ })
      .waitFor();
    await station.getByText('没有等着签收的工单。').waitFor();
    await sound(station);
    await both(station, 'lists-station');
  });

  test('a filter is kept in the address and under a name, shared by the role, and taken away again', async () => {
    const page = await desk('paidan', '/console/orders?list=all');
    await tableOf(page).waitFor();
    await page.getByRole('searchbox', { name: '搜索工单' }).fill('昭乌达路');
    await page.getByText('共 1 条').waitFor();
    expect(new URL(page.url()).searchParams.get('q')).toBe('昭乌达路');
    await page.getByRole('button', { name: '保存筛选' }).click();
    const dialog = page.getByRole('dialog', { name: '保存现在的筛选条件' });
    await dialog.getByRole('button', { name: '保存筛选' }).click();
    await dialog.getByText('请写一个名称').waitFor();
    await dialog.getByRole('textbox', { name: '名称' }).fill('昭乌达路路灯');
    await dialog.getByRole('radio', { name: '给所有派单员共用' }).check();
    await sound(page);
    await both(page, 'lists-save');
    await dialog.getByRole('button', { name: '保存筛选' }).click();
    await page.getByRole('button', { name: '清除筛选' }).click();
    await page.getByText('共 5 条').waitFor();
    await page.getByRole('button', { name: '昭乌达路路灯', exact: true }).click();
    await page.getByText('共 1 条').waitFor();
    await sound(page);

    await stage.house.seat('paidan2', ['DISPATCHER']);
    const other = await desk('paidan2');
    await other.getByRole('button', { name: '昭乌达路路灯 演示坐席paidan 共享' }).waitFor();
    expect(await other.getByRole('button', { name: '删除“昭乌达路路灯”' }).count()).toBe(0);
    await page.getByRole('button', { name: '删除“昭乌达路路灯”' }).click();
    await page.getByRole('button', { name: '昭乌达路路灯', exact: true }).waitFor({ state: 'hidden' });
  });

  test('an order beside its conversation; what changed, and who saw it, for those who may', async () => {
    const orderNo = orders[0]!;
    const page = await desk('paidan', `/console/orders?list=all&order=${orderNo}`);
    const sheet = page.getByRole('dialog', { name: `工单 ${orderNo}` });
    await sheet.getByRole('button', { name: '并排看对话' }).click();
    const talk = sheet.getByRole('region', { name: '与工单对应的对话' });
    await talk.getByText('路灯坏了好几天了').first().waitFor();
    await both(page, 'lists-beside');
    await sheet.getByRole('button', { name: '收起对话' }).click();
    await sheet.getByRole('tab', { name: '谁看过' }).click();
    const seen = sheet.getByRole('tabpanel', { name: '谁看过' });
    await seen.getByText('查看工单').first().waitFor();
    await seen.getByText('查看对话').first().waitFor();
    await seen.getByText('paidan').first().waitFor();
    await sound(page);
    await both(page, 'lists-trace');

    const agent = await desk('anna', `/console/orders?list=all&order=${orderNo}`);
    await agent
      .getByRole('dialog', { name: `工单 ${orderNo}` })
      .getByText('办理经过')
      .waitFor();
    expect(await agent.getByRole('tab', { name: '谁看过' }).count()).toBe(0);
  });

  test('a list that is slow to come never stands under rows of the one before', async () => {
    const page = await desk('paidan', '/console/orders?list=all');
    await tableOf(page).getByRole('row').filter({ hasText: orders[0]! }).waitFor();
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route('**/api/desk/orders?*', async (route) => {
      await held;
      await route.continue();
    });
    await listsOf(page).getByRole('link').first().click();
    await page.waitForURL((url) => url.searchParams.get('list') !== 'all');
    await tableOf(page).waitFor({ state: 'detached' });
    await page.getByText('正在加载…').first().waitFor({ state: 'attached' });
    answer();
    await page.getByText('正在加载…').first().waitFor({ state: 'detached' });
    await page.close();
  });

  test('every other role finds its own lists, and figures where there are no orders for it', async () => {
    for (const [account, first] of [
      ['duban', '延期待审'],
      ['huifang', '待回访'],
      ['zhijian', '答复待审'],
    ] as const) {
      const page = await desk(account);
      await listsOf(page)
        .getByRole('link', { name: new RegExp(`^${first} \\d+$`) })
        .waitFor();
      await page.getByRole('heading', { name: '工单', exact: true }).waitFor();
      await sound(page);
      await both(page, `lists-${account}`);
    }
    const analyst = await desk('fenxi');
    await analyst.getByRole('heading', { name: '统计' }).first().waitFor();
    expect(await analyst.getByRole('link', { name: '工单' }).count()).toBe(0);
    await sound(analyst);
  });
});
