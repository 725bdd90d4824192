/** An order from the citizen's words to the citizen's verdict, by the people of domain §3.1, on a real house. */
import type { OrderView } from '../../server/http/contract-citizen.js';
import type { InsightReport, InsightRows } from '../../server/http/contract-insight.js';
import type { OrderPage } from '../../server/http/contract-orders.js';
import { type Citizen, call } from '../support/citizen.js';
import { type House, PASSWORD, startHouse } from '../support/house.js';
import { type Seat, signIn } from '../support/seat.js';

let clock = new Date('2026-11-30T02:00:00Z');
let house: House;
let dispatcher: Seat;
let unit: Seat;
let other: Seat;
let caller: Seat;
let supervisor: Seat;

beforeAll(async () => {
  house = await startHouse({ now: () => clock, sweepEvery: 50 });
  dispatcher = await house.seat('sender', ['AGENT', 'DISPATCHER']);
  unit = await house.seat('saihan', ['HANDLER'], '150105');
  other = await house.seat('xincheng', ['HANDLER'], '150102');
  caller = await house.seat('asker', ['CALLBACK']);
  supervisor = await house.seat('watcher', ['SUPERVISOR']);
}, 120_000);
afterAll(() => house.stop());

async function filed(citizen: Citizen, text = '赛罕区大学东路路灯坏了好几天了，我电话13800001234') {
  const lines = await citizen.ask(text);
  expect(lines.some((line) => line.draft)).toBe(true);
  const done = await citizen.ask('确认提交');
  const order = done.find((line) => line.order)?.order;
  if (!order) throw new Error('nothing filed');
  return order;
}

async function page(seat: Seat, orderNo: string): Promise<OrderPage> {
  const { status, body } = await seat.get<OrderPage>(`/api/desk/orders/${orderNo}`);
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}

interface Said {
  status: number;
  body: OrderPage & { error?: { code: string; message: string } };
}

