/** Hostile sockets: too many, malformed, huge, fast, from a foreign page, of an ended session. */
import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import type { Line, ThreadState } from '../../server/http/contract-chat.js';
import type { ThreadPage } from '../../server/http/contract-desk.js';
import type { Citizen } from '../support/citizen.js';
import { type House, startHouse } from '../support/house.js';
import type { Seat } from '../support/seat.js';

let house: House;
let seat: Seat;
const faults: unknown[] = [];
beforeAll(async () => {
  const log = {
    debug: () => {},
    info: () => {},
    warn: () => {},
    error: (fields: object) => faults.push(fields),
  };
  house = await startHouse({ socketsPerAddress: 20 }, {}, log);
  seat = await house.seat('watcher');
}, 60_000);
afterAll(() => house.stop());

const open: Socket[] = [];
afterEach(() => {
  for (const socket of open.splice(0)) socket.disconnect();
  expect(faults.splice(0)).toEqual([]);
});

function connect(namespace: string, options: Parameters<typeof io>[1] = {}): Socket {
  const socket = io(`${house.url}${namespace}`, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    ...options,
  });
  open.push(socket);
  return socket;
}

/** 'in', or the code of the refusal. */
const outcome = (socket: Socket): Promise<string> =>
  new Promise((resolve) => {
    socket.once('connect', () => resolve('in'));
    socket.once('connect_error', (error: Error & { data?: { error: { code: string } } }) =>
      resolve(error.data?.error.code ?? error.message),
    );
  });
const gone = (socket: Socket): Promise<unknown> =>
  new Promise((resolve) => socket.once('disconnect', resolve));
const chatOf = ({ thread, token }: Citizen, more: object = {}) =>
  connect('/chat', { auth: { thread, token, ...more } });
const desk = (headers: Record<string, string> = {}) =>
  connect('/desk', { extraHeaders: { cookie: seat.cookie, ...headers } });
const code = (answer: unknown): string | undefined =>
  (answer as { error?: { code: string } } | undefined)?.error?.code;

describe('who comes in', () => {
  test('more sockets of one address than it may hold are turned away, and seats come free again', async () => {
    const citizen = await house.citizen();
    const many = Array.from({ length: 200 }, () => chatOf(citizen));
    const answers = await Promise.all(many.map(outcome));
    expect(answers.filter((answer) => answer === 'in')).toHaveLength(20);
    for (const socket of open.splice(0)) socket.disconnect();
    // The house hears of the ends a moment later.
    for (let answer = ''; answer !== 'in'; ) answer = await outcome(chatOf(citizen));
  }, 60_000);

  test.each<[string, unknown]>([
    ['no auth', {}],
    ['a forged token', { thread: 'abc', token: 'AAAA' }],
    ['objects for words', { thread: { $ne: null }, token: { $ne: null } }],
    ['a list for a thread', { thread: ['abc'], token: 'x' }],
  ])('a chat socket with %s is refused in words', async (_name, auth) => {
    expect(await outcome(connect('/chat', { auth: auth as object }))).toBe('NO_TOKEN');
  });

  test('a namespace that is none holds no seat', async () => {
    expect(await outcome(connect('/'))).toBe('NOT_FOUND');
    expect(await outcome(connect('/admin'))).not.toBe('in');
  });

  test('the desk: without a session, with a forged one, from a foreign page of the same site', async () => {
    expect(await outcome(connect('/desk'))).toBe('NOT_SIGNED_IN');
    expect(await outcome(desk({ cookie: `jiesu=${'A'.repeat(43)}` }))).toBe('NOT_SIGNED_IN');
    for (const origin of ['http://127.0.0.1:1', 'https://evil.example.com', 'null'])
      expect(await outcome(desk({ origin }))).toBe('CSRF');
    expect(await outcome(desk({ origin: house.url }))).toBe('in');
    expect(await outcome(desk())).toBe('in');
  });
});

