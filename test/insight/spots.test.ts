/** Hot spots over a real store: found, told once, opened to the orders behind; proposals change nothing by themselves. */
import { createTally } from '../../server/insight/tally.js';
import { createWatch } from '../../server/insight/watch.js';
import { createCommit } from '../../server/intake/commit.js';
import { insightStore } from '../../server/store/insight.js';
import { type AlarmStore, alarmStore, journalStore } from '../../server/store/journal.js';
import { letterStore } from '../../server/store/letters.js';
import { lineStore } from '../../server/store/lines.js';
import { noteStore } from '../../server/store/notes.js';
import { spotStore } from '../../server/store/spots.js';
import { threadStore } from '../../server/store/threads.js';
import { ticketStore } from '../../server/store/tickets.js';
import { voteStore } from '../../server/store/votes.js';
import { freshDatabase } from '../support/database.js';
import { create, number, POLICY } from '../tickets/samples.js';

const DAY = 86_400_000;
const start = Date.parse('2026-11-01T02:00:00Z');
const errors: string[] = [];
let now = new Date(start);
let opened: Awaited<ReturnType<typeof freshDatabase>>;
let alarms: AlarmStore;

beforeAll(async () => {
  opened = await freshDatabase();
  alarms = alarmStore(opened.connection);
  const { connection } = opened;
  await Promise.all([
    ...[insightStore(connection), spotStore(connection), journalStore(connection), alarms].map((one) =>
      one.init(),
    ),
    ticketStore(connection).ensureIndexes(),
  ]);
}, 60_000);
afterAll(() => opened.close());

function house() {
  const { connection } = opened;
  const tickets = ticketStore(connection);
  const insight = insightStore(connection);
  const failed = (where: string, error: unknown) => errors.push(`${where}: ${error}`);
  const { commit } = createCommit({
    ...{
      journal: journalStore(connection),
      tickets,
      lines: lineStore(connection),
      threads: threadStore(connection),
    },
    ...{ alarms, votes: voteStore(connection), letters: letterStore(connection) },
    ...{ policyHash: POLICY.hash, now: () => now, at: () => {}, told: () => {} },
  });
  const watch = createWatch({
    ...{ insight, spots: spotStore(connection), commit, policy: POLICY, now: () => now, failed },
  });
  const tally = createTally({
    ...{ store: insight, tickets, policy: POLICY, failed, counted: watch.counted },
    notes: noteStore(connection, () => now).of('insight'),
  });
  return { tickets, insight, watch, tally };
}

let seq = 0;
async function file(
  { tickets, tally }: ReturnType<typeof house>,
  n: number,
  over: object = {},
): Promise<void> {
  for (let i = 0; i < n; i++) {
    const ticket = { ...create({ orderNo: number(++seq), now }), category: '05', region: '150105', ...over };
    await tickets.put(ticket);
    tally.written(ticket);
  }
  await tally.settled();
}

test('a quiet month, then a bad day: told once, however often and by however many it is looked at', async () => {
  const here = house();
  for (let day = 0; day < 28; day++) {
    now = new Date(start + day * DAY);
    await file(here, day % 2);
    expect(await here.watch.look()).toBe(0);
  }
  now = new Date(start + 28 * DAY);
  await file(here, 4);
  expect(await here.watch.look()).toBe(0);
  await file(here, 3);
  const other = house();
  await other.watch.resume();
  const rang = await Promise.all([here.watch.look(), other.watch.look()]);
  expect(rang.reduce((a, b) => a + b)).toBe(1);
  await file(here, 2);
  await other.watch.resume();
  expect(await here.watch.look()).toBe(0);
  expect(await other.watch.look()).toBe(0);
  const rows = await alarms.open();
  expect(rows.map(({ kind, text }) => [kind, text])).toEqual([
    ['hotspot', '赛罕区“公共服务”今天 7 件，前 28 天平均每天 0.5 件'],
  ]);
  const spots = await spotStore(opened.connection).since('2026-11-01', 10);
  expect(spots).toMatchObject([
    { kind: 'count', code: '150105/05', first: '2026-11-29', last: '2026-11-29', n: 9 },
  ]);
  const behind = await here.insight.rows({
    ...{ at: {}, spot: '150105/05', from: '2026-11-29', to: '2026-11-29' },
    ...{ counts: [], units: null, after: null, limit: 100 },
  });
  expect(behind).toHaveLength(9);
  expect(errors).toEqual([]);
});

test('it goes on while it is hot; after a week of quiet it is another one', async () => {
  const here = house();
  now = new Date(start + 30 * DAY);
  await file(here, 40);
  expect(await here.watch.look()).toBe(0);
  expect(await spotStore(opened.connection).since('2026-11-01', 10)).toMatchObject([
    { last: '2026-12-01', n: 40 },
  ]);
  now = new Date(start + 45 * DAY);
  await file(here, 60);
  expect(await here.watch.look()).toBe(1);
});

test('one estate, one class, five within seven days: its houses are one place', async () => {
  const here = house();
  now = new Date(start + 60 * DAY);
  const at = (place: string) => ({ region: '150102', category: '12', place });
  await file(here, 1, at('香槟小区1号楼'));
  now = new Date(start + 62 * DAY);
  await file(here, 2, at('香槟小区 7栋2单元'));
  await file(here, 2, at('天骄苑'));
  expect(await here.watch.look()).toBe(0);
  now = new Date(start + 63 * DAY);
  await file(here, 1, at('香槟小区'));
  expect(await here.watch.look()).toBe(0);
  await file(here, 1, at('香槟小区3号楼'));
  expect(await here.watch.look()).toBe(1);
  await file(here, 1, at('香槟小区'));
  expect(await here.watch.look()).toBe(0);
  expect((await alarms.open())[0]?.text).toBe('新城区香槟小区“城市管理”7 天内 5 件');
  expect(errors).toEqual([]);
});

test('the banner written into the place is told once, and alone it is no place', async () => {
  const here = house();
  now = new Date(start + 70 * DAY);
  const at = (place: string) => ({ region: '150105', category: '09', place });
  await file(here, 6, at('赛罕区'));
  await file(here, 2, at('赛罕区大学东路'));
  await file(here, 2, at('大学东路'));
  await here.watch.look();
  const placed = async () =>
    (await alarms.open()).map(({ text }) => text).filter((text) => text.includes('天内'));
  expect((await placed()).filter((text) => text.startsWith('赛罕区'))).toEqual([]);
  await file(here, 1, at('呼和浩特市赛罕区大学东路12号楼'));
  await here.watch.look();
  expect(await placed()).toContain('赛罕区大学东路“交通运输”7 天内 5 件');
});

test('of a secret order only the place that a person has seen to', async () => {
  const here = house();
  now = new Date(start + 80 * DAY);
  const secret = { region: '150104', category: '04', place: '示例厂三车间夜班', secret: true };
  await file(here, 6, secret);
  await file(here, 5, { ...secret, shown: { content: '排黑水', place: '示例厂' } });
  await here.watch.look();
  const told = (await alarms.open()).map(({ text }) => text).join();
  expect(told).toContain('玉泉区示例厂');
  expect(told).not.toContain('三车间');
});
