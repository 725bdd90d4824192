import { createHash } from 'node:crypto';
import { Problem } from '../../server/errors.js';
import { accountMade, accountName, accountView, session } from '../../server/http/contract-accounts.js';
import { accountStore } from '../../server/store/accounts.js';
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

const named = (account: string, boss: Awaited<ReturnType<typeof bossOf>>) =>
  ask(undefined, { account: boss, params: { account } });

describe('the first start', () => {
  test('makes one administrator and says the one-time password exactly once', async () => {
    const { people } = desk;
    const first = await people.ensureFirstAdmin({ password: null });
    expect(first).toMatchObject({ account: 'admin', made: true });
    expect(first.password).toMatch(/^(?:(?:^|-)[a-z]{3}\d){4}$/);
    expect(await people.ensureFirstAdmin({ password: null })).toEqual({
      account: 'admin',
      password: null,
      made: false,
    });
    expect(await signIn(people, 'admin', first.password ?? '')).toMatchObject({ body: { mustChange: true } });
  });

  test('a password that was given is taken, must be changed all the same, and is not said', async () => {
    const { people } = desk;
    expect((await people.ensureFirstAdmin({ password: FIRST })).password).toBeNull();
    expect(await signIn(people, 'admin', FIRST)).toMatchObject({ body: { mustChange: true } });
  });

  test('a given password counts only at the first start', async () => {
    const { people } = desk;
    await bossOf(desk);
    await people.ensureFirstAdmin({ password: 'Other-grass-2026' });
    expect(await codeOf(signIn(people, 'admin', 'Other-grass-2026'))).toBe('SIGN_IN');
  });

  test('a weak given password stops the start with a sentence, and no account is made', async () => {
    const { people } = desk;
    await expect(people.ensureFirstAdmin({ password: 'admin' })).rejects.toThrow(/ADMIN_PASSWORD/);
    expect((await people.ensureFirstAdmin({ password: null })).made).toBe(true);
  });

  test('of many starts at once exactly one makes it, and its password is the right one', async () => {
    const houses = await Promise.all(Array.from({ length: 5 }, () => desk.again()));
    const all = await Promise.all(houses.map((people) => people.ensureFirstAdmin({ password: null })));
    const made = all.filter((one) => one.made);
    expect(made).toHaveLength(1);
    expect(all.filter((one) => one.password !== null)).toHaveLength(1);
    expect(await signIn(desk.people, 'admin', made[0]?.password ?? '')).toMatchObject({
      body: { account: 'admin' },
    });
    expect(await desk.connection.collection('accounts').countDocuments()).toBe(1);
  });
});

