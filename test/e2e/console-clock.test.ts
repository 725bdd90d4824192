/** The clock of the first reply at the desk: what is left, yellow at two thirds, red when over. */
import { jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type House, startHouse } from '../support/house.js';
import { quickNlu } from '../support/quick-nlu.js';
import { axe, faultsOf, launch, PATIENCE, see, shoot } from './browser.js';
import { openConsole } from './staff-page.js';

jest.setTimeout(PATIENCE);

see('the clock of the first reply, in a browser', () => {
  let browser: Browser;
  let house: House;
  /** The house is so far behind the clock of the browser. */
  let behind = 0;
  beforeAll(async () => {
    const overrides = {
      nlu: quickNlu(),
      settle: { quiet: 10, longest: 50 },
      now: () => new Date(Date.now() - behind),
      look: 50,
    };
    [browser, house] = await Promise.all([launch(), startHouse(overrides)]);
    await house.seat('anna');
  }, PATIENCE);
  afterAll(async () => {
    await browser?.close();
    await house?.stop();
  });

  /** Two failed rounds of asking back, and a person is called. */
  async function waits(): Promise<string> {
    const citizen = await house.citizen();
    for (let round = 0; round < 3; round++) await citizen.ask('嗯嗯');
    return `web:${citizen.thread}`;
  }

  test('green, yellow, red: each with a shape and words; it is over when an agent has answered', async () => {
    behind = 170_000;
    const late = await waits();
    behind = 130_000;
    const near = await waits();
    behind = 0;
    const fresh = await waits();
    const { page, log } = await openConsole(browser, house.url, 'anna');
    const clock = (thread: string) => page.locator(`[data-row="${thread}"]:visible .clock`);
    await clock(fresh)
      .filter({ hasText: /^○ 首次答复还剩 2 分 \d+ 秒$/ })
      .waitFor();
    await clock(near)
      .filter({ hasText: /^◆ 首次答复还剩 \d+ 秒$/ })
      .waitFor();
    await clock(late)
      .filter({ hasText: /^▲ 首次答复已超 \d+ 秒$/ })
      .waitFor();
    await page.getByText('首次答复超时：网页对话应在 3 分钟内答复').first().waitFor();
    const order = await page
      .locator('[data-row]:visible')
      .evaluateAll((rows) => rows.map((row) => (row as unknown as { dataset: { row: string } }).dataset.row));
    expect(order).toEqual([late, near, fresh]);
    expect(await axe(page)).toEqual([]);
    await shoot(page, 'clock-waiting');
    await page.locator(`[data-row="${late}"]:visible`).click();
    await log.waitFor();
    const talk = page.getByRole('region', { name: '对话', exact: true });
    await talk.getByRole('button', { name: '接起', exact: true }).click();
    await talk.locator('.clock.urgent').waitFor();
    await talk.getByRole('textbox', { name: '回复市民' }).fill('让您久等了，请讲。');
    await talk.getByRole('button', { name: '发送', exact: true }).click();
    await talk.locator('.clock').waitFor({ state: 'hidden' });
    expect(faultsOf(page)).toEqual([]);
    await shoot(page, 'clock-answered');
  });
});
