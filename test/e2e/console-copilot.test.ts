/** The agent's copilot in a real browser, by rule: live as the citizen speaks, taken by one key, never sent by itself. */
import { jest } from '@jest/globals';
import { io } from 'socket.io-client';
import type { AdoptionView } from '../../server/http/contract-assist.js';
import { startHouse } from '../support/house.js';
import type { Seat } from '../support/seat.js';
import { axe, faultsOf, PATIENCE, see, shoot } from './browser.js';
import { openConsole } from './staff-page.js';
import { onStage } from './stage.js';

jest.setTimeout(PATIENCE);

see('the copilot in a browser', () => {
  let boss: Seat;
  const stage = onStage(
    () => startHouse(),
    async (house) => {
      await house.seat('anna');
      boss = await house.seat('boss', ['ANALYST']);
    },
  );

  test('a draft is there, A puts it into the reply, the citizen’s next words make another', async () => {
    const citizen = await stage.house.citizen();
    await citizen.ask('被公司辞退怎么领失业金');
    await citizen.ask('转人工');
    const desk = await openConsole(stage.browser, stage.house.url, 'anna');
    await desk.pick(citizen.thread);
    await desk.claim();
    await desk.tab(/^助手$/).click();
    const draft = desk.page.getByRole('region', { name: '回复草稿' });
    await draft.getByText('按规则生成').waitFor();
    expect(await axe(desk.page)).toEqual([]);
    await shoot(desk.page, 'desk-copilot');
    const chat = io(`${stage.house.url}/chat`, {
      auth: { thread: citizen.thread, token: citizen.token },
      transports: ['websocket'],
    });
    await new Promise<void>((resolve) => chat.once('connect', () => resolve()));
    const writes = desk.page.getByText('对方正在输入', { exact: true });
    for (let tries = 0; tries < 50 && !(await writes.isVisible()); tries++) {
      chat.emit('typing');
      await desk.page.waitForTimeout(100);
    }
    await draft.getByText('对方正在输入，草稿可能会变').waitFor();
    expect(await axe(desk.page)).toEqual([]);
    chat.disconnect();
    // No more signs of it: after some seconds it is over.
    await writes.waitFor({ state: 'hidden' });
    await desk.tab(/^助手$/).press('a');
    await draft.getByText('已采用').waitFor();
    expect(await desk.reply.inputValue()).toMatch(/失业保险/);
    expect((await citizen.lines()).filter(({ from }) => from === 'agent')).toEqual([]);
    await citizen.say('赛罕区大学东路路灯也坏了');
    await desk.page.getByRole('region', { name: '对话概括' }).getByText('路灯').waitFor();
    await desk.reply.fill('请携带身份证前往窗口办理。');
    await desk.page.getByRole('button', { name: '改得好懂' }).click();
    const plain = desk.page.getByRole('region', { name: '改得好懂' });
    await plain.getByRole('button', { name: '采用：改得好懂', exact: true }).click();
    await plain.getByText('已采用').waitFor();
    expect(await desk.reply.inputValue()).toBe('请带上身份证去窗口办。');
    expect(await axe(desk.page)).toEqual([]);
    expect(faultsOf(desk.page)).toEqual([]);
    const { body } = await boss.get('/api/desk/assists/adoption');
    const taken = (body as unknown as AdoptionView).rows.reduce((sum, { accepted }) => sum + accepted, 0);
    expect(taken).toBe(2);
  });
});
