/** The self-service form: complete and confirmed as it arrives, through the same door as every other word. */
import { randomUUID } from 'node:crypto';
import type { OrderPage } from '../../server/http/contract-orders.js';
import { call } from '../support/citizen.js';
import { type House, startHouse } from '../support/house.js';

let house: House;
beforeAll(async () => {
  house = await startHouse();
}, 60_000);
afterAll(() => house.stop());

interface Filed {
  orderNo: string;
  code: string;
  next: string;
}

const form = (more: Record<string, unknown> = {}) => ({
  id: randomUUID(),
  what: 'streetlight',
  region: '150105',
  place: '赛罕区大学东路与学苑街路口',
  description: '三盏路灯不亮，有两天了',
  name: '王小满',
  phone: '13800005555',
  ...more,
});

const send = (body: unknown) =>
  call<Filed>(`${house.url}/api/forms/repair`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

test('a form is one order, and the same form again is the same order', async () => {
  const filled = form();
  const answers = await Promise.all(Array.from({ length: 5 }, () => send(filled)));
  expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201, 201, 201]);
  expect(new Set(answers.map((answer) => answer.body.orderNo)).size).toBe(1);
  expect(new Set(answers.map((answer) => answer.body.code)).size).toBe(1);
  expect(answers[0]?.body.orderNo).toMatch(/^150105/);
  expect(answers[0]?.body.next).toMatch(/工作日/);
});

test('an agent finds it with what was filled in, masked', async () => {
  const { body } = await send(form());
  const seat = await house.seat('former');
  const page = await seat.get<OrderPage>(`/api/desk/orders/${body.orderNo}`);
  expect(page.body).toMatchObject({
    place: '赛罕区大学东路与学苑街路口',
    content: '三盏路灯不亮，有两天了',
    caller: { name: '王**', phone: '138****5555' },
    card: { state: 'SUBMITTED', region: '150105', kind: 'order' },
  });
});

test('an emergency in a form rings at once, and the order is filed all the same', async () => {
  const { body, status } = await send(form({ description: '路灯杆倒了砸到人，人在流血，快来救人' }));
  expect(status).toBe(201);
  expect(body.orderNo).toBeTruthy();
  const seat = await house.seat('listener');
  const alarms = await seat.get<{ kind: string; thread: string }[]>('/api/desk/alarms');
  expect(alarms.body.some((alarm) => alarm.kind === 'emergency' && alarm.thread.startsWith('form:'))).toBe(
    true,
  );
});

test.each([
  ['an unknown region', { region: '999999' }],
  ['no phone', { phone: '123' }],
  ['no place', { place: '' }],
  ['a file nobody uploaded', { photo: ['0123456789abcdef0123456789abcdef'] }],
  ['a field that is none', { admin: true }],
])('%s changes nothing and says what to do', async (_name, wrong) => {
  const answer = await call<{ error: { message: string } }>(`${house.url}/api/forms/repair`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(form(wrong)),
  });
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect(answer.body.error.message).toMatch(/[\u4e00-\u9fff]/);
});
