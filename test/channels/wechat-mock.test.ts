/** A house on Wechaty's own mock puppet, as a developer without an account runs it. */
import { type House, startHouse } from '../support/house.js';
import { type MockWeChat, mockWeChat } from '../support/wechat/mock.js';

let wechat: MockWeChat;
let house: House;
const faults: unknown[] = [];
beforeAll(async () => {
  wechat = mockWeChat((error) => faults.push(error));
  house = await startHouse({ channels: [wechat.channel] });
});
afterAll(async () => {
  await house.stop();
});

test('a contact asks, and the approved answer comes back by Wechaty', async () => {
  const citizen = wechat.citizen('contact1');
  citizen.say('居民医保怎么交');
  expect(await citizen.until(/依据：/)).toMatch(/医保/);
  expect(citizen.reached).toHaveLength(1);
  expect(faults).toEqual([]);
});
