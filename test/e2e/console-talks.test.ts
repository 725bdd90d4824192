/** 对话统计 in a browser: the honest figure beside the usual one, what lies behind, another period, nothing there. */
import { jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { dayOf, plusDays } from '../../server/tickets/deadlines/calendar.js';
import { type House, startHouse } from '../support/house.js';
import { axe, faultsOf, launch, overhang, PATIENCE, see, shoot } from './browser.js';
import { openConsole } from './staff-page.js';

jest.setTimeout(PATIENCE);

const HOUR_MS = 3_600_000;

see('figures of conversations in a browser', () => {
  let browser: Browser;
  let house: House;
  /** The house's clock is behind by so much; it is spoken to in the past and looked at today. */
  let behind = 30 * HOUR_MS;
  const now = () => new Date(Date.now() - behind);
  const began = dayOf(now());
  beforeAll(async () => {
    [browser, house] = await Promise.all([launch(), startHouse({ now, settle: { quiet: 0, longest: 0 } })]);
    const citizens = await Promise.all(Array.from({ length: 10 }, () => house.citizen()));
    for (const citizen of citizens) await citizen.ask('居民医保怎么交');
    for (const citizen of citizens.slice(0, 2)) await citizen.ask('没解决');
    await citizens[2]!.ask('转人工');
    // A first password is good for a day.
    await house.seat('seer', ['AGENT', 'QA']);
    await house.seat('leader', ['LEADER']);
    behind = 0;
  }, 2 * PATIENCE);
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });
  afterAll(async () => {
    await browser?.close();
    await house?.stop();
  });

  const tile = (page: Page, name: string) =>
    page.getByRole('region', { name: '合计', exact: true }).locator('p').filter({ hasText: name });
  const talks = async (account: string, from: string, to: string) =>
    (await openConsole(browser, house.url, account, `/console/talks?from=${from}&to=${to}`)).page;

  test('seven were helped, not ten; each figure opens the conversations it counts, and is defined', async () => {
    const page = await talks('seer', began, dayOf(now()));
    await page.getByRole('heading', { name: '机器人答过的，真的解决了吗？' }).waitFor();
    const honest = page.getByRole('button', { name: /^合计 真正解决率：70/ });
    await honest.waitFor();
    await page.getByRole('button', { name: /^合计 通常算法的解决率：100/ }).waitFor();
    expect(await axe(page)).toEqual([]);
    await shoot(page, 'talks');
    await honest.click();
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('listitem').nth(6).waitFor();
    expect(await drawer.getByRole('listitem').count()).toBe(7);
    await drawer.getByText('分母', { exact: true }).click();
    await drawer.getByRole('listitem').nth(9).waitFor();
    expect(await axe(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
    await tile(page, '真正解决率').getByRole('button').first().click();
    await page.getByText('72 小时，网页对话 24 小时', { exact: false }).first().waitFor();
    expect(faultsOf(page)).toEqual([]);
  });

  test('by day, another period by its fields and its buttons, and a period with nothing in it', async () => {
    const page = await talks('seer', began, began);
    const table = page.getByRole('table', { name: '对话统计表' });
    await table.getByText('网页对话').waitFor();
    await page.getByText('日期', { exact: true }).click();
    await table.getByText(began).waitFor();
    const early = plusDays(began, -40);
    await page.getByLabel('从', { exact: true }).fill(early);
    await page.getByLabel('到', { exact: true }).fill(plusDays(early, 5));
    await page.getByText('这段时间没有对话。换一段时间看看。').waitFor();
    expect(await table.count()).toBe(0);
    expect(await axe(page)).toEqual([]);
    await page.getByRole('button', { name: /90/ }).click();
    await table.getByText(began).waitFor();
    expect(new URL(page.url()).searchParams.get('from')).toBe(plusDays(dayOf(now()), -89));
    expect(faultsOf(page)).toEqual([]);
  });

  test('who may not read conversations sees figures that open nothing; on a 360-pixel phone nothing is cut off', async () => {
    const page = await talks('leader', began, dayOf(now()));
    await page.setViewportSize({ width: 360, height: 740 });
    await tile(page, '真正解决率').getByText(/70/).waitFor();
    expect(await page.getByRole('button', { name: /^合计 / }).count()).toBe(0);
    expect(await overhang(page)).toBe(0);
    expect(await axe(page)).toEqual([]);
    await shoot(page, 'talks-360');
    expect(faultsOf(page)).toEqual([]);
  });
});
