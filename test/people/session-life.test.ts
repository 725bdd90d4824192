import { ask, bossOf, type Desk, openDesk, SECOND, seen, signIn } from './desk.js';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});

describe('cookies', () => {
  test("forged, truncated, tampered or somebody else's form: nobody is signed in", async () => {
    const { people } = desk;
    await bossOf(desk);
    const { cookie = '' } = await signIn(people, 'admin', SECOND);
    const id = cookie.slice('jiesu='.length);
    const other = id.startsWith('A') ? 'B' : 'A';
    const hash = (await people.sessionOf(cookie))?.session ?? '';
    for (const bad of [
      `jiesu=${other}${id.slice(1)}`,
      `jiesu=${id.slice(0, -1)}`,
      `jiesu=${id}${id}`,
      `jiesu=${id.slice(0, -1)}=`,
      `jiesu=${hash}`,
      `jiesu=${hash.slice(0, 43)}`,
      `__Host-jiesu=${id}`,
      `${cookie}; jiesu=${other}${id.slice(1)}`,
      'jiesu=[object Object]',
      undefined,
    ]) {
      expect(await people.sessionOf(bad)).toBeNull();
    }
    expect(await people.sessionOf(cookie)).not.toBeNull();
  });

  test('the store holds neither the id nor the token of a session', async () => {
    const { people, connection } = desk;
    await bossOf(desk);
    const { cookie = '', body } = await signIn(people, 'admin', SECOND);
    const kept = JSON.stringify(await connection.collection('sessions').find().toArray());
    expect(kept).not.toContain(cookie.slice('jiesu='.length));
    expect(kept).not.toContain(String(body.csrf));
    expect(kept).toContain('admin');
  });

  test('behind https the cookie is Secure and bound to the host; the plain name counts for nothing', async () => {
    await bossOf(desk);
    const people = await desk.again('https://12345.example.gov.cn');
    const { cookie = '', setCookie } = await signIn(people, 'admin', SECOND);
    expect(setCookie).toMatch(/^__Host-jiesu=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/);
    expect(await people.sessionOf(cookie)).not.toBeNull();
    expect(await people.sessionOf(cookie.replace('__Host-', ''))).toBeNull();
  });

  test('each session has a token of its own', async () => {
    const { people } = desk;
    await bossOf(desk);
    const one = await signIn(people, 'admin', SECOND);
    const other = await signIn(people, 'admin', SECOND);
    expect(one.body.csrf).not.toBe(other.body.csrf);
  });
});

describe('the life of a session', () => {
  test('ends after 30 idle minutes', async () => {
    const { people, clock } = desk;
    await bossOf(desk);
    const { cookie } = await signIn(people, 'admin', SECOND);
    clock.pass(29 * 60 + 59);
    expect(await people.sessionOf(cookie)).not.toBeNull();
    clock.pass(30 * 60);
    expect(await people.sessionOf(cookie)).toBeNull();
  });

  test('ends after 12 hours, however busy', async () => {
    const { people, clock } = desk;
    await bossOf(desk);
    const { cookie } = await signIn(people, 'admin', SECOND);
    for (let quarter = 1; quarter < 48; quarter++) {
      clock.pass(15 * 60);
      expect(await people.sessionOf(cookie)).not.toBeNull();
    }
    clock.pass(15 * 60);
    expect(await people.sessionOf(cookie)).toBeNull();
  });

  test('an open connection alone does not keep it alive', async () => {
    const { people, clock } = desk;
    await bossOf(desk);
    const { cookie } = await signIn(people, 'admin', SECOND);
    const session = (await people.sessionOf(cookie))?.session ?? '';
    for (let minute = 0; minute < 29; minute++) {
      clock.pass(60);
      expect(await people.stillSignedIn(session)).not.toBeNull();
    }
    clock.pass(60);
    expect(await people.stillSignedIn(session)).toBeNull();
  });

  test('signing out ends it on the server and empties the cookie', async () => {
    const { people } = desk;
    await bossOf(desk);
    const { cookie } = await signIn(people, 'admin', SECOND);
    const who = await people.sessionOf(cookie);
    const out = seen(await people.handlers.signOut(ask(undefined, { account: who })));
    expect(out.status).toBe(204);
    expect(out.setCookie).toContain('Max-Age=0');
    expect(await people.sessionOf(cookie)).toBeNull();
  });

  test('survives a restart; sweeping throws away the dead and only the dead', async () => {
    const { people, clock, connection } = desk;
    await bossOf(desk);
    await signIn(people, 'admin', SECOND);
    clock.pass(20 * 60);
    const { cookie } = await signIn(people, 'admin', SECOND);
    clock.pass(20 * 60);
    const later = await desk.again();
    await later.sweep();
    expect(await connection.collection('sessions').countDocuments()).toBe(1);
    expect(await later.sessionOf(cookie)).not.toBeNull();
  });
});
