/** A call in a real house: the seat that picks up sees who it is, the bot stays quiet, the agent files the order. */
import { io, type Socket } from 'socket.io-client';
import { gateway } from '../../channels/gateway/gateway.js';
import type { Caller, ThreadPage } from '../../server/http/contract-desk.js';
import type { OrderPage } from '../../server/http/contract-orders.js';
import { eventually } from '../contracts/channel-world.js';
import { clientOf, envOf, row } from '../support/gateway/partners.js';
import { type House, startHouse } from '../support/house.js';
import { quickNlu } from '../support/quick-nlu.js';
import type { Seat } from '../support/seat.js';

const PHONE = '13800000007';
let house: House;
let anna: Seat;
let bella: Seat;
beforeAll(async () => {
  house = await startHouse(
    { kinds: [gateway], nlu: quickNlu(), settle: { quiet: 20, longest: 200 } },
    envOf(row('phone', { verifiesPhone: true }), row('mengsuban', { verifiesPhone: true }), row('sms')),
  );
  anna = await house.seat('anna');
  bella = await house.seat('bella');
}, 60_000);
afterAll(() => house.stop());

const open: Socket[] = [];
afterEach(() => {
  for (const socket of open.splice(0)) socket.disconnect();
});

async function deskOf({ cookie }: Seat) {
  const socket = io(`${house.url}/desk`, {
    transports: ['websocket'],
    forceNew: true,
    extraHeaders: { cookie },
  });
  open.push(socket);
  const calls: Caller[] = [];
  socket.on('call', (call: Caller) => calls.push(call));
  await new Promise<void>((up) => socket.once('connect', up));
  return { socket, calls };
}

let ids = 0;
const phone = (body: object) => clientOf(house.url, 'phone').post({ id: `e${++ids}`, ...body });
const started = (call: string, agent: string, caller = PHONE) =>
  phone({ type: 'call.started', call, agent, caller });
const threadPath = (call: string) => `/api/desk/threads/${encodeURIComponent(`gateway:phone:${call}`)}`;

async function filedBefore(thread: string, text: string, phone = PHONE): Promise<void> {
  const client = clientOf(house.url, 'mengsuban');
  await client.post({
    type: 'message',
    id: thread,
    thread,
    text,
    complete: true,
    citizen: { verifiedPhone: phone },
  });
  await eventually(async () => {
    const { body } = await client.get('/outbox', { after: '0', limit: '200' });
    return JSON.stringify(body).includes(`"${thread}"`);
  });
}

test('who is known by a verified number is shown to the seat that picked up, masked, and to nobody else', async () => {
  await filedBefore('app-1', '演示路的路灯不亮');
  await filedBefore('app-2', '演示小区停暖两天', '+86 138 0000 0007');
  await filedBefore('app-3', '别人的事', '13800000008');
  const [mine, hers] = [await deskOf(anna), await deskOf(bella)];
  await started('c1', anna.session.seat);
  const call = await eventually(() => mine.calls[0]);
  expect(call).toMatchObject({ thread: 'gateway:phone:c1', phone: '138****0007', ordersInAll: 2 });
  expect(call.threads.map(({ id }) => id).sort()).toEqual([
    'gateway:mengsuban:app-1',
    'gateway:mengsuban:app-2',
  ]);
  expect(call.orders).toHaveLength(2);
  expect(JSON.stringify(call)).not.toContain(PHONE);
  // Later than the call, so that what should not come would have come.
  await started('c2', bella.session.seat);
  await eventually(() => hers.calls[0]);
  expect(hers.calls.map(({ thread }) => thread)).toEqual(['gateway:phone:c2']);
  expect(mine.calls).toHaveLength(1);
});

test('a new number has no history, an unknown one is nobody', async () => {
  const { calls } = await deskOf(anna);
  await started('c3', anna.session.seat, '13800000009');
  await phone({ type: 'call.started', call: 'c4', agent: anna.session.seat });
  const [first, second] = await eventually(() => (calls.length >= 2 ? calls : null));
  expect(first).toMatchObject({ phone: '138****0009', threads: [], orders: [], ordersInAll: 0 });
  expect(second).toMatchObject({ phone: '', threads: [], orders: [], ordersInAll: 0 });
});

test('the same start again does not ring again; another seat that takes over does', async () => {
  const [mine, hers] = [await deskOf(anna), await deskOf(bella)];
  const again = { type: 'call.started', id: 'same', call: 'c5', agent: anna.session.seat, caller: PHONE };
  await clientOf(house.url, 'phone').post(again);
  await clientOf(house.url, 'phone').post(again);
  await phone({
    type: 'call.transcript',
    call: 'c5',
    agent: bella.session.seat,
    utterances: [{ seq: 1, from: 'agent', text: '我来接着办' }],
  });
  await eventually(() => hers.calls[0]);
  expect(mine.calls).toHaveLength(1);
});

test('the desk hears the transcript as it grows, the bot says nothing, and the agent files the order', async () => {
  const { socket } = await deskOf(anna);
  await started('c6', anna.session.seat);
  const lines: [string, string][] = [];
  socket.on('line', (_thread: string, line: { from: string; text: string }) =>
    lines.push([line.from, line.text]),
  );
  await new Promise((done) => socket.emit('watch', 'gateway:phone:c6', 0, done));
  const say = (seq: number, from: string, text: string) =>
    phone({
      type: 'call.transcript',
      call: 'c6',
      agent: anna.session.seat,
      utterances: [{ seq, from, text }],
    });
  await say(2, 'citizen', '演示路 1 号的路灯三天不亮了');
  await say(1, 'agent', '您好，请讲');
  await say(3, 'citizen', '我的电话是 13800000007');
  await phone({ type: 'call.ended', call: 'c6', last: 3, seconds: 42, recording: 'rec/c6.wav' });
  await eventually(() => lines.length >= 4);
  expect(lines).toEqual([
    ['agent', '您好，请讲'],
    ['citizen', '演示路 1 号的路灯三天不亮了'],
    ['citizen', '我的电话是 138****0007'],
    ['system', '通话结束，时长 42 秒，录音 rec/c6.wav'],
  ]);

  expect((await anna.post(`${threadPath('c6')}/claim`, { version: 0 })).status).toBe(200);
  const filed = await anna.post(`${threadPath('c6')}/orders`, {
    id: 'o1',
    fields: { type: 'help', content: '路灯三天不亮', place: '演示路 1 号' },
  });
  expect(filed.status).toBe(201);
  const order = filed.body as unknown as OrderPage;
  expect(order.caller.phone).toBe('138****0007');
  const { body: page } = await anna.get<ThreadPage>(threadPath('c6'));
  expect(page.lines.some(({ from }) => from === 'bot')).toBe(false);
  // The history of the number stands beside the order just filed.
  expect(page.orders.length).toBeGreaterThanOrEqual(3);
  expect(page.orders[0]?.orderNo).toBe(order.card.orderNo);
});
