/** Mail in a whole house, a real mailbox and a real server: one mail where one is enough, and who it is from. */
import type { ThreadPage } from '../../../server/http/contract-desk.js';
import type { OrderPage } from '../../../server/http/contract-orders.js';
import { eventually } from '../../contracts/channel-world.js';
import { email } from '../../contracts/rigs/email.js';
import { noDovecot } from '../../support/dovecot.js';
import { startHouse } from '../../support/house.js';
import { quickNlu } from '../../support/quick-nlu.js';

const run = noDovecot ? test.skip : test;

run(
  noDovecot ?? 'picking up, answering and filing: as many mails as there are answers',
  async () => {
    const platform = await email.open();
    const house = await startHouse(
      { kinds: [email.kind!], nlu: quickNlu(), settle: { quiet: 20, longest: 200 }, backoff: () => 50 },
      platform.env,
    );
    try {
      await platform.house(house.url);
      const citizen = 'bayar';
      const reached = async () => platform.reached(citizen);
      await platform.deliver({ id: 'one', citizen, text: '请问窗口几点上班' });
      await eventually(async () => (await reached()).length === 1);
      const seat = await house.seat('clerk', ['AGENT', 'DISPATCHER']);
      const { body } = await seat.get<{ rows: { id: string }[] }>('/api/desk/threads?box=all');
      const at = `/api/desk/threads/${encodeURIComponent(body.rows[0]?.id ?? '')}`;
      const { body: page } = await seat.get<ThreadPage>(at);
      expect(page.lines[0]?.trust).toMatchObject({ is: 'unsure', says: expect.stringContaining('没有核实') });
      expect((await seat.post(`${at}/claim`, { version: page.card.version })).status).toBe(200);
      await seat.post(`${at}/messages`, { id: 'a1', text: '九点上班。' });
      await eventually(async () => (await reached()).length === 2);
      // That a person has picked up stands above the answer: no mail says that alone.
      expect((await reached())[1]).toMatch(/号工作人员为您服务。\s+九点上班。/);

      const filed = await seat.post(`${at}/orders`, {
        id: 'f1',
        fields: { type: 'help', title: '路灯不亮', content: '路灯不亮', place: '赛罕区演示路' },
      });
      expect(filed.status).toBe(201);
      const { card } = filed.body as unknown as OrderPage;
      await eventually(async () => (await reached()).length === 3);
      expect((await reached())[2]).toContain(card.orderNo);
    } finally {
      await house.stop();
      await platform.close();
    }
  },
  120_000,
);
