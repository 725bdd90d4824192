/** Agents at the desk, in real browsers before the real house; citizens write by plain HTTP. */
import { jest } from '@jest/globals';
import { startHouse } from '../support/house.js';
import type { Seat } from '../support/seat.js';
import { axe, faultsOf, PATIENCE, see, shoot } from './browser.js';
import { openConsole } from './staff-page.js';
import { onStage, sound } from './stage.js';

jest.setTimeout(PATIENCE);

const LAMP = '赛罕区大学东路路灯坏了好几天了';

see('the desk in a browser', () => {
  let anna: Seat;
  const stage = onStage(
    () => startHouse(),
    async (house) => {
      anna = await house.seat('anna');
      await house.seat('bella');
    },
  );

  const asks = async (...words: string[]) => {
    const citizen = await stage.house.citizen();
    for (const text of words) await citizen.ask(text);
    return citizen;
  };
  const cardOf = async (thread: string) =>
    (await anna.get<{ card: { holder: string; agent: string } }>(`/api/desk/threads/web:${thread}`)).body
      .card;

  test('a citizen asks for a person: the card comes by itself, is claimed, and both talk', async () => {
    const desk = await openConsole(stage.browser, stage.house.url, 'anna');
    await sound(desk.page);
    const citizen = await asks('居民医保怎么交', '转人工');
    // Not under the pointer: an empty list fills by itself, a full one counts what is new.
    await desk.row(citizen.thread).waitFor();
    expect(await desk.row(citizen.thread).textContent()).toContain('要求人工');
    await desk.pick(citizen.thread);
    await desk.line('citizen', '居民医保怎么交');
    await desk.line('bot', '医保');
    await desk.claim();
    expect(await cardOf(citizen.thread)).toMatchObject({ holder: 'agent', agent: 'anna' });
    await desk.say('您好，请问您在哪个旗县参保？');
    expect((await citizen.until((line) => line.from === 'agent')).at(-1)?.text).toBe(
      '您好，请问您在哪个旗县参保？',
    );
    await citizen.say('在赛罕区');
    await desk.line('citizen', '在赛罕区');
    const suggestion = desk.page.getByRole('button', { name: /^插入回复：.*医疗保险/ }).first();
    await suggestion.click();
    await desk.talk.getByText('草稿已保存在本机').waitFor();
    expect(await desk.reply.inputValue()).toMatch(/医保[\s\S]*（.*，\d{4}-\d{2}-\d{2} 更新）/);
    // Neither the words nor what they were taken from are lost by a reload.
    await desk.page.reload();
    await suggestion.waitFor();
    expect(await desk.reply.inputValue()).toMatch(/更新）$/);
    await sound(desk.page);
    await shoot(desk.page, 'desk-knowledge');
    await desk.reply.press('Enter');
    await citizen.until((line) => line.from === 'agent' && line.text.includes('更新）'));
    // Invariant: a message that arrives while an agent holds the thread never wakes the bot.
    expect((await citizen.lines()).filter((line) => line.from === 'bot')).toHaveLength(2);
    await desk.confirm('交还机器人');
    await desk.talk.getByRole('status').filter({ hasText: '机器人接待' }).waitFor();
    const answered = await citizen.ask('被公司辞退怎么领失业金');
    expect(answered.some((line) => line.from === 'bot' && line.text.includes('失业'))).toBe(true);
    await desk.line('bot', '失业');
    await desk.claim();
    await desk.confirm('结束对话');
    await desk.talk.getByRole('status').filter({ hasText: '已结束' }).waitFor();
    expect((await citizen.state()).holder).toBe('closed');
    await sound(desk.page);
  });

  test('the order form is filled, points at the words it came from, and files', async () => {
    const citizen = await asks(LAMP, '我的电话是13800001234', '转人工');
    const desk = await openConsole(stage.browser, stage.house.url, 'anna');
    await desk.pick(citizen.thread);
    await desk.claim();
    await desk.tab(/^建单$/).click();
    const form = desk.page.getByRole('form', { name: '建单表单' });
    const place = form.getByRole('textbox', { name: '地点' });
    expect(await place.inputValue()).toMatch(/大学东路/);
    expect(await form.getByRole('textbox', { name: '主要内容' }).inputValue()).toContain('路灯');
    expect(await form.getByText('150105', { exact: false }).count()).toBe(0);
    await place.focus();
    const mark = (await desk.line('citizen', '路灯坏了')).locator('mark');
    await mark.waitFor();
    expect(await mark.textContent()).toMatch(/大学东路/);
    await shoot(desk.page, 'desk-form');
    await sound(desk.page);
    expect(await desk.page.content()).not.toContain('13800001234');
    await form.getByRole('textbox', { name: '标题' }).fill('大学东路路灯不亮');
    await form.getByRole('button', { name: '建单', exact: true }).click();
    const told = await citizen.until((line) => Boolean(line.order?.code));
    const order = told.find((line) => line.order)?.order;
    expect(order?.orderNo).toMatch(/^150105\d{8}[A-Z]\d{6}\d$/);
    expect(order?.code).toMatch(/^[2-9A-HJKMNP-Z]{6}$/);
    const sheet = desk.page.getByRole('dialog', { name: `工单 ${order?.orderNo}` });
    await sheet.getByRole('heading', { name: '大学东路路灯不亮' }).waitFor();
    expect(await sheet.getByText('138****1234', { exact: true }).isVisible()).toBe(true);
    expect(await desk.page.content()).not.toContain(order?.code);
    expect(await desk.page.content()).not.toContain('13800001234');
    await sound(desk.page);
    await shoot(desk.page, 'desk-filed');
  });

  test('two agents press 接起 at the same moment: one has it, the other reads who', async () => {
    const citizen = await asks('转人工');
    const desks = [
      await openConsole(stage.browser, stage.house.url, 'anna'),
      await openConsole(stage.browser, stage.house.url, 'bella'),
    ];
    // Both requests are let go together, so that the two do meet at the house.
    let held: (() => void)[] = [];
    for (const { page } of desks)
      await page.route('**/claim', async (route) => {
        await new Promise<void>((go) => {
          held.push(go);
          if (held.length === desks.length) for (const one of held) one();
        });
        await route.continue();
      });
    for (const desk of desks) await desk.pick(citizen.thread);
    const taken = Promise.any(
      desks.map((desk) =>
        desk.page
          .getByText('这个对话刚被其他坐席接起')
          .waitFor()
          .then(() => desk),
      ),
    );
    const answers = await Promise.all(
      desks.map(async (desk) => {
        const [answer] = await Promise.all([
          desk.page.waitForResponse(/\/claim$/),
          desk.talk.getByRole('button', { name: '接起', exact: true }).click(),
        ]);
        return answer.status();
      }),
    );
    held = [];
    expect([...answers].sort()).toEqual([200, 409]);
    const loser = desks[answers.indexOf(409)];
    const winner = desks[answers.indexOf(200)];
    expect(await taken).toBe(loser);
    const name = winner === desks[0] ? 'anna' : 'bella';
    await loser?.talk
      .getByRole('status')
      .filter({ hasText: `由 ${name} 接待` })
      .waitFor();
    await winner?.talk.getByRole('status').filter({ hasText: '由我接待' }).waitFor();
    expect(await loser?.reply.count()).toBe(0);
    expect(await loser?.talk.getByRole('button', { name: '接起', exact: true }).count()).toBe(0);
    expect(await cardOf(citizen.thread)).toMatchObject({ holder: 'agent', agent: name });
    for (const { page } of desks) await sound(page, /status of 409/);
  });

  test('an emergency rings at the desk at once and is answered', async () => {
    const desk = await openConsole(stage.browser, stage.house.url, 'anna');
    const citizen = await asks('我家厨房着火了');
    const alarms = desk.page.getByRole('region', { name: '警报' });
    await alarms.getByText('我家厨房着火了').waitFor();
    await alarms.getByText('紧急', { exact: true }).waitFor();
    await sound(desk.page);
    await shoot(desk.page, 'desk-alarm');
    await alarms.getByRole('button', { name: '打开对话' }).click();
    await desk.line('citizen', '我家厨房着火了');
    await alarms.getByRole('button', { name: '应答' }).click();
    await alarms.waitFor({ state: 'hidden' });
    const left = await anna.get<{ thread: string; answeredBy?: string }[]>('/api/desk/alarms');
    expect(left.body.filter((one) => one.thread === `web:${citizen.thread}` && !one.answeredBy)).toEqual([]);
    await sound(desk.page);
  });

  test('the session ends while an agent writes: signed in again, the words are there and go out once', async () => {
    const citizen = await asks('转人工');
    const desk = await openConsole(stage.browser, stage.house.url, 'anna');
    await desk.pick(citizen.thread);
    await desk.claim();
    await desk.reply.fill('这是写了一半的回复');
    const cookies = await desk.page.context().cookies();
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const session = `${stage.house.url}/api/desk/session`;
    const { csrf } = (await (await fetch(session, { headers: { cookie } })).json()) as { csrf: string };
    const ended = await fetch(session, { method: 'DELETE', headers: { cookie, 'x-csrf-token': csrf } });
    expect(ended.status).toBe(204);
    // The house ends the line too: the page says so before the agent finds out by a failed sending.
    const again = desk.page.getByRole('dialog', { name: '登录已过期' });
    await again.waitFor();
    await shoot(desk.page, 'desk-expired');
    expect(await axe(desk.page)).toEqual([]);
    await again.getByLabel('密码').fill('Jiesu-12345-demo');
    await again.getByRole('button', { name: '登录', exact: true }).click();
    await again.waitFor({ state: 'hidden' });
    expect(await desk.reply.inputValue()).toBe('这是写了一半的回复');
    await desk.reply.press('Enter');
    await citizen.until((line) => line.text === '这是写了一半的回复');
    await desk.page.getByRole('status').filter({ hasText: '已连接' }).waitFor();
    await (await desk.line('agent', '这是写了一半的回复')).getByText('已发送').waitFor();
    expect((await citizen.lines()).filter((line) => line.text === '这是写了一半的回复')).toHaveLength(1);
    expect(await desk.log.getByText('这是写了一半的回复').count()).toBe(1);
    expect(faultsOf(desk.page, /status of 401|WebSocket/)).toEqual([]);
  });
});
