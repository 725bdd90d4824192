/** 三员分立: the auditor reads and checks the trail and does nothing else; the security officer stops accounts and makes none. */
import type { AuditChecked, AuditTrail } from '../../server/http/contract-audit.js';
import { type House, PASSWORD, startHouse } from '../support/house.js';
import { type Seat, signIn } from '../support/seat.js';

let house: House;
let auditor: Seat;
let guard: Seat;
let agent: Seat;

beforeAll(async () => {
  house = await startHouse();
  agent = await house.seat('anna', ['AGENT']);
  auditor = await house.seat('auditor', ['AUDITOR']);
  guard = await house.seat('guard', ['SEC_ADMIN']);
}, 120_000);
afterAll(() => house.stop());

const again = async (): Promise<[Seat, Seat, Seat]> => [
  await signIn(house.url, 'auditor', PASSWORD),
  await signIn(house.url, 'guard', PASSWORD),
  await signIn(house.url, 'anna', PASSWORD),
];
const trail = async (query = '') => {
  const { status, body } = await auditor.get<AuditTrail>(`/api/desk/audit?${query}`);
  expect(status).toBe(200);
  return body;
};

test('newest first, narrowed by account, act, thing and day, paged without a gap; reading it is in it', async () => {
  const all = await trail('limit=200');
  expect(all.rows.map(({ seq }) => seq)).toEqual(
    Array.from({ length: all.rows.length }, (_, i) => all.rows.length - i),
  );
  expect(all.next).toBeNull();
  expect(all.acts).toContainEqual({ action: 'account.create', name: '新建账号' });
  const made = await trail('action=account.create&target=anna');
  expect(made.rows).toMatchObject([
    {
      account: 'admin',
      actionName: '新建账号',
      target: 'anna',
      reason: 'AGENT',
      said: '受理员',
      resultName: '成功',
    },
  ]);
  expect((await trail('account=anna')).rows.every(({ account }) => account === 'anna')).toBe(true);
  expect((await trail('from=2020-01-01&to=2020-01-02')).rows).toEqual([]);
  const seen: number[] = [];
  let next: string | null = '';
  do {
    const page: AuditTrail = await trail(`account=anna&limit=1${next ? `&after=${next}` : ''}`);
    seen.push(...page.rows.map(({ seq }) => seq));
    next = page.next;
  } while (next);
  expect(seen).toEqual((await trail('account=anna')).rows.map(({ seq }) => seq));
  expect((await trail('action=audit.read')).rows[0]).toMatchObject({ account: 'auditor' });
  for (const bad of ['limit=0', 'limit=999', 'from=2026-13-40', 'after=x', 'action=nothing'])
    expect([400, 422]).toContain((await auditor.get(`/api/desk/audit?${bad}`)).status);
});

test('whole, it says so; a changed row is named by its number', async () => {
  const check = async () =>
    (await auditor.post('/api/desk/audit/check', {})) as unknown as { status: number; body: AuditChecked };
  expect((await check()).body).toMatchObject({ whole: true, said: expect.stringContaining('没有改动') });
  await house.aside(({ connection }) =>
    connection.collection<{ _id: number }>('audit').updateOne({ _id: 2 }, { $set: { account: 'somebody' } }),
  );
  // It came back on another port.
  [auditor, guard, agent] = await again();
  expect((await check()).body).toMatchObject({ whole: false, said: expect.stringContaining('第 2 条') });
}, 60_000);

test('each of the three has its own and no more', async () => {
  const tries = async (seat: Seat) => [
    (await seat.get('/api/desk/audit')).status,
    (await seat.get('/api/desk/accounts')).status,
    (await seat.post('/api/desk/accounts/anna/reset', {})).status,
  ];
  expect(await tries(auditor)).toEqual([200, 403, 403]);
  expect(await tries(guard)).toEqual([403, 200, 403]);
  expect(await tries(await house.admin())).toEqual([403, 200, 200]);
  const fresh = { account: 'more', name: '演示', seat: '990', roles: ['AGENT'] };
  expect((await guard.post('/api/desk/accounts', fresh)).status).toBe(403);
  expect((await guard.send('DELETE', '/api/desk/accounts/anna')).status).toBe(204);
  expect((await agent.get('/api/desk/session')).status).toBe(401);
  expect((await guard.get('/api/desk/orders')).status).toBe(403);
  expect((await auditor.get('/api/desk/orders')).status).toBe(403);
});
