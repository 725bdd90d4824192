/** The way out by callback: what each answer means, what is never let out, and when the operator hears. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Receive, ThreadLine } from '../../channels/channel.js';
import { createReceiver, type Heard } from '../../channels/gateway/check/receiver.js';
import { gateway, openGateway } from '../../channels/gateway/gateway.js';
import { createBuckets } from '../../channels/gateway/rate.js';
import { seal } from '../../channels/gateway/signature.js';
import { createTelling } from '../../channels/gateway/telling.js';
import type { HookAsked, House } from '../../channels/kind.js';
import { envOf, row, secretOf } from '../support/gateway/partners.js';
import { memoryNotes } from '../support/memory-notes.js';

const line = (more: Partial<ThreadLine> = {}): ThreadLine => ({
  id: 'desk:zhang:gateway:mengsuban:t1:x',
  seq: 3,
  from: 'agent',
  seat: '101',
  text: '您好',
  at: new Date('2026-11-24T02:00:00Z'),
  ...more,
});

const clock = { now: new Date() };
function houseOf() {
  const logged: unknown[] = [];
  const house = {
    notes: memoryNotes(() => clock.now),
    now: () => clock.now,
    pause: () => new Promise<void>(() => {}),
    log: (...row: unknown[]) => void logged.push(row),
    publicUrl: null,
  } as unknown as House;
  return { house, logged };
}

const servers: { close(): void; closeAllConnections(): void }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function partnerThat(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  const callback = `http://127.0.0.1:${(server.address() as AddressInfo).port}/in?key=in-the-address`;
  return openGateway(envOf(row('mengsuban', { callback }), row('sms')), houseOf().house);
}

const send = (channel: ReturnType<typeof openGateway>, partner = 'mengsuban', more = {}) =>
  channel.send({ channel: 'gateway', thread: `${partner}:t1`, line: line(more) });

test.each([
  [200, { ok: true }],
  [204, { ok: true }],
  [302, { ok: false, retry: true }],
  [401, { ok: false, retry: true }],
  [404, { ok: false, retry: true }],
  [410, { ok: false, retry: false }],
  [500, { ok: false, retry: true }],
])('%i', async (status, wanted) => {
  let asked = 0;
  const channel = await partnerThat((request, response) => {
    asked += 1;
    request.resume();
    response.writeHead(status, { location: '/elsewhere' }).end('x'.repeat(10_000));
  });
  const sent = await send(channel);
  expect(sent).toMatchObject(wanted);
  expect(asked).toBe(1);
  expect(JSON.stringify(sent)).not.toMatch(/in-the-address|secret-of/);
});

test('a partner that is not there, and one that is no longer in the list', async () => {
  const channel = await partnerThat((request) => request.socket.destroy());
  expect(await send(channel)).toMatchObject({
    ok: false,
    retry: true,
    reason: expect.stringMatching(/连不上/),
  });
  expect(await send(channel, 'gone')).toEqual({
    ok: false,
    retry: false,
    reason: '接入方“gone”已不在名单里',
  });
});

test('every card of a line is what the document says, and names nobody’s account', async () => {
  const heard: Heard[] = [];
  const receiver = createReceiver({
    partner: 'platform',
    secret: secretOf('platform'),
    now: () => clock.now,
    heard: (one) => heard.push(one),
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  servers.push(receiver);
  const callback = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  const secrets = [secretOf('platform'), 'previous-0123456789abcdef0123456789abcdef'];
  const channel = openGateway(envOf(row('platform', { callback, secrets })), houseOf().house);
  const cards: Partial<ThreadLine> = {
    from: 'bot',
    decision: 'file',
    choices: [{ label: '确认提交', say: '确认提交' }],
    draft: { id: 'd1', fields: [{ name: 'place', label: '地点', value: '新城区', required: true }] },
    sources: [{ id: 'k1', title: '办法', unit: '某局', basis: ['某法'], updated: '2026-01-01' }],
    doors: [{ name: '报警', number: '110' }],
    order: { orderNo: '15010020261124Z0001237', code: 'ABC234' },
    aiWorded: true,
    files: [{ id: 'f'.repeat(32), name: 'a.png', type: 'image/png', size: 3 }],
  };
  expect(await send(channel, 'platform', cards)).toEqual({ ok: true });
  expect(await send(channel, 'platform', { seq: 4, from: 'system', text: '坐席已接入' })).toEqual({
    ok: true,
  });
  // The outbox may send again what arrived: the partner knows it by its id.
  expect(await send(channel, 'platform', { seq: 4, from: 'system', text: '坐席已接入' })).toEqual({
    ok: true,
  });
  const orderNo = '15010020261124Z0001237';
  const handed = { do: 'transfer', orderNo, title: '打架', fields: { place: '某路' }, urgent: true } as const;
  const stands = { do: 'status', orderNo, stage: 'handling', only: true } as const;
  for (const [seq, entry] of [
    [5, handed],
    [6, stands],
    [7, { ...stands, stage: 'closed', only: false }],
  ] as const)
    expect(await send(channel, 'platform', { seq, from: 'system', text: '转 110', entry })).toEqual({
      ok: true,
    });
  expect(heard.map((one) => Object.keys(one)[0])).toEqual([
    ...['kept', 'kept', 'kept', 'again'],
    ...['kept', 'kept', 'kept', 'kept'],
  ]);
  const kept = heard.flatMap((one) => ('kept' in one ? [one.kept] : []));
  expect(kept.map(({ type, id }) => [type, id])).toEqual([
    ['reply', 't1:3'],
    ['order.status', 't1:3:order'],
    ['reply', 't1:4'],
    ['transfer.out', 't1:5'],
    ['order.status', 't1:6:order'],
    ['reply', 't1:7'],
    ['order.status', 't1:7:order'],
  ]);
  expect(kept.find(({ type }) => type === 'transfer.out')).toMatchObject({
    thread: 't1',
    title: '打架',
    text: '转 110',
    fields: { place: '某路' },
    urgent: true,
  });
  expect(JSON.stringify(heard)).not.toContain('zhang');
});

test('a number answers what was offered last, and 「地点：…」 amends the draft', async () => {
  const { house } = houseOf();
  const taken: Parameters<Receive>[0][] = [];
  const channel = openGateway(envOf(row('sms')), house);
  void channel.start(async (message) => {
    taken.push(message);
    return { kept: true, seen: false, seq: taken.length };
  });
  await send(channel, 'sms', {
    choices: [
      { label: '确认', say: '确认提交' },
      { label: '转人工', say: '转人工' },
    ],
    draft: { id: 'd1', fields: [{ name: 'place', label: '地点', value: '', required: true }] },
  });
  const { inboundMessage } = await import('../../channels/gateway/inbound.js');
  const { readPartners } = await import('../../channels/gateway/partners.js');
  const { message } = (await import('../../channels/gateway/wire.js')).SAID;
  const [partner] = readPartners(envOf(row('sms')).GATEWAY_PARTNERS ?? '').partners;
  const say = (text: string) =>
    inboundMessage(house, partner!, message.parse({ type: 'message', id: 'm1', thread: 't1', text }));
  expect((await say('2')).text).toBe('转人工');
  expect((await say('地点：新城区演示路')).fields).toEqual({ place: '新城区演示路' });
  expect((await say('3')).text).toBe('3');
});

test('three failures of a callback and an hour unpulled are told; a success and a pull end it', async () => {
  let status = 500;
  const channel = await partnerThat((request, response) => {
    request.resume();
    response.writeHead(status).end();
  });
  await send(channel);
  await send(channel);
  expect(channel.trouble?.()).toBeNull();
  await send(channel);
  expect(channel.trouble?.()).toBe(
    '接入方“演示接入方 mengsuban”的回调连续失败 3 次（接入方“演示接入方 mengsuban”答复 500），消息会继续重发',
  );
  status = 200;
  await send(channel);
  expect(channel.trouble?.()).toBeNull();
  await send(channel, 'sms');
  expect(channel.trouble?.()).toBeNull();
  clock.now = new Date(clock.now.getTime() + 61 * 60_000);
  expect(channel.trouble?.()).toBe('接入方“演示接入方 sms”有 1 条消息没有取走，最早一条已等 61 分钟');
});

test('a bucket holds a burst and fills again', () => {
  const take = createBuckets({ burst: 3, perSecond: 2 });
  const at = (ms: number) => new Date(1_000_000 + ms);
  expect([take('a', at(0)), take('a', at(0)), take('a', at(0)), take('a', at(0))]).toEqual([0, 0, 0, 1]);
  expect([take('b', at(0)), take('a', at(499)), take('a', at(500)), take('a', at(501))]).toEqual([
    0, 1, 0, 1,
  ]);
  // A clock that went back gives nothing away.
  expect(take('a', at(-60_000))).toBe(1);
});

test('refusals are told once a minute, and a made-up name is not written', () => {
  const { house, logged } = houseOf();
  const tell = createTelling(house);
  for (let n = 0; n < 500; n++) tell('SIGNATURE', 'sms');
  tell('SIGNATURE', 'x\n{"level":"error"}');
  expect(logged).toEqual([
    ['warn', 'gateway refused', { code: 'SIGNATURE', partner: 'sms', more: 0 }],
    ['warn', 'gateway refused', { code: 'SIGNATURE', partner: '?', more: 0 }],
  ]);
  clock.now = new Date(clock.now.getTime() + 60_000);
  tell('SIGNATURE', 'sms');
  expect(logged.at(-1)).toEqual([
    'warn',
    'gateway refused',
    { code: 'SIGNATURE', partner: 'sms', more: 499 },
  ]);
});

test('the kind names its one setting, and it is secret', () => {
  expect(gateway.settings).toEqual([expect.objectContaining({ key: 'GATEWAY_PARTNERS', secret: true })]);
});

describe('too fast and too much', () => {
  const requests = (nth: number): HookAsked => {
    const body = JSON.stringify({ type: 'message', id: `m${nth}`, thread: `t${nth}`, text: '您好' });
    const headers = seal('sms', secretOf('sms'), body, { now: clock.now, nonce: randomUUID() });
    return { query: {}, search: '', headers, body: Buffer.from(body), ip: '127.0.0.1' };
  };
  const open = async (receive: Receive) => {
    const channel = openGateway(envOf(row('sms')), houseOf().house);
    void channel.start(receive);
    const [events] = channel.hooks ?? [];
    return events!;
  };

  test('what is under way has a limit: one more is asked to wait, and taken later', async () => {
    const waiting: (() => void)[] = [];
    const hook = await open(async () => {
      await new Promise<void>((go) => waiting.push(go));
      return { kept: true, seen: false, seq: 1 };
    });
    const first = Array.from({ length: 2000 }, (_, nth) => hook.answer(requests(nth)));
    const refused = await hook.answer(requests(2000));
    expect([refused.status, refused.headers?.['retry-after']]).toEqual([503, '2']);
    expect(refused.body).toMatch(/BUSY.*太忙/);
    while (waiting.length < 2000) await new Promise((go) => setImmediate(go));
    for (const go of waiting.splice(0)) go();
    expect((await Promise.all(first)).every(({ status }) => status === 202)).toBe(true);
    const later = hook.answer(requests(2001));
    while (waiting.length < 1) await new Promise((go) => setImmediate(go));
    waiting[0]?.();
    expect((await later).status).toBe(202);
  });

  test('a partner that is faster than its rate is told how long to wait, and nothing of that is kept', async () => {
    let kept = 0;
    const hook = await open(async () => ({ kept: true, seen: false, seq: ++kept }));
    for (let nth = 0; nth < 3000; nth++) expect((await hook.answer(requests(nth))).status).toBe(202);
    const refused = await hook.answer(requests(3000));
    expect([refused.status, refused.headers?.['retry-after']]).toEqual([429, '1']);
    expect(refused.body).toMatch(/TOO_FAST.*请等 1 秒/);
    expect(kept).toBe(3000);
    clock.now = new Date(clock.now.getTime() + 1000);
    expect((await hook.answer(requests(3000))).status).toBe(202);
  });
});
