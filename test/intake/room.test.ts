/** Accepting comes first; turns give way, never all of them; danger passes everybody. */

import { pressing } from '../../nlu/pressing.js';
import { createRoom } from '../../server/intake/room.js';

/** Work that ends when the test says so. */
function held() {
  const log: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => () => {
    log.push(name);
    return new Promise<void>((resolve) => ends.set(name, resolve));
  };
  const end = async (name: string) => {
    ends.get(name)?.();
    await tick();
  };
  return { log, work, end };
}

const tick = () => new Promise<void>((resolve) => setImmediate(resolve));

test('so many turns at once, and the next when one ends, in the order they came', async () => {
  const room = createRoom({ turns: 2, busy: 8, least: 1 });
  const { log, work, end } = held();
  const all = ['a', 'b', 'c', 'd'].map((name) => room.run(name, work(name)));
  await tick();
  expect(log).toEqual(['a', 'b']);
  expect(room.waiting()).toBe(2);
  await end('b');
  expect(log).toEqual(['a', 'b', 'c']);
  for (const name of ['a', 'c', 'd']) await end(name);
  await Promise.all(all);
  expect(room.waiting()).toBe(0);
});

test('while more deliveries are under way than the room bears only the least goes on; afterwards all', async () => {
  let now = 0;
  const room = createRoom({ turns: 3, busy: 1, least: 1 }, () => now);
  const { log, work, end } = held();
  const accepted = ['one', 'two'].map((name) => room.accept(work(name)));
  now = 1000;
  const turns = ['a', 'b', 'c', 'd'].map((name) => room.run(name, work(name)));
  await tick();
  expect(log).toEqual(['one', 'two', 'a']);
  await end('a');
  expect(log).toEqual(['one', 'two', 'a', 'b']);
  // All of them reach the disk together: the next ones of the rush are on their way.
  for (const name of ['one', 'two']) await end(name);
  expect(log).toEqual(['one', 'two', 'a', 'b']);
  now = 2000;
  await end('b');
  expect(log).toEqual(['one', 'two', 'a', 'b', 'c', 'd']);
  for (const name of ['c', 'd']) await end(name);
  await Promise.all([...accepted, ...turns]);
});

test('a few deliveries that meet for a moment are no rush', async () => {
  let now = 0;
  const room = createRoom({ turns: 3, busy: 1, least: 1 }, () => now);
  const { log, work, end } = held();
  const accepted = ['one', 'two', 'three'].map((name) => room.accept(work(name)));
  now = 20;
  const turns = ['a', 'b', 'c'].map((name) => room.run(name, work(name)));
  await tick();
  expect(log).toEqual(['one', 'two', 'three', 'a', 'b', 'c']);
  for (const name of log) await end(name);
  await Promise.all([...accepted, ...turns]);
});

test('who is pressed is next, whoever came before', async () => {
  const room = createRoom({ turns: 1, busy: 8, least: 1 });
  const { log, work, end } = held();
  const all = ['a', 'b', 'c'].map((name) => room.run(name, work(name)));
  room.press('c');
  await tick();
  await end('a');
  await end('c');
  await end('b');
  expect(log).toEqual(['a', 'c', 'b']);
  await Promise.all(all);
});

test('a turn that waits for a model leaves its place, and comes back without asking', async () => {
  const room = createRoom({ turns: 1, busy: 8, least: 1 });
  const { log, work, end } = held();
  const first = room.run('a', async () => {
    await room.aside(work('model'));
    await work('rest of a')();
  });
  const second = room.run('b', work('b'));
  await tick();
  expect(log).toEqual(['model', 'b']);
  await end('model');
  expect(log).toEqual(['model', 'b', 'rest of a']);
  for (const name of ['rest of a', 'b']) await end(name);
  await Promise.all([first, second]);
});

test('a turn or a delivery that throws leaves its place', async () => {
  const room = createRoom({ turns: 1, busy: 0, least: 1 });
  const broken = () => Promise.reject(new Error('gone'));
  await expect(room.run('a', broken)).rejects.toThrow('gone');
  await expect(room.accept(broken)).rejects.toThrow('gone');
  await expect(room.run('a', async () => 'served')).resolves.toBe('served');
});

test.each([
  ['我家厨房着火了', true],
  ['我家廚房著火了，快來人', true],
  ['去年着火的赔偿怎么办', true],
  ['活不下去了，我要跳楼', true],
  ['路灯坏了', false],
  ['请问公积金怎么提取', false],
])('may "%s" be danger: %s', (text, expected) => {
  expect(pressing(text)).toBe(expected);
});
