/** The way of an item through the running house: five people, one index, and the second at which something ends. */

import type { KbCard, KbCorrection, KbDue, KbEntry } from '../../server/http/contract-knowledge.js';
import type { QaItem } from '../../server/http/contract-qa.js';
import { call, type Reply } from '../support/citizen.js';
import { type House, PASSWORD, startHouse } from '../support/house.js';
import { quickNlu } from '../support/quick-nlu.js';
import { type Seat, signIn } from '../support/seat.js';

let house: House;
let now = new Date('2026-11-27T02:00:00Z');
const seats: Record<string, Seat> = {};
const seat = (name: string): Seat => seats[name]!;

beforeAll(async () => {
  house = await startHouse({ now: () => now, nlu: quickNlu() });
  seats.writer = await house.seat('writer', ['KB_EDITOR']);
  seats.department = await house.seat('department', ['KB_DEPT_REVIEWER'], '150100');
  seats.stranger = await house.seat('stranger', ['KB_DEPT_REVIEWER'], '150200');
  seats.platform = await house.seat('platform', ['KB_ADMIN']);
  seats.agent = await house.seat('agent', ['AGENT']);
}, 60_000);
afterAll(() => house.stop());

interface Refused {
  error: { code: string; message: string; hint?: string };
}
const TEXT = {
  ...{ title: '演示城区暖气费能分期交吗', answer: '可以分两期交：十月底前一期，次年一月底前一期。' },
  ...{
    similar: ['采暖费分期'],
    category: '05',
    unit: '呼和浩特市人民政府',
    region: '150100',
    channels: ['PUBLIC'],
  },
  ...{ basis: ['《演示城区供热办法》'], effectiveFrom: '2026-11-27', reviewDays: 30 },
};
const save = (
  id: string,
  version: number,
  item: object = TEXT,
  by = 'writer',
  owner: string | null = '150100',
) =>
  seat(by).send('PUT', `/api/desk/kb/items/${id}/draft`, { version, owner, item }) as unknown as Promise<
    Reply<KbEntry & Refused>
  >;
const step = (id: string, by: string, action: string, version: number, reason = '') =>
  seat(by).post(`/api/desk/kb/items/${id}/step`, { action, version, reason }) as unknown as Promise<
    Reply<KbEntry & Refused>
  >;
const told = async (id: string): Promise<boolean> =>
  (await call<QaItem>(`${house.url}/api/qa/items/${id}`)).status === 200;
async function publish(id: string, item: object = TEXT): Promise<number> {
  const { body } = await save(id, 0, item);
  let version = body.card.version;
  for (const [by, action] of [
    ['writer', 'submit'],
    ['department', 'pass'],
    ['platform', 'publish'],
  ] as const) {
    const said = await step(id, by, action, version);
    expect([action, said.status, said.body.error?.message]).toEqual([action, 200, undefined]);
    version = said.body.card.version;
  }
  return version;
}

test('written, passed by its unit, published, told; each step traced, and none before its time', async () => {
  const saved = await save('t1', 0);
  expect([saved.status, saved.body.card.standing, await told('t1')]).toEqual([200, 'draft', false]);
  expect(saved.body.acts.sort()).toEqual(['discard', 'save', 'submit']);
  await step('t1', 'writer', 'submit', 1);
  // Another unit's reviewer finds nothing; the editor cannot review; the version is the lock.
  expect((await step('t1', 'stranger', 'pass', 2)).status).toBe(404);
  expect((await step('t1', 'writer', 'pass', 2)).body.error).toMatchObject({ code: 'NOT_ALLOWED' });
  expect((await step('t1', 'department', 'pass', 1)).body.error.code).toBe('STALE');
  expect((await step('t1', 'department', 'pass', 2)).body.card.standing).toBe('platform');
  expect(await told('t1')).toBe(false);
  const out = await step('t1', 'platform', 'publish', 3);
  expect([out.status, out.body.card.standing, out.body.card.told, await told('t1')]).toEqual([
    200,
    'published',
    true,
    true,
  ]);
  expect(out.body.editions).toMatchObject([
    { edition: 1, writers: ['writer'], department: 'department', platform: 'platform' },
  ]);
  expect(out.body.live?.reviewBy).toBe('2026-12-27');
  expect(out.body.log.map(({ by, action }) => `${by} ${action}`)).toEqual([
    'platform publish',
    'department pass',
    'writer submit',
    'writer save',
  ]);
});

