/** What a citizen does with an order after it was filed, in words and by number and code; transfers out and in. */
import type { OrderView } from '../../server/http/contract-citizen.js';
import type { OrderAct, TransferIn } from '../../server/http/contract-steps.js';
import { call } from '../support/citizen.js';
import { type House, startHouse } from '../support/house.js';
import { filed, go, page, REPLY, to, tryStep } from '../support/orders.js';
import type { Seat } from '../support/seat.js';

let clock = new Date('2026-11-30T02:00:00Z');
let house: House;
let dispatcher: Seat;
let unit: Seat;

beforeAll(async () => {
  house = await startHouse({ now: () => clock, sweepEvery: 50 });
  dispatcher = await house.seat('sender', ['AGENT', 'DISPATCHER']);
  unit = await house.seat('saihan', ['HANDLER'], '150105');
}, 120_000);
afterAll(() => house.stop());

type Said = OrderView & { error?: { code: string; message: string } };
const act = (body: OrderAct) =>
  call<Said>(`${house.url}/api/orders/act`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

async function closed(order: { orderNo: string; code: string }) {
  await go(dispatcher, order.orderNo, 'accept');
  await go(dispatcher, order.orderNo, 'dispatch', to(['150105', 'lead']));
  await go(unit, order.orderNo, 'sign');
  await go(unit, order.orderNo, 'reply', REPLY);
  await go(dispatcher, order.orderNo, 'passReply');
  await call(`${house.url}/api/orders/rate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...order, stars: 5, tags: [] }),
  });
}

test('in the conversation: more is said, secrecy asked for, taken back; each told in words', async () => {
  const citizen = await house.citizen();
  const { orderNo } = await filed(citizen);
  const more = await citizen.ask('补充：路口还有一根电线垂下来');
  expect(more.map(({ text }) => text).join()).toContain('补充到工单');
  expect((await page(dispatcher, orderNo)).content).toMatch(/\n路口还有一根电线垂下来$/);
  await citizen.ask('请保密');
  expect((await page(dispatcher, orderNo)).secret).toBe(true);
  const back = await citizen.ask('撤回');
  expect(back.map(({ text }) => text).join()).toContain('撤回');
  expect((await page(dispatcher, orderNo)).card.state).toBe('WITHDRAWN');
  const again = await citizen.ask(`撤回工单${orderNo}`);
  expect(again.map(({ text }) => text).join()).toContain('不能');
  // Somebody else's number opens nothing.
  const other = await house.citizen();
  expect((await other.ask(`撤回工单${orderNo}`)).map(({ text }) => text).join()).toContain('提取码');
});

test('asked for more, what is said answers it and the clock goes on', async () => {
  const order = await filed(await house.citizen());
  await go(dispatcher, order.orderNo, 'askInfo', { reason: '请写明灯杆编号' });
  const done = await act({ ...order, action: 'supplement', text: '灯杆编号 A017' });
  expect(done.status).toBe(200);
  expect(await page(dispatcher, order.orderNo)).toMatchObject({
    card: { state: 'SUBMITTED' },
    content: expect.stringContaining('灯杆编号 A017'),
  });
});

test('different words at one moment are two acts: none is thanked and lost; the same words twice are one', async () => {
  const order = await filed(await house.citizen());
  const words = ['灯杆编号 B001', '路口朝北的那一根', '灯杆编号 B001'];
  const said = await Promise.all(words.map((text) => act({ ...order, action: 'supplement', text, seen: 1 })));
  const { content } = await page(dispatcher, order.orderNo);
  said.forEach(({ status, body }, i) => {
    if (status === 200) expect(content).toContain(words[i]);
    else expect([status, body.error?.code]).toEqual([409, 'STALE']);
  });
  expect(said.some(({ status }) => status === 200)).toBe(true);
});

test('taken up again within thirty days for something new; not for the same, not later; by a clock of its own', async () => {
  const order = await filed(await house.citizen());
  await closed(order);
  const same = await act({ ...order, action: 'reopen', text: '大学东路，路灯坏了好几天了。' });
  expect(same.body.error?.message).toContain('新的情况');
  expect((await act({ ...order, action: 'reopen', text: '' })).body.error?.message).toContain('原因或内容');
  expect((await act({ ...order, code: 'AAAAAA', action: 'reopen', text: '又坏了' })).body.error?.code).toBe(
    'NO_ORDER',
  );
  clock = new Date(clock.getTime() + 60_000);
  const again = await act({ ...order, action: 'reopen', text: '换的灯泡昨晚又灭了' });
  expect(again.status).toBe(200);
  const reopened = await page(dispatcher, order.orderNo);
  expect(reopened).toMatchObject({ card: { state: 'SUBMITTED', light: 'none' }, clocks: { due: null } });
  const late = await filed(await house.citizen());
  await closed(late);
  const before = clock;
  clock = new Date(clock.getTime() + 31 * 86_400_000);
  expect((await act({ ...late, action: 'reopen', text: '又坏了' })).body.error?.message).toContain('30 天');
  clock = before;
});

test('transferred out: received, sent back with the reason, and the desk rings', async () => {
  const citizen = await house.citizen();
  const { orderNo } = await filed(citizen);
  const bare = await tryStep(dispatcher, orderNo, 'transferOut', {
    reason: '属治安',
    given: { transfer: { to: '', name: ' ' } },
  });
  expect([bare.status, bare.body.error?.message]).toEqual([422, expect.stringContaining('转给谁')]);
  await go(dispatcher, orderNo, 'transferOut', {
    reason: '属治安警情',
    given: { transfer: { to: '110', name: '110 报警服务台' } },
  });
  await citizen.until((line) => line.text.includes('已转给110 报警服务台'));
  await go(dispatcher, orderNo, 'transferReceipt', { given: { receipt: { no: 'JJ-20261130-7' } } });
  await citizen.until((line) => line.text.includes('JJ-20261130-7'));
  await go(dispatcher, orderNo, 'transferBack', { reason: '不属警情，属市政设施' });
  await citizen.until((line) => line.text.includes('退回'));
  expect((await page(dispatcher, orderNo)).card.state).toBe('ACCEPTED');
  const { body } =
    await dispatcher.get<{ kind: string; orderNo: string; text: string }[]>('/api/desk/alarms');
  expect(body.find((one) => one.kind === 'returned')).toMatchObject({
    orderNo,
    text: expect.stringContaining('不属警情'),
  });
});

test('transferred in: the same number of the same sender twice is one order', async () => {
  const from: TransferIn = {
    ...{
      from: '110',
      no: 'JJ-20261130-9',
      type: 'help',
      category: '06',
      region: '150105',
      urgency: 'normal',
    },
    ...{ content: '大学东路井盖松动', place: '大学东路', name: '张三', phone: '13800001111', secret: false },
  };
  const first = await dispatcher.post('/api/desk/orders/transfer-in', from);
  expect(first).toMatchObject({ status: 201, body: { code: expect.stringMatching(/^[2-9A-Z]{6}$/) } });
  clock = new Date(clock.getTime() + 1000);
  const [again, other] = await Promise.all([
    dispatcher.post('/api/desk/orders/transfer-in', { ...from, no: ' JJ-20261130-9', content: '又转一次' }),
    dispatcher.post('/api/desk/orders/transfer-in', { ...from, from: '包头市12345' }),
  ]);
  expect(again.body).toEqual({ orderNo: first.body.orderNo, code: null, told: false });
  expect(other.body.orderNo).not.toBe(first.body.orderNo);
  expect((await page(dispatcher, String(first.body.orderNo))).content).toBe('大学东路井盖松动');
  expect((await unit.post('/api/desk/orders/transfer-in', from)).status).toBe(403);
});
