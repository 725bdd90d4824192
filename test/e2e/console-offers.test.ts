/** A conversation offered to a seat, sent on to an expert line, and what comes to an account, in a browser. */
import { jest } from '@jest/globals';
import { PASSWORD, startHouse } from '../support/house.js';
import { PATIENCE, pageOf, see, shoot, visit } from './browser.js';
import { openConsole, signInAt } from './staff-page.js';
import { onStage, sound } from './stage.js';

jest.setTimeout(PATIENCE);

see('who takes what, in a browser', () => {
  const stage = onStage(
    () => startHouse({ look: 100 }),
    async (house) => {
      await house.admin();
      await house.seat('ann');
      await house.seat('exe', ['EXPERT']);
    },
  );

  test('an administrator says what comes to an account; it stands in the table', async () => {
    const page = await pageOf(await visit(stage.browser), `${stage.house.url}/console/accounts`);
    await signInAt(page, 'admin', PASSWORD);
    const table = page.getByRole('table', { name: '账号列表' });
    await table.getByRole('button', { name: 'exe 的分派设置' }).click();
    const dialog = page.getByRole('dialog', { name: 'exe 的分派设置' });
    await dialog.getByRole('combobox', { name: '专长' }).click();
    await page.keyboard.type('12333');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await dialog.getByRole('combobox', { name: '会的语言（汉语以外）' }).click();
    await page.locator('.ant-select-dropdown').getByText('蒙古语', { exact: true }).click();
    await page.keyboard.press('Escape');
    await dialog.getByRole('spinbutton', { name: '同时接待几个对话' }).fill('2');
    await shoot(page, 'account-work');
    await dialog.getByRole('button', { name: '保存', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    const row = table.getByRole('row').filter({ hasText: 'exe' });
    await row.filter({ hasText: /12333.*蒙古语.*对话最多 2 个/ }).waitFor();
    await sound(page);
    await page.context().close();
  });

  test('offered to this seat with the reason, away and back, taken, sent on to the expert line', async () => {
    const ann = await openConsole(stage.browser, stage.house.url, 'ann');
    const duty = ann.page.getByRole('button', { name: '在岗', exact: true });
    await duty.click();
    await ann.page.getByRole('button', { name: /暂离中/ }).waitFor();
    const citizen = await stage.house.citizen();
    await citizen.ask('转人工');
    await ann.row(citizen.thread).filter({ hasText: '还没有人接：合适的坐席都暂离了' }).waitFor();
    await ann.page.getByRole('button', { name: /暂离中/ }).click();
    const strip = ann.page.getByRole('region', { name: '提供给您的对话' });
    await strip.getByText(/因为：手上 0 个，最多 3 个/).waitFor();
    await ann.row(citizen.thread).filter({ hasText: '提供给您' }).waitFor();
    await sound(ann.page);
    await shoot(ann.page, 'offered');
    await strip.getByRole('button', { name: '接起' }).click();
    await ann.talk.getByRole('status').filter({ hasText: '由我接待' }).waitFor();
    await strip.waitFor({ state: 'hidden' });

    const exe = await openConsole(stage.browser, stage.house.url, 'exe');
    await ann.talk.getByRole('button', { name: '转接', exact: true }).click();
    const dialog = ann.page.getByRole('dialog', { name: '转接或请教' });
    await dialog.getByRole('radio', { name: /12333.*1 人在线/ }).check();
    await dialog.getByLabel('给接手的人看的话').fill('问工伤待遇，已核实参保');
    await sound(ann.page);
    await shoot(ann.page, 'hand-on');
    await dialog.getByRole('button', { name: '转接', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    const offered = exe.page.getByRole('region', { name: '提供给您的对话' });
    await offered.getByText(/专长：12333/).waitFor();
    await offered.getByRole('button', { name: '接起' }).click();
    await exe.talk.getByText('问工伤待遇，已核实参保').waitFor();
    await citizen.until((line) => line.text.includes('专家坐席，您排在前面'));
    await exe.page.setViewportSize({ width: 360, height: 740 });
    await sound(exe.page);
  });
});
