import { Problem } from '../../server/errors.js';
import { triesStore } from '../../server/store/sessions.js';
import { ask, bossOf, codeOf, type Desk, makeAccount, openDesk, SECOND, signIn } from './desk.js';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});

const WRONG = 'Wrong-grass-2026';
const PLACE = '198.51.100.4';

async function wrong(account: string, ip = PLACE): Promise<Problem> {
  const problem = await signIn(desk.people, account, WRONG, ip).catch((error: unknown) => error);
  if (!(problem instanceof Problem)) throw problem;
  return problem;
}

test('a thousand tries, one a second: ten are looked at, the others are told how long to wait', async () => {
  await bossOf(desk);
  const before = desk.looked();
  const admitted: number[] = [];
  for (let second = 0; second < 1000; second++) {
    const problem = await wrong('admin');
    if (problem.code === 'SIGN_IN') admitted.push(second);
    else expect(problem).toMatchObject({ code: 'LOCKED', retryAfterSeconds: expect.any(Number) });
    desk.clock.pass(1);
  }
  // Five free ones, then after waits of 30, 60, 120, 240 and 480 seconds; the next would wait 900.
  expect(admitted).toEqual([0, 1, 2, 3, 4, 34, 94, 214, 454, 934]);
  expect(desk.looked() - before).toBe(10);
});

test('many tries at once from many addresses: no more than five are looked at', async () => {
  await bossOf(desk);
  const before = desk.looked();
  const all = await Promise.all(Array.from({ length: 100 }, (_, n) => wrong('admin', `198.51.100.${n}`)));
  expect(desk.looked() - before).toBe(5);
  expect(all.filter((problem) => problem.code === 'SIGN_IN')).toHaveLength(5);
  expect(all.filter((problem) => problem.code === 'LOCKED')).toHaveLength(95);
});

test('while locked the right password does not help either, and being turned away costs no more time', async () => {
  await bossOf(desk);
  for (let n = 0; n < 5; n++) await wrong('admin');
  for (let n = 0; n < 20; n++) expect(await codeOf(signIn(desk.people, 'admin', SECOND))).toBe('LOCKED');
  desk.clock.pass(30);
  expect(await signIn(desk.people, 'admin', SECOND)).toMatchObject({ body: { account: 'admin' } });
});

test('the right password starts the count anew', async () => {
  await bossOf(desk);
  for (let round = 0; round < 3; round++) {
    for (let n = 0; n < 4; n++) expect((await wrong('admin')).code).toBe('SIGN_IN');
    await signIn(desk.people, 'admin', SECOND, PLACE);
  }
});

test("a name that is nobody's is locked just the same", async () => {
  const answers: (string | number | undefined)[][] = [];
  await bossOf(desk);
  for (const account of ['admin', 'nobody']) {
    const seen: (string | number | undefined)[] = [];
    for (let n = 0; n < 8; n++) {
      const { code, message, retryAfterSeconds } = await wrong(account);
      seen.push(code, message, retryAfterSeconds);
    }
    answers.push(seen);
  }
  expect(answers[0]).toEqual(answers[1]);
  expect(answers[0]).toContain('LOCKED');
});

test('one address that tries many names is locked, others are not, and the names stay open', async () => {
  await bossOf(desk);
  for (let n = 0; n < 30; n++) expect((await wrong(`guess${n}`)).code).toBe('SIGN_IN');
  expect((await wrong('guess99')).code).toBe('LOCKED');
  expect(await codeOf(signIn(desk.people, 'admin', SECOND, PLACE))).toBe('LOCKED');
  expect(await signIn(desk.people, 'admin', SECOND, '198.51.100.5')).toMatchObject({
    body: { account: 'admin' },
  });
  desk.clock.pass(30);
  expect(await signIn(desk.people, 'admin', SECOND, PLACE)).toMatchObject({ body: { account: 'admin' } });
});

test("an address that must wait cannot lock other people's accounts", async () => {
  await bossOf(desk);
  for (let n = 0; n < 30; n++) await wrong(`guess${n}`);
  for (let n = 0; n < 10; n++) expect((await wrong('admin')).code).toBe('LOCKED');
  expect(await signIn(desk.people, 'admin', SECOND, '198.51.100.5')).toMatchObject({
    body: { account: 'admin' },
  });
});

test('an IPv6 customer has one budget, not 2^64', async () => {
  await bossOf(desk);
  for (let n = 0; n < 30; n++) await wrong(`guess${n}`, `2001:db8:1:2:${n.toString(16)}::1`);
  expect((await wrong('guess99', '2001:db8:1:2:ffff::1')).code).toBe('LOCKED');
  expect((await wrong('guess98', '2001:db8:1:3::1')).code).toBe('SIGN_IN');
});

test('a hall behind one address: those who sign in rightly use nothing up', async () => {
  await bossOf(desk);
  for (let n = 0; n < 60; n++) await signIn(desk.people, 'admin', SECOND, PLACE);
  expect((await wrong('nobody')).code).toBe('SIGN_IN');
});

test("an administrator's reset unlocks at once, with a new one-time password", async () => {
  const { people } = desk;
  const boss = await bossOf(desk);
  await makeAccount(people, boss, 'agent01');
  for (let n = 0; n < 5; n++) await wrong('agent01');
  const list = await people.handlers.accounts(ask(undefined, { account: boss }));
  expect(list).toContainEqual(expect.objectContaining({ account: 'agent01', locked: true }));
  const reset = await people.handlers.resetAccount(
    ask(undefined, { account: boss, params: { account: 'agent01' } }),
  );
  const { password } = (reset as unknown as { say: { body: { password: string } } }).say.body;
  expect(await signIn(people, 'agent01', password)).toMatchObject({ body: { mustChange: true } });
});

test('a house too busy to look at the password locks nobody out', async () => {
  await bossOf(desk);
  desk.busy = true;
  for (let n = 0; n < 40; n++) expect((await wrong('admin')).code).toBe('BUSY');
  desk.busy = false;
  expect(await signIn(desk.people, 'admin', SECOND, PLACE)).toMatchObject({ body: { account: 'admin' } });
});

test('a lock outlives a restart; sweeping throws away only what no longer counts', async () => {
  await bossOf(desk);
  for (let n = 0; n < 5; n++) await wrong('admin');
  const later = await desk.again();
  await later.sweep();
  expect(await codeOf(signIn(later, 'admin', SECOND))).toBe('LOCKED');
  desk.clock.pass(5 * 3600);
  await later.sweep();
  expect(await desk.connection.collection('tries').countDocuments()).toBe(0);
});

test('what was typed into the field for the name is not kept: people type passwords there', async () => {
  await bossOf(desk);
  await wrong('my-secret-password-1');
  const kept = JSON.stringify([
    await desk.connection.collection('tries').find().toArray(),
    await desk.connection.collection('audit').find().toArray(),
  ]);
  expect(kept).not.toContain('my-secret');
});

test('two who count at once both count', async () => {
  const store = triesStore(desk.connection);
  const at = desk.clock.now;
  const doc = { _id: 'account:x', failures: 1, at, until: at, spent: at };
  const first = await store.write(doc, null);
  expect(first?.version).toBe(1);
  expect(await store.write(doc, null)).toBeNull();
  const both = await Promise.all([
    store.write({ ...doc, failures: 2 }, first),
    store.write({ ...doc, failures: 2 }, first),
  ]);
  expect(both.filter(Boolean)).toHaveLength(1);
});
