/** Lines that could not be delivered: seen, sent again once, or told some other way. */
import type { Alarm, ThreadPage } from '../../server/http/contract-desk.js';
import type { OutboxDone, OutboxRow } from '../../server/http/contract-outbox.js';
import { eventually } from '../contracts/channel-world.js';
import { type House, startHouse } from '../support/house.js';
import { BUSY, GONE, type MemoryPlatform, memoryPlatform, WELL } from '../support/memory-platform.js';
import { quickNlu } from '../support/quick-nlu.js';
import type { Seat } from '../support/seat.js';

interface Listed {
  rows: OutboxRow[];
  next: string | null;
  total: number;
  counts: { failed: number; retrying: number };
}

let house: House;
let away: MemoryPlatform;
let seat: Seat;
let wait = 10;
let count = 0;

beforeAll(async () => {
  away = memoryPlatform('away', '外部平台');
  house = await startHouse({
    channels: [away.channel],
    nlu: quickNlu(),
    settle: { quiet: 10, longest: 50 },
    backoff: () => wait,
  });
  seat = await house.seat('reader');
}, 60_000);
afterAll(() => house.stop());
beforeEach(() => {
  away.answers(WELL);
  wait = 10;
});

const list = async (query = '') => (await seat.get<Listed>(`/api/desk/outbox?${query}`)).body;
const rowOf = async (thread: string, query = '') =>
  (await list(query)).rows.find((row) => row.thread === `away:${thread}`);
const act = async (by: Seat, name: 'resend' | 'settle', lines: string[], note?: string) =>
  (await by.post(`/api/desk/outbox/${name}`, { lines, ...(note ? { note } : {}) }))
    .body as unknown as OutboxDone[];

/** Somebody writes from a place that can't be reached any more. */
async function undelivered(sender = {}): Promise<{ thread: string; row: OutboxRow }> {
  const thread = `t${++count}`;
  away.answers(GONE);
  await away.push(thread, '居民医保怎么交', { sender });
  const row = await eventually(() => rowOf(thread));
  return { thread, row };
}

test('a line that can’t arrive is listed: why, since when, to whom, and nothing personal in clear', async () => {
  const { row } = await undelivered({ name: '张三丰', phone: '13800001234', email: 'sanfeng@example.com' });
  expect(row).toMatchObject({
    channel: 'away',
    channelName: '外部平台',
    from: 'bot',
    reason: '用户已取消关注',
    delivery: { state: 'failed', nextTry: null },
    resends: 0,
    settled: null,
  });
  expect(row.citizen).toBe(`张** 138****1234 ${row.citizen.split(' ')[2]}`);
  expect(JSON.stringify(row)).not.toMatch(/13800001234|sanfeng@|丰/);
  expect(Date.parse(row.since)).toBeLessThanOrEqual(Date.now());
  expect((await list()).counts.failed).toBeGreaterThan(0);
  expect(await rowOf(row.thread.slice('away:'.length), 'channel=away')).toBeDefined();
  expect((await list('channel=web')).rows).toEqual([]);
});

test('sent again it arrives once, however many press at once; the alarm is answered with it', async () => {
  const { thread, row } = await undelivered();
  const other = await house.seat('second');
  away.answers(WELL);
  const answers = await Promise.all([
    act(seat, 'resend', [row.id, row.id]),
    act(seat, 'resend', [row.id]),
    act(other, 'resend', [row.id]),
  ]);
  expect(answers.flat().filter(({ done }) => done)).toHaveLength(1);
  await eventually(() => away.reached(thread).length > 0);
  await eventually(async () => !(await rowOf(thread)));
  expect(away.reached(thread)).toHaveLength(1);
  expect(await act(seat, 'resend', [row.id])).toEqual([
    { id: row.id, done: false, said: expect.stringMatching(/已送达/) },
  ]);
  const alarms = (await seat.get<Alarm[]>('/api/desk/alarms')).body;
  expect(alarms.some((alarm) => alarm.thread === row.thread)).toBe(false);
});

