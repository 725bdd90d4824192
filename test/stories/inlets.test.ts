/** One citizen, many inlets: joined by proof alone, the order goes along, and the answer goes where it is wanted. */
import type { Line } from '../../server/http/contract-chat.js';
import type { PersonPage } from '../../server/http/contract-desk.js';
import type { OrderPage } from '../../server/http/contract-orders.js';
import { auditStore } from '../../server/store/audit.js';
import { eventually } from '../contracts/channel-world.js';
import type { Citizen } from '../support/citizen.js';
import { type House, startHouse } from '../support/house.js';
import { type MemoryPlatform, memoryPlatform } from '../support/memory-platform.js';
import type { Seat } from '../support/seat.js';

const PHONE = '13800001234';
let wechat: MemoryPlatform;
let house: House;
let seat: Seat;
let at = Date.parse('2026-01-05T02:00:00Z');
let count = 0;

beforeAll(async () => {
  wechat = memoryPlatform('wechat', '微信');
  house = await startHouse({
    channels: [wechat.channel],
    settle: { quiet: 10, longest: 50 },
    now: () => new Date(at),
  });
  seat = await house.seat('clerk', ['AGENT', 'DISPATCHER']);
}, 60_000);
afterAll(() => house.stop());

/** Says it in WeChat and gives what came in reply. */
async function tell(thread: string, text: string, more = {}): Promise<string> {
  const before = wechat.reached(thread).length;
  at += 1000;
  await wechat.push(thread, text, more);
  await eventually(() => wechat.reached(thread).length > before);
  return wechat.reached(thread).slice(before).join('\n');
}

/** An order filed in WeChat. */
async function filed(more = {}): Promise<{ thread: string; orderNo: string }> {
  const thread = `openid-${++count}`;
  await tell(thread, `赛罕区大学东路路灯坏了好几天了，我的电话${PHONE}`, more);
  const done = await tell(thread, '确认提交');
  const orderNo = /\d{14}[A-Z]\d{7}/.exec(done)?.[0] ?? '';
  expect(orderNo).not.toBe('');
  return { thread, orderNo };
}
const person = async (thread: string) =>
  (await seat.get<PersonPage>(`/api/desk/threads/${thread}/person`)).body;
const order = async (orderNo: string) => (await seat.get<OrderPage>(`/api/desk/orders/${orderNo}`)).body;
const textOf = (lines: Line[]) => lines.map(({ text }) => text).join('\n');
const ask = async (citizen: Citizen, text: string) => {
  at += 1000;
  return citizen.ask(text);
};
const codeIn = (text: string) => /绑定码是 ([0-9A-Z]{6})/.exec(text)?.[1] ?? '';

test('from WeChat to the web by a one-time code: the order, its progress and urging come along', async () => {
  const { thread, orderNo } = await filed();
  const code = codeIn(await tell(thread, '绑定'));
  const citizen = await house.citizen();
  // Before it is proved nothing of it can be seen from here.
  expect(textOf(await ask(citizen, `${orderNo}到哪一步了`))).not.toContain('已');
  const bound = await ask(citizen, `绑定 ${code}`);
  expect(textOf(bound)).toContain('已和您在微信的对话接到一起');
  const progress = await ask(citizen, '查进度');
  expect(progress[0]).toMatchObject({ decision: 'progress', text: expect.stringContaining(orderNo) });
  const urged = await ask(citizen, '催一下');
  expect(urged[0]).toMatchObject({ decision: 'urge', text: expect.stringContaining(orderNo) });
  expect((await order(orderNo)).card.urges).toBe(1);
  const page = await person(`web:${citizen.thread}`);
  expect(page.threads.map(({ id }) => id).sort()).toEqual([`web:${citizen.thread}`, `wechat:${thread}`]);
  expect(page.orders.map((one) => one.orderNo)).toEqual([orderNo]);
  expect(JSON.stringify(page)).not.toContain(PHONE);
});

test('a code opens once, for ten minutes, and not its own inlet', async () => {
  const { thread } = await filed();
  const code = codeIn(await tell(thread, '我要绑定'));
  expect(await tell(thread, `绑定 ${code}`)).toContain('绑定码不对');
  const [one, two] = [await house.citizen(), await house.citizen()];
  const answers = await Promise.all([ask(one, `绑定 ${code}`), ask(two, `绑定 ${code}`)]);
  expect(answers.filter((lines) => textOf(lines).includes('接到一起'))).toHaveLength(1);
  const late = codeIn(await tell(thread, '绑定'));
  at += 601_000;
  expect(textOf(await ask(await house.citizen(), `绑定 ${late}`))).toContain('绑定码不对');
});

