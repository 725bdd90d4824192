/** Wages owed: told in secret, returned twice, then said whose it is; and who asked stays unknown to all three units. */
import { type House, startHouse } from '../support/house.js';
import { filed, go, page, REPLY, to, tryStep } from '../support/orders.js';
import type { Seat } from '../support/seat.js';

const PHONE = '13800005566';
let house: House;
let dispatcher: Seat;
let saihan: Seat;
let xincheng: Seat;

beforeAll(async () => {
  house = await startHouse({ sweepEvery: 100 });
  dispatcher = await house.seat('sender', ['AGENT', 'DISPATCHER']);
  saihan = await house.seat('saihan', ['HANDLER_LEAD'], '150105');
  xincheng = await house.seat('xincheng', ['HANDLER_LEAD'], '150102');
}, 120_000);
afterAll(() => house.stop());

const back = (basis: string, suggest: string | null) => ({
  given: { return: { reason: 'duty', basis, suggest } },
});

test('wages owed, secret, returned twice, designated: nobody gives it back again, and it is answered', async () => {
  const citizen = await house.citizen();
  const { orderNo, code } = await filed(citizen, `赛罕区大学东路示例工地拖欠我们三个月工资，我电话${PHONE}`);
  await citizen.ask('要求保密');
  expect((await page(dispatcher, orderNo)).secret).toBe(true);
  await go(dispatcher, orderNo, 'accept');
  const early = await tryStep(dispatcher, orderNo, 'designate', to(['150105', 'lead']));
  expect([early.status, early.body.error?.message]).toEqual([409, expect.stringContaining('退满 2 次')]);
  await go(dispatcher, orderNo, 'maskIdentity', {
    given: { shown: { content: '示例工地拖欠工人三个月工资', place: '大学东路' } },
  });
  const first = await go(dispatcher, orderNo, 'dispatch', to(['150105', 'lead']));
  for (const [unit, other, basis] of [
    [saihan, '150102', '该工地由新城区监管'],
    [xincheng, '150105', '劳动用工属赛罕区'],
  ] as const) {
    await go(unit, orderNo, 'requestReturn', back(basis, other));
    await go(dispatcher, orderNo, 'agreeReturn', { reason: '职责有争议' });
    if (unit === saihan) await go(dispatcher, orderNo, 'dispatch', to(['150102', 'lead']));
  }
  const again = await tryStep(dispatcher, orderNo, 'dispatch', to(['150105', 'lead']));
  expect([again.status, again.body.error?.message]).toEqual([409, expect.stringContaining('指定承办')]);
  const given = await go(dispatcher, orderNo, 'designate', to(['150105', 'lead']));
  // However often it was sent round, the citizen's clock is the first one's.
  expect(given.card).toMatchObject({ state: 'DISPATCHED', lead: '赛罕区人民政府', due: first.card.due });
  await citizen.until((line) => line.text.includes('指定'));
  const third = await tryStep(saihan, orderNo, 'requestReturn', back('仍不属本区', null));
  expect([third.status, third.body.error?.message]).toEqual([409, expect.stringContaining('指定')]);
  await go(saihan, orderNo, 'sign');
  const read = JSON.stringify([await page(saihan, orderNo), await page(xincheng, orderNo)]);
  for (const word of [PHONE, '5566', code, citizen.thread]) expect(read).not.toContain(word);
  await go(saihan, orderNo, 'reply', {
    given: {
      reply: { ...REPLY.given.reply, public: '经劳动监察大队核查，工地已补发三个月工资，今天到账。' },
    },
  });
  await go(dispatcher, orderNo, 'passReply', { reason: '已核对发放凭证' });
  await citizen.until((line) => line.text.includes('已补发三个月工资'));
}, 120_000);
