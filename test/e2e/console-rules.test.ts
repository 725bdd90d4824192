/** Policy tools in a browser: units from a table, policy read, compared and tried, orders exported. */
import { readFileSync } from 'node:fs';
import { jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { startHouse } from '../support/house.js';
import { overhang, PATIENCE, see, settled, shoot } from './browser.js';
import { openConsole } from './staff-page.js';
import { onStage, sound } from './stage.js';

jest.setTimeout(PATIENCE);

const HEAD = '单位代码,单位名称,类别,地区,上级单位代码,主管部门代码,依据,生效日期,失效日期';
const GOOD = 'GR-150105,赛罕供热公司（演示）,公用企业,赛罕区,150105,,演示名录〔2026〕1号,,';
const csv = (...lines: string[]) => ({
  name: 'units.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from([HEAD, ...lines].join('\n')),
});

see('policy tools in a browser', () => {
  const stage = onStage(
    () => startHouse(),
    async (house) => {
      await house.seat('guanli', ['SYS_ADMIN']);
      await house.seat('paidan', ['DISPATCHER']);
      const citizen = await house.citizen();
      await citizen.ask('赛罕区大学东路路灯坏了好几天了，我的电话13800001234');
      await citizen.ask('确认提交');
    },
  );

  async function both(page: Page, name: string): Promise<void> {
    for (const [width, height] of [
      [360, 740],
      [1440, 900],
    ] as const) {
      await page.setViewportSize({ width, height });
      await settled(page);
      expect(await overhang(page)).toBeLessThanOrEqual(0);
      await shoot(page, `${name}-${width}`);
    }
  }
  const desk = async (account: string, path: string) =>
    (await openConsole(stage.browser, stage.house.url, account, path)).page;

  test('a table with faults changes nothing and tells them all; mended it is shown, applied, and undone', async () => {
    const page = await desk('guanli', '/console/units');
    const box = page.getByLabel('选择单位表（XLSX 或 CSV）', { exact: true }).and(page.locator('input'));
    await page.getByText('现行的是规则文件夹原有的单位').waitFor();
    await box.setInputFiles(csv('gr 1,,公司,火星,,,,,', GOOD, GOOD));
    await page.getByText(/^有 \d+ 处问题，改好后重新上传；现在什么都没有改动。$/).waitFor();
    await page.getByRole('cell', { name: '第 2 行' }).first().waitFor();
    await sound(page);
    await both(page, 'units-faults');
    await box.setInputFiles(csv(GOOD));
    await page.getByText('核对无误：新增 1，修改 0，停用 0，不变 0').waitFor();
    await sound(page);
    await both(page, 'units-preview');
    await page.getByRole('button', { name: '生效', exact: true }).click();
    await page.getByText('现行第 1 版', { exact: false }).first().waitFor();
    await page.getByRole('searchbox', { name: '找单位' }).fill('供热公司');
    await page.getByRole('cell', { name: '赛罕供热公司（演示）' }).waitFor();
    await both(page, 'units-applied');
    await page.getByRole('button', { name: '恢复到规则文件夹原有的单位' }).click();
    await page.getByText('没有符合的单位。').waitFor();
    await sound(page);
  });

  test('policy is read with its source, compared with a candidate, and tried on the orders there are', async () => {
    const page = await desk('paidan', '/console/rules');
    await page.getByRole('table', { name: '办理时限' }).waitFor();
    await sound(page);
    await both(page, 'rules-read');
    const units = readFileSync(new URL('../../server/policy/default/units.json', import.meta.url), 'utf8');
    await page.getByRole('tab', { name: '试算' }).click();
    const box = page.getByLabel('上传候选规则表（JSON）', { exact: true }).and(page.locator('input'));
    await box.setInputFiles({
      name: 'units.json',
      mimeType: 'application/json',
      buffer: Buffer.from('[{}]'),
    });
    await page.getByText(/^候选规则有 \d+ 处问题/).waitFor();
    await box.setInputFiles({
      name: 'units.json',
      mimeType: 'application/json',
      buffer: Buffer.from(units.replace('"赛罕区人民政府"', '"赛罕区城管局（演示）"')),
    });
    await page.getByText(/^检查通过：候选规则编号 [0-9a-f]{16}$/).waitFor();
    await page.getByRole('button', { name: '开始试算' }).click();
    await page.getByText('共 1 张工单，1 张会有不同').waitFor();
    await page.getByText('首选单位不同：赛罕区人民政府 → 赛罕区城管局（演示）').waitFor();
    await sound(page);
    await both(page, 'rules-trial');
    await page.getByRole('tab', { name: '比较' }).click();
    await page.getByRole('combobox', { name: '乙' }).click();
    await page.getByText('刚上传的候选', { exact: true }).last().click();
    await page.getByText('有 1 处不同').waitFor();
    await sound(page);
    await both(page, 'rules-compare');
  });

  test('orders are exported with a purpose, and an order is printed', async () => {
    const page = await desk('paidan', '/console/orders?list=all');
    await page.getByRole('button', { name: '导出', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: '导出工单' });
    await dialog.getByRole('button', { name: '开始导出' }).click();
    await dialog.getByText('请写明用途，至少 4 个字').waitFor();
    await dialog.getByRole('textbox', { name: '用途' }).fill('演示导出专题');
    await sound(page);
    await both(page, 'export-ask');
    await dialog.getByRole('button', { name: '开始导出' }).click();
    await dialog.getByText('导出完成，共 1 张。').waitFor();
    await sound(page);
    await both(page, 'export-done');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('link', { name: /^下载 工单-.*\.xlsx$/ }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/^工单-\d{4}-\d{2}-\d{2}\.xlsx$/);
    await dialog.getByRole('button', { name: '关闭', exact: true }).last().click();
    await page.getByRole('table', { name: '工单列表' }).locator('[data-row]').first().click();
    const print = page.getByRole('dialog', { name: /^工单 / }).getByRole('link', { name: '打印工单样式' });
    expect(await print.getAttribute('href')).toMatch(/\/sheet$/);
  });
});