test('an agent sees the list and may write none of it; a text with faults is not sent on', async () => {
  expect((await save('t2', 0, TEXT, 'agent')).status).toBe(403);
  const bad = await save('t2', 0, { ...TEXT, basis: [] });
  expect(bad.body.work?.faults).toContainEqual(expect.objectContaining({ rule: 'basis', severity: 'block' }));
  const sent = await step('t2', 'writer', 'submit', 1);
  expect([sent.status, sent.body.error.message]).toEqual([422, expect.stringContaining('必须改')]);
  const shape = await save('t2', 1, { ...TEXT, region: 'x' });
  expect([shape.status, shape.body.error.hint]).toEqual([422, expect.stringContaining('地区')]);
  expect((await step('t2', 'writer', 'discard', 1)).body.card.standing).toBe('none');
});

test('taken down: gone from every door in the same answer; put back: there again', async () => {
  const version = await publish('t3', { ...TEXT, title: '演示停暖退费怎么办' });
  const suggest = async () =>
    JSON.stringify(
      (await call(`${house.url}/api/qa/suggest?q=${encodeURIComponent('演示停暖退费怎么办')}`)).body,
    );
  expect(await suggest()).toContain('t3');
  expect((await step('t3', 'platform', 'takeDown', version, '短')).body.error.message).toContain('原因');
  const down = await step('t3', 'platform', 'takeDown', version, '政策已经变了');
  expect([down.status, await told('t3'), (await suggest()).includes('"t3"')]).toEqual([200, false, false]);
  const back = await step('t3', 'platform', 'putBack', down.body.card.version);
  expect([back.status, await told('t3')]).toEqual([200, true]);
});

test('an item vanishes at the second it ends, and is not there a second before it begins', async () => {
  await publish('t4', {
    ...TEXT,
    title: '演示限时政策是什么',
    effectiveFrom: '2026-11-28T09:00',
    effectiveTo: '2026-11-28T12:30',
  });
  const at = async (iso: string) => {
    now = new Date(iso);
    return told('t4');
  };
  expect(await at('2026-11-28T08:59:59+08:00')).toBe(false);
  expect(await at('2026-11-28T09:00:00+08:00')).toBe(true);
  expect(await at('2026-11-28T12:29:59.999+08:00')).toBe(true);
  expect(await at('2026-11-28T12:30:00+08:00')).toBe(false);
  await leap('2026-11-28T10:00:00Z');
  // A day as the end is over when the next one begins.
  await publish('t5', { ...TEXT, title: '演示当天有效的政策', effectiveTo: '2026-11-28' });
  const day = async (iso: string) => {
    now = new Date(iso);
    return told('t5');
  };
  expect(await day('2026-11-28T23:59:59+08:00')).toBe(true);
  expect(await day('2026-11-29T00:00:00+08:00')).toBe(false);
  await leap('2026-11-29T01:00:00Z');
  const { body } = await seat('platform').get<{ rows: KbCard[] }>('/api/desk/kb?due=expired');
  expect(body.rows.map(({ id }) => id).sort()).toEqual(['t4', 't5']);
});

test('the next edition: the old text is told until the new one is out, and the difference is shown', async () => {
  const before = (await seat('writer').get<KbEntry>('/api/desk/kb/items/t1')).body;
  const next = await save('t1', before.card.version, {
    ...TEXT,
    answer: '可以分三期交：十月、一月、三月底前各一期。',
  });
  expect(next.body.work?.diff.map(({ field }) => field)).toContain('answer');
  expect(next.body.live?.answer).toBe(TEXT.answer);
  let { version } = next.body.card;
  for (const [by, action] of [
    ['writer', 'submit'],
    ['department', 'pass'],
    ['platform', 'publish'],
  ] as const)
    version = (await step('t1', by, action, version)).body.card.version;
  const after = (await seat('writer').get<KbEntry>('/api/desk/kb/items/t1')).body;
  expect(after.editions.map(({ edition }) => edition)).toEqual([2, 1]);
  expect(after.editions[0]!.diff.map(({ field }) => field)).toContain('answer');
  expect((await call<QaItem>(`${house.url}/api/qa/items/t1`)).body.answer).toContain('三期');
});

test('a shipped item has an entry of its own and can be revised like any other', async () => {
  const { body } = await seat('platform').get<{ rows: KbCard[]; total: number }>(
    '/api/desk/kb?state=published&limit=100',
  );
  expect(body.total).toBeGreaterThan(650);
  const shipped = (await seat('platform').get<KbEntry>('/api/desk/kb/items/k001')).body;
  expect(shipped).toMatchObject({ card: { version: 0, edition: 1, standing: 'published' }, editions: [] });
  const down = await step('k001', 'platform', 'takeDown', 0, '换成本地口径');
  expect(down.status).toBe(200);
  await house.restart();
  await leap('2026-11-29T02:00:00Z');
  // The start brings in what ships; what was taken down stays down.
  expect(await told('k001')).toBe(false);
});

