/** Clocks of the first reply: started, shown, stopped, rung once; over restarts too. */
import { randomUUID } from 'node:crypto';
import type { Alarm, ThreadCard } from '../../server/http/contract-desk.js';
import { eventually } from '../contracts/channel-world.js';
import { type House, startHouse } from '../support/house.js';
import { memoryPlatform } from '../support/memory-platform.js';
import type { Seat } from '../support/seat.js';

const START = Date.parse('2026-01-05T02:00:00Z');
let at = START;
const mail = memoryPlatform('email', '邮件');
let house: House;
let seat: Seat;

beforeAll(async () => {
  house = await startHouse({
    now: () => new Date(at),
    look: 20,
    channels: [mail.channel],
    settle: { quiet: 10, longest: 50 },
  });
  seat = await house.seat('clerk');
}, 60_000);
afterAll(() => house.stop());

async function reopened(): Promise<void> {
  await house.restart();
  seat = await house.seat(`clerk${randomUUID().slice(0, 4)}`);
}

const waiting = async () =>
  (await seat.get<{ rows: ThreadCard[] }>('/api/desk/threads?box=waiting&limit=100')).body.rows;
const cardOf = async (thread: string) =>
  (await seat.get<{ card: ThreadCard }>(`/api/desk/threads/${thread}`)).body.card;
const late = async (thread: string) =>
  (await seat.get<Alarm[]>('/api/desk/alarms')).body.filter(
    (alarm) => alarm.kind === 'late' && alarm.thread === thread,
  );

test('who waits for a person on the web is owed a reply in three minutes; it is listed by what is owed first', async () => {
  await mail.push('m1', '转人工');
  const letter = await eventually(async () => (await waiting()).find(({ id }) => id === 'email:m1'));
  at += 60_000;
  const citizen = await house.citizen();
  await citizen.ask('转人工');
  const chat = await cardOf(`web:${citizen.thread}`);
  const minutes = ({ clock }: ThreadCard) =>
    clock && (Date.parse(clock.due) - Date.parse(clock.since)) / 60_000;
  expect([minutes(letter), minutes(chat)]).toEqual([1440, 3]);
  expect(Date.parse(chat.clock!.yellow) - Date.parse(chat.clock!.since)).toBeCloseTo(120_000, -3);
  // The letter came first, the chat is due first.
  expect((await waiting()).map(({ id }) => id)).toEqual([`web:${citizen.thread}`, 'email:m1']);
});

test('an answer of the bot leaves nothing owed', async () => {
  const citizen = await house.citizen();
  await citizen.ask('居民医保怎么交');
  expect((await cardOf(`web:${citizen.thread}`)).clock).toBeNull();
});

test('joining is no reply; words are. The next words of the citizen start it anew', async () => {
  const citizen = await house.citizen();
  const thread = `web:${citizen.thread}`;
  await citizen.ask('转人工');
  await seat.post(`/api/desk/threads/${thread}/claim`, { version: 0 });
  expect((await cardOf(thread)).clock).not.toBeNull();
  await seat.post(`/api/desk/threads/${thread}/messages`, { id: 'a1', text: '您好，请讲' });
  expect((await cardOf(thread)).clock).toBeNull();
  at += 1000;
  await citizen.say('赛罕区大学东路路灯坏了');
  const clock = await eventually(async () => (await cardOf(thread)).clock);
  expect(Date.parse(clock.since)).toBe(at);
  await seat.post(`/api/desk/threads/${thread}/messages`, { id: 'a2', text: '记下了，马上派人' });
  await citizen.say('谢谢');
  await eventually(async () => (await cardOf(thread)).lastText === '谢谢');
  expect((await cardOf(thread)).clock).toBeNull();
});

test('run out it rings once, over a restart too; a reply answers the alarm', async () => {
  const citizen = await house.citizen();
  const thread = `web:${citizen.thread}`;
  await citizen.ask('转人工');
  at += 179_000;
  // A house that opens looks at once.
  await reopened();
  expect(await late(thread)).toEqual([]);
  at += 1000;
  const [alarm] = await eventually(async () => {
    const found = await late(thread);
    return found.length > 0 ? found : null;
  });
  expect(alarm?.text).toBe('首次答复超时：网页对话应在 3 分钟内答复');
  await reopened();
  expect(await late(thread)).toHaveLength(1);
  await seat.post(`/api/desk/alarms/${alarm?.id}/answer`);
  await reopened();
  expect(await late(thread)).toEqual([]);
});

test('what ran out while the house was closed rings when it opens', async () => {
  const citizen = await house.citizen();
  const thread = `web:${citizen.thread}`;
  await citizen.ask('转人工');
  await house.aside(async () => {
    at += 600_000;
  });
  seat = await house.seat(`clerk${randomUUID().slice(0, 4)}`);
  expect(await late(thread)).toHaveLength(1);
  await seat.post(`/api/desk/threads/${thread}/claim`, { version: 0 });
  await seat.post(`/api/desk/threads/${thread}/messages`, { id: 'a1', text: '让您久等了' });
  expect(await late(thread)).toEqual([]);
});

test('a form is owed acceptance in two hours; a person who accepts the order stops it', async () => {
  const answer = await fetch(`${house.url}/api/forms/repair`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      id: `form-${randomUUID()}`,
      what: 'streetlight',
      region: '150105',
      place: '赛罕区演示路 1 号',
      description: '路灯不亮',
      phone: '13800003333',
    }),
  });
  const { orderNo } = (await answer.json()) as { orderNo: string };
  const order = async () =>
    (await seat.get<{ card: { thread: string; version: number } }>(`/api/desk/orders/${orderNo}`)).body.card;
  const { thread, version } = await order();
  const { clock } = await cardOf(thread);
  expect(clock).toMatchObject({ kind: 'acceptance' });
  expect(Date.parse(clock!.due) - Date.parse(clock!.since)).toBe(7_200_000);
  const done = await seat.post(`/api/desk/orders/${orderNo}/step`, { action: 'accept', version });
  expect(done.status).toBe(200);
  expect((await cardOf(thread)).clock).toBeNull();
});