test('guessing codes is closed after a few', async () => {
  const { thread } = await filed();
  const code = codeIn(await tell(thread, '绑定'));
  const citizen = await house.citizen();
  for (let n = 0; n < 6; n++) await ask(citizen, `绑定 AAAA${22 + n}`);
  expect(textOf(await ask(citizen, `绑定 ${code}`))).toContain('绑定码不对');
});

test('by number and code: the order is at home here too, and the code is not asked again', async () => {
  const house2 = await house.citizen();
  const first = await ask(house2, `赛罕区大学东路路灯坏了好几天了，我的电话${PHONE}`);
  expect(first.some((line) => line.draft)).toBe(true);
  const made = (await ask(house2, '确认提交')).find((line) => line.order)?.order;
  const citizen = await house.citizen();
  const came = await ask(citizen, `查一下${made?.orderNo}，提取码${made?.code}`);
  expect(textOf(came)).toContain(`已把工单 ${made?.orderNo} 接到这个对话`);
  expect(came.at(-1)?.choices?.map(({ say }) => say)).toEqual([
    '答复发到这里',
    '答复发到原来的对话',
    '答复两边都发',
  ]);
  expect((await ask(citizen, '催一下'))[0]).toMatchObject({ text: expect.stringContaining(made!.orderNo) });
  // A number and a code prove an order, not a person.
  expect((await person(`web:${citizen.thread}`)).linked).toBe(false);
});

test('a phone that the channel has verified joins by itself; one that was merely typed never does', async () => {
  const phone = '13800005678';
  const one = await filed({ sender: { phone } });
  const other = `openid-${++count}`;
  await tell(other, '你好', { sender: { phone: '+86 138 0000 5678' } });
  const typed = await house.citizen();
  await ask(typed, `赛罕区大学东路路灯坏了，我的电话${phone}`);
  const page = await person(`wechat:${other}`);
  expect(page.threads.map(({ id }) => id).sort()).toEqual([`wechat:${one.thread}`, `wechat:${other}`].sort());
  expect(page.orders.map(({ orderNo }) => orderNo)).toEqual([one.orderNo]);
  expect((await person(`web:${typed.thread}`)).linked).toBe(false);
  // And the order can be urged from the other inlet without its code.
  expect(await tell(other, `催一下${one.orderNo}`)).toContain(one.orderNo);
});

test('two verified phones are two people until a person says otherwise', async () => {
  const [one, two] = [`openid-${++count}`, `openid-${++count}`];
  const code = codeIn(await tell(one, '绑定', { sender: { phone: '13800001111' } }));
  await tell(two, '你好', { sender: { phone: '13800002222' } });
  expect(await tell(two, `绑定 ${code}`)).toContain('手机号不同');
});

test('news goes where the citizen wrote last, or where the citizen wants it', async () => {
  const { thread, orderNo } = await filed();
  const code = codeIn(await tell(thread, '绑定'));
  const citizen = await house.citizen();
  await ask(citizen, `绑定 ${code}`);
  const news = `您的工单 ${orderNo} 有新进展`;
  const step = async (action: string) => {
    const { card } = await order(orderNo);
    const done = await seat.post(`/api/desk/orders/${orderNo}/step`, {
      action,
      version: card.version,
      reason: '请补充路灯杆号',
    });
    expect(done.status).toBe(200);
  };
  const inWechat = () => wechat.reached(thread).filter((text) => text.startsWith(news)).length;
  const onWeb = async () => (await citizen.lines()).filter(({ text }) => text.startsWith(news)).length;
  await step('accept');
  await eventually(async () => (await onWeb()) === 1);
  expect(inWechat()).toBe(0);
  await ask(citizen, '答复发到原来的对话');
  await step('askInfo');
  await eventually(() => inWechat() === 1);
  expect(await onWeb()).toBe(1);
  await ask(citizen, '答复两边都发');
  await step('record');
  await step('accept');
  await eventually(() => inWechat() === 2);
  await eventually(async () => (await onWeb()) === 2);
});

