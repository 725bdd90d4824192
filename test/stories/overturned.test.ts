/** A refusal the citizen does not accept: reviewed by a person, taken after all, and counted as a wrong refusal. */
import type { InsightReport } from '../../server/http/contract-insight.js';
import { eventually } from '../contracts/channel-world.js';
import { type House, startHouse } from '../support/house.js';
import { go, page, to } from '../support/orders.js';
import type { Seat } from '../support/seat.js';

let house: House;
let dispatcher: Seat;
let leader: Seat;

beforeAll(async () => {
  house = await startHouse({ sweepEvery: 100 });
  dispatcher = await house.seat('sender', ['AGENT', 'DISPATCHER', 'SUPERVISOR']);
  leader = await house.seat('leader', ['LEADER']);
}, 120_000);
afterAll(() => house.stop());

test('refused by a person, reviewed at the citizen’s word, overturned; the record of the refusal stays', async () => {
  const citizen = await house.citizen();
  const refusal = (await citizen.ask('法院判了不给执行你们给催催')).find(
    (line) => line.decision === 'refuse',
  );
  const orderNo = refusal?.order?.orderNo ?? '';
  // Nobody but a person refuses.
  expect((await page(dispatcher, orderNo)).card.state).toBe('SUBMITTED');
  await go(dispatcher, orderNo, 'refuse', { reason: '属司法执行，告知 12368' });
  expect((await page(dispatcher, orderNo)).card.state).toBe('REJECTED');
  await citizen.ask('申请人工复核');
  const asked = await page(dispatcher, orderNo);
  expect(asked.card).toMatchObject({ state: 'SUBMITTED', reviewRequested: true });
  const list = await dispatcher.get<{ rows: { orderNo: string }[] }>('/api/desk/orders?list=reviews');
  expect(list.body.rows.map((row) => row.orderNo)).toContain(orderNo);
  const taken = await go(dispatcher, orderNo, 'accept');
  expect(taken.card.state).toBe('ACCEPTED');
  // What was said, and why, is not wiped out by the better judgement.
  expect(taken.refusal).toMatchObject({ evidence: expect.any(String), decidedBy: 'sender' });
  await go(dispatcher, orderNo, 'dispatch', to(['150105', 'lead']));
  await citizen.until((line) => line.text.includes(orderNo) && line.text.includes('已派给'));
  // One reviewed, one overturned; told as too few for a rate.
  const wrong = await eventually(async () => {
    const { body } = await leader.get<InsightReport>('/api/desk/insight?by=type');
    return body.total.wrongRefusal?.base ? body.total.wrongRefusal : null;
  });
  expect(wrong).toEqual({ value: null, base: 1, why: 'small' });
}, 120_000);
