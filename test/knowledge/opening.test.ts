/** The house opens before its knowledge is read: whoever asks at that moment gets what everybody gets. */
import type { QaFound } from '../../server/http/contract-qa.js';
import { call } from '../support/citizen.js';
import { type House, startHouse } from '../support/house.js';

interface Ready {
  ready: boolean;
  degraded: string[];
  parts: { knowledge: { ok: boolean; items: number; building: boolean } };
}

let house: House;
beforeEach(async () => {
  house = await startHouse({ settle: { quiet: 0, longest: 0 } });
}, 60_000);
afterEach(() => house.stop());

const ready = async () => (await call<Ready>(`${house.url}/readyz`)).body;

test('open already, and says what is still to come; who asks then waits, and is answered', async () => {
  const first = await ready();
  expect(first).toMatchObject({ ready: true, parts: { knowledge: { ok: false } } });
  expect(first.degraded).toContain('knowledge');
  const q = encodeURIComponent('居民医保怎么交');
  const [found, page] = await Promise.all([
    call<QaFound>(`${house.url}/api/qa?q=${q}`),
    fetch(`${house.url}/qa/k144`),
  ]);
  expect([found.status, found.body.band, found.body.hits[0]?.id]).toEqual([200, 'answer', 'k144']);
  expect(page.status).toBe(200);
  const then = await ready();
  expect(then.parts.knowledge).toMatchObject({ ok: true, building: false });
  expect(then.degraded).not.toContain('knowledge');
  expect(then.parts.knowledge.items).toBeGreaterThan(650);
}, 60_000);

test('a conversation of that moment is answered from the knowledge, not passed on', async () => {
  const citizen = await house.citizen();
  const said = await citizen.ask('居民医保怎么交');
  expect(said.map(({ decision }) => decision)).toContain('answer');
}, 60_000);

test('stopped while it is being read, the house is closed at once and reads it all the next time', async () => {
  expect((await ready()).parts.knowledge.ok).toBe(false);
  await house.restart();
  const found = await call<QaFound>(`${house.url}/api/qa?q=${encodeURIComponent('居民医保怎么交')}`);
  expect(found.body.hits[0]?.id).toBe('k144');
}, 60_000);
