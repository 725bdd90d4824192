/** The link that goes out with an answer: rates once, by reasons, until its day; nobody at the desk gets it. */
import type { ThreadPage } from '../../server/http/contract-desk.js';
import { createRateLinks } from '../../server/intake/rate-link.js';
import { type House, startHouse } from '../support/house.js';
import { filed, go, page, REPLY, to } from '../support/orders.js';
import type { Seat } from '../support/seat.js';

const PUBLIC = 'https://12345.example.gov.cn';
let clock = new Date('2026-11-30T02:00:00Z');
let house: House;
let desk: Seat;
let unit: Seat;

beforeAll(async () => {
  house = await startHouse({ now: () => clock, sweepEvery: 50 }, { PUBLIC_URL: PUBLIC });
  desk = await house.seat('sender', ['AGENT', 'DISPATCHER', 'SUPERVISOR']);
  unit = await house.seat('saihan', ['HANDLER'], '150105');
}, 240_000);
afterAll(() => house.stop());

async function answered() {
  const citizen = await house.citizen();
  const order = await filed(citizen);
  await go(desk, order.orderNo, 'accept');
  await go(desk, order.orderNo, 'dispatch', to(['150105', 'lead']));
  await go(unit, order.orderNo, 'sign');
  await go(unit, order.orderNo, 'reply', REPLY);
  await go(desk, order.orderNo, 'passReply');
  const lines = await citizen.until((line) => line.doors?.some(({ url }) => url?.includes('/r/')) ?? false);
  const url = lines.flatMap(({ doors }) => doors ?? []).find((door) => door.url?.includes('/r/'))?.url ?? '';
  return { citizen, order, path: url.replace(PUBLIC, '') };
}
const look = async (path: string) => {
  const answer = await fetch(`${house.url}${path}`, { headers: { accept: 'text/html' } });
  return { status: answer.status, text: await answer.text() };
};
const rate = async (path: string, fields: [string, string][]) => {
  const answer = await fetch(`${house.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
    body: new URLSearchParams(fields).toString(),
  });
  return { status: answer.status, text: await answer.text() };
};

test('opens the answer with five levels, is looked at without effect, rates once, and a low one is verified', async () => {
  const { order, path, citizen } = await answered();
  for (let times = 0; times < 2; times++) {
    const seen = await look(path);
    expect(seen.status).toBe(200);
    for (const word of ['维修人员更换了灯泡', '非常满意', '非常不满意', '答非所问', '12 月'])
      expect(seen.text).toContain(word);
    expect(seen.text).not.toContain('13800001234');
  }
  const bare = await rate(path, [['stars', '1']]);
  expect([bare.status, bare.text.includes('请至少选一项')]).toEqual([409, true]);
  const many = await Promise.all(
    [1, 2, 3].map(() =>
      rate(path, [
        ['stars', '2'],
        ['tags', 'unsolved'],
        ['tags', 'late'],
        ['note', '还是不亮'],
      ]),
    ),
  );
  // The same form sent again is the same rating: each is told so, one is kept.
  expect(many.map(({ status }) => status).every((status) => [200, 409, 410].includes(status))).toBe(true);
  expect((await page(desk, order.orderNo)).ratings).toMatchObject([{ stars: 2, tags: ['unsolved', 'late'] }]);
  expect(await look(path)).toMatchObject({ status: 410, text: expect.stringContaining('已经评价过') });
  const { body } = await desk.get<{ kind: string }[]>(`/api/desk/orders/${order.orderNo}/proceedings`);
  expect(JSON.stringify(body)).toContain('lowRating');
  // Who has the link rates as the citizen: the desk sees the line, not the link.
  const thread = await desk.get<ThreadPage>(`/api/desk/threads/web:${citizen.thread}`);
  expect(JSON.stringify(thread.body)).toContain('评一评');
  expect(JSON.stringify(thread.body)).not.toContain('/r/');
});

test('after its day it is over, and says where else; a changed or a foreign one is none', async () => {
  const { order, path } = await answered();
  const before = clock;
  clock = new Date(clock.getTime() + 60 * 86_400_000);
  expect(await look(path)).toMatchObject({ status: 410, text: expect.stringContaining('已经失效') });
  expect((await rate(path, [['stars', '5']])).status).toBe(410);
  clock = before;
  expect((await page(desk, order.orderNo)).ratings).toEqual([]);
  const foreign = createRateLinks(Buffer.alloc(32)).tokenOf({ orderNo: order.orderNo, row: 1 });
  for (const wrong of [`/r/${foreign}`, `${path.slice(0, -1)}${path.endsWith('A') ? 'Q' : 'A'}`, '/r/x'])
    expect([wrong, (await rate(wrong, [['stars', '5']])).status]).toEqual([wrong, 404]);
  expect((await rate(path, [['stars', '5']])).status).toBe(200);
  expect((await page(desk, order.orderNo)).card.state).toBe('CLOSED');
});

test('answered on the spot it is asked for too', async () => {
  const citizen = await house.citizen();
  const { orderNo } = await filed(citizen);
  await go(desk, orderNo, 'answerDirect', { reason: '今天下午已经修好' });
  await citizen.until((line) => line.doors?.some(({ url }) => url?.startsWith(`${PUBLIC}/r/`)) ?? false);
});
