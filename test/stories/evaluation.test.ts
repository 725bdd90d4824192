/** What citizens say of it, and what comes of that: low ratings, samples, the unreachable, appeals; on a real house. */

import type { CallbackList } from '../../server/http/contract-callbacks.js';
import type { OrderView } from '../../server/http/contract-citizen.js';
import type { ProceedingList, ProceedingPage } from '../../server/http/contract-proceedings.js';
import { eventually } from '../contracts/channel-world.js';
import { call } from '../support/citizen.js';
import { type House, PASSWORD, startHouse } from '../support/house.js';
import { filed, go, page, to, tryStep } from '../support/orders.js';
import { type Seat, signIn } from '../support/seat.js';

let clock = new Date('2026-11-30T02:00:00Z');
let house: House;
let dispatcher: Seat;
let unit: Seat;
let caller: Seat;
let caller2: Seat;
let watcher: Seat;
let qa: Seat;
let qa2: Seat;
const NAMES = ['sender', 'saihan', 'asker', 'asker2', 'watcher', 'looker', 'looker2'];

beforeAll(async () => {
  house = await startHouse({ now: () => clock, sweepEvery: 50 });
  await house.seat('sender', ['AGENT', 'DISPATCHER']);
  await house.seat('saihan', ['HANDLER_LEAD'], '150105');
  await house.seat('asker', ['CALLBACK']);
  await house.seat('asker2', ['CALLBACK']);
  await house.seat('watcher', ['SUPERVISOR']);
  await house.seat('looker', ['QA']);
  await house.seat('looker2', ['QA']);
  await later(clock.toISOString());
}, 120_000);
afterAll(() => house.stop());

async function later(iso: string): Promise<void> {
  clock = new Date(iso);
  [dispatcher, unit, caller, caller2, watcher, qa, qa2] = (await Promise.all(
    NAMES.map((name) => signIn(house.url, name, PASSWORD)),
  )) as [Seat, Seat, Seat, Seat, Seat, Seat, Seat];
}

interface Said {
  status: number;
  body: ProceedingPage & { error?: { code: string; message: string } };
}
const REPLY = {
  given: { reply: { handling: '已更换灯泡', public: '您反映的路灯已经修好，夜间照明正常。', solved: 'yes' } },
};
const list = async (seat: Seat, kind: string) =>
  (await seat.get<ProceedingList>(`/api/desk/proceedings?kind=${kind}`)).body;
const one = async (seat: Seat, id: string) =>
  (await seat.get<ProceedingPage>(`/api/desk/proceedings/${id}`)).body;

async function tryMove(seat: Seat, id: string, action: string, more: object = {}): Promise<Said> {
  const { card } = await one(seat, id);
  return (await seat.post(`/api/desk/proceedings/${id}/move`, {
    action,
    version: card.version,
    ...more,
  })) as unknown as Said;
}
async function move(seat: Seat, id: string, action: string, more: object = {}): Promise<ProceedingPage> {
  const { status, body } = await tryMove(seat, id, action, more);
  if (status !== 200) throw new Error(`${action}: ${status} ${JSON.stringify(body)}`);
  return body;
}
const begin = async (seat: Seat, orderNo: string, body: object): Promise<Said> =>
  (await seat.post(`/api/desk/orders/${orderNo}/proceedings`, body)) as unknown as Said;
const callbacks = async (stage: string, when = '') =>
  (await caller.get<CallbackList>(`/api/desk/callbacks?stage=${stage}&when=${when}`)).body;
