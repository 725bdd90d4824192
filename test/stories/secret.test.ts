/** A secret order: no byte that a unit's account can fetch says who the citizen is, and each can still be reached. */
import { type House, startHouse } from '../support/house.js';
import { go, page, REPLY, to, tryStep } from '../support/orders.js';
import type { Seat } from '../support/seat.js';

const NAME = '欧阳晓晨';
const PHONE = '13800007913';
const SELF = '三车间的夜班工人';
const TELLING = [NAME, '晓晨', PHONE, '7913', SELF, '夜班工人'];

let house: House;
let dispatcher: Seat;
let unit: Seat;
let orderNo: string;

beforeAll(async () => {
  house = await startHouse({ sweepEvery: 100 });
  dispatcher = await house.seat('sender', ['AGENT', 'DISPATCHER']);
  unit = await house.seat('saihan', ['HANDLER', 'HANDLER_LEAD'], '150105');
  const taken = await dispatcher.post('/api/desk/orders/transfer-in', {
    ...{ from: '110', no: 'JJ-1', type: 'report', category: '04', region: '150105', urgency: 'normal' },
    content: `我是${SELF}，厂里半夜往河里排黑水，我叫${NAME}，电话${PHONE}`,
    ...{ place: '赛罕区大学东路', name: NAME, phone: PHONE, secret: true },
  });
  orderNo = String(taken.body.orderNo);
  await go(dispatcher, orderNo, 'accept');
}, 120_000);
afterAll(() => house.stop());

test('it goes nowhere before a person has seen to what units will read', async () => {
  const early = await tryStep(dispatcher, orderNo, 'dispatch', to(['150105', 'lead']));
  expect([early.status, early.body.error?.message]).toEqual([422, expect.stringContaining('核对')]);
  const { proposed } = await page(dispatcher, orderNo);
  for (const word of TELLING) expect(proposed?.content).not.toContain(word);
  expect(proposed?.content).toContain('往河里排黑水');
  const shown = { content: `厂里半夜往河里排黑水，反映人是${PHONE}`, place: '大学东路' };
  const telling = await tryStep(dispatcher, orderNo, 'maskIdentity', { given: { shown } });
  expect([telling.status, telling.body.error?.message]).toEqual([422, expect.stringContaining(PHONE)]);
  await go(dispatcher, orderNo, 'maskIdentity', {
    given: { shown: { content: '厂里半夜往河里排黑水', place: '大学东路' } },
  });
  await go(dispatcher, orderNo, 'dispatch', to(['150105', 'lead']));
});

test('every byte a unit can fetch, by every address there is', async () => {
  await go(dispatcher, orderNo, 'supplementFor', { reason: `${NAME}来电：昨晚又排了，我叫${NAME}` });
  const bytes: string[] = [];
  const { ROUTES } = await import('../../server/http/routes.js');
  for (const route of Object.values(ROUTES)) {
    const path = route.path.replace(':orderNo', orderNo).replace(/:\w+/g, orderNo);
    if (route.method !== 'get' || path.includes('*')) continue;
    for (const query of ['', `?q=${encodeURIComponent(orderNo)}`]) {
      const answer = await fetch(`${house.url}${path}${query}`, {
        headers: { cookie: unit.cookie, 'x-csrf-token': unit.session.csrf },
        signal: AbortSignal.timeout(10_000),
      }).catch(() => null);
      if (answer) bytes.push(`${route.path} ${await answer.text()}`);
    }
  }
  const unmasked = await unit.post('/api/desk/unmask', {
    ...{ target: 'order', id: orderNo, field: 'name', reason: '核实情况' },
  });
  expect(unmasked.status).toBe(403);
  bytes.push(JSON.stringify(unmasked.body));
  // What was read is really this order.
  expect(bytes.filter((text) => text.includes('往河里排黑水')).length).toBeGreaterThan(0);
  for (const text of bytes)
    for (const word of TELLING)
      expect([text.slice(0, 80), text.includes(word)]).toEqual([text.slice(0, 80), false]);
});

test('the unit reaches the citizen by the hotline alone', async () => {
  await go(unit, orderNo, 'sign');
  const contact = { reason: '电话', given: { contact: { at: new Date().toISOString(), how: 'phone' } } };
  expect((await tryStep(unit, orderNo, 'contact', contact)).body.error?.message).toContain('请热线转告');
  const relayed = await go(unit, orderNo, 'relay', { reason: '请说明排水口在桥的哪一侧' });
  expect(relayed.timeline.at(-1)).toMatchObject({ action: '请热线转告' });
  const told = await go(unit, orderNo, 'reply', REPLY);
  expect(JSON.stringify(told)).not.toContain(NAME);
});

test('the summary for third parties names nobody', async () => {
  const { summary } = await page(dispatcher, orderNo);
  expect(summary).toContain('厂里半夜往河里排黑水');
  for (const word of TELLING) expect(summary).not.toContain(word);
});
