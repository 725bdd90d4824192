/** The first administrator's way in, and the accounts made by it. */
import { jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { PASSWORD } from '../support/house.js';
import { PATIENCE, pageOf, see, shoot, visit } from './browser.js';
import { signInAt } from './staff-page.js';
import { onStage, sound } from './stage.js';

jest.setTimeout(PATIENCE);

const FIRST = `first-${PASSWORD}`;

see('accounts in a browser', () => {
  const stage = onStage();

  async function change(page: Page, from: string, to: string): Promise<void> {
    await page.getByRole('heading', { name: '首次登录，请先设置自己的密码' }).waitFor();
    await page.getByLabel('原密码', { exact: true }).fill(from);
    await page.getByLabel('新密码', { exact: true }).fill(to);
    await page.getByLabel('再输一次新密码', { exact: true }).fill(to);
    await page.getByRole('button', { name: '保存新密码' }).click();
  }

  test('the first password opens nothing but its change; an account made then gets in the same way', async () => {
    const page = await pageOf(await visit(stage.browser), `${stage.house.url}/console`);
    await page.getByRole('heading', { name: '登录接诉工作台' }).waitFor();
    await sound(page);
    await signInAt(page, 'admin', 'wrong-password-1');
    await page.getByRole('alert').waitFor();
    await sound(page, /status of 401/);
    await signInAt(page, 'admin', FIRST);
    await page.getByRole('heading', { name: '首次登录，请先设置自己的密码' }).waitFor();
    await sound(page, /status of 401/);
    await shoot(page, 'first-password');
    await change(page, FIRST, FIRST);
    await page.getByRole('alert').waitFor();
    await change(page, FIRST, PASSWORD);
    // What was said hangs over the menu: it lets the pointer through.
    await page.getByText('密码已修改').waitFor();
    expect(
      await page.evaluate<string>(
        "getComputedStyle(document.querySelector('.ant-message-notice-title')).pointerEvents",
      ),
    ).toBe('none');
    // The first account may go to many pages: this one stands in a menu.
    await page.getByRole('button', { name: '规则与管理' }).click();
    await page.getByRole('menuitem', { name: '账号' }).click();
    const table = page.getByRole('table', { name: '账号列表' });
    await table.getByRole('row').filter({ hasText: 'admin' }).waitFor();
    await sound(page, /status of 4\d\d/);
    await page.getByRole('button', { name: '新建账号' }).click();
    const making = page.getByRole('dialog', { name: '新建账号' });
    await making.getByRole('button', { name: '新建账号' }).click();
    await making.getByText('请填写姓名').waitFor();
    await sound(page, /status of 4\d\d/);
    await making.getByLabel('账号').fill('dora');
    await making.getByLabel('姓名').fill('演示坐席');
    await making.getByLabel('工号').fill('108');
    await making.getByRole('combobox', { name: '角色' }).click();
    await page.locator('.ant-select-dropdown').getByText('受理员', { exact: true }).click();
    await page.keyboard.press('Escape');
    await making.getByRole('button', { name: '新建账号' }).click();
    const once = page.getByRole('status', { name: '一次性密码' });
    await once.waitFor();
    const password = (await once.textContent()) ?? '';
    expect(password.length).toBeGreaterThanOrEqual(10);
    await sound(page, /status of 4\d\d/);
    await shoot(page, 'one-time-password');
    await page
      .getByRole('dialog', { name: 'dora 的一次性密码' })
      .getByRole('button', { name: '关闭' })
      .click();
    await once.waitFor({ state: 'hidden' });
    const row = table.getByRole('row').filter({ hasText: 'dora' });
    expect(await row.textContent()).toMatch(/演示坐席.*108.*受理员.*正常/);
    expect(await page.content()).not.toContain(password);
    await sound(page, /status of 4\d\d/);
    await shoot(page, 'accounts');

    const other = await pageOf(await visit(stage.browser), `${stage.house.url}/console`);
    await signInAt(other, 'dora', password);
    await change(other, password, `${PASSWORD}-dora`);
    await other.getByRole('region', { name: '待办列表' }).waitFor();
    await other.getByRole('status').filter({ hasText: '已连接' }).waitFor();
    expect(await other.getByRole('link', { name: '账号' }).count()).toBe(0);
    await sound(other);
    await other.getByRole('button', { name: /坐席 108/ }).click();
    await other.getByRole('menuitem', { name: '退出登录' }).click();
    await other.getByRole('heading', { name: '登录接诉工作台' }).waitFor();
    await other.reload();
    await other.getByRole('heading', { name: '登录接诉工作台' }).waitFor();
  });
});
