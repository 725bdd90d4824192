/** The clock of putting a low rating right (整改): seen, rung once each for whoever watches, silent once it is answered. */
import type { Alarm } from '../../server/http/contract-desk.js';
import type { ProceedingList, ProceedingPage } from '../../server/http/contract-proceedings.js';
import { eventually } from '../contracts/channel-world.js';
import { call } from '../support/citizen.js';
import { type House, PASSWORD, startHouse } from '../support/house.js';
import { filed, go, REPLY, to } from '../support/orders.js';
import { type Seat, signIn } from '../support/seat.js';

let clock = new Date('2026-11-30T02:00:00Z');
let house: House;
let seats: Record<'sender' | 'saihan' | 'asker' | 'watcher' | 'mayor', Seat>;
let orderNo: string;
let id: string;

async function later(iso: string): Promise<void> {
  clock = new Date(iso);
  const names = ['sender', 'saihan', 'asker', 'watcher', 'mayor'] as const;
  const signed = await Promise.all(
    names.map(async (name) => [name, await signIn(house.url, name, PASSWORD)]),
  );
  seats = Object.fromEntries(signed) as typeof seats;
}
const alarms = async (seat: Seat) =>
  (await seat.get<Alarm[]>('/api/desk/alarms')).body.filter(({ kind }) => kind === 'rectify');
const list = async (seat: Seat, query: string) =>
  (await seat.get<ProceedingList>(`/api/desk/proceedings?${query}`)).body;
const one = async () => (await seats.asker.get<ProceedingPage>(`/api/desk/proceedings/${id}`)).body;

beforeAll(async () => {
  house = await startHouse({ now: () => clock, sweepEvery: 50 });
  await house.seat('sender', ['AGENT', 'DISPATCHER']);
  await house.seat('saihan', ['HANDLER_LEAD'], '150105');
  await house.seat('asker', ['CALLBACK']);
  await house.seat('watcher', ['SUPERVISOR']);
  // Watches as a supervisor, but over one unit's own orders: the rated.
  await house.seat('mayor', ['SUPERVISOR'], '150105');
  await later(clock.toISOString());
  const order = await filed(await house.citizen(), '赛罕区示例巷井盖坏了，我电话13800001236');
  ({ orderNo } = order);
  id = `LR-${orderNo}-1`;
  await go(seats.sender, orderNo, 'accept');
  await go(seats.sender, orderNo, 'dispatch', to(['150105', 'lead']));
  await go(seats.saihan, orderNo, 'sign');
  await go(seats.saihan, orderNo, 'reply', REPLY);
  await go(seats.sender, orderNo, 'passReply', { reason: '已核对现场照片' });
  await call(`${house.url}/api/orders/rate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...order, stars: 1, tags: ['unsolved'] }),
  });
  const { card } = await one();
  const body = { action: 'accept', version: card.version, reason: '核实属实，未解决' };
  expect((await seats.asker.post(`/api/desk/proceedings/${id}/move`, body)).status).toBe(200);
}, 180_000);
afterAll(() => house.stop());

test('near its end: rung for call-back and supervision, for nobody else; listed as near', async () => {
  expect(await alarms(seats.asker)).toEqual([]);
  expect((await list(seats.asker, 'kind=lowRating')).pressing).toEqual({ near: 0, late: 0 });
  await later('2026-12-21T02:00:00Z');
  await eventually(async () => (await alarms(seats.asker)).length > 0);
  const [rung] = await alarms(seats.asker);
  expect(rung).toMatchObject({ orderNo, thread: null });
  expect(rung?.text).toContain(`工单 ${orderNo} 的差评整改快到期了，最迟 2026年12月21日`);
  expect(rung?.text).toContain('赛罕区人民政府');
  expect(await alarms(seats.watcher)).toEqual([rung]);
  for (const seat of [seats.sender, seats.saihan, seats.mayor]) {
    expect(await alarms(seat)).toEqual([]);
    expect((await seat.post(`/api/desk/alarms/${rung?.id}/answer`, {})).status).toBe(404);
  }
  expect(await list(seats.asker, 'kind=lowRating&clock=near')).toMatchObject({
    rows: [{ id, light: 'near' }],
    pressing: { near: 1, late: 0 },
  });
  expect((await list(seats.asker, 'kind=lowRating&clock=late')).rows).toEqual([]);
  expect((await seats.asker.get('/api/desk/proceedings?kind=lowRating&clock=soon')).status).toBe(422);
}, 60_000);

test('over it: the later alarm stands for both, once, over a long sleep and a restart', async () => {
  await later('2027-01-20T02:00:00Z');
  await house.restart();
  await later('2027-01-20T02:00:00Z');
  await eventually(async () => (await alarms(seats.asker)).some(({ text }) => text.includes('已经超期')));
  await house.restart();
  await later('2027-01-20T02:05:00Z');
  expect(await alarms(seats.asker)).toMatchObject([{ orderNo, text: expect.stringContaining('已经超期') }]);
  const names = (await one()).rows.map(({ action }) => action);
  expect(names.slice(-2)).toEqual(['整改临期', '整改超期']);
  expect(await list(seats.watcher, 'kind=lowRating&clock=late')).toMatchObject({
    rows: [{ id, light: 'red' }],
    pressing: { near: 0, late: 1 },
  });
}, 300_000);

test('answered, it is silent by itself, and pressing no more', async () => {
  await go(seats.sender, orderNo, 'redispatch', { reason: '请重新办理' });
  await go(seats.saihan, orderNo, 'reply', REPLY);
  expect((await one()).card.state).toBe('REPLIED');
  expect(await alarms(seats.asker)).toEqual([]);
  expect((await list(seats.asker, 'kind=lowRating&clock=late')).pressing).toEqual({ near: 0, late: 0 });
}, 60_000);
