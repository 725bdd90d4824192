/** Two steps of one person on one version: one is done, and the other is told so. */
import type { OrderPage } from '../../server/http/contract-orders.js';
import { type House, startHouse } from '../support/house.js';

let house: House;
beforeAll(async () => {
  house = await startHouse();
}, 60_000);
afterAll(() => house.stop());

test('accepting and refusing at the same moment: who is told it was done sees what was done', async () => {
  const seat = await house.seat('hasty');
  for (let round = 0; round < 5; round++) {
    const citizen = await house.citizen();
    const [refusal] = await citizen.ask('法院判了不给执行你们给催催');
    const at = `/api/desk/orders/${refusal?.order?.orderNo}`;
    const { body } = await seat.get<OrderPage>(at);
    const { version } = body.card;
    const answers = await Promise.all(
      ['refuse', 'accept'].map((action) =>
        seat.post(`${at}/step`, { action, version, reason: '案件在法院执行程序中' }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const done = answers.find(({ status }) => status === 200)?.body as unknown as OrderPage;
    const now = (await seat.get<OrderPage>(at)).body;
    expect(now.card).toMatchObject({ state: done.card.state, version: version + 1 });
  }
});
