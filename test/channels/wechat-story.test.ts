/** A citizen on WeChat from the first word to the order's number, through the platform's own process. */
import { type House, startHouse } from '../support/house.js';
import { startWeChat, type WeChat } from '../support/wechat/client.js';

let platform: WeChat;
let house: House;

beforeAll(async () => {
  platform = await startWeChat();
  house = await startHouse({}, platform.env);
  await platform.house(house.url);
});
afterAll(async () => {
  await house.stop();
  await platform.close();
});

test('a question gets the approved answer with its source', async () => {
  const citizen = platform.phone('oStory0000000000000000000001');
  expect(await citizen.ask('居民医保怎么交', /依据/)).toMatch(/医保/);
});

test('a matter is drafted, amended by 「地点：…」, confirmed by number, and its order number and code arrive', async () => {
  const citizen = platform.phone('oStory0000000000000000000002');
  const first = await citizen.ask('赛罕区大学东路路灯坏了好几天了', /手机|确认/);
  const shown = /手机/.test(first) ? await citizen.ask('13800001234', /请回复序号/) : first;
  expect(shown).toMatch(/大学东路/);
  const amended = await citizen.ask('地点：赛罕区大学东路与学苑街路口', /请回复序号/);
  expect(amended).toMatch(/地点：赛罕区大学东路与学苑街路口/);
  const number = /(\d+)\. 确认/.exec(amended)?.[1];
  const done = await citizen.ask(String(number), /编号/);
  const found = /编号 (\S+?)，提取码 ([2-9A-HJKMNP-Z]{6})/.exec(done);
  expect(found?.[1]).toMatch(/^150105\d{8}[A-Z]\d{6}\d$/);
  const order = await fetch(`${house.url}/api/orders/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ orderNo: found?.[1], code: found?.[2] }),
  });
  expect(((await order.json()) as { place: string }).place).toBe('赛罕区大学东路与学苑街路口');
});
