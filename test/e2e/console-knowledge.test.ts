/** 知识库 in a browser: written, seen by another, published; at 360 px and by keyboard; nothing typed is lost. */
import type { Browser, BrowserContext } from 'playwright-core';
import { type House, PASSWORD, startHouse } from '../support/house.js';
import { quickNlu } from '../support/quick-nlu.js';
import { axe, faultsOf, launch, overhang, PATIENCE, pageOf, see, shoot, visit } from './browser.js';
import { signInAt } from './staff-page.js';

see('the knowledge base in a browser', () => {
  let house: House;
  let browser: Browser;
  const contexts: BrowserContext[] = [];
  const open = async (account: string, options = {}) => {
    const context = await visit(browser, options);
    contexts.push(context);
    const page = await pageOf(context, `${house.url}/console/knowledge`);
    await signInAt(page, account, PASSWORD);
    await page.getByRole('heading', { name: '知识库' }).waitFor();
    return page;
  };
  beforeAll(async () => {
    [house, browser] = await Promise.all([startHouse({ nlu: quickNlu() }), launch()]);
    await house.seat('writer', ['KB_EDITOR']);
    await house.seat('department', ['KB_DEPT_REVIEWER']);
    await house.seat('platform', ['KB_ADMIN']);
  }, PATIENCE);
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });
  afterAll(async () => {
    await browser?.close();
    await house?.stop();
  });

  test(
    'written by one, kept over a reload, reviewed and published by two others',
    async () => {
      const page = await open('writer');
      await page.getByRole('button', { name: '写一条' }).click();
      await page.getByLabel('标准问（市民会怎么问）').fill('演示暖气不热找谁');
      await page.getByLabel('答复口径（原样发给市民）').fill('先打供热单位电话，两小时没人上门再打 12345。');
      await page.getByLabel('责任单位').fill('供热办');
      for (const [label, typed, option] of [
        ['类别', '', ''],
        ['适用地区', '呼和浩特市', '呼和浩特市'],
      ] as const) {
        const box = page.getByRole('combobox', { name: label, exact: true });
        await box.click();
        if (typed) await box.fill(typed);
        await page.locator('.ant-select-item-option').filter({ hasText: option }).first().click();
      }
      await page.getByText('写明依据').waitFor();
      await page.getByLabel('依据（一行一个，写全名和文号）').fill('《演示供热办法》');
      await page.getByText('没有发现问题').waitFor();
      await page.getByRole('button', { name: '保存草稿' }).click();
      // What cannot be brought back is said before it is gone.
      await page.getByRole('button', { name: '放弃草稿', exact: true }).click();
      await page.getByText('找不回来').waitFor();
      await page.getByRole('button', { name: '取消', exact: true }).click();
      await page.getByRole('button', { name: '送部门审核' }).click();
      await page.getByText('部门审核', { exact: false }).first().waitFor();
      const address = new URL(page.url());
      const item = address.searchParams.get('item')!;
      const next = async (account: string, act: string) => {
        const other = await open(account);
        await other.goto(`${house.url}/console/knowledge?item=${item}`);
        await other.getByRole('button', { name: act, exact: true }).click();
        await other.getByText('已完成').waitFor();
        return other;
      };
      await next('department', '部门审核通过');
      const last = await next('platform', '发布');
      await last.getByText('市民看得到').waitFor();
      expect((await fetch(`${house.url}/api/qa/items/${item}`)).status).toBe(200);
      expect(await axe(last)).toEqual([]);
      expect(faultsOf(last)).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'what is typed outlives the page; a step is taken back',
    async () => {
      const page = await open('writer');
      await page.goto(`${house.url}/console/knowledge?item=k002`);
      await page.getByRole('button', { name: '修改', exact: true }).click();
      const answer = page.getByLabel('答复口径（原样发给市民）');
      await answer.fill('改到一半');
      await page.reload();
      await page.getByRole('button', { name: '修改', exact: true }).click();
      expect(await answer.inputValue()).toBe('改到一半');
      await answer.fill('再改');
      await page.getByRole('button', { name: '撤销', exact: true }).click();
      expect(await answer.inputValue()).toBe('改到一半');
      await page.getByRole('button', { name: '放弃本机未保存的改动' }).click();
      expect(await answer.inputValue()).toContain('专项附加扣除');
    },
    PATIENCE,
  );

  test(
    'on a 360-pixel phone nothing is cut off; every part opens and is without faults',
    async () => {
      const page = await open('writer', { viewport: { width: 360, height: 740 } });
      for (const view of ['list', 'search', 'corrections', 'gaps', 'map', 'import']) {
        await page.goto(`${house.url}/console/knowledge?view=${view}`);
        await page.getByRole('heading', { name: '知识库' }).waitFor();
        expect([view, await overhang(page)]).toEqual([view, 0]);
        expect([view, await axe(page)]).toEqual([view, []]);
      }
      expect(faultsOf(page)).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'what was put aside is taken back: a pair that is no pair, a question that needs no item',
    async () => {
      const page = await open('writer', { viewport: { width: 360, height: 740 } });
      const text = '演示观星台的望远镜借给谁用要什么手续';
      await fetch(`${house.url}/api/qa?q=${encodeURIComponent(text)}`);
      for (const [view, put] of [
        ['pairs', '不重复，不再列出'],
        ['gaps', '不用写'],
      ] as const) {
        await page.goto(`${house.url}/console/knowledge?view=${view}`);
        const rows = page.locator('.kb-row');
        await rows.first().waitFor();
        const [count, first] = [await rows.count(), await rows.first().textContent()];
        await rows.first().getByRole('button', { name: put, exact: true }).click();
        const aside = page.getByRole('status').filter({ hasText: '不再列出“' });
        await aside.waitFor();
        await rows.nth(count - 1).waitFor({ state: 'detached' });
        expect([view, await overhang(page), await axe(page)]).toEqual([view, 0, []]);
        await shoot(page, `knowledge-aside-${view}`);
        await aside.getByRole('button', { name: '撤销', exact: true }).click();
        await aside.waitFor({ state: 'hidden' });
        await rows.nth(count - 1).waitFor();
        expect(await rows.first().textContent()).toBe(first);
      }
      expect(faultsOf(page)).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'by keyboard: the list is reached, an item opened, and back again',
    async () => {
      const page = await open('department');
      const first = page.getByRole('table').getByRole('button').first();
      await first.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: '返回列表' }).waitFor();
      await page.getByRole('button', { name: '返回列表' }).focus();
      await page.keyboard.press('Enter');
      await first.waitFor();
    },
    PATIENCE,
  );
});