describe('what it says', () => {
  const HOSTILE: unknown[] = [
    undefined,
    null,
    0,
    'text',
    [],
    {},
    { id: 'x' },
    { id: { $gt: '' }, text: 'x' },
    { id: 'x', text: ['x'] },
    { id: 'x', text: 'x', extra: 1 },
    { id: 'x', text: 'x', files: ['../../etc/passwd'] },
    { id: 'x', text: '\ud800' },
    { id: 'x', text: '  ' },
    { id: 'x', text: 'x', fields: { $set: 'x' } },
  ];

  test('malformed words are refused one by one, change nothing, and the socket lives on', async () => {
    const citizen = await house.citizen();
    const socket = chatOf(citizen);
    expect(await outcome(socket)).toBe('in');
    for (const body of HOSTILE) {
      const answer = await socket.timeout(5000).emitWithAck('say', body);
      expect(['INVALID', 'BAD_TEXT', 'BAD_REQUEST', 'UNKNOWN_FILE']).toContain(code(answer));
    }
    // Without an ear for the answer, and events nobody knows.
    socket.emit('say', { id: 'quiet', text: 'x' });
    socket.emit('nothing', { a: 1 });
    for (const seq of [-1, 1.5, Number.NaN, '1', null, {}, 2 ** 60]) socket.emit('seen', seq);
    expect(await citizen.lines()).toEqual([]);
    expect(await socket.timeout(5000).emitWithAck('say', { id: 'good', text: '你好' })).toMatchObject({
      seq: 1,
    });
  });

  test('too long is told as too long; a huge frame ends the socket and nothing else', async () => {
    const citizen = await house.citizen();
    const socket = chatOf(citizen);
    await outcome(socket);
    const long = await socket.timeout(5000).emitWithAck('say', { id: 'l', text: '路'.repeat(4001) });
    expect(code(long)).toBe('TOO_LONG');
    const ended = gone(socket);
    socket.emit('say', { id: 'h', text: '😀'.repeat(250_000) }, () => {});
    await ended;
    expect(await citizen.lines()).toEqual([]);
    expect(await outcome(chatOf(citizen))).toBe('in');
  });

  test('a flood is slowed down over all sockets of the thread, and coming back opens no new allowance', async () => {
    const citizen = await house.citizen();
    const [one, two] = [chatOf(citizen), chatOf(citizen)];
    await Promise.all([outcome(one), outcome(two)]);
    const say = (socket: Socket, name: string, count: number) =>
      Promise.all(
        Array.from({ length: count }, (_, index) =>
          socket.timeout(20_000).emitWithAck('say', { id: `${name}-${index}`, text: '你好' }),
        ),
      );
    const answers = [...(await say(one, 'one', 50)), ...(await say(two, 'two', 50))];
    expect(answers.filter((answer) => code(answer) === undefined)).toHaveLength(60);
    expect(answers.filter((answer) => code(answer) === 'TOO_MANY')).toHaveLength(40);
    one.disconnect();
    const back = chatOf(citizen);
    await outcome(back);
    expect((await say(back, 'back', 3)).map(code)).toEqual(['TOO_MANY', 'TOO_MANY', 'TOO_MANY']);
  }, 60_000);

  test('ten thousand marks of what was shown do not hold up what is said after them', async () => {
    const citizen = await house.citizen();
    const socket = chatOf(citizen);
    await outcome(socket);
    await citizen.ask('你好');
    for (let seq = 1; seq <= 10_000; seq++) socket.emit('seen', seq);
    expect(await socket.timeout(20_000).emitWithAck('say', { id: 'after', text: '你好' })).toHaveProperty(
      'seq',
    );
  }, 60_000);
});

