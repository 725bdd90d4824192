/** The honest figure beside the usual one, over HTTP: who asks, what is told, and the conversations behind it. */
import type { TalkReport } from '../../server/http/contract-talks.js';
import { type House, startHouse } from '../support/house.js';

const HOUR_MS = 3_600_000;
let now = Date.parse('2026-11-02T01:00:00Z');
let house: House;
beforeAll(async () => {
  house = await startHouse({ now: () => new Date(now), settle: { quiet: 0, longest: 0 } });
}, 120_000);
afterAll(() => house.stop());

type Rows = { rows: { thread: string; why: string[] }[]; next: string | null; said: string };
const DAYS = 'from=2026-11-01&to=2026-11-30';

test('ten are answered; two find it no help, one asks for a person, one comes back: six were helped, not ten', async () => {
  const citizens = await Promise.all(Array.from({ length: 10 }, () => house.citizen()));
  for (const citizen of citizens) {
    const said = await citizen.ask('居民医保怎么交');
    expect(said.map(({ decision }) => decision)).toContain('answer');
  }
  const [first, second, third, fourth] = citizens;
  await first!.ask('没解决');
  await second!.ask('没解决');
  await third!.ask('转人工');
  now += 2 * HOUR_MS;
  await fourth!.ask('居民医保怎么交');
  now += 25 * HOUR_MS;

  const boss = await house.admin();
  const seat = await house
    .seat('seer', ['SHIFT_LEAD', 'ANALYST'])
    .catch(() => house.seat('seer2', ['AGENT', 'QA']));
  expect(seat.session.permissions).toEqual(expect.arrayContaining(['insight.read', 'thread.read']));
  const { status, body } = await seat.get<TalkReport>(`/api/desk/insight/talks?${DAYS}`);
  expect(status).toBe(200);
  // The one who came back was answered a second time, and that was the end of it.
  expect(body.total.resolved).toEqual({ value: 7 / 11, base: 11, why: null });
  expect(body.total.naive).toEqual({ value: 1, base: 11, why: null });
  expect(body.total.hitRate!.base).toBeGreaterThanOrEqual(11);
  expect(body.total.personRate).toMatchObject({ value: 3 / 11 });
  expect(body.total.connectRate).toMatchObject({ base: 3, why: 'small' });
  expect(body.total.adoption).toEqual({ value: null, base: 0, why: 'none' });
  expect(body.rows.map(({ code, name }) => [code, name])).toEqual([['web', '网页对话']]);
  expect(body.definitions.find(({ id }) => id === 'resolved')!.numerator).toContain('24 小时');

  const behind = (measure: string, part = 'top') =>
    seat.get<Rows>(`/api/desk/insight/talks/rows?${DAYS}&measure=${measure}&part=${part}`);
  const returned = await behind('returned');
  expect(returned.body.rows).toEqual([
    expect.objectContaining({
      thread: `web:${fourth!.thread}`,
      why: expect.arrayContaining(['静默期内又来']),
    }),
  ]);
  expect((await behind('wanted')).body.rows).toHaveLength(3);
  expect((await behind('unhelped')).body.rows).toHaveLength(2);
  expect((await behind('resolved')).body.rows).toHaveLength(7);
  expect((await behind('resolved', 'base')).body.rows).toHaveLength(11);
  // No word of what was said.
  expect(JSON.stringify((await behind('resolved', 'base')).body)).not.toContain('居民医保');
  const days = await seat.get<TalkReport>(`/api/desk/insight/talks?${DAYS}&by=day`);
  expect(days.body.rows.map(({ code }) => code)).toEqual(['2026-11-02']);
  expect(boss.session.account).toBe('admin');
}, 120_000);

test('what is asked wrongly is refused in words; a unit sees none of it; without the right to read, no rows', async () => {
  const seat = await house.seat('asker', ['AGENT', 'QA']);
  for (const query of ['by=nothing', 'from=2026-12-01&to=2026-11-01'])
    expect((await seat.get(`/api/desk/insight/talks?${query}`)).status).toBe(400);
  for (const query of ['measure=nothing', 'measure=resolved&after=x', ''])
    expect((await seat.get(`/api/desk/insight/talks/rows?${query}`)).status).toBe(400);
  const unit = await house.seat('bound', ['HANDLER_LEAD'], '150105');
  const refused = await unit.get<{ error: { message: string } }>(`/api/desk/insight/talks?${DAYS}`);
  expect(refused.status).toBe(403);
  expect(JSON.stringify(refused.body)).toContain('对话统计只供热线中心查看');
  const leader = await house.seat('leader', ['LEADER']);
  expect((await leader.get(`/api/desk/insight/talks?${DAYS}`)).status).toBe(200);
  expect((await leader.get(`/api/desk/insight/talks/rows?${DAYS}&measure=resolved`)).status).toBe(403);
}, 60_000);
