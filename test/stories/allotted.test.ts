/** Orders at the hotline are named to a person, first in their list, open to everybody, named anew when they lie. */
import type { OrderCard } from '../../server/http/contract-orders.js';
import { type DeskSocket, openDeskOf } from '../support/desk-socket.js';
import { type House, PASSWORD, startHouse } from '../support/house.js';
import { filed, go, page } from '../support/orders.js';
import { type Seat, signIn } from '../support/seat.js';

let at = new Date('2026-03-02T02:00:00Z').getTime();
let house: House;
let ann: Seat;
let dan: Seat;
const open: DeskSocket[] = [];

beforeAll(async () => {
  house = await startHouse({ now: () => new Date(at), look: 40 });
  ann = await house.seat('ann');
  dan = await house.seat('dan', ['DISPATCHER']);
}, 90_000);
afterAll(async () => {
  for (const socket of open) socket.close();
  await house.stop();
});

const cardOf = async (orderNo: string): Promise<OrderCard> => (await page(ann, orderNo)).card;
async function until(orderNo: string, holds: (card: OrderCard) => boolean): Promise<OrderCard> {
  for (;;) {
    const card = await cardOf(orderNo);
    if (holds(card)) return card;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
const listOf = async (seat: Seat): Promise<string[]> => {
  const { body } = await seat.get<{ rows: OrderCard[] }>('/api/desk/orders?list=forMe');
  return body.rows.map(({ orderNo }) => orderNo);
};

test('a new order is named to who receives, an accepted one to who sends out; naming makes no page stale', async () => {
  const { orderNo } = await filed(await house.citizen());
  const before = await cardOf(orderNo);
  expect(before.allotted).toBeNull();
  open.push(await openDeskOf(house.url, ann));
  const named = await until(orderNo, ({ allotted }) => allotted !== null);
  expect(named).toMatchObject({ version: before.version, allotted: { to: 'ann' }, taker: null });
  expect(await listOf(ann)).toEqual([orderNo]);
  // Read before it was named: its step goes through.
  const done = await ann.post(`/api/desk/orders/${orderNo}/step`, {
    action: 'accept',
    version: before.version,
  });
  expect(done.status).toBe(200);
  expect(await listOf(ann)).toEqual([]);
  open.push(await openDeskOf(house.url, dan));
  await until(orderNo, ({ allotted }) => allotted?.to === 'dan');
  const lists = await dan.get<{ lists: { id: string; count: number }[] }>('/api/desk/lists');
  expect(lists.body.lists[0]).toMatchObject({ id: 'forMe', count: 1 });
  // Anybody with the right may take it all the same.
  await go(ann, orderNo, 'take');
  expect(await cardOf(orderNo)).toMatchObject({ taker: 'ann', allotted: null });
  expect([await listOf(ann), await listOf(dan)]).toEqual([[orderNo], []]);
  await go(ann, orderNo, 'putBack');
});

test('what lies too long with one is named to another; away gets nothing', async () => {
  const { orderNo } = await filed(await house.citizen(), '新城区中山东路井盖丢了，我电话13800001234');
  await until(orderNo, ({ allotted }) => allotted?.to === 'ann');
  const eve = await house.seat('eve');
  open.push(await openDeskOf(house.url, eve));
  at += 31 * 60_000;
  ann = await signIn(house.url, 'ann', PASSWORD);
  await until(orderNo, ({ allotted }) => allotted?.to === 'eve');
});
