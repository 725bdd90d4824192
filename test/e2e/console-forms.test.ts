/** The form editor: a question added, seen at once as a citizen will, published, filled in at the portal, withdrawn. */
import { jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { startHouse } from '../support/house.js';
import { axe, faultsOf, PATIENCE, pageOf, see, shoot, visit } from './browser.js';
import { openConsole } from './staff-page.js';
import { onStage } from './stage.js';

jest.setTimeout(PATIENCE);

see('the form editor in a browser', () => {
  const stage = onStage(
    () => startHouse(),
    async (house) => {
      await house.seat('writer', ['KB_EDITOR']);
    },
  );

  async function sound(page: Page): Promise<void> {
    // The page inside is judged where it is a page: at the portal.
    expect(await axe(page, 'iframe')).toEqual([]);
    expect(faultsOf(page)).toEqual([]);
  }

  test('from a new question to a citizen who answers it', async () => {
    const { page } = await openConsole(stage.browser, stage.house.url, 'writer', '/console/forms');
    const table = page.getByRole('table', { name: '表单列表' });
    await table.getByRole('row').filter({ hasText: '供暖问题' }).waitFor();
    await sound(page);
    await shoot(page, 'console-forms');
    await page.getByRole('button', { name: '编辑 供暖问题' }).click();
    const preview = page.frameLocator('iframe');
    await preview.getByLabel('小区和门牌').waitFor();
    await page.getByText('没有问题，可以发布').waitFor();
    expect(await page.getByRole('button', { name: '发布新版本' }).isDisabled()).toBe(true);

    await page.getByRole('combobox', { name: '加一个问题' }).click();
    await page.locator('.ant-select-dropdown').getByText('单选', { exact: true }).click();
    await page.getByRole('textbox', { name: '问题', exact: true }).fill('住几楼');
    await page.getByLabel('选项，一行一个').fill('低楼层\n高楼层\n顶楼');
    await preview.getByText('顶楼').waitFor();
    await page.getByRole('button', { name: '上移 住几楼' }).click();
    await page.getByLabel('选项，一行一个').fill('只有一个');
    await page.getByText('处问题，改好才能发布').waitFor();
    await sound(page);
    expect(await page.getByRole('button', { name: '发布新版本' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: '撤销上一步' }).click();
    await page.getByText('没有问题，可以发布').waitFor();
    await shoot(page, 'console-form-editor');

    await page.reload();
    await page.getByText('有没发布的改动').waitFor();
    await page.getByRole('button', { name: '修改 住几楼' }).waitFor();
    await page.getByRole('button', { name: '发布新版本' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('新增').first().waitFor();
    await dialog.getByLabel('改了什么').fill('问问楼层');
    await sound(page);
    await dialog.getByRole('button', { name: '发布新版本' }).click();
    await page.getByText('已发布第 2 版').waitFor();

    const portal = await pageOf(await visit(stage.browser), `${stage.house.url}/portal/forms/heating`);
    await portal.getByLabel('家里不热').check();
    await portal.getByLabel('小区和门牌').fill('示例小区 3 号楼');
    await portal.getByLabel('顶楼').check();
    await portal.getByLabel('说说情况').fill('客厅只有 14 度');
    await portal.getByLabel('手机号').fill('13800001234');
    await portal.getByRole('button', { name: '提交', exact: true }).click();
    await portal.getByRole('heading', { name: '已经收到' }).waitFor();
    const [orderNo] = await portal.getByRole('definition').allTextContents();
    const order = await (await stage.house.admin()).get<{ content: string }>(`/api/desk/orders/${orderNo}`);
    expect(order.body.content).toContain('住几楼：顶楼');

    await page.getByRole('tab', { name: '版本' }).click();
    await page.getByRole('button', { name: '与上一版比较' }).click();
    await page.getByText('schema.properties.field').first().waitFor();
    await sound(page);
    await page.getByRole('button', { name: '停用表单' }).click();
    const asked = page.getByRole('dialog');
    await asked.getByLabel('停用原因').fill('供暖期结束');
    await asked.getByRole('button', { name: '停用表单' }).click();
    await page.getByRole('heading', { name: /第 3 版 已停用/ }).waitFor();
    await portal.goto(`${stage.house.url}/portal/forms/heating`);
    await portal.getByText('已经停用').waitFor();

    await page.getByRole('button', { name: '以这一版为准重新编辑' }).last().click();
    await page.getByRole('button', { name: '发布新版本' }).click();
    const again = page.getByRole('dialog');
    await again.getByRole('button', { name: '发布新版本' }).click();
    // A refusal stands in the dialog: the failure names it.
    const said = page.getByText('已发布第 4 版').or(again.getByRole('alert'));
    await said.first().waitFor();
    expect(await said.first().textContent()).toContain('已发布第 4 版');
    await portal.goto(`${stage.house.url}/portal/forms/heating`);
    await portal.getByLabel('小区和门牌').waitFor();
    expect(await portal.getByText('住几楼').count()).toBe(0);
  });

  test('JSON that is wrong stays as typed and says why; right JSON is the form', async () => {
    const { page } = await openConsole(stage.browser, stage.house.url, 'writer', '/console/forms?form=noise');
    await page.getByRole('tab', { name: 'JSON' }).click();
    const box = page.getByLabel('JSON 原文');
    const text = await box.inputValue();
    await box.fill(`${text}x`);
    await page.getByText('JSON 写得不对').waitFor();
    await sound(page);
    await box.fill(text.replace('噪声扰民', '太吵了'));
    await page.getByRole('heading', { name: '太吵了' }).waitFor();
    await page.frameLocator('iframe').getByRole('heading', { name: '太吵了' }).waitFor();
    await page.getByRole('button', { name: '放弃改动' }).click();
    await page.getByRole('heading', { name: '噪声扰民' }).first().waitFor();
  });
});
