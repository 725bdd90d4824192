/** What travels together: each has an answer of its own, and none is older than its question. */

import { fresh } from '../../server/intake/receive.js';
import { byKey, inserter, updater } from '../../server/store/gathered.js';
import { lineModel, lineStore } from '../../server/store/lines.js';
import { noteStore } from '../../server/store/notes.js';
import { threadStore } from '../../server/store/threads.js';
import { type Told, together } from '../../server/store/together.js';
import { freshDatabase } from '../support/database.js';

type Row = { _id: string; n: number };

let database: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  database = await freshDatabase();
}, 60_000);
afterAll(() => database.close());

/** A command that answers when it is told to. */
function held() {
  const flights: { asks: number[]; land: (told: Told<string>[]) => void; fail: (error: unknown) => void }[] =
    [];
  const ask = together<number, string>(
    (asks) => new Promise((land, fail) => flights.push({ asks, land, fail })),
  );
  const turn = () => new Promise((done) => setImmediate(done));
  const flight = async (nth: number) => {
    while (!flights[nth]) await turn();
    return flights[nth];
  };
  return { ask, flight, flights };
}
const echo = (asks: number[]): Told<string>[] => asks.map((one) => ({ value: `answer ${one}` }));

test('who asks while a command is under way goes with the next, and is not answered by the one before', async () => {
  const { ask, flight, flights } = held();
  const first = ask(1);
  const { asks, land } = await flight(0);
  const others = [ask(2), ask(3)];
  let early = false;
  void others[0]?.then(() => {
    early = true;
  });
  land(echo(asks));
  expect(await first).toBe('answer 1');
  const next = await flight(1);
  expect([next.asks, early]).toEqual([[2, 3], false]);
  next.land(echo(next.asks));
  expect(await Promise.all(others)).toEqual(['answer 2', 'answer 3']);
  expect(flights).toHaveLength(2);
});

