/** A broken street lamp from WeChat to rating: the platform's own process, the people of domain §3.1, a real house. */
import { type House, startHouse } from '../support/house.js';
import { go, page, REPLY, to } from '../support/orders.js';
import type { Seat } from '../support/seat.js';
import { startWeChat, type WeChat } from '../support/wechat/client.js';

const PUBLIC = 'https://12345.example.gov.cn';
const OPENID = 'oLamp00000000000000000000001';
let platform: WeChat;
let house: House;
let desk: Seat;
let unit: Seat;

beforeAll(async () => {
  platform = await startWeChat();
  house = await startHouse({ sweepEvery: 50 }, { ...platform.env, PUBLIC_URL: PUBLIC });
  await platform.house(house.url);
  desk = await house.seat('sender', ['AGENT', 'DISPATCHER']);
  unit = await house.seat('saihan', ['HANDLER'], '150105');
}, 120_000);
afterAll(async () => {
  await house.stop();
  await platform.close();
});

const rate = (path: string, stars: string) =>
  fetch(`${house.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
    body: new URLSearchParams({ stars }).toString(),
  });

test('filed, accepted, sent, answered and rated without leaving WeChat, and every step is told there', async () => {
  const citizen = platform.phone(OPENID);
  const shown = await citizen.ask('赛罕区大学东路路灯坏了好几天了，我电话13800001234', /请回复序号/);
  expect(shown).toMatch(/大学东路/);
  const confirm = /(\d+)\. 确认/.exec(shown)?.[1] ?? '';
  const filed = await citizen.ask(confirm, /编号/);
  const [, orderNo = '', code = ''] = /编号 (\S+?)，提取码 ([2-9A-HJKMNP-Z]{6})/.exec(filed) ?? [];
  expect(orderNo).toMatch(/^150105\d{8}[A-Z]\d{7}$/);

  const accepted = await go(desk, orderNo, 'accept');
  expect(accepted.suggested?.best[0]?.unit).toBe('150105');
  await go(desk, orderNo, 'dispatch', to(['150105', 'lead']));
  expect(await citizen.until(/已派给承办单位/)).toContain(orderNo);
  await go(unit, orderNo, 'sign');
  expect(await citizen.ask('查进度', new RegExp(orderNo))).toMatch(/办理|签收/);
  await go(unit, orderNo, 'reply', REPLY);
  await go(desk, orderNo, 'passReply');
  const answer = await citizen.until(/\/r\//);
  expect(answer).toContain('您反映的路灯已经修好');
  expect(answer).not.toContain('更换灯泡两只');

  const path = (/https:\/\/12345\.example\.gov\.cn(\/r\/[^\s"<]+)/.exec(answer) ?? [])[1] ?? '';
  const asked = await fetch(`${house.url}${path}`, { headers: { accept: 'text/html' } });
  expect([asked.status, (await asked.text()).includes('非常满意')]).toEqual([200, true]);
  expect((await rate(path, '5')).status).toBe(200);
  const { card, ratings, timeline } = await page(desk, orderNo);
  expect(card.state).toBe('CLOSED');
  expect(ratings).toMatchObject([{ stars: 5 }]);
  expect(timeline.length).toBeGreaterThan(6);
  // What WeChat was sent holds the code once, where it was given, and after the draft the citizen's phone nowhere.
  const reached = (await platform.reached(OPENID)).map(({ text }) => text);
  expect(reached.filter((text) => text.includes(code))).toHaveLength(1);
  const after = reached.slice(reached.findIndex((text) => text.includes(code)));
  expect(after.join('\n')).not.toContain('13800001234');
}, 120_000);
