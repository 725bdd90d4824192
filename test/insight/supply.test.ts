/** 知识库更新数 and 每十万人座席数, over HTTP and by counting on one's fingers: who reads what, and why a figure is not shown. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KbEntry } from '../../server/http/contract-knowledge.js';
import type { SupplyReport, SupplyRows } from '../../server/http/contract-supply.js';
import { peopleOf } from '../../server/insight/supply/people.js';
import { recountUpdates } from '../../server/insight/supply/recount.js';
import { DEFAULT_POLICY } from '../../server/policy/policy.js';
import { knowledgeStore } from '../../server/store/knowledge.js';
import { entryStore } from '../../server/store/knowledge-entries.js';
import type { Reply } from '../support/citizen.js';
import { type House, PASSWORD, startHouse } from '../support/house.js';
import { quickNlu } from '../support/quick-nlu.js';
import { type Seat, signIn } from '../support/seat.js';
import { POLICY } from '../tickets/samples.js';

const dir = mkdtempSync(join(tmpdir(), 'policy-'));
const file = join(dir, 'population.json');
type Row = { region: string; residents: number | null; asOf: string | null; source: string };
/** The city fills in what it knows of its leagues. */
function fillIn(known: Record<string, number>): void {
  const rows = JSON.parse(readFileSync(file, 'utf8')) as Row[];
  const given = rows.map((row) =>
    known[row.region] === undefined
      ? row
      : { ...row, residents: known[row.region], asOf: '2025-12-31', source: '演示统计公报' },
  );
  writeFileSync(file, JSON.stringify(given));
}

let house: House;
let now = Date.parse('2026-11-27T02:00:00Z');
const seats: Record<string, Seat> = {};
beforeAll(async () => {
  cpSync(DEFAULT_POLICY, dir, { recursive: true });
  fillIn({ 150100: 3_500_000 });
  house = await startHouse({ now: () => new Date(now), nlu: quickNlu() }, { POLICY_DIR: dir });
  for (const [name, roles, unit] of [
    ['writer', ['KB_EDITOR']],
    ['reviewer', ['KB_DEPT_REVIEWER']],
    ['platform', ['KB_ADMIN']],
    ['leader', ['LEADER']],
    ['saihan', ['HANDLER_LEAD'], '150105'],
    ['one', ['AGENT']],
    ['two', ['EXPERT']],
    // Two at a sub-centre of a league, one of them with a second role.
    ['three', ['AGENT'], '150105'],
    ['four', ['AGENT', 'QA'], '150105'],
    ['ended', ['AGENT'], '150105'],
  ] as [string, string[], string?][])
    seats[name] = await house.seat(name, roles, unit);
  const boss = await house.admin();
  expect((await boss.send('DELETE', '/api/desk/accounts/ended')).status).toBeLessThan(300);
}, 120_000);
afterAll(async () => {
  await house?.stop();
  rmSync(dir, { recursive: true, force: true });
});

const TEXT = {
  ...{ title: '演示路灯报修找谁', answer: '路灯坏了请打 12345，会派给管护单位。', similar: ['路灯坏了'] },
  ...{ category: '06', unit: '赛罕区人民政府', region: '150105', channels: ['PUBLIC'] },
  ...{ basis: ['《演示照明管理办法》'], effectiveFrom: '2026-11-01' },
};
/** Later, and at a house that may have another address by now: everybody signs in anew. */
async function leap(iso: string): Promise<void> {
  now = Date.parse(iso);
  for (const name of Object.keys(seats))
    if (name !== 'ended') seats[name] = await signIn(house.url, name, PASSWORD);
}
/** The whole way of an edition; answers with its version. */
async function publish(id: string, owner: string | null, text: object, version = 0): Promise<number> {
  const path = `/api/desk/kb/items/${id}`;
  const saved = await seats.writer!.send('PUT', `${path}/draft`, {
    version,
    owner,
    item: { ...TEXT, ...text },
  });
  expect([id, saved.status]).toEqual([id, 200]);
  let next = (saved.body as unknown as KbEntry).card.version;
  for (const [by, action] of [
    ['writer', 'submit'],
    ['reviewer', 'pass'],
    ['platform', 'publish'],
  ] as const) {
    const said = (await seats[by]!.post(`${path}/step`, {
      action,
      version: next,
      reason: '',
    })) as unknown as Reply<KbEntry>;
    expect([id, action, said.status]).toEqual([id, action, 200]);
    next = said.body.card.version;
  }
  return next;
}
const DAYS = 'from=2026-11-01&to=2026-11-30';
const told = async (by: string, seat = seats.leader!, query = DAYS) =>
  (await seat.get<SupplyReport>(`/api/desk/insight/supply?by=${by}&${query}`)).body;
