/** Orders between houses: handed over once, every later change told, what they say of it on the order's timeline. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gateway } from '../../channels/gateway/gateway.js';
import { type Told, told } from '../../channels/gateway/wire.js';
import type { Alarm } from '../../server/http/contract-desk.js';
import type { OrderPage } from '../../server/http/contract-orders.js';
import type { OutboxPage } from '../../server/http/contract-outbox.js';
import { eventually } from '../contracts/channel-world.js';
import { clientOf, envOf, row } from '../support/gateway/partners.js';
import { type House, startHouse } from '../support/house.js';
import { quickNlu } from '../support/quick-nlu.js';
import type { Seat } from '../support/seat.js';

/** 110 is posted to; what came twice is in here twice. */
const posted: Told[] = [];
let status = 204;
const police = createServer((request, response) => {
  buffer(request).then(
    (body) => {
      if (status === 204) posted.push(told.parse(JSON.parse(body.toString())));
      response.writeHead(status).end();
    },
    () => response.destroy(),
  );
});
const OVERRIDES = {
  kinds: [gateway],
  nlu: quickNlu(),
  settle: { quiet: 10, longest: 50 },
  backoff: () => 20,
  undoSeconds: 0,
};
const ROLES = ['AGENT', 'DISPATCHER', 'SUPERVISOR'];
let house: House;
let seat: Seat;
const PHONE = '13800001234';

beforeAll(async () => {
  police.listen(0, '127.0.0.1');
  await once(police, 'listening');
  const callback = `http://127.0.0.1:${(police.address() as AddressInfo).port}/`;
  house = await startHouse(OVERRIDES, envOf(row('platform'), row('police', { callback }), row('sms')));
  seat = await house.seat('clerk', ROLES);
}, 60_000);
afterAll(async () => {
  await house.stop();
  police.closeAllConnections();
  police.close();
});

let count = 0;
const page = async (orderNo: string) => (await seat.get<OrderPage>(`/api/desk/orders/${orderNo}`)).body;
async function step(orderNo: string, action: string, reason?: string, given?: object) {
  const { version } = (await page(orderNo)).card;
  const done = await seat.post(`/api/desk/orders/${orderNo}/step`, { action, version, reason, given });
  if (done.status !== 200) throw new Error(JSON.stringify(done.body));
}
const toTaker = (orderNo: string, to = 'partner:police', name = '演示接入方 police') =>
  step(orderNo, 'transferOut', '归 110 管', { transfer: { to, name } });

/** Of the other hotline: everything that waits for it about this conversation. */
async function pulled(thread: string, type: Told['type'], least = 1): Promise<Told[]> {
  return eventually(async () => {
    const { body } = await clientOf(house.url, 'platform').get('/outbox', { after: '0', limit: '200' });
    const events = (body as unknown as { events: Told[] }).events;
    const mine = events.filter((one) => one.thread === thread && one.type === type);
    return mine.length >= least ? mine : null;
  });
}

/** An order the other hotline has handed to us. */
async function handedIn(): Promise<{ thread: string; orderNo: string }> {
  const thread = `their-${++count}`;
  const answer = await clientOf(house.url, 'platform').post({
    ...{ type: 'transfer.in', id: `in-${count}`, thread, text: `路灯坏了，电话${PHONE}` },
    fields: { place: '赛罕区演示路 1 号' },
  });
  expect(answer.status).toBe(202);
  const [first] = await pulled(thread, 'order.status');
  return { thread, orderNo: first?.type === 'order.status' ? first.orderNo : '' };
}

/** Handed in by them, handed on to 110. */
async function out(): Promise<string> {
  const { orderNo } = await handedIn();
  await toTaker(orderNo);
  return orderNo;
}
const toPolice = (orderNo: string) => posted.filter(({ thread }) => thread === orderNo);