test('a unit’s reviewer lists what is the unit’s, and no more', async () => {
  const { body } = await seat('department').get<{ rows: KbCard[] }>('/api/desk/kb');
  expect(new Set(body.rows.map(({ owner }) => owner))).toEqual(new Set(['150100']));
  expect((await seat('stranger').get('/api/desk/kb/items/t1')).status).toBe(404);
  expect((await seat('department').get<{ rows: KbCard[] }>('/api/desk/kb?unit=150200')).body.rows).toEqual(
    [],
  );
});

test('纠错单: due by the calendar, answered by a new edition or by a reason, one for the same complaint', async () => {
  await leap('2026-12-04T08:00:00Z');
  const flag = (id: string) =>
    seat('agent').post('/api/desk/kb/items/t1/corrections', {
      id,
      kind: 'wrong',
      text: '第三期应是二月底，经办 13800001234 说的',
    }) as unknown as Promise<Reply<KbCorrection & Refused>>;
  const first = await flag('flag-0001');
  // A Friday: the next working day is Monday, until midnight.
  expect(first.body).toMatchObject({
    state: 'open',
    owner: '150100',
    hot: false,
    due: '2026-12-07T16:00:00.000Z',
  });
  expect(first.body.text).not.toContain('13800001234');
  expect((await flag('flag-0001')).body.id).toBe(first.body.id);
  const list = async (by: string) => (await seat(by).get<KbCorrection[]>('/api/desk/kb/corrections')).body;
  expect([(await list('department')).length, (await list('stranger')).length]).toEqual([1, 0]);
  const settle = (by: string, state: string, answer: string) =>
    seat(by).post(`/api/desk/kb/corrections/${first.body.id}/settle`, {
      version: 1,
      state,
      answer,
    }) as unknown as Promise<Reply<KbCorrection & Refused>>;
  expect((await settle('agent', 'kept', '没有错，第三期确实是三月底')).status).toBe(403);
  expect((await settle('stranger', 'kept', '没有错，第三期确实是三月底')).status).toBe(404);
  expect((await settle('department', 'mended', '')).body.error.message).toContain('还没有发布新版本');
  expect((await settle('department', 'kept', '没错')).body.error.message).toContain('10 个字');
  await leap('2026-12-08T00:00:00Z');
  expect((await seat('department').get<KbDue>('/api/desk/kb/due')).body).toMatchObject({
    corrections: 1,
    overdue: 1,
  });
  expect((await settle('department', 'kept', '没有错，第三期确实是三月底')).body.state).toBe('kept');
  expect((await settle('department', 'kept', '没有错，第三期确实是三月底')).body.error.code).toBe('STALE');
  expect((await seat('department').get<KbDue>('/api/desk/kb/due')).body).toMatchObject({
    corrections: 0,
    overdue: 0,
  });
});

test('three citizens who were not helped open one 纠错单 of the edition, the fourth no other', async () => {
  const vote = (n: number, useful: boolean) =>
    call(`${house.url}/api/qa/useful`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ item: 't1', token: `citizen-browser-000${n}`, useful }),
    });
  await vote(0, true);
  const open = async () => (await seat('platform').get<KbCorrection[]>('/api/desk/kb/corrections')).body;
  for (const n of [1, 2]) await vote(n, false);
  expect(await open()).toEqual([]);
  for (const n of [3, 4]) await vote(n, false);
  expect(await open()).toMatchObject([
    { item: 't1', from: 'citizen', kind: 'useless', text: '4 位市民评价过，3 位说没解决。' },
  ]);
});

test('to be looked at: listed ahead of its day, and a look sets the next one', async () => {
  await leap('2026-12-20T02:00:00Z');
  const { body } = await seat('department').get<{ rows: KbCard[] }>('/api/desk/kb?due=review');
  expect(body.rows.map(({ id }) => id)).toContain('t1');
  const { card } = (await seat('department').get<KbEntry>('/api/desk/kb/items/t1')).body;
  const looked = await step('t1', 'department', 'confirm', card.version);
  expect(looked.body.live?.reviewBy).toBe('2027-01-19');
});

/** A session outlives no leap of the clock: everybody signs in again. */
async function leap(iso: string): Promise<void> {
  now = new Date(iso);
  for (const name of Object.keys(seats)) seats[name] = await signIn(house.url, name, PASSWORD);
}