test('those who ask in the same breath go together, and an error belongs to one', async () => {
  const { ask, flight } = held();
  const all = Promise.allSettled([ask(1), ask(2), ask(3)]);
  const { asks, land } = await flight(0);
  expect(asks).toEqual([1, 2, 3]);
  land([{ value: 'a' }, { error: new Error('mine') }, { value: 'c' }]);
  expect((await all).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('what fails for all is tried by each alone; a store that is gone is asked once', async () => {
  const { ask, flight, flights } = held();
  const all = Promise.allSettled([ask(1), ask(2)]);
  (await flight(0)).fail(new RangeError('one of them is too large'));
  (await flight(1)).fail(new RangeError('too large'));
  const alone = await flight(2);
  expect(alone.asks).toEqual([2]);
  alone.land(echo(alone.asks));
  expect((await all).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);

  const { mongo } = await import('mongoose');
  const gone = Promise.allSettled([ask(3), ask(4)]);
  (await flight(3)).fail(new mongo.MongoNetworkError('the connection broke'));
  expect((await gone).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(flights).toHaveLength(4);
});

test('of inserts that travel together the one whose key is taken is refused, its neighbours are on disk', async () => {
  const rows = database.connection.collection('rows');
  const insert = inserter<Row>(rows);
  await insert({ _id: 'b', n: 0 });
  const all = ['a', 'b', 'c', 'c'].map((_id, n) => insert({ _id, n }));
  const told = await Promise.allSettled(all);
  expect(told.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected']);
  expect(told.flatMap((one) => ('reason' in one ? one.reason.code : []))).toEqual([11000, 11000]);
  expect(
    await rows
      .find()
      .sort({ _id: 1 } as never)
      .toArray(),
  ).toEqual([
    { _id: 'a', n: 0 },
    { _id: 'b', n: 0 },
    { _id: 'c', n: 2 },
  ]);
});

test('what no command can carry is refused alone', async () => {
  const insert = inserter<Row & { more?: object }>(database.connection.collection('rows'));
  const round: Record<string, unknown> = {};
  round.again = round;
  const told = await Promise.allSettled([
    insert({ _id: 'well', n: 1 }),
    insert({ _id: 'round', n: 1, more: round }),
    insert({ _id: 'well too', n: 1 }),
  ]);
  expect(told.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('updates and reads by key that travel together are each their own', async () => {
  const rows = database.connection.collection('counted');
  await Promise.all([1, 2, 3].map((n) => inserter<Row>(rows)({ _id: `r${n}`, n })));
  const update = updater(rows);
  const get = byKey<Row>(rows);
  await Promise.all([
    update({ filter: { _id: 'r1' }, update: { $inc: { n: 10 } } }),
    update({ filter: { n: { $gte: 2, $lt: 10 } }, update: { $inc: { n: 20 } }, many: true }),
    update({ filter: { _id: 'r4' }, update: { $set: { n: 4 } }, upsert: true }),
    update({ filter: { _id: 'r5' }, update: { $set: { n: 5 } } }),
  ]);
  const found = await Promise.all(['r3', 'r5', 'r1', 'r4', 'r1'].map(get));
  expect(found.map((row) => row?.n ?? null)).toEqual([23, null, 11, 4, 11]);
});

test('lines of many threads at once: each thread without gaps and in its own order, a repeat is seen', async () => {
  const lines = lineStore(database.connection);
  await lines.init();
  const say = (thread: number, n: number, print = 'p') =>
    lines.append({
      ...{ _id: `web:${thread}-${n}`, id: `${thread}-${n}`, thread: `web:${thread}`, channel: 'web' },
      ...{ from: 'citizen', text: `${n}`, at: new Date(), state: 'kept', print },
    });
  const threads = Array.from({ length: 24 }, (_, thread) => thread);
  await Promise.all(
    threads.flatMap((thread) => [1, 2, 3, 2].map((n, at) => say(thread, n, at === 3 ? 'q' : 'p'))),
  );
  for (const thread of threads) {
    const rows = await lines.kept(`web:${thread}`);
    expect(rows.map(({ seq, text }) => [seq, text])).toEqual([
      [1, '1'],
      [2, '2'],
      [3, '3'],
    ]);
  }
  expect(await say(7, 2, 'q')).toEqual({ seq: 2, seen: true, print: 'p' });
  const kept = await Promise.all(threads.map((thread) => lines.kept(`web:${thread}`)));
  expect(kept.map((rows) => rows.length)).toEqual(threads.map(() => 3));
  await Promise.all(threads.map((thread) => lines.answered(`web:${thread}`, 2, ['none'])));
  const left = await Promise.all(threads.map((thread) => lines.kept(`web:${thread}`)));
  expect(left.map((rows) => rows.map(({ text }) => text))).toEqual(threads.map(() => ['3']));
  const found = await lineModel(database.connection)
    .find({ found: ['none'] })
    .lean();
  expect(found.map(({ seq }) => seq)).toEqual(threads.map(() => 2));
});

test('a thread opened by many at once is one, and who came later finds what was there', async () => {
  const threads = threadStore(database.connection);
  const at = (ms: number) => fresh({ channel: 'web', thread: 't' }, new Date(ms));
  const opened = await Promise.all([threads.open(at(1)), threads.open(at(2)), threads.open(at(3))]);
  expect(new Set(opened.map(({ createdAt }) => createdAt.getTime())).size).toBe(1);
  expect(opened[1]).toMatchObject({ clock: null, serveBy: null, holder: 'bot' });
  await Promise.all([
    threads.apply('web:t', 2, { lastText: 'two' }),
    threads.apply('web:t', 1, { lastText: 'one' }),
  ]);
  expect(await threads.get('web:t')).toMatchObject({ version: 2, lastText: 'two' });
});

test('of many who take one note at once one has it', async () => {
  const notes = noteStore(database.connection, () => new Date(0)).of('gateway');
  const told = await Promise.all(Array.from({ length: 24 }, (_, n) => notes.take('nonce:1', n)));
  expect(told.filter(Boolean)).toHaveLength(1);
  expect(await notes.get('nonce:1')).toBe(told.indexOf(true));
});
