/** The invitation to rate reaches the citizen on every channel that has a way back, and its link rates, once. */
import { type House, startHouse } from '../support/house.js';
import { go, page, REPLY, to } from '../support/orders.js';
import { quickNlu } from '../support/quick-nlu.js';
import type { Seat } from '../support/seat.js';
import type { Platform } from './channel-rig.js';
import { deliverUntilOk, eventually, linesAtRest, watch } from './channel-world.js';
import { RIGS } from './rigs.js';

const PUBLIC = 'https://12345.example.gov.cn';
const LONG_MS = 240_000;
const NO_WAY_BACK = 'form';

const lacking = Object.entries(RIGS).filter(([, { lacks }]) => lacks);
if (lacking.length > 0)
  test.skip.each(lacking.map(([name, { lacks }]) => [name, lacks]))('%s is not tested here: %s', () => {});
test.skip(`${NO_WAY_BACK} — cannot be here: it has no way back; who filed rates by number and code in the portal`, () => {});

const here = Object.entries(RIGS).filter(([name, { lacks }]) => !lacks && name !== NO_WAY_BACK);

describe.each(here)('%s', (name, rig) => {
  let platform: Platform;
  let house: House;
  beforeAll(async () => {
    platform = await rig.open();
    const { kinds } = watch(rig);
    const overrides = { kinds, nlu: quickNlu(), settle: { quiet: 20, longest: 200 }, backoff: () => 250 };
    house = await startHouse(overrides, { ...platform.env, PUBLIC_URL: PUBLIC });
    await platform.house(house.url);
  }, LONG_MS);
  afterAll(async () => {
    await house?.stop();
    await platform?.close();
  }, LONG_MS);

  async function filed(desk: Seat, thread: string): Promise<string> {
    const at = `/api/desk/threads/${encodeURIComponent(thread)}`;
    expect((await desk.post(`${at}/claim`, { version: 0 })).status).toBe(200);
    const fields = { title: '路灯不亮', content: '大学东路路灯不亮', place: '大学东路', region: '150105' };
    const done = await desk.post(`${at}/orders`, { id: `file-${name}-1`, fields });
    expect([done.status, done.body]).toEqual([201, expect.anything()]);
    return (done.body as { card: { orderNo: string } }).card.orderNo;
  }

  test(
    'the answer brings the link; it rates once; low, it begins to be verified',
    async () => {
      const one = { id: `m-rate-${name}`, citizen: `rater-${name}`, text: '请问路灯不亮找谁' };
      await deliverUntilOk(platform, [one]);
      const rows = await eventually(async () => {
        const all = await house.aside(linesAtRest);
        await platform.house(house.url);
        return all.some((row) => row.from === 'citizen') ? all : null;
      });
      const thread = rows.find((row) => row.from === 'citizen')?.thread ?? '';
      const desk = await house.seat('clerk', ['AGENT', 'DISPATCHER', 'SUPERVISOR']);
      const unit = await house.seat('saihan', ['HANDLER'], '150105');
      const orderNo = await filed(desk, thread);
      if ((await page(desk, orderNo)).card.state === 'SUBMITTED') await go(desk, orderNo, 'accept');
      await go(desk, orderNo, 'dispatch', to(['150105', 'lead']));
      await go(unit, orderNo, 'sign');
      await go(unit, orderNo, 'reply', REPLY);
      await go(desk, orderNo, 'passReply');
      const link = await eventually(async () => {
        const whole = (await platform.reached(one.citizen)).join('\n');
        return /https:\/\/12345\.example\.gov\.cn(\/r\/[\w-]+)/.exec(whole)?.[1] ?? null;
      });
      expect((await fetch(`${house.url}${link}`)).status).toBe(200);
      const rate = () =>
        fetch(`${house.url}${link}`, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: 'stars=1&tags=unsolved',
        });
      expect([(await rate()).status, (await rate()).status]).toEqual([200, 410]);
      expect((await page(desk, orderNo)).ratings).toMatchObject([{ stars: 1, tags: ['unsolved'] }]);
      const beside = await desk.get(`/api/desk/orders/${orderNo}/proceedings`);
      expect(JSON.stringify(beside.body)).toContain('lowRating');
    },
    LONG_MS,
  );
});
