/** What citizens write without signing in leaves its row in the audit chain, once however often it is sent. */
import { randomUUID } from 'node:crypto';
import { auditStore } from '../../server/store/audit.js';
import { type House, startHouse } from '../support/house.js';
import { form, post } from './writer.js';

let house: House;
beforeAll(async () => {
  house = await startHouse();
}, 60_000);
afterAll(() => house.stop());

test('a letter, what is added to it, and what a reader thought of an answer', async () => {
  const letter = form();
  const { body } = await post<{ letterNo: string; code: string }>(`${house.url}/api/letters`, letter);
  await post(`${house.url}/api/letters`, letter);
  const { letterNo, code } = body;
  const more = { letterNo, code, id: randomUUID(), text: '昨晚又灭了一盏' };
  for (let times = 0; times < 2; times++)
    expect((await post(`${house.url}/api/letters/more`, more)).status).toBe(202);
  const asked = await fetch(`${house.url}/api/qa?q=${encodeURIComponent('居民医保怎么交')}`);
  const { hits } = (await asked.json()) as { hits: { id: string }[] };
  const item = hits[0]?.id ?? '';
  const vote = { item, token: 'browser-token-0123456789', useful: false };
  for (let times = 0; times < 2; times++)
    expect((await post(`${house.url}/api/qa/useful`, vote)).status).toBe(200);

  const rows = await house.aside(({ connection }) => auditStore(connection).rows(0, 1000));
  const of = (action: string) => rows.filter((row) => row.action === action);
  expect(of('letter.write')).toMatchObject([{ account: '', target: letterNo }]);
  expect(of('letter.more')).toMatchObject([{ account: '', target: letterNo }]);
  expect(of('qa.vote')).toMatchObject([{ account: '', target: item, reason: 'no' }]);
  expect(JSON.stringify(rows)).not.toMatch(/昨晚|13800002468|王小满/);
}, 60_000);
