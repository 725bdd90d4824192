/** The long poll: answers at once, when woken, when the caller leaves; leaves nothing hanging behind. */
import { getEventListeners } from 'node:events';
import { webChannel } from '../../channels/web.js';
import type { Line } from '../../server/http/contract-chat.js';
import type { Asked } from '../../server/http/handler.js';
import { type ChatParts, chatHandlers, createTokens } from '../../server/intake/chat.js';
import type { MessageDoc } from '../../server/intake/journal.js';

const AT = new Date('2026-01-05T02:00:00Z');

function house() {
  const rows: MessageDoc[] = [];
  const web = webChannel(() => AT);
  let readers = 0;
  let reads = 0;
  let stopping = false;
  const handlers = chatHandlers({
    tokens: createTokens(Buffer.alloc(32)),
    web: {
      ...web,
      subscribe(thread: string, wake: () => void) {
        const leave = web.subscribe(thread, wake);
        readers += 1;
        return () => {
          readers -= 1;
          leave();
        };
      },
    },
    lines: {
      after: async (_thread: string, seq: number) => {
        reads += 1;
        return rows.filter((row) => row.seq > seq);
      },
    },
    state: async () => ({}),
    say: async () => ({ seq: 1, seen: false }),
    stopping: () => stopping,
  } as unknown as ChatParts);
  const gone = new AbortController();
  const poll = (wait: string) =>
    handlers.lines({
      thread: 't',
      query: { after: '0', wait },
      gone: gone.signal,
    } as unknown as Asked<undefined>) as Promise<Line[]>;
  const add = () => {
    const seq = rows.length + 1;
    rows.push({
      _id: `l${seq}`,
      id: `l${seq}`,
      thread: 'web:t',
      channel: 'web',
      seq,
      from: 'bot',
      text: '答复',
      at: AT,
      state: 'pending',
    });
    web.wake('t');
  };
  const until = async (so: () => boolean) => {
    while (!so()) await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    poll,
    add,
    gone,
    web,
    until,
    readers: () => readers,
    reads: () => reads,
    stop: () => {
      stopping = true;
      return web.stop();
    },
  };
}

test('without waiting it answers at once', async () => {
  const { poll, readers } = house();
  expect(await poll('0')).toEqual([]);
  expect(readers()).toBe(0);
});

test('a line wakes it', async () => {
  const { poll, add, until, reads } = house();
  const answer = poll('30');
  await until(() => reads() === 1);
  add();
  expect((await answer).map((line) => line.seq)).toEqual([1]);
});

test('woken a thousand times for nothing it holds one listener, and in the end none', async () => {
  const { poll, add, gone, web, until, reads, readers } = house();
  const answer = poll('30');
  for (let round = 1; round <= 1000; round++) {
    await until(() => reads() === round);
    expect(getEventListeners(gone.signal, 'abort').length).toBeLessThanOrEqual(1);
    web.wake('t');
  }
  add();
  await answer;
  expect(getEventListeners(gone.signal, 'abort')).toHaveLength(0);
  expect(readers()).toBe(0);
});

test.each(['the caller leaves', 'the house stops'])('it ends when %s', async (why) => {
  const { poll, gone, stop, until, reads, readers } = house();
  const answer = poll('30');
  await until(() => reads() === 1);
  if (why === 'the house stops') await stop();
  else gone.abort();
  expect(await answer).toEqual([]);
  expect(readers()).toBe(0);
});

test('the web channel waits at its end for what is half received, and hands later words on to be refused', async () => {
  const web = webChannel(() => AT);
  let keep = () => {};
  let stopping = false;
  await web.start((message) => {
    if (stopping) return Promise.reject(new Error(`stopping ${message.id}`));
    return new Promise((resolve) => {
      keep = () => resolve({ kept: true, seen: false, seq: 1 });
    });
  });
  const words = { thread: 't', id: 'a', text: 'x', files: [] };
  const taken = web.take(words);
  stopping = true;
  let stopped = false;
  const stop = web.stop().then(() => {
    stopped = true;
  });
  await expect(web.take({ ...words, id: 'b' })).rejects.toThrow('stopping t:b');
  expect(stopped).toBe(false);
  keep();
  await stop;
  expect(await taken).toMatchObject({ seq: 1 });
});