test('an order that was handed to us: each change the citizen may know of is told, once, in our words of stages', async () => {
  const { thread, orderNo } = await handedIn();
  await step(orderNo, 'accept');
  const seen = await pulled(thread, 'order.status', 2);
  expect(seen.map((one) => one.type === 'order.status' && [one.state, one.orderNo])).toEqual([
    ['filed', orderNo],
    ['accepted', orderNo],
  ]);
  // Accepting is news to a citizen behind that hotline too.
  expect((await pulled(thread, 'reply', 2)).at(-1)).toMatchObject({
    text: expect.stringContaining('已受理'),
  });
  // Internal work is nobody else's.
  const version = (await page(orderNo)).card.version;
  await step(orderNo, 'supervise', '请盯住');
  await pulled(thread, 'order.status', 3);
  await toTaker(orderNo);
  const all = await pulled(thread, 'order.status', 4);
  expect(all.map((one) => one.type === 'order.status' && one.state)).toEqual([
    ...['filed', 'accepted', 'accepted', 'transferred'],
  ]);
  expect(new Set(all.map(({ id }) => id)).size).toBe(4);
  expect((await page(orderNo)).card.version).toBe(version + 2);
});

test('a partner that keeps no books gets replies alone', async () => {
  const thread = `sms-${++count}`;
  await clientOf(house.url, 'sms').post({
    ...{ type: 'message', id: `s-${count}`, thread, text: '路灯坏了', complete: true },
  });
  const { body } = await eventually(async () => {
    const answer = await clientOf(house.url, 'sms').get('/outbox', { after: '0', limit: '200' });
    return (answer.body as unknown as { events: Told[] }).events.some((one) => one.thread === thread)
      ? answer
      : null;
  });
  expect((body as unknown as { events: Told[] }).events.map(({ type }) => type)).not.toContain(
    'order.status',
  );
});

test('transferred to a system on the wire it is handed over, once, nothing personal in it', async () => {
  const { body: options } = await seat.get<{ receivers: { code: string; name: string }[] }>(
    '/api/desk/options',
  );
  expect(options.receivers.filter(({ code }) => code.startsWith('partner:'))).toEqual([
    { code: 'partner:platform', name: '演示接入方 platform' },
    { code: 'partner:police', name: '演示接入方 police' },
  ]);
  const orderNo = await out();
  await eventually(() => toPolice(orderNo).length > 0);
  await house.restart();
  seat = await house.seat(`clerk${++count}`, ROLES);
  expect(toPolice(orderNo)).toMatchObject([
    {
      type: 'transfer.out',
      text: expect.stringContaining('路灯坏了'),
      fields: { place: '赛罕区演示路 1 号' },
      urgent: false,
    },
  ]);
  expect(JSON.stringify(toPolice(orderNo))).not.toContain(PHONE);
  // What becomes of it here afterwards is told there too.
  await step(orderNo, 'close', '已转 110');
  await eventually(() => toPolice(orderNo).length === 2);
  expect(toPolice(orderNo)[1]).toMatchObject({ type: 'order.status', orderNo, state: 'closed' });
});

test('to somebody who has no wire nothing is sent', async () => {
  const { orderNo, thread } = await handedIn();
  await toTaker(orderNo, '110', '110 报警');
  await pulled(thread, 'order.status', 2);
  expect(toPolice(orderNo)).toEqual([]);
});

test('receipt and result are steps of the order, told to its citizen; the same report twice is one', async () => {
  const orderNo = await out();
  const client = clientOf(house.url, 'police');
  const say = (id: string, state: string, more: object = {}) =>
    client.post({ type: 'transfer.status', id: `${id}-${orderNo}`, thread: orderNo, state, ...more });
  const received = [say('a', 'received', { no: 'JJ-1' }), say('a', 'received', { no: 'JJ-1' })];
  expect((await Promise.all(received)).map((one) => one.status)).toEqual([202, 202]);
  // The same number again is no second receipt: it is noted.
  await say('b', 'accepted', { no: 'JJ-1', text: '已派警' });
  await say('c', 'done', { no: 'JJ-1', text: `已处理，问${PHONE}` });
  const rows = (await page(orderNo)).timeline.filter(({ actor }) => actor === '转办对方');
  expect(rows.map(({ action }) => action).toSorted()).toEqual(
    ['登记对方接收', '对方已受理', '登记对方结果'].toSorted(),
  );
  expect(rows.find(({ action }) => action === '登记对方接收')?.public).toContain('JJ-1');
  expect(rows.find(({ action }) => action === '登记对方结果')?.public).toContain('已处理');
  expect(JSON.stringify(rows)).not.toContain(PHONE);
  expect((await page(orderNo)).card.state).toBe('TRANSFERRED_OUT');
});

