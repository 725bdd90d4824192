/** 相似工单 at the desk: an agent sees them with reasons, a unit's person only what is the unit's, all of it masked. */
import type { RelatedView } from '../../server/http/contract-orders.js';
import type { Citizen } from '../support/citizen.js';
import { type House, startHouse } from '../support/house.js';
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

async function filed(citizen: Citizen, text: string): Promise<string> {
  await citizen.ask(text);
  const order = (await citizen.ask('确认提交')).find((line) => line.order)?.order;
  if (!order) throw new Error('nothing filed');
  return order.orderNo;
}
const relatedOf = (seat: Seat, orderNo: string) =>
  seat.get<RelatedView>(`/api/desk/orders/${orderNo}/related`);

test('three neighbours, one lamp: each order shows the others and the group; a unit sees what was sent to it', async () => {
  const places = ['北门', '北门口', '北门外'];
  const orders: string[] = [];
  for (const [i, place] of places.entries()) {
    const citizen = await house.citizen();
    orders.push(
      await filed(citizen, `赛罕区锦绣嘉园小区${place}路灯坏了好几天了，晚上看不见路，我电话1380000123${i}`),
    );
  }
  const [first = '', second = ''] = orders;
  const { status, body } = await relatedOf(dispatcher, first);
  expect(status).toBe(200);
  expect(new Set(body.similar.map(({ order }) => order.orderNo))).toEqual(new Set(orders.slice(1)));
  expect(body.similar[0]?.likeness).toBeGreaterThan(0.5);
  expect(body.similar[0]?.why.length).toBeGreaterThan(0);
  expect(body.similar.every(({ samePerson }) => !samePerson)).toBe(true);
  expect(body.group).toMatchObject({ people: 3, level: 'hint' });
  expect(JSON.stringify(body)).not.toMatch(/138000012/);

  // Out of scope the page itself is not there.
  expect((await relatedOf(unit, first)).status).toBe(404);
  const at = `/api/desk/orders/${first}`;
  const page = await dispatcher.get<{ card: { version: number } }>(at);
  const accepted = await dispatcher.post(`${at}/step`, {
    action: 'accept',
    version: page.body.card.version,
    reason: '属于受理范围',
  });
  expect(accepted.status).toBe(200);
  const { card } = accepted.body as { card: { version: number } };
  const sent = await dispatcher.post(`${at}/step`, {
    action: 'dispatch',
    version: card.version,
    reason: '请按职责办理',
    given: { units: [{ unit: '150105', part: 'lead' }] },
  });
  expect([sent.status, JSON.stringify(sent.body).slice(0, 200)]).toEqual([200, expect.anything()]);
  const own = await relatedOf(unit, first);
  expect(own.status).toBe(200);
  expect(own.body).toEqual({ similar: [], group: null });
  expect((await relatedOf(unit, second)).status).toBe(404);
}, 120_000);

test('a conversation that has no order yet shows what it may repeat', async () => {
  const before = await house.citizen();
  const orderNo = await filed(
    before,
    '新城区丽水花园小区东门垃圾桶一周没人清运，臭味很大，我电话13800001288',
  );
  const citizen = await house.citizen();
  await citizen.ask('新城区丽水花园东门的垃圾桶好多天没人清运，臭得很');
  const thread = encodeURIComponent(`web:${citizen.thread}`);
  const { status, body } = await dispatcher.get<RelatedView>(`/api/desk/threads/${thread}/related`);
  expect(status).toBe(200);
  expect(body.similar.map(({ order }) => order.orderNo)).toContain(orderNo);
}, 120_000);

test('nobody without the right to read orders is told, and an unknown conversation is none', async () => {
  const clerk = await house.seat('clerk2', ['KB_EDITOR']);
  expect((await clerk.get('/api/desk/threads/web:x/related')).status).toBe(403);
  expect((await dispatcher.get('/api/desk/threads/web:nobody/related')).status).toBe(404);
});