test('an agent sets where the answer goes, on the words of the citizen, and nowhere else', async () => {
  const { thread, orderNo } = await filed({ sender: { phone: '13800007777' } });
  const web = await house.citizen();
  await ask(web, `绑定 ${codeIn(await tell(thread, '绑定'))}`);
  const { answers } = await person(`wechat:${thread}`);
  expect(answers).toMatchObject([{ orderNo, by: null, goes: [`web:${web.thread}`] }]);
  expect(answers[0]?.may.toSorted()).toEqual([`web:${web.thread}`, `wechat:${thread}`]);

  const other = await house.citizen();
  await ask(other, '你好');
  const set = (threads: string[], more = {}) =>
    seat.post(`/api/desk/orders/${orderNo}/answer-to`, {
      version: answers[0]?.version,
      threads,
      words: '老人说以后发微信，电话13800007777',
      ...more,
    });
  expect((await set([`web:${other.thread}`])).body).toMatchObject({ error: { code: 'INVALID' } });
  expect((await set([`wechat:${thread}`], { words: ' ' })).status).toBe(422);
  expect((await set([`wechat:${thread}`], { version: 1 })).body).toMatchObject({ error: { code: 'STALE' } });
  expect((await person(`wechat:${thread}`)).answers[0]?.by).toBe(null);

  const done = await set([`wechat:${thread}`]);
  expect(done.body).toMatchObject({ answers: [{ orderNo, by: 'agent', goes: [`wechat:${thread}`] }] });
  // The same press again is late, not twice.
  expect((await set([`wechat:${thread}`])).status).toBe(409);
  expect((await order(orderNo)).timeline.find((row) => row.action === '选定答复去处')).toMatchObject({
    actor: 'clerk',
    reason: '老人说以后发微信，电话138****7777',
  });
  // The citizen has the last word.
  await ask(web, '答复发到这里');
  expect((await person(`wechat:${thread}`)).answers[0]).toMatchObject({
    by: 'citizen',
    goes: [`web:${web.thread}`],
  });
  const quality = await house.seat('quality2', ['QA']);
  const path = `/api/desk/orders/${orderNo}/answer-to`;
  expect((await quality.post(path, { version: 1, threads: ['x'], words: '发微信' })).status).toBe(403);
});

test('unlinked, by the citizen or at the desk: nothing of the other inlet is seen any more', async () => {
  const { thread, orderNo } = await filed();
  const citizen = await house.citizen();
  await ask(citizen, `绑定 ${codeIn(await tell(thread, '绑定'))}`);
  expect(textOf(await ask(citizen, '解除绑定'))).toContain('已解除');
  expect((await person(`web:${citizen.thread}`)).linked).toBe(false);
  expect(textOf(await ask(citizen, `催一下${orderNo}`))).not.toContain('已记下');
  expect((await person(`wechat:${thread}`)).linked).toBe(true);
  await seat.post(`/api/desk/threads/wechat:${thread}/unlink`);
  expect((await person(`wechat:${thread}`)).linked).toBe(false);
  const wrong = await filed();
  const stranger = await house.citizen();
  await ask(stranger, `绑定 ${codeIn(await tell(wrong.thread, '绑定'))}`);
  expect(textOf(await ask(stranger, '查进度'))).toContain(wrong.orderNo);
  await seat.post(`/api/desk/threads/web:${stranger.thread}/unlink`);
  // Joined by mistake, taken apart by a person: number and progress are gone from there too.
  expect(textOf(await ask(stranger, `${wrong.orderNo}到哪一步了`))).not.toContain('已');
  expect((await order(wrong.orderNo)).timeline.at(-1)).toMatchObject({ action: '从另一处对话移出' });
  const quality = await house.seat('quality', ['QA']);
  expect((await quality.post(`/api/desk/threads/wechat:${thread}/unlink`)).status).toBe(403);
  const rows = await house.aside(({ connection }) => auditStore(connection).rows(0, 1000));
  const acts = rows.map(({ action }) => action);
  expect(acts).toContain('person.read');
  expect(acts).toContain('person.unlink');
  expect(rows.filter(({ action }) => action === 'order.answerTo')).toMatchObject([
    { account: 'clerk', reason: expect.not.stringContaining('13800007777') },
  ]);
}, 90_000);
