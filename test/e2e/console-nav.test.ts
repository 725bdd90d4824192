/** The way to the pages, for whoever may go to many: one line at a desk, one menu on a phone, by keyboard too. */
import { jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { startHouse } from '../support/house.js';
import { overhang, PATIENCE, see, shoot } from './browser.js';
import { openConsole } from './staff-page.js';
import { onStage, sound } from './stage.js';

jest.setTimeout(PATIENCE);

see('the way to the pages, in a browser', () => {
  const stage = onStage(
    () => startHouse(),
    async (house) => {
      await house.seat('shuang', ['AGENT', 'DISPATCHER', 'CALLBACK']);
      await house.seat('guanli', ['SYS_ADMIN']);
    },
  );
  const nav = (page: Page) => page.getByRole('navigation', { name: '主导航' });
  const heightOf = async (page: Page) => (await page.locator('header.top').boundingBox())?.height ?? 0;

  test('fourteen pages in one line at 1280, the rarer ones behind two names', async () => {
    const { page } = await openConsole(stage.browser, stage.house.url, 'shuang');
    await nav(page).getByRole('link', { name: '对话', exact: true }).waitFor();
    expect(await heightOf(page)).toBeLessThanOrEqual(49);
    expect(await overhang(page)).toBeLessThanOrEqual(0);
    const line = await nav(page).boundingBox();
    const who = await page.getByRole('button', { name: /，坐席 / }).boundingBox();
    // Nothing of it lies under what stands beside it, nothing is cut off at the edge.
    expect((line?.x ?? 0) + (line?.width ?? 0)).toBeLessThanOrEqual(who?.x ?? 0);
    expect((who?.x ?? 0) + (who?.width ?? 0)).toBeLessThanOrEqual(1280);
    expect(
      await nav(page).evaluate<number, { scrollWidth: number; clientWidth: number }>(
        (node) => node.scrollWidth - node.clientWidth,
      ),
    ).toBe(0);
    const figures = nav(page).getByRole('button', { name: '统计分析' });
    await figures.press('Enter');
    await page.getByRole('menuitem', { name: '报告' }).waitFor();
    await sound(page);
    await shoot(page, 'nav-1280');
    await page.getByRole('menuitem', { name: '报告' }).click();
    await page.getByRole('heading', { name: '报告', exact: true }).waitFor();
    expect(await figures.getAttribute('class')).toContain('here');
    // One step back is one page back.
    await page.goBack();
    await nav(page).locator('a[aria-current="page"]', { hasText: '对话' }).waitFor();
  });

  test('on a phone all of them in one menu; whoever has few pages has them side by side at a desk', async () => {
    const { page } = await openConsole(stage.browser, stage.house.url, 'shuang');
    await page.setViewportSize({ width: 360, height: 740 });
    await nav(page).getByRole('button', { name: '对话' }).click();
    for (const name of ['工单', '回访', '派单先例', '规则'])
      await page.getByRole('menuitem', { name, exact: true }).waitFor();
    await shoot(page, 'nav-360');
    await page.getByRole('menuitem', { name: '工单', exact: true }).click();
    await nav(page).getByRole('button', { name: '工单' }).waitFor();
    expect(await overhang(page)).toBeLessThanOrEqual(0);
    const other = await openConsole(stage.browser, stage.house.url, 'guanli');
    await nav(other.page).getByRole('link', { name: '账号' }).waitFor();
    expect(await nav(other.page).getByRole('button').count()).toBe(0);
  });
});
