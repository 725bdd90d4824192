/** Undo on a real house: the citizen hears of a step when it can't be taken back any more, once, and never of one that was. */
import { type Citizen, citizenOf } from '../support/citizen.js';
import { type House, PASSWORD, startHouse } from '../support/house.js';
import { filed, go, page, to, tryStep } from '../support/orders.js';
import { type Seat, signIn } from '../support/seat.js';

let clock = new Date('2026-11-30T02:00:00Z');
let house: House;
let agent: Seat;
let other: Seat;
const later = (seconds: number) => {
  clock = new Date(clock.getTime() + seconds * 1000);
};

beforeAll(async () => {
  house = await startHouse({ now: () => clock, undoSeconds: 30, look: 30 });
  agent = await house.seat('taker', ['AGENT', 'DISPATCHER']);
  other = await house.seat('second', ['AGENT', 'DISPATCHER']);
}, 120_000);
afterAll(() => house.stop());

const news = async (citizen: Citizen) =>
  (await citizen.lines()).filter(({ from }) => from === 'system').map(({ text }) => text);

test('taken back in time: said to nobody, done by one, both in the story', async () => {
  const citizen = await house.citizen();
  const { orderNo } = await filed(citizen);
  const accepted = await go(agent, orderNo, 'accept');
  expect(accepted.undo).toEqual({ name: '受理', seconds: 30 });
  // Only for whoever did it.
  expect((await page(other, orderNo)).undo).toBeNull();
  expect((await tryStep(other, orderNo, 'undo')).status).toBe(403);
  later(20);
  const undone = await go(agent, orderNo, 'undo');
  expect(undone).toMatchObject({ card: { state: 'SUBMITTED', version: 3 }, undo: null });
  expect(undone.timeline.slice(-2)).toMatchObject([{ action: '受理', undone: true }, { action: '撤销' }]);
  later(60);
  await go(agent, orderNo, 'markSecret', { reason: '诉求人要求' });
  await go(agent, orderNo, 'accept');
  later(31);
  await citizen.until((line) => line.text.includes('已受理'));
  expect((await news(citizen)).filter((text) => text.includes('已受理'))).toHaveLength(1);
});

test('too late it is refused in words; the citizen was told once, however often the house looks or starts', async () => {
  const citizen = await house.citizen();
  const { orderNo } = await filed(citizen);
  await go(agent, orderNo, 'accept');
  expect((await news(citizen)).join()).not.toContain('已受理');
  later(31);
  const late = await tryStep(agent, orderNo, 'undo');
  expect([late.status, late.body.error?.message]).toEqual([
    expect.any(Number),
    expect.stringMatching(/已过|不能撤销/),
  ]);
  expect(late.status).toBeGreaterThanOrEqual(400);
  await citizen.until((line) => line.text.includes('已受理'));
  await house.restart();
  const again = await citizenOf(house.url, citizen.thread, citizen.token);
  expect((await news(again)).filter((text) => text.includes('已受理'))).toHaveLength(1);
  agent = await signIn(house.url, 'taker', PASSWORD);
});

test('what waits is said after a restart too', async () => {
  const citizen = await house.citizen();
  const { orderNo } = await filed(citizen);
  await go(agent, orderNo, 'accept');
  await house.restart();
  later(31);
  const again = await citizenOf(house.url, citizen.thread, citizen.token);
  await again.until((line) => line.text.includes('已受理'));
});

test('what comes next sends what waited first', async () => {
  const citizen = await house.citizen();
  const seat = await house.seat('fourth', ['AGENT', 'DISPATCHER']);
  const { orderNo } = await filed(citizen);
  await go(seat, orderNo, 'accept');
  await go(seat, orderNo, 'dispatch', to(['150105', 'lead']));
  const lines = await news(citizen);
  const accepted = lines.findIndex((text) => text.includes('已受理'));
  expect(accepted).toBeGreaterThanOrEqual(0);
  expect(lines.findIndex((text) => text.includes('已派给'))).toBeGreaterThan(accepted);
  const gone = await tryStep(seat, orderNo, 'undo');
  expect(gone.body.error?.message).toContain('不能撤销');
});
