/** A citizen tells the same thing twice: the first order is offered, and 「催一下」 means it. */
import type { Line } from '../../server/http/contract-chat.js';
import type { OrderPage } from '../../server/http/contract-orders.js';
import { type House, startHouse } from '../support/house.js';

let house: House;
beforeAll(async () => {
  house = await startHouse();
}, 60_000);
afterAll(() => house.stop());

const LAMP = '赛罕区锦绣嘉园小区北门路灯坏了好几天了，晚上看不见路，我电话13800001234';
const AGAIN = '锦绣嘉园小区北门的路灯还是坏的，晚上看不见路，赶紧来人修';
const shown = (lines: Line[]) => lines.find((line) => line.draft);

test('told again in the same conversation: the order by its number, and one word urges it instead of a second order', async () => {
  const citizen = await house.citizen();
  await citizen.ask(LAMP);
  const order = (await citizen.ask('确认提交')).find((line) => line.order)?.order;
  const again = shown(await citizen.ask(AGAIN));
  expect(again?.text).toContain(order?.orderNo);
  expect(again?.text).not.toContain('13800001234');
  expect(again?.choices?.map(({ say }) => say)).toContain('催一下');
  const urged = await citizen.ask('催一下');
  expect(urged.map(({ decision }) => decision)).toContain('urge');
  const seat = await house.seat('reader');
  const { body } = await seat.get<OrderPage>(`/api/desk/orders/${order?.orderNo}`);
  expect(body.card.urges).toBe(1);
  const list = await seat.get<{ total: number }>('/api/desk/orders?kind=order');
  expect(list.body.total).toBe(1);
});

test('somebody else with the same words is not shown it: who that is and what they filed is nobody else’s business', async () => {
  const other = await house.citizen();
  const first = shown(await other.ask(LAMP));
  expect(first).toBeDefined();
  expect(first?.text).not.toMatch(/\d{14}[A-Z]\d{7}/);
  // The same telephone, typed: it proves nothing.
  expect(first?.choices?.map(({ say }) => say)).not.toContain('催一下');
});