describe('the desk', () => {
  test('malformed watches are refused or ignored, and the socket lives on', async () => {
    const socket = desk();
    await outcome(socket);
    for (const [thread, after] of [
      [{ $ne: null }, 0],
      [null, 0],
      [1, 1],
    ])
      socket.emit('watch', thread, after, () => {});
    socket.emit('watch', 'web:x');
    socket.emit('unwatch', {});
    socket.emit('typing', []);
    for (const after of ['x', -1, 1e300, {}, null])
      expect(await socket.timeout(5000).emitWithAck('watch', 'web:nowhere', after)).toEqual([]);
  });

  test('watching shows masked lines without codes, and ends with unwatch', async () => {
    const citizen = await house.citizen();
    const socket = desk();
    await outcome(socket);
    const live: Line[] = [];
    socket.on('line', (_thread: string, line: Line) => live.push(line));
    await socket.timeout(5000).emitWithAck('watch', `web:${citizen.thread}`, 0);
    const [refusal] = await citizen.ask('法院判了不给执行你们给催催，我的电话13800001111');
    const order = refusal?.order;
    expect(order?.code).toBeDefined();
    while (!live.some((line) => line.order)) await new Promise((resolve) => setImmediate(resolve));
    const again = await socket.timeout(5000).emitWithAck('watch', `web:${citizen.thread}`, 0);
    for (const seen of [JSON.stringify(live), JSON.stringify(again)]) {
      expect(seen).not.toContain('13800001111');
      expect(seen).not.toContain(String(order?.code));
    }
    socket.emit('unwatch', `web:${citizen.thread}`);
    const count = live.length;
    await citizen.ask('你好');
    await socket.timeout(5000).emitWithAck('watch', 'web:nowhere', 0);
    expect(live).toHaveLength(count);
  });

  test('an agent who types is seen by the citizen', async () => {
    const citizen = await house.citizen();
    const chat = chatOf(citizen);
    const socket = desk();
    await Promise.all([outcome(chat), outcome(socket)]);
    const typing = new Promise<void>((resolve) => chat.once('typing', () => resolve()));
    socket.emit('typing', `web:${citizen.thread}`);
    await typing;
  });

  test('a citizen who writes is seen by who has the conversation open, never what; to the bot nobody is seen', async () => {
    const citizen = await house.citizen();
    await citizen.ask('转人工');
    const id = `web:${citizen.thread}`;
    const [chat, watcher, other] = [chatOf(citizen), desk(), desk()];
    const heard: unknown[][] = [];
    const overheard: unknown[][] = [];
    watcher.on('typing', (...told: unknown[]) => heard.push(told));
    other.on('typing', (...told: unknown[]) => overheard.push(told));
    const attended = new Promise<void>((resolve) => {
      chat.on('state', (state: ThreadState) => state.holder === 'agent' && resolve());
    });
    await Promise.all([outcome(chat), outcome(watcher), outcome(other)]);
    await watcher.timeout(5000).emitWithAck('watch', id, 0);
    const spoken = async (text: string) => {
      const shown = new Promise<void>((resolve) => {
        watcher.on('line', (_thread: string, line: Line) => line.text === text && resolve());
      });
      expect(await chat.timeout(5000).emitWithAck('say', { id: randomUUID(), text })).toMatchObject({
        seen: false,
      });
      await shown;
    };
    chat.emit('typing');
    await spoken('有人吗');
    expect(heard).toEqual([]);
    const { body } = await seat.get<ThreadPage>(`/api/desk/threads/${id}`);
    const claimed = await seat.post(`/api/desk/threads/${id}/claim`, { version: body.card.version });
    expect(claimed.status).toBe(200);
    await attended;
    // A client that sends its words along has them dropped, and one that hammers is heard once a second.
    for (let stroke = 0; stroke < 200; stroke++) chat.emit('typing', '这句话我还没想好要不要说');
    await spoken('是这样的');
    expect(heard.length).toBeGreaterThan(0);
    expect(heard.length).toBeLessThan(10);
    for (const told of heard) expect(told).toEqual([id]);
    expect(overheard).toEqual([]);
  });

  test('a socket of a signed-out session opens no conversation any more', async () => {
    const leaver = await house.seat('leaver');
    const socket = connect('/desk', { extraHeaders: { cookie: leaver.cookie } });
    expect(await outcome(socket)).toBe('in');
    expect((await leaver.send('DELETE', '/api/desk/session')).status).toBe(204);
    const ended = gone(socket);
    const citizen = await house.citizen();
    await citizen.ask('你好');
    const answer = await socket
      .timeout(5000)
      .emitWithAck('watch', `web:${citizen.thread}`, 0)
      .catch(() => 'nothing');
    expect(Array.isArray(answer)).toBe(false);
    await ended;
  });
});

test('who waits hears of a moved place without writing or asking', async () => {
  const [first, second] = [await house.citizen(), await house.citizen()];
  for (const citizen of [first, second]) await citizen.ask('转人工');
  const socket = chatOf(second);
  const places: (number | undefined)[] = [];
  socket.on('state', (state: ThreadState) => places.push(state.queue?.position));
  await outcome(socket);
  while (places.at(-1) !== 2) await new Promise((resolve) => setTimeout(resolve, 20));
  const claimed = await seat.post(`/api/desk/threads/web:${first.thread}/claim`, { version: 0 });
  expect(claimed.status).toBe(200);
  while (places.at(-1) !== 1) await new Promise((resolve) => setTimeout(resolve, 20));
}, 60_000);