const behind = (query: string, seat = seats.leader!) =>
  seat.get<SupplyRows>(`/api/desk/insight/supply/rows?${DAYS}&${query}`);
const counts = ({ rows }: SupplyReport) => rows.map(({ code, values }) => [code, values.kbUpdates?.value]);

test('each publication counts once, on its day and with its unit; what is only confirmed or taken down is none', async () => {
  let lamp = await publish('t1', '150105', {});
  await publish('t2', '150102', { title: '演示暖气不热找谁', category: '05', region: '150102' });
  // Half past midnight in Hohhot, still the day before in London.
  await leap('2026-11-27T16:30:00Z');
  lamp = await publish('t1', '150105', { answer: '路灯坏了请打 12345，两个工作日内有人来。' }, lamp);
  await publish('t3', null, { title: '演示热线几点有人', category: '14', region: '150000' });
  for (const action of ['confirm', 'takeDown']) {
    const done = await seats.platform!.post('/api/desk/kb/items/t1/step', {
      action,
      version: lamp,
      reason: '换成本地口径',
    });
    expect([action, done.status]).toEqual([action, 200]);
    lamp += 1;
  }
  expect((await told('unit')).total.kbUpdates).toEqual({ value: 4, base: null, why: null });
  expect(counts(await told('unit'))).toEqual([
    ['', 1],
    ['150102', 1],
    ['150105', 2],
  ]);
  expect(counts(await told('day'))).toEqual([
    ['2026-11-27', 2],
    ['2026-11-28', 2],
  ]);
  expect(counts(await told('category'))).toEqual([
    ['05', 1],
    ['06', 2],
    ['14', 1],
  ]);
  expect(counts(await told('league'))).toEqual([
    ['150000', 1],
    ['150100', 3],
  ]);
  expect(counts(await told('day', seats.leader!, 'from=2026-11-28&to=2026-11-28'))).toEqual([
    ['2026-11-28', 2],
  ]);
});

test('the editions behind the number, a page at a time; a unit reads of its own alone', async () => {
  const { status, body } = await behind('measure=kbUpdates');
  expect([status, body.said]).toEqual([200, expect.stringContaining('知识库更新数的分子')]);
  expect(body.rows.map(({ id }) => id).sort()).toEqual(['t1@1', 't1@2', 't2@1', 't3@1']);
  expect(body.rows.find(({ id }) => id === 't1@2')).toMatchObject({
    item: 't1',
    said: expect.stringMatching(/第 2 版.*赛罕区/),
  });
  const pages: string[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const page: SupplyRows = (await behind(`measure=kbUpdates&limit=1&after=${after}`)).body;
    pages.push(...page.rows.map(({ id }) => id));
    after = page.next;
  }
  expect(pages).toEqual(body.rows.map(({ id }) => id));
  const lit = await behind('measure=kbUpdates&by=category&code=06');
  expect(lit.body.rows.map(({ item }) => item)).toEqual(['t1', 't1']);
  // Nobody's: the hotline's own.
  expect((await behind('measure=kbUpdates&by=unit')).body.rows.map(({ item }) => item)).toEqual(['t3']);
  const own = await told('unit', seats.saihan!);
  expect([counts(own), own.total.kbUpdates?.value]).toEqual([[['150105', 2]], 2]);
  const theirs = await behind('measure=kbUpdates', seats.saihan!);
  expect(theirs.body.rows.map(({ item }) => item)).toEqual(['t1', 't1']);
  for (const bad of ['measure=nothing', 'measure=kbUpdates&after=x', 'measure=kbUpdates&by=hotline'])
    expect([bad, (await behind(bad)).status]).toEqual([bad, 400]);
  expect((await behind('measure=kbUpdates', seats.one!)).status).toBe(403);
});

