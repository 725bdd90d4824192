/** Nothing lost or doubled: the connection is cut twenty times during a conversation. */
import { io, type Socket } from 'socket.io-client';
import type { Kept, Line } from '../../server/http/contract-chat.js';
import type { ChatClientEvents, ChatServerEvents } from '../../server/http/contract-live.js';
import { type House, startHouse } from '../support/house.js';

type Chat = Socket<ChatServerEvents, ChatClientEvents>;

let house: House;
beforeAll(async () => {
  house = await startHouse();
}, 60_000);
afterAll(() => house.stop());

/** The browser's side, as short as it can be: a log, a cursor, an outbox, and a socket that comes and goes. */
function browser(url: string, thread: string, token: string) {
  const log: Line[] = [];
  const outbox: { id: string; text: string }[] = [];
  let socket: Chat | null = null;

  function connect(): Chat {
    const fresh: Chat = io(`${url}/chat`, {
      auth: { thread, token, after: log.at(-1)?.seq ?? 0 },
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
    });
    fresh.on('line', (line) => {
      log.push(line);
      fresh.emit('seen', line.seq);
    });
    fresh.on('connect', () => {
      for (const message of outbox) send(fresh, message);
    });
    socket = fresh;
    return fresh;
  }

  function send(over: Chat, message: { id: string; text: string }): void {
    over.emit('say', message, (answer) => {
      if ((answer as Kept).seq) outbox.splice(outbox.indexOf(message) >>> 0, 1);
    });
  }

  return {
    log,
    outbox,
    connect,
    say(id: string, text: string) {
      const message = { id, text };
      outbox.push(message);
      if (socket?.connected) send(socket, message);
    },
    cut() {
      socket?.disconnect();
    },
  };
}

async function eventually(so: () => boolean): Promise<void> {
  while (!so()) await new Promise((resolve) => setImmediate(resolve));
}

test('cut the connection twenty times during a conversation: nothing lost or doubled', async () => {
  const { thread, token, ...citizen } = await house.citizen();
  const side = browser(house.url, thread, token);
  for (let cut = 0; cut < 20; cut++) {
    const socket = side.connect();
    // Sometimes cut before the handshake is done, sometimes with a message under way, sometimes after it.
    if (cut % 4 !== 0) await eventually(() => socket.connected);
    side.say(`m${cut}`, cut % 2 ? '居民医保怎么交' : `第${cut}次：公积金怎么提取`);
    if (cut % 3 === 0) await eventually(() => side.outbox.length === 0 || !socket.connected);
    side.cut();
  }
  side.connect();
  await eventually(() => side.outbox.length === 0);
  const stored = await citizen.until((line) => line.from === 'bot' && line.seq > 20);
  await eventually(() => (side.log.at(-1)?.seq ?? 0) >= (stored.at(-1)?.seq ?? 0));
  const all = await citizen.lines();
  const seqs = side.log.map((line) => line.seq);
  expect(seqs).toEqual(seqs.map((_, index) => index + 1));
  expect(side.log.slice(0, all.length)).toEqual(all);
  const said = all.filter((line) => line.from === 'citizen').map((line) => line.id);
  expect([...said].sort()).toEqual(Array.from({ length: 20 }, (_, cut) => `m${cut}`).sort());
  side.cut();
}, 60_000);

test('a forged or foreign token opens no socket', async () => {
  const one = await house.citizen();
  const two = await house.citizen();
  for (const token of [two.token, `${one.token}x`, '', 'null']) {
    const socket: Chat = io(`${house.url}/chat`, {
      auth: { thread: one.thread, token, after: 0 },
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
    });
    const error = await new Promise<Error>((resolve, reject) => {
      socket.on('connect_error', resolve);
      socket.on('connect', () => reject(new Error('connected')));
    });
    expect(error.message).toBe('NO_TOKEN');
    socket.close();
  }
});
