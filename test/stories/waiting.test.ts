/** Between the bot and a person: waiting, writing on, an emergency meanwhile, an end and a new beginning. */
import { randomUUID } from 'node:crypto';
import type { Line } from '../../server/http/contract-chat.js';
import { type Citizen, call } from '../support/citizen.js';
import { type House, startHouse } from '../support/house.js';
import type { Seat } from '../support/seat.js';

let house: House;
let seat: Seat;
beforeAll(async () => {
  house = await startHouse();
  seat = await house.seat('keeper');
}, 60_000);
afterAll(() => house.stop());

const ours = (lines: Line[]) => lines.filter((line) => line.from !== 'citizen');

async function claim(citizen: Citizen): Promise<number> {
  const { status, body } = await seat.post(`/api/desk/threads/web:${citizen.thread}/claim`, { version: 0 });
  expect(status).toBe(200);
  return Number(body.version);
}

/** The thread's version once every line so far has had its turn. */
async function rest(citizen: Citizen): Promise<number> {
  for (let before = -1; ; ) {
    const { body } = await seat.get<{ card: { version: number; lastText: string }; lines: Line[] }>(
      `/api/desk/threads/web:${citizen.thread}`,
    );
    const { version, lastText } = body.card;
    const last = body.lines.findLast((line) => line.from === 'citizen');
    if (version === before && lastText === last?.text) return version;
    before = version;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

test('who writes while waiting is told once that it arrived, not at every line', async () => {
  const citizen = await house.citizen();
  await citizen.ask('转人工');
  const [told] = await citizen.ask('我在等');
  expect(told?.decision).toBeUndefined();
  for (const text of ['还在吗', '居民医保怎么交', '我等了很久']) {
    await citizen.say(text);
    await rest(citizen);
  }
  expect(ours(await citizen.lines())).toHaveLength(2);
  expect(await citizen.state()).toMatchObject({ holder: 'queue' });
});

test('who despairs while waiting is not left waiting in silence', async () => {
  const citizen = await house.citizen();
  await citizen.ask('转人工');
  const [told] = await citizen.ask('等不了了，我不想活了');
  expect(told).toMatchObject({ decision: 'handOver', text: expect.stringContaining('12356') });
  const alarms = await seat.get<{ kind: string; thread: string }[]>('/api/desk/alarms');
  expect(alarms.body).toContainEqual(
    expect.objectContaining({ kind: 'threat', thread: `web:${citizen.thread}` }),
  );
  // Taken at once, so that the next one's place in the row is its own.
  await claim(citizen);
});

test('nobody at the desk: it is not said that somebody is on the way', async () => {
  const citizen = await house.citizen();
  const [first] = await citizen.ask('转人工');
  const [told] = await citizen.ask('我在等');
  for (const line of [first, told]) expect(line?.text).toMatch(/现在没有工作人员在线/);
  expect((await citizen.state()).queue?.minutes).toBeNull();
});

test('an emergency in the queue still gives 119, rings, and keeps the place', async () => {
  const citizen = await house.citizen();
  await citizen.ask('转人工');
  const said = await citizen.ask('我家厨房着火了');
  const line = said.find((one) => one.decision === 'emergency');
  expect(line?.doors?.map((door) => door.number)).toContain('119');
  expect(await citizen.state()).toMatchObject({ holder: 'queue', queue: { position: 1 } });
  const { body } = await seat.get<{ kind: string; thread: string }[]>('/api/desk/alarms');
  expect(body).toContainEqual(
    expect.objectContaining({ kind: 'emergency', thread: `web:${citizen.thread}` }),
  );
});

test('an emergency while an agent has the thread gives 119 too, and the agent keeps it', async () => {
  const citizen = await house.citizen();
  await citizen.ask('转人工');
  await claim(citizen);
  await citizen.say('我家厨房着火了');
  await citizen.until((line) => line.decision === 'emergency');
  expect(await citizen.state()).toMatchObject({ holder: 'agent', seat: seat.session.seat });
});

test('a closed conversation begins anew with the next word', async () => {
  const citizen = await house.citizen();
  await citizen.ask('转人工');
  const version = await claim(citizen);
  const closed = await seat.post(`/api/desk/threads/web:${citizen.thread}/close`, { version });
  expect(closed.status).toBe(200);
  expect(await citizen.state()).toMatchObject({ holder: 'closed' });
  const [answer] = await citizen.ask('居民医保怎么交');
  expect(answer?.decision).toBe('answer');
  expect(await citizen.state()).toMatchObject({ holder: 'bot', seat: null });
});

test('handed back while a line was not yet served: the line has its turn, once', async () => {
  const citizen = await house.citizen();
  await citizen.ask('转人工');
  const version = await claim(citizen);
  const [said, back] = await Promise.all([
    citizen.say('居民医保怎么交'),
    seat.post(`/api/desk/threads/web:${citizen.thread}/hand-back`, { version }),
  ]);
  expect([said.status, back.status]).toEqual([202, 200]);
  await rest(citizen);
  const lines = await citizen.lines();
  expect(lines.filter((line) => line.decision === 'answer').length).toBeLessThanOrEqual(1);
  // Whoever had the thread when the line was served, what is asked next is the bot's.
  expect((await citizen.ask('居民医保怎么交'))[0]?.decision).toBe('answer');
});

test('a citizen never sees a name: not of the agent, not of the account', async () => {
  const citizen = await house.citizen();
  await citizen.ask('转人工');
  await claim(citizen);
  await seat.post(`/api/desk/threads/web:${citizen.thread}/messages`, { id: randomUUID(), text: '您好' });
  const lines = await citizen.until((line) => line.text === '您好');
  expect(JSON.stringify(lines)).not.toContain('keeper');
  expect(new Set(lines.map((line) => line.id)).size).toBe(lines.length);
});

test('the same id in two conversations is two answers of the agent', async () => {
  const [one, two] = [await house.citizen(), await house.citizen()];
  for (const citizen of [one, two]) {
    await citizen.ask('转人工');
    await claim(citizen);
  }
  const say = (citizen: Citizen, text: string) =>
    seat.post(`/api/desk/threads/web:${citizen.thread}/messages`, { id: 'same', text });
  expect((await say(one, '给第一位')).body.text).toBe('给第一位');
  expect((await say(two, '给第二位')).body.text).toBe('给第二位');
  expect((await say(one, '再点一次')).body.text).toBe('给第一位');
  expect(ours(await one.lines()).filter((line) => line.from === 'agent')).toHaveLength(1);
  expect((await two.lines()).at(-1)?.text).toBe('给第二位');
});

test('only who holds the conversation speaks in it, files from it, hands it back or closes it', async () => {
  const citizen = await house.citizen();
  await citizen.ask('转人工');
  const version = await claim(citizen);
  const other = await house.seat('passer');
  const at = `/api/desk/threads/web:${citizen.thread}`;
  for (const [path, body] of [
    ['messages', { id: 'x', text: '插一句' }],
    ['hand-back', { version }],
    ['close', { version }],
    ['orders', { id: 'x', fields: { content: '插一单' } }],
  ] as const)
    expect((await other.post(`${at}/${path}`, body)).status).toBe(409);
  expect((await citizen.lines()).at(-1)?.from).toBe('system');
});

test('another form under a used id is refused and shows no code of the first', async () => {
  const form = {
    id: `form-${randomUUID()}`,
    what: 'streetlight',
    region: '150105',
    place: '赛罕区演示路 1 号',
    description: '路灯不亮',
    phone: '13800003333',
  };
  const send = (more: object) =>
    call(`${house.url}/api/forms/repair`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...form, ...more }),
    });
  const first = await send({});
  expect(first.status).toBe(201);
  expect((await send({})).body).toEqual(first.body);
  const other = await send({ phone: '13800004444' });
  expect(other.status).toBe(409);
  expect(JSON.stringify(other.body)).not.toContain(String(first.body.code));
});

test('a stopping house says so to who still writes', async () => {
  const leaving = await startHouse();
  try {
    const citizen = await leaving.citizen();
    await citizen.ask('你好');
    const poll = citizen.until((line) => line.text === '不会来');
    poll.catch(() => {});
    const stopped = leaving.app.stop();
    const late = await citizen.say('还来得及吗').catch(() => null);
    // Refused in words, or the door was shut already; never half taken.
    if (late) expect([late.status, (late.body.error as { code: string }).code]).toEqual([503, 'STOPPING']);
    await stopped;
  } finally {
    await leaving.stop().catch(() => {});
  }
});