test('seats for a hundred thousand people: told where the people are known, and in words why not', async () => {
  const partly = await told('league');
  // Two at Saihan, over three and a half million: the disabled one is none, one person is one.
  const league = partly.rows.find(({ code }) => code === '150100')!.values.seats!;
  expect(league.value).toBeCloseTo(2 / 35, 12);
  expect(partly.total.seats).toEqual({ value: null, base: null, why: 'ungiven' });
  expect(partly.untold).toMatch(/还没有包头市、.*阿拉善盟的常住人口.*population\.json/);
  expect(partly.untold).not.toContain('呼和浩特');
  const people = await behind('measure=seats&by=league&code=150100&part=base');
  expect(people.body.rows).toEqual([
    expect.objectContaining({ name: '呼和浩特市', said: '3500000 人，截止 2025-12-31；演示统计公报' }),
  ]);
  const who = await behind('measure=seats&by=league&code=150100');
  expect(who.body.rows.map(({ id }) => id).sort()).toEqual(
    [seats.three!, seats.four!].map(({ session }) => session.seat).sort(),
  );
  // A number is what citizens know; no name, no account.
  expect(JSON.stringify(who.body)).not.toMatch(/three|演示坐席/);

  const leagues = POLICY.regions.filter(({ level }) => level === 'league').map(({ code }) => code);
  fillIn(Object.fromEntries(leagues.map((code, i) => [code, 1_000_000 * (i + 1)])));
  await house.restart();
  await leap('2026-11-27T16:31:00Z');
  let residents = 0;
  for (let i = 0; i < leagues.length; i++) residents += 1_000_000 * (i + 1);
  const whole = await told('league');
  // one, two, three, four and the first administrator.
  expect(whole.total.seats).toEqual({ value: 5 / (residents / 100_000), base: residents, why: null });
  expect(whole.untold).toBeNull();
  expect((await behind('measure=seats')).body.rows).toHaveLength(5);
  const unit = await told('league', seats.saihan!);
  expect([unit.total.seats, unit.untold]).toEqual([undefined, '座席数只供热线中心查看。']);
  expect((await behind('measure=seats', seats.saihan!)).status).toBe(403);
}, 60_000);

test('the slow recount finds no difference, and names an edition that was moved, lost or made up', async () => {
  const found = await house.aside(async ({ connection }) => {
    const entries = entryStore(connection, knowledgeStore(connection));
    const editions = connection.collection<{ _id: string }>('knowledgeeditions');
    const before = await recountUpdates(entries);
    await editions.updateOne({ _id: 't1@2' }, { $set: { at: new Date('2026-10-01T00:00:00Z') } });
    await editions.deleteOne({ _id: 't2@1' });
    await editions.insertOne({
      _id: 't3@9',
      item: 't3',
      edition: 9,
      at: new Date('2026-11-29T00:00:00Z'),
    } as never);
    await editions.insertOne({
      _id: 'x@1',
      item: 'x',
      edition: 1,
      at: new Date('2026-11-29T00:00:00Z'),
    } as never);
    return { before, after: await recountUpdates(entries) };
  });
  expect(found.before).toEqual({ updates: 4, differs: [] });
  expect(found.after.differs).toEqual([
    't1@2 2026-10-01T00:00:00.000Z → 2026-11-27T16:30:00.000Z',
    't2@1 — → 2026-11-27T02:00:00.000Z',
    't3@9 2026-11-29T00:00:00.000Z → —',
    'x@1 2026-11-29T00:00:00.000Z → —',
  ]);
}, 60_000);

test('people of a region are its own number, else those of its parts, else unknown; a zone is no part', () => {
  const regions = [
    { code: '1', parent: null, level: 'region' as const },
    { code: '11', parent: '1', level: 'league' as const },
    { code: '12', parent: '1', level: 'league' as const },
    { code: '121', parent: '12', level: 'banner' as const },
    { code: '129', parent: '12', level: 'zone' as const },
  ];
  const of = (code: string, known: Record<string, number>) => {
    const population = Object.entries(known).map(([region, residents]) => ({
      ...{ region, residents, asOf: '2025-12-31', source: '演示', validFrom: null, validTo: null },
    }));
    const { residents, missing } = peopleOf(code, { population, regions });
    return { residents, missing };
  };
  expect(of('1', {})).toEqual({ residents: null, missing: ['1'] });
  expect(of('1', { 1: 9 })).toEqual({ residents: 9, missing: [] });
  expect(of('1', { 11: 2, 121: 3, 129: 50 })).toEqual({ residents: 5, missing: [] });
  expect(of('1', { 11: 2 })).toEqual({ residents: null, missing: ['12'] });
  expect(of('1', { 1: 9, 11: 2 })).toEqual({ residents: 9, missing: [] });
});
