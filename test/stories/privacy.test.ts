/** Invariant 6: no text leaves for a model, a log or another party before privacy has masked it. */
import { createNlu } from '../../nlu/understand.js';
import type { Line } from '../../server/http/contract-chat.js';
import type { ThreadPage } from '../../server/http/contract-desk.js';
import { type House, startHouse } from '../support/house.js';

const PHONE = '13800004321';
const ID = '15010219900307875X';

let house: House;
const log: string[] = [];
beforeAll(async () => {
  const real = await createNlu();
  const keep = (fields: object, message: string) => void log.push(message + JSON.stringify(fields));
  house = await startHouse(
    {
      nlu: {
        ...real,
        understand: async (text, hints) => {
          if (text.includes('炸了')) throw new Error(`cannot read “${text}”`);
          return real.understand(text, hints);
        },
      },
    },
    {},
    { debug: keep, info: keep, warn: keep, error: keep },
  );
}, 60_000);
afterAll(() => house.stop());

test('6. no text leaves for a log before privacy has masked it', async () => {
  const citizen = await house.citizen();
  await citizen.ask(`系统炸了，我电话${PHONE}，身份证${ID}`);
  await citizen.say('', { id: 'x y' });
  const told = log.join('\n');
  // The fault was logged, so there was something to leak.
  expect(told).toMatch(/cannot read/);
  for (const secret of [PHONE, ID, citizen.token]) expect(told).not.toContain(secret);
});

test('6. the desk sees personal data masked, in the text, the form, the list and the order', async () => {
  const citizen = await house.citizen();
  const lines = await citizen.ask(`新城区海拉尔东街路灯坏了，联系电话${PHONE}，身份证${ID}`);
  const shown = lines.find((line) => line.draft) ?? (await citizen.ask('新城区')).find((line) => line.draft);
  expect(shown).toBeDefined();
  const done = (await citizen.ask('确认提交')).find((line: Line) => line.order);
  await citizen.ask('转人工');
  const seat = await house.seat('masked');
  const page = await seat.get<ThreadPage>(`/api/desk/threads/web:${citizen.thread}`);
  const order = await seat.get(`/api/desk/orders/${done?.order?.orderNo}`);
  const list = await seat.get('/api/desk/threads?box=all');
  const everything = JSON.stringify([page.body, order.body, list.body]);
  expect(everything).toContain('138****4321');
  for (const secret of [PHONE, ID]) expect(everything).not.toContain(secret);
  // The query code goes to the citizen and nowhere else.
  expect(everything).not.toContain(done?.order?.code);
  expect(everything).toContain(done?.order?.orderNo);
});

test('unmasking needs a reason and leaves a trace', async () => {
  const citizen = await house.citizen();
  await citizen.ask(`你好，我的电话是${PHONE}`);
  const seat = await house.seat('opener');
  const look = { target: 'thread', id: `web:${citizen.thread}`, field: 'text' };
  expect((await seat.post('/api/desk/unmask', { ...look, reason: '' })).status).toBe(422);
  const seen = await seat.post('/api/desk/unmask', { ...look, reason: '回拨核实地点' });
  expect(seen.body.value).toContain(PHONE);
});
