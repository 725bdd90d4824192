/** One matter of many callers, and many matters of one: merged and split, and everybody is told. */
import type { OrderView } from '../../server/http/contract-citizen.js';
import type { StepsDone } from '../../server/http/contract-steps.js';
import { type Citizen, call } from '../support/citizen.js';
import { type House, startHouse } from '../support/house.js';
import { filed, go, page, REPLY, to, tryStep } from '../support/orders.js';
import type { Seat } from '../support/seat.js';

/** A heating outage: one estate, forty callers. */
const CALLERS = 40;
let house: House;
let dispatcher: Seat;
let unit: Seat;

beforeAll(async () => {
  house = await startHouse({ sweepEvery: 100 });
  dispatcher = await house.seat('sender', ['AGENT', 'DISPATCHER']);
  unit = await house.seat('saihan', ['HANDLER'], '150105');
}, 120_000);
afterAll(() => house.stop());

const said = async (citizen: Citizen) =>
  (await citizen.lines()).filter(({ from }) => from === 'system').map(({ text }) => text);
const query = (order: { orderNo: string; code: string }) =>
  call<OrderView>(`${house.url}/api/orders/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(order),
  });
const merge = async (orders: { orderNo: string }[], master: string, id: string) => {
  const rows = await Promise.all(
    orders.map(async ({ orderNo }) => ({ orderNo, version: (await page(dispatcher, orderNo)).card.version })),
  );
  const body = { id, action: 'merge', reason: '同一处停暖', given: { master }, orders: rows };
  return (await dispatcher.post('/api/desk/orders/batch', body)).body as unknown as StepsDone;
};

test('many callers, one master: each hears the progress and the result, and nothing of another', async () => {
  const phone = (n: number) => `138000050${String(n).padStart(2, '0')}`;
  const callers: { citizen: Citizen; orderNo: string; code: string; phone: string }[] = [];
  for (let n = 0; n < CALLERS; n++) {
    const citizen = await house.citizen();
    const text = `赛罕区大学东路学苑小区${n + 1}号楼整栋停暖两天了，我电话${phone(n)}`;
    callers.push({ citizen, phone: phone(n), ...(await filed(citizen, text)) });
  }
  const [first, ...others] = callers as [(typeof callers)[0], ...typeof callers];
  await go(dispatcher, first.orderNo, 'accept');
  const done = await merge(others, first.orderNo, 'merge-0001');
  expect(done.results.every((one) => one.done)).toBe(true);
  // Where the matter stands is told at once; what comes, as it comes.
  await go(dispatcher, first.orderNo, 'dispatch', to(['150105', 'lead']));
  for (const { citizen } of others) await citizen.until((line) => line.text.includes('已派给承办单位'));
  await go(unit, first.orderNo, 'sign');
  const answer = {
    given: { reply: { ...REPLY.given.reply, public: '学苑小区换热站已修好，今晚恢复供暖。' } },
  };
  await go(unit, first.orderNo, 'reply', answer);
  await go(dispatcher, first.orderNo, 'passReply');
  for (const { citizen } of others) await citizen.until((line) => line.text.includes('今晚恢复供暖'));
  const times = async (citizen: Citizen, words: RegExp) =>
    (await said(citizen)).filter((text) => words.test(text)).length;
  // At the answer everyone is told once, whoever called first or last.
  for (const { citizen } of callers) expect(await times(citizen, /今晚恢复供暖/)).toBe(1);
  // What is between the house and one citizen stays between them.
  await first.citizen.ask('催一下');
  const rated = await call(`${house.url}/api/orders/rate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ orderNo: first.orderNo, code: first.code, stars: 5, tags: [] }),
  });
  expect(rated.status).toBe(200);
  for (const { citizen, orderNo, code, phone: own } of others) {
    await citizen.until((line) => line.text.includes(orderNo) && /评价|办结/.test(line.text));
    const told = `${(await said(citizen)).join('\n')}${JSON.stringify((await query({ orderNo, code })).body)}`;
    for (const other of callers) {
      if (other.orderNo === orderNo) continue;
      expect(told).not.toContain(other.phone);
      expect(told).not.toContain(other.code);
    }
    expect(told).not.toMatch(/催办/);
    expect(own).not.toBe('');
    expect((await page(dispatcher, orderNo)).card.state).toBe('CLOSED');
    // Nor is the answer told again at the close, nor the close twice.
    expect([orderNo, await times(citizen, /今晚恢复供暖/)]).toEqual([orderNo, 1]);
    expect([orderNo, await times(citizen, /评价|办结/)]).toEqual([orderNo, 1]);
  }
}, 240_000);

