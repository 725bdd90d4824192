/** A call at the desk, in a real browser before the real house. */
import { jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { gateway } from '../../channels/gateway/gateway.js';
import { eventually } from '../contracts/channel-world.js';
import { clientOf, envOf, row } from '../support/gateway/partners.js';
import { type House, startHouse } from '../support/house.js';
import { quickNlu } from '../support/quick-nlu.js';
import type { Seat } from '../support/seat.js';
import { axe, faultsOf, launch, PATIENCE, see, shoot } from './browser.js';
import { openConsole } from './staff-page.js';

jest.setTimeout(PATIENCE);

see('a call at the desk', () => {
  let browser: Browser;
  let house: House;
  let anna: Seat;
  beforeAll(async () => {
    [browser, house] = await Promise.all([
      launch(),
      startHouse(
        { kinds: [gateway], nlu: quickNlu(), settle: { quiet: 20, longest: 200 } },
        envOf(row('phone', { verifiesPhone: true })),
      ),
    ]);
    anna = await house.seat('anna');
  }, PATIENCE);
  afterAll(async () => {
    await browser?.close();
    await house?.stop();
  });

  test('who calls is shown with what there was before; the call opens, grows, and goes away by hand', async () => {
    const client = clientOf(house.url, 'phone');
    const agent = anna.session.seat;
    const caller = '13800000007';
    const say = (call: string, seq: number, text: string) =>
      client.post({
        type: 'call.transcript',
        id: `${call}-u${seq}`,
        call,
        agent,
        utterances: [{ seq, from: 'citizen', text }],
      });
    // An earlier call, from which an order was filed.
    await client.post({ type: 'call.started', id: 's1', call: 'c1', agent, caller });
    await say('c1', 1, '演示路的路灯不亮');
    const earlier = '/api/desk/threads/gateway%3Aphone%3Ac1';
    await anna.post(`${earlier}/claim`, { version: 0 });
    const filed = await anna.post(`${earlier}/orders`, {
      id: 'o1',
      fields: { type: 'help', content: '路灯不亮', place: '演示路 1 号' },
    });
    expect(filed.status).toBe(201);

    const { page } = await openConsole(browser, house.url, 'anna');
    await client.post({ type: 'call.started', id: 's2', call: 'c2', agent, caller });
    const strip = page.getByRole('region', { name: '来电', exact: true });
    await strip.waitFor();
    expect(await strip.textContent()).toContain('138****0007');
    expect(await strip.textContent()).toContain('以前：最近 1 段对话，1 张工单');
    await shoot(page, 'desk-call');
    expect(await axe(page)).toEqual([]);
    await strip.getByRole('button', { name: '打开通话' }).click();
    const log = page.getByRole('log', { name: '对话记录' });
    await log.getByText(`坐席 ${agent} 接听`).waitFor();
    await say('c2', 1, '上次的路灯修好了吗');
    await log.getByText('上次的路灯修好了吗').waitFor();
    expect(await axe(page)).toEqual([]);
    await strip.getByRole('button', { name: '收起' }).click();
    await eventually(async () => (await strip.count()) === 0);
    expect(faultsOf(page)).toEqual([]);
  });
});