test('sent again in vain it is back in the list, rings anew, and may be sent yet again', async () => {
  const { thread, row } = await undelivered();
  await act(seat, 'resend', [row.id]);
  await eventually(async () => (await rowOf(thread))?.resends === 1);
  await eventually(async () =>
    (await seat.get<Alarm[]>('/api/desk/alarms')).body.some((alarm) => alarm.thread === row.thread),
  );
  away.answers(WELL);
  expect(await act(seat, 'resend', [row.id])).toEqual([{ id: row.id, done: true, said: '已重新发送' }]);
  await eventually(() => away.reached(thread).length === 1);
});

test('visible while still retrying: which try, and when the next', async () => {
  wait = 600_000;
  away.answers(BUSY);
  const thread = `t${++count}`;
  await away.push(thread, '居民医保怎么交');
  const row = await eventually(() => rowOf(thread, 'state=retrying'));
  expect(row.delivery).toMatchObject({ state: 'retrying', tries: 1 });
  expect(Date.parse(row.delivery.nextTry ?? '') - Date.now()).toBeGreaterThan(500_000);
  expect(row.reason).toBe('对方平台繁忙');
  // Told by phone meanwhile: it is not tried any more.
  await act(seat, 'settle', [row.id], '已电话告知，机主 13800004321');
  const settled = await eventually(() => rowOf(thread, 'state=settled'));
  expect(settled.settled).toMatchObject({ by: 'reader', note: '已电话告知，机主 138****4321' });
  expect(await rowOf(thread, 'state=retrying')).toBeUndefined();
  const tried = away.tries();
  await house.restart();
  seat = await house.seat(`reader${count}`);
  expect(away.tries()).toBe(tried);
});

test('settled is settled: not sent again, and not settled twice', async () => {
  const { row } = await undelivered();
  const first = await act(seat, 'settle', [row.id], '已上门告知');
  expect(first).toEqual([{ id: row.id, done: true, said: expect.any(String) }]);
  expect((await act(seat, 'settle', [row.id], '又一次'))[0]?.done).toBe(false);
  expect((await act(seat, 'resend', [row.id]))[0]?.done).toBe(false);
});

test('several at once: each is answered for itself, also one that is not there', async () => {
  const one = await undelivered();
  const two = await undelivered();
  away.answers(WELL);
  const said = await act(seat, 'resend', [one.row.id, 'no-such-line', two.row.id]);
  expect(said.map(({ id, done }) => [id, done])).toEqual([
    [one.row.id, true],
    ['no-such-line', false],
    [two.row.id, true],
  ]);
  await eventually(() => [one, two].every(({ thread }) => away.reached(thread).length === 1));
});

test('who may read may not send; a settlement without words is refused', async () => {
  const { row } = await undelivered();
  const quality = await house.seat(`quality${count}`, ['QA']);
  expect((await quality.get('/api/desk/outbox')).status).toBe(200);
  expect((await quality.post('/api/desk/outbox/resend', { lines: [row.id] })).status).toBe(403);
  expect((await seat.post('/api/desk/outbox/settle', { lines: [row.id], note: '' })).status).toBe(422);
  expect((await seat.post('/api/desk/outbox/resend', { lines: [] })).status).toBe(422);
  expect((await seat.get('/api/desk/outbox?state=lost')).status).toBe(400);
  expect((await seat.get('/api/desk/outbox?after=xyz')).status).toBe(400);
});

test('an agent sees how each of the own lines stands', async () => {
  const thread = `t${++count}`;
  const id = `away:${thread}`;
  await away.push(thread, '转人工');
  await eventually(() => away.reached(thread).length > 0);
  await seat.post(`/api/desk/threads/${id}/claim`, { version: 0 });
  await seat.post(`/api/desk/threads/${id}/messages`, { id: 'a1', text: '第一句' });
  await eventually(() => away.reached(thread).includes('第一句'));
  away.answers(GONE);
  await seat.post(`/api/desk/threads/${id}/messages`, { id: 'a2', text: '第二句' });
  const states = async () =>
    (await seat.get<ThreadPage>(`/api/desk/threads/${id}`)).body.lines
      .filter((line) => line.from === 'agent')
      .map((line) => line.delivery?.state);
  await eventually(async () => String(await states()) === 'sent,failed');
  // The citizen's side never hears of it.
  const citizen = await house.citizen();
  await citizen.ask('居民医保怎么交');
  expect(JSON.stringify(await citizen.lines())).not.toContain('delivery');
});