test('where the matter stands is told once, and taken apart again it goes its own way', async () => {
  const one = await house.citizen();
  const two = await house.citizen();
  const master = await filed(one);
  const child = await filed(two);
  await go(dispatcher, master.orderNo, 'accept');
  await merge([child], master.orderNo, 'merge-0002');
  await two.until((line) => line.text.includes('合并办理的进展'));
  const texts = await said(two);
  expect(texts.filter((text) => text.includes('合并办理的进展')).length).toBe(1);
  // Taken apart again, it goes its own way and its citizen knows.
  await go(dispatcher, child.orderNo, 'unmerge', { reason: '不是同一处' });
  await two.until((line) => line.text.includes('单独办理'));
  expect((await page(dispatcher, child.orderNo)).card.state).toBe('ACCEPTED');
  await go(dispatcher, master.orderNo, 'dispatch', to(['150105', 'lead']));
  expect((await said(two)).join()).not.toContain('已派给');
});

test('a master that its own citizen takes back does not take the others with it', async () => {
  const [one, two] = [await house.citizen(), await house.citizen()];
  const [master, child] = [await filed(one), await filed(two)];
  await merge([child], master.orderNo, 'merge-0003');
  await go(dispatcher, master.orderNo, 'withdrawFor', { reason: '诉求人来电撤回' });
  await two.until((line) => line.text.includes('单独办理'));
  expect((await page(dispatcher, child.orderNo)).card.state).toBe('ACCEPTED');
});

test('two merged into each other at once: neither waits for itself for ever', async () => {
  const [one, two] = [await filed(await house.citizen()), await filed(await house.citizen())];
  const ask = async (order: { orderNo: string }, into: { orderNo: string }, n: number) =>
    merge([order], into.orderNo, `merge-001${n}`);
  await Promise.all([ask(one, two, 1), ask(two, one, 2)]);
  const states = async () =>
    Promise.all([one, two].map(async ({ orderNo }) => (await page(dispatcher, orderNo)).card.state));
  const deadline = Date.now() + 20_000;
  while ((await states()).every((state) => state === 'MERGED') && Date.now() < deadline)
    await new Promise((r) => setTimeout(r, 50));
  expect((await states()).some((state) => state !== 'MERGED')).toBe(true);
});

test('a mixed matter becomes two orders: numbers, codes and spans; nothing said is lost', async () => {
  const citizen = await house.citizen();
  const { orderNo, code } = await filed(
    citizen,
    '赛罕区大学东路路灯坏了好几天了，小区门口的垃圾也没人清运，我电话13800001234',
  );
  const { content } = await page(dispatcher, orderNo);
  const cut = content.indexOf('小区门口');
  const parts = [[{ from: 0, to: cut }], [{ from: cut, to: content.length }]];
  const left = await tryStep(dispatcher, orderNo, 'split', {
    reason: '两件事',
    given: { parts: [[{ from: 0, to: 5 }], [{ from: cut, to: content.length }]] },
  });
  expect([left.status, left.body.error?.message]).toEqual([422, expect.stringContaining('没有归到')]);
  const whole = await go(dispatcher, orderNo, 'split', { reason: '两件事', given: { parts } });
  expect(whole.content).toBe(content.slice(0, cut));
  const lines = await citizen.until((line) => line.from === 'system' && line.order !== undefined);
  const other = lines.findLast((line) => line.from === 'system' && line.order)?.order;
  expect(other?.orderNo).not.toBe(orderNo);
  const part = await page(dispatcher, other?.orderNo ?? '');
  expect(part.content).toBe(content.slice(cut).trim());
  expect(
    part.origins.filter(({ field }) => field === 'content').every(({ from, to: end }) => from < end),
  ).toBe(true);
  // Each opens with its own code.
  expect((await query(other!)).status).toBe(200);
  expect((await query({ orderNo, code: other!.code })).status).toBe(404);
  expect((await query({ orderNo, code })).body.timeline[0]?.text).toContain(other?.orderNo);
});