test('given back: the order waits for dispatch again, the desk rings once, they hear no more of it', async () => {
  const orderNo = await out();
  await eventually(() => toPolice(orderNo).length > 0);
  const back = {
    ...{ type: 'transfer.status', id: `no-${orderNo}`, thread: orderNo, state: 'returned' },
    text: '不归我们管',
  };
  const client = clientOf(house.url, 'police');
  expect((await Promise.all([client.post(back), client.post(back)])).map((one) => one.status)).toEqual([
    202, 202,
  ]);
  const { card, timeline } = await page(orderNo);
  expect(card.state).toBe('ACCEPTED');
  expect(timeline.at(-1)).toMatchObject({ action: '对方退回', actor: '转办对方' });
  const { body } = await seat.get<Alarm[]>('/api/desk/alarms');
  expect(body.filter((one) => one.orderNo === orderNo)).toMatchObject([{ kind: 'returned' }]);
  const heard = toPolice(orderNo).length;
  await step(orderNo, 'supervise', '请盯住');
  // To the same system a second time: another event, the same conversation.
  await toTaker(orderNo);
  await eventually(() => toPolice(orderNo).filter(({ type }) => type === 'transfer.out').length === 2);
  expect(toPolice(orderNo)).toHaveLength(heard + 1);
  expect(new Set(toPolice(orderNo).map(({ id }) => id)).size).toBe(heard + 1);
});

test('of an order nobody handed to them: kept for people, on no order; of their own order: noted, and rings', async () => {
  const { orderNo } = await handedIn();
  const say = (partner: string, thread: string) =>
    clientOf(house.url, partner).post({
      ...{ type: 'transfer.status', id: `x-${++count}`, thread, state: 'returned', text: '撤回' },
    });
  expect((await say('police', orderNo)).status).toBe(202);
  expect((await page(orderNo)).timeline.some(({ action }) => action === '对方退回')).toBe(false);
  const own = await handedIn();
  expect((await say('platform', own.thread)).status).toBe(202);
  expect((await page(own.orderNo)).timeline.at(-1)).toMatchObject({ action: '对方退回' });
  expect((await page(own.orderNo)).card.state).toBe('SUBMITTED');
  const { body } = await seat.get<Alarm[]>('/api/desk/alarms');
  expect(body.filter((one) => one.orderNo === own.orderNo)).toMatchObject([{ kind: 'returned' }]);
});

test('a receiver that is down is tried again; one that is gone rings, stands in the list, and a person resends', async () => {
  status = 503;
  const orderNo = await out();
  await eventually(async () => {
    const { body } = await seat.get<OutboxPage>('/api/desk/outbox?state=retrying');
    return body.rows.some((one) => one.orderNo === orderNo);
  });
  status = 204;
  await eventually(() => toPolice(orderNo).length === 1);

  status = 410;
  const gone = await out();
  const dead = await eventually(async () => {
    const { body } = await seat.get<OutboxPage>('/api/desk/outbox?state=failed');
    return body.rows.find((one) => one.orderNo === gone);
  });
  const { body } = await seat.get<Alarm[]>('/api/desk/alarms');
  expect(body).toContainEqual(expect.objectContaining({ kind: 'undeliverable', orderNo: gone }));
  status = 204;
  await seat.post('/api/desk/outbox/resend', { lines: [dead.id] });
  await eventually(() => toPolice(gone).length === 1);
  expect(toPolice(gone)).toMatchObject([{ type: 'transfer.out', thread: gone }]);
});

test('what can be taken back is told when it cannot be any more, once; what was taken back never is', async () => {
  let late = 0;
  await house.restart({
    ...OVERRIDES,
    undoSeconds: 30,
    look: 50,
    now: () => new Date(Date.now() + late),
  });
  seat = await house.seat(`clerk${++count}`, ROLES);
  const [kept, undone] = [await handedIn(), await handedIn()];
  await step(kept.orderNo, 'accept');
  await step(undone.orderNo, 'accept');
  await step(undone.orderNo, 'undo');
  late = 31_000;
  const told = await pulled(kept.thread, 'order.status', 2);
  expect(told.map((one) => one.type === 'order.status' && one.state)).toEqual(['filed', 'accepted']);
  expect(await pulled(undone.thread, 'order.status', 1)).toHaveLength(1);
});
