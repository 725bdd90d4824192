/** Many orders, one step: each has its own result, and the same request twice does nothing twice. */
import type { StepsDone } from '../../server/http/contract-steps.js';
import { type House, startHouse } from '../support/house.js';
import { filed, go, page, to } from '../support/orders.js';
import type { Seat } from '../support/seat.js';

let house: House;
let dispatcher: Seat;
let unit: Seat;

beforeAll(async () => {
  house = await startHouse();
  dispatcher = await house.seat('sender', ['AGENT', 'DISPATCHER']);
  unit = await house.seat('saihan', ['HANDLER'], '150105');
}, 120_000);
afterAll(() => house.stop());

type Answer = { status: number; body: StepsDone & { error?: { message: string } } };
const batch = async (seat: Seat, body: object) =>
  (await seat.post('/api/desk/orders/batch', body)) as unknown as Answer;
const ordersOf = async (numbers: string[]) =>
  Promise.all(
    numbers.map(async (orderNo) => ({ orderNo, version: (await page(dispatcher, orderNo)).card.version })),
  );

test('each order its own result, a reason where it was not done, and once for one request', async () => {
  const numbers: string[] = [];
  for (let i = 0; i < 3; i++) numbers.push((await filed(await house.citizen())).orderNo);
  const [one, two, three] = numbers as [string, string, string];
  await go(dispatcher, three, 'accept');
  const orders = await ordersOf(numbers);
  orders[1]!.version = 77;
  const ask = {
    id: 'batch-0001',
    action: 'accept',
    orders: [...orders, { orderNo: '15010020261124Z0001230', version: 1 }],
  };
  const first = await batch(dispatcher, ask);
  expect(first.status).toBe(200);
  expect(first.body.results).toEqual([
    { orderNo: one, done: true, said: '已完成', version: 2 },
    { orderNo: two, done: false, said: expect.stringContaining('更新'), version: null },
    { orderNo: three, done: false, said: expect.stringContaining('状态'), version: null },
    {
      orderNo: '15010020261124Z0001230',
      done: false,
      said: expect.stringContaining('没有找到'),
      version: null,
    },
  ]);
  // The same request again: what was done stays done, nothing is done twice, what was refused is judged anew.
  const again = await batch(dispatcher, ask);
  expect(again.body.results[0]).toEqual(first.body.results[0]);
  expect((await page(dispatcher, one)).timeline.filter(({ action }) => action === '受理')).toHaveLength(1);
  // Somebody else's request of the same name is another request.
  expect((await page(dispatcher, two)).card.state).toBe('SUBMITTED');
});

test('permission comes before version, scope before both', async () => {
  const { orderNo } = await filed(await house.citizen());
  const hidden = await batch(unit, { id: 'batch-0002', action: 'accept', orders: [{ orderNo, version: 1 }] });
  expect(hidden.body.results[0]).toMatchObject({ done: false, said: expect.stringContaining('没有找到') });
  await go(dispatcher, orderNo, 'accept');
  await go(dispatcher, orderNo, 'dispatch', to(['150105', 'lead']));
  for (const version of [1, 3]) {
    const asked = { id: `batch-0003-${version}`, action: 'accept', orders: [{ orderNo, version }] };
    const refused = await batch(unit, asked);
    expect(refused.body.results[0]).toMatchObject({ done: false, said: expect.stringContaining('权限') });
  }
  const done = await batch(unit, { id: 'batch-0004', action: 'sign', orders: [{ orderNo, version: 3 }] });
  expect(done.body.results[0]).toMatchObject({ done: true, version: 4 });
});

test('more than the rule allows is refused in words, and nothing is done', async () => {
  const { orderNo } = await filed(await house.citizen());
  const orders = Array.from({ length: 101 }, (_, n) => ({
    orderNo: n === 0 ? orderNo : `X${n}`,
    version: 1,
  }));
  const many = await batch(dispatcher, { id: 'batch-0005', action: 'accept', orders });
  expect([many.status, many.body.error?.message]).toEqual([422, expect.stringContaining('100')]);
  expect((await page(dispatcher, orderNo)).card.state).toBe('SUBMITTED');
  expect((await batch(dispatcher, { id: 'batch-0006', action: 'accept', orders: [] })).status).toBe(422);
});