const rate = (order: { orderNo: string; code: string }, stars: number, tags: string[]) =>
  call<OrderView & { error?: { code: string; message: string } }>(`${house.url}/api/orders/rate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...order, stars, tags }),
  });

/** Sent, answered and released: it waits for the citizen's word. */
async function answered(text?: string) {
  const order = await filed(await house.citizen(), text);
  await go(dispatcher, order.orderNo, 'accept');
  await go(dispatcher, order.orderNo, 'dispatch', to(['150105', 'lead']));
  await go(unit, order.orderNo, 'sign');
  await go(unit, order.orderNo, 'reply', REPLY);
  await go(dispatcher, order.orderNo, 'passReply', { reason: '已核对现场照片' });
  return order;
}
const said = (callback: object) => ({
  given: { callback: { connected: true, contacted: true, ...callback } },
});
const UNHAPPY = said({ solved: false, satisfied: 'dissatisfied' });
const HAPPY = said({ solved: true, satisfied: 'satisfied' });

test('a dissatisfied citizen: verified, done again within its limit, again and again, then 提级督办', async () => {
  const order = await answered();
  const { orderNo } = order;
  expect((await rate(order, 1, ['unsolved'])).status).toBe(200);
  // 一事一评: once for each answer.
  expect((await rate(order, 5, [])).body.error?.message).toContain('已经评价过');
  const id = `LR-${orderNo}-1`;
  expect((await one(caller, id)).card).toMatchObject({ stateName: '待核实', units: ['赛罕区人民政府'] });
  // The rated learns neither who rated nor how.
  expect((await unit.get(`/api/desk/proceedings/${id}`)).status).toBe(404);
  expect((await unit.get('/api/desk/proceedings?kind=lowRating')).status).toBe(403);
  expect((await tryMove(caller, id, 'accept', { reason: '属实' })).status).toBe(422);
  const taken = await move(caller, id, 'accept', { reason: '核实属实，未解决' });
  // Fifteen working days from Monday 30 November.
  expect(taken.card).toMatchObject({ state: 'RECTIFYING', due: '2026-12-21T16:00:00.000Z' });
  expect((await page(caller, orderNo)).card.state).toBe('REWORK');

  for (const round of [1, 2, 3]) {
    if (round > 1) {
      await go(caller, orderNo, 'rework', { reason: `第 ${round} 次仍未解决` });
      expect((await one(caller, id)).card.state).toBe('RECTIFYING');
    }
    if (round === 3) break;
    await go(dispatcher, orderNo, 'redispatch', { reason: '请重新办理' });
    await go(unit, orderNo, 'reply', REPLY);
    expect((await one(caller, id)).card.state).toBe('REPLIED');
    await go(dispatcher, orderNo, 'passReply', { reason: '已核对现场照片' });
    expect((await one(caller, id)).card.state).toBe('RE_CALLBACK');
    await go(caller, orderNo, 'callback', UNHAPPY);
    expect((await one(caller, id)).card.state).toBe('VERIFYING');
  }
  // 问题工单 by itself, nobody asks for it.
  await eventually(async () => (await page(watcher, orderNo)).card.state === 'ESCALATED');
  expect(
    (await tryStep(dispatcher, orderNo, 'redispatch', { reason: '再办一次' })).body.error?.message,
  ).toContain('交办重办');
  await go(watcher, orderNo, 'settle', to(['150105', 'lead']));
  await go(unit, orderNo, 'sign');
  await go(unit, orderNo, 'reply', REPLY);
  await go(dispatcher, orderNo, 'passReply');
  await go(caller, orderNo, 'callback', HAPPY);
  await go(caller, orderNo, 'confirmDone', { reason: '诉求人满意' });
  expect((await one(caller, id)).card.stateName).toBe('已办结');
  // First and final verdict stand beside each other; it is one low rating, however often it was done again.
  expect((await list(caller, 'lowRating')).rows.filter((row) => row.orderNo === orderNo)).toHaveLength(1);
}, 180_000);

test('a rating by mistake is taken out by two people, a reason each; what was said stays', async () => {
  const order = await answered('赛罕区示例街的垃圾桶满了没人清，我电话13800001235');
  await rate(order, 2, ['late']);
  const id = `LR-${order.orderNo}-1`;
  await move(caller, id, 'proposeInvalid', {
    reason: '诉求人说点错了，本意是满意',
    said: { invalidWhy: 'mistake' },
  });
  expect((await tryMove(caller, id, 'confirmInvalid', { reason: '确属误评' })).body.error?.message).toContain(
    '另一个人',
  );
  const gone = await move(caller2, id, 'confirmInvalid', { reason: '电话核实，确属误评' });
  expect(gone.card.stateName).toBe('无效');
  expect(gone.facts).toContainEqual({ name: '评价', text: '自评 2 星：超时' });
  expect((await page(caller, order.orderNo)).ratings).toMatchObject([{ stars: 2 }]);
  expect((await page(caller, order.orderNo)).card.state).toBe('CALLBACK_PENDING');
}, 60_000);

test('who must be called is called, in hours and on two days; the unreachable are filed as such and count for nothing', async () => {
  await later('2027-01-25T02:00:00Z');
  const { orderNo } = await answered('我要投诉赛罕区示例饭店油烟直排，影响居民，我电话13800001237');
  const mine = async (stage: string, when = '') =>
    (await callbacks(stage, when)).rows.find((row) => row.card.orderNo === orderNo);
  const row = await mine('due');
  expect(row).toMatchObject({ rule: '投诉、举报', tries: [], first: null });
  const missed = { given: { callback: { connected: false } } };
  await go(caller, orderNo, 'callback', missed);
  // Not again before the gap is over, and not before the hours begin.
  expect(await mine('due')).toBeUndefined();
  expect(await mine('due', 'all')).toMatchObject({ nextAt: '2027-01-25T06:30:00.000Z' });
  await later('2027-01-25T07:00:00Z');
  await go(caller, orderNo, 'callback', missed);
  // Twice on one day: the third belongs to another.
  expect(await mine('due', 'all')).toMatchObject({ nextAt: '2027-01-26T01:00:00.000Z' });
  expect(
    (await tryStep(caller, orderNo, 'confirmDone', { reason: '联系不上' })).body.error?.message,
  ).toContain('2 天');
  await later('2027-01-25T14:30:00Z');
  expect((await callbacks('due')).allowedNow).toBe(false);
  expect((await tryStep(caller, orderNo, 'callback', missed)).body.error?.message).toContain('不在回访时间');
  await later('2027-01-26T02:00:00Z');
  await go(caller, orderNo, 'callback', missed);
  expect(await mine('unreached')).toMatchObject({ tries: [{}, {}, {}], final: null });
  await go(caller, orderNo, 'confirmDone', { reason: '两天三次未接通' });
  expect((await callbacks('unreached')).rows).toEqual([]);
  expect((await page(caller, orderNo)).card.state).toBe('CLOSED');
}, 120_000);

test('a sample drawn twice is the same; scored, contested once, looked at by another, then it stands', async () => {
  const draw = async (seat: Seat, seed = '一月') =>
    (await seat.post('/api/desk/inspections/draw', {
      from: '2026-11-01',
      to: '2027-01-26',
      seed,
    })) as unknown as {
      status: number;
      body: { among: number; drawn: number; fresh: number; batch: string };
    };
  expect((await draw(caller)).status).toBe(403);
  const first = (await draw(qa)).body;
  expect(first.drawn).toBeGreaterThan(0);
  expect(first.fresh).toBe(first.drawn);
  expect((await draw(qa2)).body).toEqual({ ...first, fresh: 0 });
  const drawn = (await list(qa, 'inspection')).rows;
  expect(drawn).toHaveLength(first.drawn);
  // Every order with a low rating is looked at, whatever the shares.
  const low = await Promise.all(drawn.map(({ id }) => one(qa, id)));
  expect(low.some(({ facts }) => facts.some(({ text }) => text.includes('不满意')))).toBe(true);

  const { id } = drawn[0]!;
  const scores = { onpoint: 20, logic: 20, solved: 5, intime: 10, manner: 10 };
  const half = await tryMove(qa, id, 'score', {
    reason: '答复没有写依据',
    said: { scores: { onpoint: 20 } },
  });
  expect(half.body.error?.message).toContain('每一项');
  expect((await unit.get(`/api/desk/proceedings/${id}`)).status).toBe(404);
  const scored = await move(qa, id, 'score', { reason: '答复没有写依据', said: { scores } });
  expect(scored.facts.find(({ name }) => name === '得分')?.text).toMatch(/^65 分（需改进）/);
  await move(unit, id, 'contest', { reason: '依据在附件里，请复核' });
  const mine = await tryMove(qa, id, 'second', { reason: '再看一次', said: { scores } });
  expect(mine.body.error?.message).toContain('另一个人');
  const final = await move(qa2, id, 'second', {
    reason: '附件确有依据',
    said: { scores: { ...scores, logic: 30, solved: 10 } },
  });
  expect(final.card.state).toBe('FINAL');
  expect(final.facts.filter(({ name }) => name === '得分').at(-1)?.text).toMatch(/^80 分（合格）/);
  expect(final.actions).toEqual([]);
}, 120_000);

test('a unit may say a demand is unreasonable, or contest a result: decided by somebody else, once; the service goes on', async () => {
  const order = await answered('赛罕区示例小区要求给每家装电梯，我电话13800001238');
  const { orderNo } = order;
  const bare = await begin(unit, orderNo, { kind: 'unreasonable', reason: '不合理' });
  expect(bare.body.error?.message).toContain('至少 10 个字');
  const asked = await begin(unit, orderNo, {
    kind: 'unreasonable',
    reason: '诉求超出政策范围，已三次当面解释说明',
  });
  expect(asked.status).toBe(201);
  const { id } = asked.body.card;
  expect(
    (await begin(unit, orderNo, { kind: 'unreasonable', reason: '诉求超出政策范围，已三次当面解释说明' }))
      .status,
  ).toBe(422);
  expect((await tryMove(unit, id, 'agree', { reason: '自己同意' })).status).toBe(403);
  await move(watcher, id, 'agree', { reason: '核实无政策依据' });
  // Excluded from what is counted against the unit; the citizen is still called back and may still rate.
  expect((await page(caller, orderNo)).card.state).toBe('CALLBACK_PENDING');
  expect((await page(watcher, orderNo)).timeline.at(-1)).toMatchObject({ action: '不计入考核' });
  expect((await rate(order, 1, ['unsolved'])).status).toBe(200);
  await move(caller, `LR-${orderNo}-1`, 'accept', { reason: '核实属实，未解决' });
  const appeal = {
    kind: 'appeal',
    reason: '诉求已被认定不合理，不应计入未解决',
    said: { subject: 'verdict' },
  };
  const contested = await begin(unit, orderNo, appeal);
  expect(contested.status).toBe(201);
  expect(
    (await begin(unit, orderNo, { ...appeal, said: { subject: 'overdue' } })).body.error?.message,
  ).toContain('没有可以申诉');
  const refused = await move(watcher, contested.body.card.id, 'refuse', {
    reason: '回访记录清楚，维持原结果',
  });
  expect(refused.card.stateName).toBe('申诉不成立');
  expect((await begin(unit, orderNo, appeal)).status).toBe(422);
}, 60_000);