describe('a new account', () => {
  test('gets a one-time password, shown once, that must be changed', async () => {
    const { people } = desk;
    const boss = await bossOf(desk);
    const made = await makeAccount(people, boss, 'agent01');
    expect(accountMade.safeParse(made).error).toBeUndefined();
    const { who } = await signInFirst(people, 'agent01', String(made.password));
    expect([...who.permissions]).toContain('thread.claim');
    expect([...who.permissions]).not.toContain('account.manage');
    const list = await people.handlers.accounts(ask(undefined, { account: boss }));
    expect(accountView.strict().array().safeParse(list).error).toBeUndefined();
    expect(JSON.stringify(list)).not.toContain(String(made.password));
  });

  test.each([
    ['a name that is taken', { account: 'admin' }, '已被使用'],
    ['a seat that is taken', { seat: '00' }, '工号已被使用'],
    ['a role that is unknown', { roles: ['BOSS'] }, 'BOSS'],
    ['no role', { roles: [] }, '角色'],
    ['roles that must lie with different people', { roles: ['SYS_ADMIN', 'AUDITOR'] }, '三员分立'],
    ['the role of a citizen', { roles: ['CITIZEN'] }, '不能授予'],
    ['a name in capitals', { account: 'Agent01' }, '小写字母'],
    ['an empty name', { name: '   ' }, '姓名'],
    ['letters for a seat', { seat: 'abc' }, '工号'],
  ])('with %s is refused in words, and none is made', async (_, wrong, hint) => {
    const { people } = desk;
    const boss = await bossOf(desk);
    const body = { account: 'agent01', name: '测试坐席', seat: '1001', roles: ['AGENT'], ...wrong };
    const problem = await people.handlers
      .newAccount(ask(body, { account: boss }))
      .catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(Problem);
    expect((problem as Problem).code).toBe('INVALID');
    expect((problem as Problem).hint).toContain(hint);
    expect(await desk.connection.collection('accounts').countDocuments()).toBe(1);
  });

  test('with an operator for a name is refused', async () => {
    const boss = await bossOf(desk);
    const hostile = { $gt: '' } as unknown as string;
    const body = { account: hostile, name: '测试坐席', seat: '1001', roles: ['AGENT'] };
    expect(await codeOf(desk.people.handlers.newAccount(ask(body, { account: boss })))).toBe('BAD_REQUEST');
    const roles = [{ $ne: null } as unknown as string];
    expect(
      await codeOf(
        desk.people.handlers.newAccount(ask({ ...body, account: 'agent01', roles }, { account: boss })),
      ),
    ).toBe('BAD_REQUEST');
  });

  test('of the same name twice at once: one is made', async () => {
    const boss = await bossOf(desk);
    const body = { account: 'agent01', name: '测试坐席', seat: '1001', roles: ['AGENT'] };
    const done = await Promise.all(
      ['1001', '1002', '1003'].map((seat) =>
        codeOf(desk.people.handlers.newAccount(ask({ ...body, seat }, { account: boss }))),
      ),
    );
    expect([...done].sort()).toEqual(['INVALID', 'INVALID', 'no problem']);
  });
});

describe('resetting and disabling', () => {
  test('a reset ends the sessions and the old password', async () => {
    const { people } = desk;
    const boss = await bossOf(desk);
    const made = await makeAccount(people, boss, 'agent01');
    const { cookie } = await signInFirst(people, 'agent01', String(made.password));
    const reset = seen(await people.handlers.resetAccount(named('agent01', boss))).body;
    expect(accountMade.safeParse(reset).error).toBeUndefined();
    expect(await people.sessionOf(cookie)).toBeNull();
    expect(await codeOf(signIn(people, 'agent01', SECOND))).toBe('SIGN_IN');
    expect(await signIn(people, 'agent01', String(reset.password))).toMatchObject({
      body: { mustChange: true },
    });
  });

  test('a disabled account is there, cannot sign in, and its sessions are over', async () => {
    const { people } = desk;
    const boss = await bossOf(desk);
    const made = await makeAccount(people, boss, 'agent01');
    const { cookie, who } = await signInFirst(people, 'agent01', String(made.password));
    expect(seen(await people.handlers.disableAccount(named('agent01', boss))).status).toBe(204);
    expect(await people.sessionOf(cookie)).toBeNull();
    expect(await people.stillSignedIn(who.session)).toBeNull();
    expect(await codeOf(signIn(people, 'agent01', SECOND))).toBe('SIGN_IN');
    expect(await people.handlers.accounts(ask(undefined, { account: boss }))).toContainEqual(
      expect.objectContaining({ account: 'agent01', disabled: true }),
    );
    expect(await codeOf(people.handlers.resetAccount(named('agent01', boss)))).toBe('NOT_ALLOWED');
    expect(seen(await people.handlers.disableAccount(named('agent01', boss))).status).toBe(204);
  });

  test('revocation is one write to the account: a session row that outlives it is dead', async () => {
    const { people, connection, clock } = desk;
    const boss = await bossOf(desk);
    const { cookie } = await signIn(people, 'admin', SECOND);
    const admin = await accountStore(connection).find('admin');
    await accountStore(connection).change('admin', admin?.epoch ?? 0, {}, clock.now);
    expect(await connection.collection('sessions').countDocuments()).toBeGreaterThan(0);
    expect(await people.sessionOf(cookie)).toBeNull();
    expect(await people.stillSignedIn(boss.session)).toBeNull();
  });

  test('nobody of that name: NOT_FOUND', async () => {
    const boss = await bossOf(desk);
    expect(await codeOf(desk.people.handlers.resetAccount(named('nobody', boss)))).toBe('NOT_FOUND');
    expect(await codeOf(desk.people.handlers.disableAccount(named('nobody', boss)))).toBe('NOT_FOUND');
  });

  test('the last system administrator cannot be disabled', async () => {
    const { people } = desk;
    const boss = await bossOf(desk);
    expect(await codeOf(people.handlers.disableAccount(named('admin', boss)))).toBe('NOT_ALLOWED');
    await makeAccount(people, boss, 'boss02', ['SYS_ADMIN']);
    expect(await codeOf(people.handlers.disableAccount(named('admin', boss)))).toBe('no problem');
    expect(await codeOf(people.handlers.disableAccount(named('boss02', boss)))).toBe('NOT_ALLOWED');
    expect(await codeOf(signIn(people, 'admin', SECOND))).toBe('SIGN_IN');
  });

  test('administrators who disable each other at once: one is left', async () => {
    const { people, connection } = desk;
    const boss = await bossOf(desk);
    const all = ['admin', 'boss02', 'boss03', 'boss04'];
    for (const name of all.slice(1)) await makeAccount(people, boss, name, ['SYS_ADMIN']);
    const done = await Promise.all(
      all.map((name) => codeOf(people.handlers.disableAccount(named(name, boss)))),
    );
    expect([...done].sort()).toEqual(['NOT_ALLOWED', ...Array<string>(3).fill('no problem')]);
    const left = (await accountStore(connection).list()).filter((doc) => !doc.disabled);
    expect(left).toHaveLength(1);
  });

  test('a lost list of administrators is made again from the accounts', async () => {
    const { people, connection } = desk;
    const boss = await bossOf(desk);
    await connection.collection('admins').deleteMany({});
    expect(await codeOf(people.handlers.disableAccount(named('admin', boss)))).toBe('NOT_ALLOWED');
  });
});

