/** 来信公开 in the console: redact, give reasons, publish, take down. */
import { jest } from '@jest/globals';
import { answer, write } from '../letters/writer.js';
import { PATIENCE, see, shoot } from './browser.js';
import { openConsole } from './staff-page.js';
import { onStage, sound } from './stage.js';

jest.setTimeout(PATIENCE);

see('来信公开 in a browser', () => {
  const stage = onStage();

  test('what is personal is covered beforehand, what is typed shows at once, and only reasons let it out', async () => {
    const agent = await stage.house.seat('reader');
    await stage.house.seat('clerk', ['AGENT', 'KB_EDITOR']);
    const sent = await write(stage.house, { title: '王小满家门口路灯不亮' });
    await answer(
      stage.house,
      agent,
      sent,
      '王小满您好，路灯已修复。再有问题请拨打养护单位电话 0471-1234567。',
    );
    const { page } = await openConsole(stage.browser, stage.house.url, 'clerk', '/console/letters');
    await page.getByRole('table', { name: '来信列表' }).getByText('***家门口路灯不亮').waitFor();
    await sound(page);
    await shoot(page, 'console-letters');
    await page.getByRole('button', { name: sent.letterNo }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByText('没有发现未处理的个人信息').waitFor();
    await sound(page);
    await shoot(page, 'console-letter');

    const reply = sheet.getByRole('textbox', { name: '公开答复' });
    await reply.fill('您好，路灯已修复。再有问题请拨打养护单位电话 0471-1234567。');
    const reason = sheet.getByRole('textbox', { name: /保留“0471-1234567”（电话）的理由/ });
    await reason.waitFor();
    expect(await sheet.getByRole('button', { name: '公开', exact: true }).isDisabled()).toBe(true);
    await sound(page);
    await shoot(page, 'console-letter-left');
    // What was typed outlives the page.
    await page.reload();
    await reason.fill('单位对外公开的电话');
    await sheet.getByRole('button', { name: '公开', exact: true }).click();
    const [open] = await Promise.all([
      page.context().waitForEvent('page'),
      sheet.getByRole('link', { name: '看公开的样子' }).click(),
    ]);
    await open.getByRole('heading', { level: 1, name: '***家门口路灯不亮' }).waitFor();
    expect(await open.content()).toContain('0471-1234567');
    expect(await open.content()).not.toContain('王小满');
    expect(await page.content()).not.toContain('王小满');
    await sound(page);

    await sheet.getByRole('button', { name: '撤下', exact: true }).click();
    await sheet.getByText('请写明原因').waitFor();
    await sheet.getByRole('textbox', { name: '撤下的原因' }).fill('答复内容有更新');
    await sheet.getByRole('button', { name: '撤下', exact: true }).click();
    await sheet.getByText('撤下原因：答复内容有更新').waitFor();
    await sound(page);
    await shoot(page, 'console-letter-down');
    const gone = await open.reload();
    expect(gone?.status()).toBe(410);
  });

  test('who lacks the permission has no such page', async () => {
    await stage.house.seat('plain');
    const { page } = await openConsole(stage.browser, stage.house.url, 'plain', '/console/letters');
    await page.getByRole('region', { name: '待办列表' }).waitFor();
    expect(await page.getByRole('link', { name: '来信公开' }).count()).toBe(0);
  });
});
