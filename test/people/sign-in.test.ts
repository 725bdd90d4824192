import { accountStore } from '../../server/store/accounts.js';
import { sessionStore } from '../../server/store/sessions.js';
import {
  ask,
  bossOf,
  codeOf,
  type Desk,
  FIRST,
  makeAccount,
  openDesk,
  SECOND,
  seen,
  signIn,
  signInFirst,
} from './desk.js';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});

describe('signing in', () => {
  test('gives a session and a cookie; the session says who, what they may, and the token', async () => {
    const { people } = desk;
    await bossOf(desk);
    const { body, cookie, setCookie } = await signIn(people, 'admin', SECOND);
    expect(setCookie).toMatch(/^jiesu=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(body).toMatchObject({ account: 'admin', seat: '00', mustChange: false });
    expect(body.permissions).toContain('account.manage');
    const who = await people.sessionOf(cookie);
    expect(who?.account).toBe('admin');
    expect(who?.csrf).toBe(body.csrf);
    expect(seen(await people.handlers.whoAmI(ask(undefined, { account: who }))).body).toEqual(body);
  });

  test("a wrong password, a name that is nobody's and a disabled account look the same and cost the same", async () => {
    const { people } = desk;
    const boss = await bossOf(desk);
    const made = await makeAccount(people, boss, 'agent01');
    await people.handlers.disableAccount(ask(undefined, { account: boss, params: { account: 'agent01' } }));
    const problems: unknown[] = [];
    for (const [account, password] of [
      ['admin', 'Wrong-grass-2026'],
      ['nobody', SECOND],
      ['agent01', String(made.password)],
      ['', ''],
      ['管理员', SECOND],
    ] as const) {
      const before = desk.looked();
      const problem = await signIn(people, account, password).catch((error: unknown) => error);
      expect(desk.looked() - before).toBe(1);
      problems.push(JSON.stringify({ ...(problem as Error), message: (problem as Error).message }));
    }
    expect(new Set(problems).size).toBe(1);
    expect(problems[0]).toContain('SIGN_IN');
  });

  test('a session that was there before is not taken over: a new id, and the old one is dead', async () => {
    const { people } = desk;
    await bossOf(desk);
    const planted = (await signIn(people, 'admin', SECOND)).cookie;
    const after = seen(
      await people.handlers.signIn(
        ask({ account: 'admin', password: SECOND }, { headers: { cookie: planted } }),
      ),
    );
    expect(after.cookie).not.toBe(planted);
    expect(await people.sessionOf(planted)).toBeNull();
    expect(await people.sessionOf(after.cookie)).not.toBeNull();
  });

  test('an id that a stranger chose is never adopted', async () => {
    const { people } = desk;
    await bossOf(desk);
    const chosen = `jiesu=${'A'.repeat(43)}`;
    const { cookie } = seen(
      await people.handlers.signIn(
        ask({ account: 'admin', password: SECOND }, { headers: { cookie: chosen } }),
      ),
    );
    expect(cookie).not.toBe(chosen);
    expect(await people.sessionOf(chosen)).toBeNull();
  });

  test('operators in place of strings are refused at every door', async () => {
    const { people, connection } = desk;
    await bossOf(desk);
    const hostile = { $gt: '' } as unknown as string;
    const { handlers } = people;
    expect(await codeOf(handlers.signIn(ask({ account: hostile, password: SECOND })))).toBe('BAD_REQUEST');
    expect(await codeOf(handlers.signIn(ask({ account: 'admin', password: hostile })))).toBe('BAD_REQUEST');
    const accounts = accountStore(connection);
    const sessions = sessionStore(connection);
    expect(await codeOf(accounts.find(hostile))).toBe('BAD_REQUEST');
    expect(await codeOf(accounts.change(hostile, 1, { disabled: true }, desk.clock.now))).toBe('BAD_REQUEST');
    expect(await codeOf(sessions.find(hostile))).toBe('BAD_REQUEST');
    expect(await codeOf(sessions.remove(hostile))).toBe('BAD_REQUEST');
    expect(await codeOf(sessions.removeOf(hostile))).toBe('BAD_REQUEST');
    expect(await signIn(people, 'admin', SECOND)).toMatchObject({ body: { account: 'admin' } });
  });
});

describe('changing the password', () => {
  test('is forced on the first one: the session says so, and afterwards no more', async () => {
    const { people } = desk;
    await people.ensureFirstAdmin({ password: FIRST });
    const first = await signIn(people, 'admin', FIRST);
    expect(first.body.mustChange).toBe(true);
    const { who } = await signInFirst(people, 'admin', FIRST);
    expect(who.mustChange).toBe(false);
    expect(await codeOf(signIn(people, 'admin', FIRST))).toBe('SIGN_IN');
  });

  test('ends every other session and gives this one a new id', async () => {
    const { people } = desk;
    await bossOf(desk);
    const elsewhere = await signIn(people, 'admin', SECOND);
    const here = await signIn(people, 'admin', SECOND);
    const who = await people.sessionOf(here.cookie);
    const changed = seen(
      await people.handlers.password(ask({ old: SECOND, new: 'Third-steppe-2026' }, { account: who })),
    );
    expect(await people.sessionOf(elsewhere.cookie)).toBeNull();
    expect(await people.sessionOf(here.cookie)).toBeNull();
    expect(await people.sessionOf(changed.cookie)).not.toBeNull();
  });

  test.each([
    ['too short', 'short1', 'WEAK_PASSWORD'],
    ['the old one', SECOND, 'WEAK_PASSWORD'],
    ['a common one', 'Password123', 'WEAK_PASSWORD'],
  ])('to %s is refused, and the old one stays', async (_, next, code) => {
    const { people } = desk;
    const boss = await bossOf(desk);
    expect(await codeOf(people.handlers.password(ask({ old: SECOND, new: next }, { account: boss })))).toBe(
      code,
    );
    expect(await signIn(people, 'admin', SECOND)).toMatchObject({ body: { account: 'admin' } });
  });

  test('by guessing the old one from an open screen is locked like signing in', async () => {
    const { people } = desk;
    const boss = await bossOf(desk);
    const guess = (): Promise<string> =>
      codeOf(people.handlers.password(ask({ old: 'Wrong-grass-2026', new: FIRST }, { account: boss })));
    expect([
      await guess(),
      await guess(),
      await guess(),
      await guess(),
      await guess(),
      await guess(),
    ]).toEqual([...Array<string>(5).fill('INVALID'), 'LOCKED']);
  });

  test('twice at once: one wins, and only its password counts', async () => {
    const { people } = desk;
    const boss = await bossOf(desk);
    const nexts = ['Third-steppe-2026', 'Fourth-steppe-2026'];
    const done = await Promise.all(
      nexts.map((next) =>
        codeOf(people.handlers.password(ask({ old: SECOND, new: next }, { account: boss }))),
      ),
    );
    // Where the first is through before the second looks, the old password is simply wrong by then.
    expect(done.filter((one) => one === 'no problem')).toHaveLength(1);
    expect(['STALE', 'INVALID']).toContain(done.find((one) => one !== 'no problem'));
    const winner = nexts[done.indexOf('no problem')] ?? '';
    expect(await signIn(people, 'admin', winner)).toMatchObject({ body: { account: 'admin' } });
  });
});