test('the replies are what the contract says', async () => {
  const { people } = desk;
  await people.ensureFirstAdmin({ password: FIRST });
  const { body } = await signIn(people, 'admin', FIRST);
  expect(session.strict().safeParse(body).error).toBeUndefined();
});

test('neither a password nor its plain hash is anywhere in the database', async () => {
  const { people, connection } = desk;
  const boss = await bossOf(desk);
  const made = await makeAccount(people, boss, 'agent01');
  const names = ['accounts', 'admins', 'sessions', 'tries', 'audit'];
  const all = JSON.stringify(
    await Promise.all(names.map((name) => connection.collection(name).find().toArray())),
  );
  expect(all).toContain('$argon2id$');
  for (const password of [FIRST, SECOND, String(made.password)]) {
    expect(all).not.toContain(password);
    for (const kind of ['md5', 'sha1', 'sha256'])
      expect(all).not.toContain(createHash(kind).update(password).digest('hex'));
  }
});

describe('names', () => {
  const listed = async (who: Awaited<ReturnType<typeof bossOf>>) =>
    ((await desk.people.handlers.names(ask(undefined, { account: who }))) as { account: string }[])
      .map(({ account }) => account)
      .sort();

  test('the house knows everybody by name; a unit the house and its own people, nothing else of them', async () => {
    const { people } = desk;
    const boss = await bossOf(desk);
    await makeAccount(people, boss, 'desk1');
    const inUnit = async (account: string, seat: string, unit: string) =>
      seen(
        await people.handlers.newAccount(
          ask({ account, name: '测试经办', seat, roles: ['HANDLER'], unit }, { account: boss }),
        ),
      ).body.password as string;
    const first = await inUnit('saihan1', '501', '150105');
    await inUnit('saihan2', '502', '150105');
    await inUnit('xincheng1', '503', '150102');
    const { who } = await signInFirst(people, 'saihan1', first);
    expect(await listed(boss)).toEqual(['admin', 'desk1', 'saihan1', 'saihan2', 'xincheng1']);
    expect(await listed(who)).toEqual(['admin', 'desk1', 'saihan1', 'saihan2']);
    const rows = await people.handlers.names(ask(undefined, { account: who }));
    expect(accountName.array().parse(rows)).toEqual(rows);
  });
});
