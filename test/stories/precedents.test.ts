/** A unit designated after two returns is a precedent: cited for the next order like it, until it is withdrawn. */
import type { Conduct } from '../../server/http/contract-conduct.js';
import type { PrecedentRow } from '../../server/http/contract-precedents.js';
import { type House, startHouse } from '../support/house.js';
import { filed, go, page, to } from '../support/orders.js';
import type { Seat } from '../support/seat.js';

let house: House;
let dan: Seat;
let unit: Seat;
beforeAll(async () => {
  house = await startHouse();
  dan = await house.seat('dan', ['AGENT', 'DISPATCHER']);
  unit = await house.seat('saihan', ['HANDLER_LEAD'], '150105');
}, 90_000);
afterAll(() => house.stop());

const ASKED = { given: { return: { reason: 'duty', basis: '三定规定：路灯归市政', suggest: null } } };
const listed = async (q = ''): Promise<PrecedentRow[]> => {
  const { body } = await dan.get<{ rows: PrecedentRow[] }>(`/api/desk/precedents?q=${encodeURIComponent(q)}`);
  return body.rows;
};
const whys = async (orderNo: string) => (await page(dan, orderNo)).suggested?.best ?? [];
let first = '';

test('two agreed returns, then designated: kept with place, matter, unit, order, reason and who', async () => {
  const { orderNo } = await filed(await house.citizen());
  first = orderNo;
  await go(dan, orderNo, 'accept');
  for (let n = 0; n < 2; n++) {
    await go(dan, orderNo, 'dispatch', to(['150105', 'lead']));
    await go(unit, orderNo, 'sign');
    await go(unit, orderNo, 'requestReturn', ASKED);
    await go(dan, orderNo, 'agreeReturn', { reason: '同意退回' });
  }
  expect(await listed()).toEqual([]);
  const given = { reason: '经协商，路灯由赛罕区办理', given: { units: [{ unit: '150105', part: 'lead' }] } };
  await go(dan, orderNo, 'designate', given);
  const [row, ...rest] = await listed();
  expect(rest).toEqual([]);
  expect(row).toMatchObject({
    ...{ orderNo, unit: '150105', unitName: '赛罕区人民政府', regionName: '赛罕区' },
    ...{ reason: '经协商，路灯由赛罕区办理', by: 'dan', withdrawn: null },
  });
  expect(row?.categoryName).not.toBe('');
});

test('the next order of the place and matter is suggested by it, cited first with its number and reason', async () => {
  const { orderNo } = await filed(await house.citizen());
  await go(dan, orderNo, 'accept');
  const [best] = await whys(orderNo);
  expect(best?.unit).toBe('150105');
  expect(best?.why[0]).toContain(`工单 ${first} 由热线指定`);
  expect(best?.why[0]).toContain('经协商，路灯由赛罕区办理');
});

test('found by words; withdrawn once, with a reason, by whoever may send orders; then used no more', async () => {
  expect(await listed('经协商 赛罕')).toHaveLength(1);
  expect(await listed('没有这样的字')).toEqual([]);
  expect(await listed('.*')).toEqual([]);
  const [row] = await listed();
  const path = `/api/desk/precedents/${encodeURIComponent(row?.id ?? '')}/withdraw`;
  const body = { version: 1, reason: '三定规定已经调整' };
  expect((await unit.post(path, body)).status).toBe(403);
  expect((await dan.post(path, { ...body, reason: '嗯' })).status).toBe(422);
  expect((await dan.post(path, { ...body, version: 7 })).status).toBe(409);
  const race = await Promise.all([dan.post(path, body), dan.post(path, body)]);
  expect(race.map(({ status }) => status)).toContain(200);
  const again = await dan.post(path, body);
  expect([again.status, JSON.stringify(again.body)]).toEqual([409, expect.stringContaining('已经撤下')]);
  expect((await listed())[0]?.withdrawn).toMatchObject({ by: 'dan', reason: body.reason });
  const { orderNo } = await filed(await house.citizen());
  await go(dan, orderNo, 'accept');
  expect((await whys(orderNo)).flatMap(({ why }) => why).join()).not.toContain('由热线指定');
});

test('不当退单 and 推诿: by unit, each figure with its orders, within the reader’s own units', async () => {
  const { orderNo } = await filed(await house.citizen());
  await go(dan, orderNo, 'accept');
  await go(dan, orderNo, 'dispatch', to(['150105', 'lead']));
  await go(unit, orderNo, 'sign');
  await go(unit, orderNo, 'requestReturn', ASKED);
  await go(dan, orderNo, 'refuseReturn', { reason: '属于本单位职责' });
  const { body } = await unit.get<Conduct>('/api/desk/conduct');
  expect(body.rows).toEqual([
    {
      ...{ unit: '150105', name: '赛罕区人民政府', kind: expect.any(String) },
      returns: { asked: 3, rejected: 1, agreed: 2 },
      // Three are too few to tell a rate by.
      rate: { value: null, why: 'small' },
      wrongReturns: [orderNo],
      pushed: [{ orderNo, why: ['退单被驳回'] }],
    },
  ]);
  expect((await dan.get<Conduct>('/api/desk/conduct')).body.rows).toEqual(body.rows);
  const other = await house.seat('xincheng', ['HANDLER_LEAD'], '150102');
  expect((await other.get<Conduct>('/api/desk/conduct')).body.rows).toEqual([]);
  expect((await dan.get('/api/desk/conduct?from=2020-01-01&to=2026-01-01')).status).toBe(400);
});
