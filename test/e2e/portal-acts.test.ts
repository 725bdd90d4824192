/** An order's page in the portal: what its citizen may do is done there, by keyboard, on a small phone, without script. */
import { jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type House, startHouse } from '../support/house.js';
import { filed, go, page as orderPage, REPLY, to } from '../support/orders.js';
import type { Seat } from '../support/seat.js';
import { axe, faultsOf, hasFocus, launch, overhang, PATIENCE, pageOf, see, shoot, visit } from './browser.js';

jest.setTimeout(PATIENCE);

type Order = { orderNo: string; code: string };

see("the citizen's own acts in the portal", () => {
  let browser: Browser;
  let house: House;
  let desk: Seat;
  let unit: Seat;
  beforeAll(async () => {
    [browser, house] = await Promise.all([launch(), startHouse()]);
    desk = await house.seat('sender', ['AGENT', 'DISPATCHER']);
    unit = await house.seat('saihan', ['HANDLER'], '150105');
  }, PATIENCE);
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });
  afterAll(async () => {
    await browser?.close();
    await house?.stop();
  });

  const open = async (order: Order, options = {}): Promise<Page> => {
    const page = await pageOf(await visit(browser, options), `${house.url}/portal#progress`);
    await page.getByLabel('工单号').fill(order.orderNo);
    await page.getByLabel('提取码').fill(order.code);
    await page.getByRole('button', { name: '查询' }).click();
    await page.getByRole('heading', { name: '办理过程' }).waitFor();
    return page;
  };
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
  const answered = async ({ orderNo }: Order) => {
    await go(desk, orderNo, 'accept');
    await go(desk, orderNo, 'dispatch', to(['150105', 'lead']));
    await go(unit, orderNo, 'sign');
    await go(unit, orderNo, 'reply', REPLY);
    await go(desk, orderNo, 'passReply');
  };

  test('at 360 px by keyboard alone: urged, more said, secrecy asked for, taken back; each told before and after', async () => {
    const order = await filed(await house.citizen());
    const page = await open(order, { viewport: { width: 360, height: 640 } });
    const urge = page.getByRole('button', { name: '催办', exact: true });
    await urge.focus();
    await page.keyboard.press('Enter');
    await page.getByText('催过的不能取消').waitFor();
    expect(await urge.getAttribute('aria-expanded')).toBe('true');
    // Thought better of: the focus is where it was, and nothing happened.
    await page.getByRole('button', { name: '确认催办' }).focus();
    await page.keyboard.press('Escape');
    expect(await hasFocus(urge)).toBe(true);
    expect((await orderPage(desk, order.orderNo)).card.urges).toBe(0);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '确认催办' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: '已经催办' }).waitFor();
    expect((await orderPage(desk, order.orderNo)).card.urges).toBe(1);
    await page.getByText('已记下您的催办').waitFor();

    await press(page, '补充情况');
    await press(page, '提交补充');
    expect(await hasFocus(page.getByLabel('要补充的情况'))).toBe(true);
    await page.getByText('请写要补充的情况').waitFor();
    await page.getByLabel('要补充的情况').fill('路口还有一根电线垂下来');
    // Looked at something else in between: what was typed is still there.
    await press(page, '申请保密');
    await press(page, '补充情况');
    expect(await page.getByLabel('要补充的情况').inputValue()).toBe('路口还有一根电线垂下来');
    expect(await axe(page)).toEqual([]);
    expect(await overhang(page)).toBeLessThanOrEqual(0);
    await shoot(page, 'portal-acts');
    await press(page, '提交补充');
    await page.getByRole('status').filter({ hasText: '已经收到您补充的情况' }).waitFor();
    expect((await orderPage(desk, order.orderNo)).content).toMatch(/\n路口还有一根电线垂下来$/);

    await press(page, '申请保密');
    await page.getByText('以前已经看过的，收不回来').waitFor();
    await press(page, '确认保密');
    await page.getByText('申请保密：这张工单已经按保密办理。').waitFor();
    await press(page, '撤回');
    await press(page, '确认撤回');
    await page.getByRole('status').filter({ hasText: '已经撤回，不再办理' }).waitFor();
    await page.getByText('还想反映，请重新提交').first().waitFor();
    expect((await orderPage(desk, order.orderNo)).card.state).toBe('WITHDRAWN');
    expect(await axe(page)).toEqual([]);
    expect(faultsOf(page)).toEqual([]);
  });

  test('changed meanwhile by somebody else: why not is said, and what was typed stays', async () => {
    const order = await filed(await house.citizen());
    const page = await open(order);
    await press(page, '补充情况');
    await page.getByLabel('要补充的情况').fill('灯杆编号 A017');
    await go(desk, order.orderNo, 'withdrawFor', { reason: '来电说不用办了' });
    await press(page, '提交补充');
    await page.getByRole('alert').filter({ hasText: '不能“补充新情况”' }).waitFor();
    expect(await page.getByLabel('要补充的情况').inputValue()).toBe('灯杆编号 A017');
    expect(faultsOf(page, /status of 409/)).toEqual([]);
  });

  test('answered: it cannot be taken back, it is rated, and within thirty days it is taken up again for something new', async () => {
    const order = await filed(await house.citizen());
    await answered(order);
    const page = await open(order);
    await page.getByText('撤回：已经有了办理结果，不能撤回').waitFor();
    await page.getByLabel('非常满意', { exact: true }).check();
    await press(page, '提交评价');
    await page.getByText('已经收到您的评价').first().waitFor();
    await press(page, '有新情况，再次反映');
    await page.getByText(/办结后 30 天内可以，到 \d+ 月 \d+ 日为止/).waitFor();
    await page.getByLabel('新的情况').fill('大学东路，路灯坏了好几天了。');
    await press(page, '提交新情况');
    await page.getByRole('alert').filter({ hasText: '和原来说的一样' }).waitFor();
    await page.getByLabel('新的情况').fill('换的灯泡昨晚又灭了');
    await press(page, '提交新情况');
    await page.getByRole('status').filter({ hasText: '重新受理' }).waitFor();
    expect((await orderPage(desk, order.orderNo)).card.state).toBe('SUBMITTED');
    expect(faultsOf(page, /status of 409/)).toEqual([]);
  });

  test('without script the same by plain forms; sent twice it is done once', async () => {
    const order = await filed(await house.citizen());
    const page = await pageOf(await visit(browser, { javaScriptEnabled: false }), `${house.url}/portal`);
    await page.getByLabel('工单号').fill(order.orderNo);
    await page.getByLabel('提取码').fill(order.code);
    await page.getByRole('button', { name: '查询' }).click();
    await page.getByText('催办', { exact: true }).click();
    await page.getByRole('button', { name: '确认催办' }).click();
    await page.getByText('已经催办').waitFor();
    await page.reload();
    await page.getByText('已经催办').waitFor();
    expect((await orderPage(desk, order.orderNo)).card.urges).toBe(1);
    await answered(order);
    await page.getByText('撤回', { exact: true }).click();
    await page.getByRole('button', { name: '确认撤回' }).click();
    await page.getByRole('alert').filter({ hasText: '不能“撤回”' }).waitFor();
    // Rated low without a reason: asked for one.
    await page.getByLabel('非常不满意', { exact: true }).check();
    await page.getByRole('button', { name: '提交评价' }).click();
    await page.getByRole('alert').filter({ hasText: '请至少选一项不满意的原因' }).waitFor();
    await page.getByLabel('不满意', { exact: true }).check();
    await page.getByLabel('未解决').check();
    await shoot(page, 'portal-plain-rate');
    await page.getByRole('button', { name: '提交评价' }).click();
    await page.getByText('已经收到您的评价').first().waitFor();
    expect((await orderPage(desk, order.orderNo)).ratings).toMatchObject([{ stars: 2, tags: ['unsolved'] }]);
    expect(await page.getByRole('button', { name: '提交评价' }).count()).toBe(0);
  });
});