/** One step at the version of now; answers with the status and what was said. */
async function step(seat: Seat, orderNo: string, action: string, more: object = {}): Promise<Said> {
  const { card } = await page(dispatcher, orderNo);
  const body = { action, version: card.version, ...more };
  const said = (await seat.post(`/api/desk/orders/${orderNo}/step`, body)) as unknown as Said;
  // A timer may have moved it in this moment: read again and press again, as a person would.
  return said.body.error?.code === 'STALE' ? step(seat, orderNo, action, more) : said;
}
async function go(seat: Seat, orderNo: string, action: string, more: object = {}): Promise<OrderPage> {
  const { status, body } = await step(seat, orderNo, action, more);
  if (status !== 200) throw new Error(`${action}: ${status} ${JSON.stringify(body)}`);
  return body;
}
/** Five working days from Monday, or three where it is read as urgent (a lamp of several days may be). */
const DUE = { critical: '', urgent: '2026-12-03T16:00:00.000Z', normal: '2026-12-07T16:00:00.000Z' };
const to = (...units: [string, string][]) => ({
  reason: '请按职责办理',
  given: { units: units.map(([code, part]) => ({ unit: code, part })) },
});
const reply = {
  given: {
    reply: {
      handling: '更换灯泡两只，已复查',
      public: '您反映的路灯已经修好。维修人员更换了灯泡，晚间复查照明正常。',
      solved: 'yes',
    },
  },
};
const post = (path: string, body: object) =>
  call<OrderView & { error?: { code: string; message: string } }>(`${house.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** Time passes; sessions that slept sign in again. */
async function later(iso: string): Promise<void> {
  clock = new Date(iso);
  [dispatcher, unit, other, caller, supervisor] = (await Promise.all(
    ['sender', 'saihan', 'xincheng', 'asker', 'watcher'].map((name) => signIn(house.url, name, PASSWORD)),
  )) as [Seat, Seat, Seat, Seat, Seat];
}

test('a broken street lamp: accepted, sent, signed, answered, asked back, rated', async () => {
  const order = await filed(await house.citizen());
  const accepted = await go(dispatcher, order.orderNo, 'accept');
  expect(accepted.suggested).toMatchObject({
    sure: true,
    best: [{ unit: '150105', name: '赛罕区人民政府' }, { unit: 'NM-12319' }, { unit: '150100' }],
  });
  expect(accepted.suggested?.best[0]?.why).toContain('属地：赛罕区');

  // Before it is sent there, a unit's people see nothing of it, not even that it exists.
  expect((await unit.get(`/api/desk/orders/${order.orderNo}`)).status).toBe(404);
  const sent = await go(dispatcher, order.orderNo, 'dispatch', to(['150105', 'lead'], ['150102', 'assist']));
  expect(sent.card).toMatchObject({
    state: 'DISPATCHED',
    lead: '赛罕区人民政府',
    due: DUE[sent.card.urgency],
  });

  const mine = await unit.get<{ rows: { orderNo: string }[]; total: number }>('/api/desk/orders');
  expect(mine.body.rows.map((row) => row.orderNo)).toEqual([order.orderNo]);
  expect((await page(unit, order.orderNo)).actions.map(({ action }) => action)).toEqual([
    'sign',
    'relay',
    'requestReturn',
  ]);
  expect((await page(other, order.orderNo)).actions.map(({ action }) => action)).toEqual(['assistSign']);

  await go(other, order.orderNo, 'assistSign');
  await go(unit, order.orderNo, 'sign');
  await go(unit, order.orderNo, 'contact', {
    reason: '已电话说明',
    given: { contact: { at: clock.toISOString(), how: 'phone' } },
  });
  // What must not reach the citizen is sent back before anybody has to find it.
  const leaking = {
    given: { reply: { ...reply.given.reply, public: '您好，路灯已修好，维修工电话13900001234。' } },
  };
  const stopped = await step(unit, order.orderNo, 'reply', leaking);
  expect([stopped.status, stopped.body.error?.message]).toEqual([422, expect.stringContaining('个人信息')]);
  const brief = { given: { reply: { ...reply.given.reply, public: '您反映的路灯已经修好。' } } };
  const answered = await go(unit, order.orderNo, 'reply', brief);
  expect(answered).toMatchObject({
    card: { state: 'REPLIED' },
    clocks: { stopped: clock.toISOString(), light: 'none' },
  });
  // What was done is for the house; the citizen reads the answer only once it has passed.
  const before = await post('/api/orders/query', order);
  expect(JSON.stringify(before.body)).not.toMatch(/更换灯泡|已经修好/);
  expect(before.body.mayRate).toBe(false);
  // Short and without a check of its own it may pass, but whoever passes it is told.
  expect((await page(dispatcher, order.orderNo)).remarks.map(({ rule }) => rule)).toContain('short');
  expect((await page(unit, order.orderNo)).remarks).toEqual([]);
  const bare = await step(dispatcher, order.orderNo, 'passReply');
  expect([bare.status, bare.body.error?.message]).toEqual([422, expect.stringContaining('放行的理由')]);
  await go(dispatcher, order.orderNo, 'passReply', { reason: '已电话向诉求人说明经过' });
  const shown = await post('/api/orders/query', order);
  expect(shown.body.timeline[0]?.text).toContain('您反映的路灯已经修好。');
  expect(JSON.stringify(shown.body)).not.toContain('更换灯泡');
  expect(shown.body.mayRate).toBe(true);

  const rated = await post('/api/orders/rate', { ...order, stars: 5, tags: [] });
  expect(rated).toMatchObject({ status: 200, body: { mayRate: false } });
  const closed = await page(dispatcher, order.orderNo);
  expect(closed).toMatchObject({ card: { state: 'CLOSED' }, ratings: [{ stars: 5 }] });
  // The rated does not learn who rated, nor how.
  const seen = await page(unit, order.orderNo);
  expect(seen).toMatchObject({ ratings: [], callbacks: [] });
  expect(seen.timeline.some((row) => row.action.includes('评价'))).toBe(false);
});

test('rating asks for number and code, for a reason where it is low, and only once it is time', async () => {
  const order = await filed(await house.citizen());
  expect((await post('/api/orders/rate', { ...order, stars: 1, tags: ['late'] })).body.error?.code).toBe(
    'NOT_ALLOWED',
  );
  expect(
    (await post('/api/orders/rate', { ...order, code: 'AAAAAA', stars: 5, tags: [] })).body.error?.code,
  ).toBe('NO_ORDER');
  expect((await post('/api/orders/rate', { ...order, stars: 6, tags: [] })).status).toBe(422);
  await go(dispatcher, order.orderNo, 'accept');
  await go(dispatcher, order.orderNo, 'dispatch', to(['150105', 'lead']));
  await go(unit, order.orderNo, 'sign');
  await go(unit, order.orderNo, 'reply', reply);
  await go(dispatcher, order.orderNo, 'passReply');
  const bare = await post('/api/orders/rate', { ...order, stars: 1, tags: [] });
  expect(bare.body.error?.message).toContain('原因');
  const low = await post('/api/orders/rate', { ...order, stars: 1, tags: ['unsolved'], note: '还是不亮' });
  expect(low.status).toBe(200);
  // A low rating closes nothing: somebody asks back, and it is done again.
  expect((await page(caller, order.orderNo)).card.state).toBe('CALLBACK_PENDING');
  const call_ = {
    given: { callback: { connected: true, contacted: true, solved: false, satisfied: 'dissatisfied' } },
  };
  await go(caller, order.orderNo, 'callback', call_);
  expect((await step(caller, order.orderNo, 'confirmDone', { reason: '办结' })).status).toBe(409);
  await go(caller, order.orderNo, 'rework', { reason: '回访未解决' });
  const again = await go(dispatcher, order.orderNo, 'redispatch', { reason: '请重新办理' });
  expect(again).toMatchObject({ card: { state: 'IN_PROGRESS' }, assignments: [{ state: 'IN_PROGRESS' }] });
});

test('given back with its basis, sent elsewhere; the citizen clock does not start anew, and the old unit sees it was theirs', async () => {
  await later('2026-12-01T02:00:00Z');
  const order = await filed(await house.citizen());
  await go(dispatcher, order.orderNo, 'accept');
  const first = await go(dispatcher, order.orderNo, 'dispatch', to(['150105', 'lead']));
  const bare = await step(unit, order.orderNo, 'requestReturn', {
    given: { return: { reason: 'place', basis: ' ', suggest: null } },
  });
  expect([bare.status, bare.body.error?.message]).toEqual([422, expect.stringContaining('依据')]);
  await go(unit, order.orderNo, 'requestReturn', {
    given: { return: { reason: 'place', basis: '该路段属新城区', suggest: '150102' } },
  });
  const judged = await go(dispatcher, order.orderNo, 'agreeReturn', { reason: '属实' });
  expect(judged.suggested?.best.find(({ unit: code }) => code === '150105')?.why.join()).toMatch(
    /退回 \d+ 件/,
  );
  await later('2026-12-03T02:00:00Z');
  const second = await go(dispatcher, order.orderNo, 'dispatch', to(['150102', 'lead']));
  expect(second.card).toMatchObject({ due: first.card.due, lead: '新城区人民政府' });
  expect(
    (await other.get<{ rows: { orderNo: string }[] }>('/api/desk/orders')).body.rows.map(
      (row) => row.orderNo,
    ),
  ).toContain(order.orderNo);
  expect((await page(unit, order.orderNo)).actions).toEqual([]);
  expect((await step(unit, order.orderNo, 'sign')).status).toBe(403);
});

test('what time does: reminded, signed at the limit, near, overdue; a restart and a long sleep lose nothing', async () => {
  await later('2026-12-07T02:00:00Z');
  const order = await filed(await house.citizen());
  await go(dispatcher, order.orderNo, 'accept');
  await go(dispatcher, order.orderNo, 'dispatch', to(['150105', 'lead']));
  // Nobody is there: the house is shut while all of it falls due.
  clock = new Date('2026-12-20T02:00:00Z');
  await house.restart();
  await later('2026-12-20T02:00:00Z');
  const names = async () =>
    (await page(dispatcher, order.orderNo)).timeline
      .map((row) => row.action)
      .filter((name) => !name.includes('建议督办'));
  const deadline = Date.now() + 20_000;
  while (!(await names()).includes('继续超期') && Date.now() < deadline)
    await new Promise((r) => setTimeout(r, 50));
  expect((await names()).slice(-5)).toEqual(['签收提醒', '超时自动签收', '临期提醒', '超期提醒', '继续超期']);
  const late = await page(supervisor, order.orderNo);
  expect(late).toMatchObject({
    card: { state: 'IN_PROGRESS', light: 'red' },
    assignments: [{ state: 'IN_PROGRESS' }],
  });
  const refused = await step(unit, order.orderNo, 'requestExtension', {
    reason: '材料未到',
    given: { days: 3 },
  });
  expect(refused.body.error?.message).toContain('超期');
  // Each moment once, however often the house looks.
  await house.restart();
  await later('2026-12-20T02:05:00Z');
  expect((await names()).filter((name) => name === '超期提醒')).toHaveLength(1);
}, 180_000);

test('the figures know of all of it, a unit of its own alone, and every number leads to its orders', async () => {
  const orders = async (seat: Seat) => {
    const { body } = await seat.get<InsightReport>('/api/desk/insight?by=unit&from=2026-11-01&to=2026-12-31');
    return body;
  };
  const deadline = Date.now() + 20_000;
  let found = await orders(supervisor);
  while ((found.total?.orders?.value ?? 0) < 4 && Date.now() < deadline) found = await orders(supervisor);
  expect(found.total.orders).toEqual({ value: 4, base: null, why: null });
  // One call-back and one low rating: too few for a rate, and said so.
  expect(found.total.solved).toEqual({ value: null, base: 1, why: 'small' });
  const saihan = found.rows.find(({ code }) => code === '150105');
  const listed = await supervisor.get<{ total: number }>(
    '/api/desk/orders?unit=150105&from=2026-11-01&to=2026-12-31',
  );
  expect(listed.body.total).toBe(saihan?.values.orders?.value);
  expect(
    (await supervisor.get('/api/desk/orders?unit=150105&from=2026-12-01&to=2026-11-01')).body,
  ).toMatchObject({ total: 0 });
  const behind = '/api/desk/insight/rows?by=unit&code=150105&from=2026-11-01&to=2026-12-31';
  const rows = await supervisor.get<InsightRows>(`${behind}&measure=orders`);
  expect(rows.body.rows.length).toBe(saihan?.values.orders?.value);
  const called = await supervisor.get<InsightRows>(`${behind}&measure=solved&part=base`);
  expect(called.body.rows.length).toBe(saihan?.values.solved?.base);
  expect(called.body.said).toContain('解决率的分母：有效回访');
  expect((await unit.get('/api/desk/insight')).status).toBe(403);
  const lead = await house.seat('saihanlead', ['HANDLER_LEAD'], '150105');
  const own = await orders(lead);
  expect(own.rows.map(({ code }) => code)).toEqual(['150105']);
  expect(own.total.orders?.value).toBe(saihan?.values.orders?.value);
  const foreign = await lead.get<InsightRows>(behind.replace('by=unit&code=150105', 'by=unit&code=150102'));
  expect(foreign.body.rows).toEqual([]);
  const all = await lead.get<InsightRows>('/api/desk/insight/rows?from=2026-11-01&to=2026-12-31');
  expect(all.body.rows.length).toBe(saihan?.values.orders?.value);
});

test('people of a unit need one, the workstation takes nothing in', async () => {
  const admin = await house.admin().then(() => signIn(house.url, 'admin', PASSWORD));
  const make = (roles: string[], unitCode?: string) =>
    admin.post('/api/desk/accounts', {
      account: `probe${roles.length}${roles[0]?.toLowerCase()}`,
      name: '演示',
      seat: '990',
      roles,
      ...(unitCode ? { unit: unitCode } : {}),
    });
  expect((await make(['HANDLER'])).body).toMatchObject({
    error: { hint: expect.stringContaining('必须选单位') },
  });
  expect((await make(['HANDLER'], '999999')).body).toMatchObject({
    error: { hint: expect.stringContaining('单位名录') },
  });
  expect((await make(['STATION', 'AGENT'], '150105')).body).toMatchObject({
    error: { hint: expect.stringContaining('旗县工作站') },
  });
});
