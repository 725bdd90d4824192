import { wecom } from '../../channels/wecom/app.js';
import { type House, startHouse } from '../support/house.js';
import { openSimulator, type Simulator } from '../support/wecom/sim.js';

let sim: Simulator;
let house: House;
beforeAll(async () => {
  sim = await openSimulator();
  house = await startHouse({ kinds: [wecom] }, sim.env.wecom);
  await sim.house({ url: house.url });
});
afterAll(async () => {
  await house.stop();
  await sim.close();
});

const until = async (so: () => boolean) => {
  while (!so()) await new Promise((resolve) => setTimeout(resolve, 10));
};

test('smoke', async () => {
  const v = await sim.verify({ channel: 'wecom' });
  expect(v).toEqual({ status: 200, body: v.want, want: v.want });
  expect(
    await sim.say({ citizen: 'zhangsan', rows: { MsgType: 'text', Content: '新城区某小区暖气一直不热' } }),
  ).toBe('ok');
  await until(() => sim.seen.length > 0);
  console.log(sim.seen, await sim.calls({}));
});
