/** Off hours and queue length are told to the citizen honestly. */
import { createQueue, estimate } from '../../server/intake/queue.js';
import type { ThreadStore } from '../../server/store/threads.js';

const NOW = new Date('2026-01-05T02:00:00Z');

test.each([
  [1, 1, 6, true, 6],
  [3, 1, 6, true, 18],
  [3, 2, 6, true, 9],
  [1, 50, 6, true, 1],
  [5, 2, 3, true, 8],
  [1, 0, 6, true, null],
  [1, 3, 6, false, null],
])('place %d, %d seats, %d minutes each, open %s: %s', (position, seats, each, open, minutes) => {
  expect(estimate(position, seats, each, open)).toBe(minutes);
});

function queue(waiting: string[], { seats = 1, open = true, now = () => NOW } = {}) {
  let reads = 0;
  const threads = {
    queue: async () => {
      reads += 1;
      return waiting.map((_id) => ({ _id, channel: 'web', platform: _id }));
    },
  } as unknown as ThreadStore;
  const desk = { open, opens: open ? null : '2026-01-06T08:30:00+08:00' };
  const made = createQueue({
    threads,
    policy: { desk: () => desk, knobs: { queue: { minutesEach: 5 } } } as never,
    seats: () => seats,
    now,
  });
  return { queue: made, reads: () => reads };
}

test('who waits has a place; who is about to join has the one after the last', async () => {
  const { queue: one } = queue(['a', 'b', 'c']);
  expect((await one.of('b')).position).toBe(2);
  expect((await one.of('new')).position).toBe(4);
  expect(await one.of('a')).toEqual({ position: 1, minutes: 5, open: true, opens: null });
});

test('no number is made up off hours or with nobody at the desk', async () => {
  expect(await queue(['a'], { open: false }).queue.of('a')).toEqual({
    position: 1,
    minutes: null,
    open: false,
    opens: '2026-01-06T08:30:00+08:00',
  });
  expect((await queue(['a'], { seats: 0 }).queue.of('a')).minutes).toBeNull();
});

test('a thousand who ask at the same moment are one read', async () => {
  const names = Array.from({ length: 1000 }, (_, index) => `t${index}`);
  const { queue: one, reads } = queue(names);
  const places = await Promise.all(names.map((name) => one.of(name)));
  expect(places.map(({ position }) => position)).toEqual(names.map((_, index) => index + 1));
  expect(reads()).toBe(1);
});

test('a long row is read once for a moment, a short one at every question', async () => {
  let at = NOW.getTime();
  const long = queue(
    Array.from({ length: 201 }, (_, index) => `t${index}`),
    { now: () => new Date(at) },
  );
  expect((await long.queue.of('t200')).position).toBe(201);
  at += 999;
  await long.queue.of('t0');
  expect(long.reads()).toBe(1);
  at += 1;
  await long.queue.of('t0');
  expect(long.reads()).toBe(2);
  const short = queue(['a']);
  await short.queue.of('a');
  await short.queue.of('a');
  expect(short.reads()).toBe(2);
});
