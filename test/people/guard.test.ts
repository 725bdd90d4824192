import type { SignedIn } from '../../server/http/handler.js';
import { ROUTES, type Route } from '../../server/http/routes.js';
import { type Approach, type Guarded, judge, ownOrigin } from '../../server/people/guard.js';

const agent: SignedIn = {
  account: 'agent01',
  name: '测试坐席',
  seat: '1001',
  roles: ['AGENT'],
  unit: null,
  scope: null,
  permissions: new Set(['thread.read', 'thread.claim']),
  mustChange: false,
  csrf: 'token-of-the-session',
  session: 'f'.repeat(64),
};

const HOST = { host: '127.0.0.1:12345' };
const right = { ...HOST, origin: 'http://127.0.0.1:12345', 'x-csrf-token': agent.csrf };
const asked = (more: Partial<Approach> = {}): Approach => ({
  account: agent,
  thread: null,
  headers: right,
  ...more,
});

const all = Object.entries(ROUTES) as [string, Route][];
const desk = all.filter(([, route]) => route.path.startsWith('/api/desk/'));
const changing = desk.filter(([, route]) => route.method !== 'get' && route.permission !== null);

test('the list of routes is what these tests think it is', () => {
  expect(changing.length).toBeGreaterThan(10);
  expect(desk.filter(([, route]) => route.permission === null).map(([name]) => name)).toEqual(['signIn']);
});

test.each(desk.filter(([, route]) => route.permission !== null))(
  '%s without a session: sign in first',
  (_, route) => {
    expect(judge(route, asked({ account: null }), null)).toBe('NOT_SIGNED_IN');
  },
);

test.each(changing)('%s with a wrong, cut, empty or missing token of the session: CSRF', (_, route) => {
  const boss = { ...agent, permissions: new Set([route.permission ?? '']) };
  for (const token of ['wrong', '', agent.csrf.slice(0, -1), `${agent.csrf}x`, undefined]) {
    const headers = { ...right, 'x-csrf-token': token };
    expect(judge(route, asked({ account: boss, headers }), null)).toBe('CSRF');
  }
  expect(judge(route, asked({ account: boss }), null)).toBeNull();
});

test.each(changing)('%s from a page of another site: CSRF, even with the right token', (_, route) => {
  const boss = { ...agent, permissions: new Set([route.permission ?? '']) };
  for (const more of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ]) {
    expect(judge(route, asked({ account: boss, headers: { ...right, ...more } }), null)).toBe('CSRF');
  }
});

test('signing in from a page of another site: CSRF (nobody is led into a foreign account)', () => {
  const headers = { ...HOST, origin: 'https://evil.example' };
  expect(judge(ROUTES.signIn, asked({ account: null, headers }), null)).toBe('CSRF');
  expect(judge(ROUTES.signIn, asked({ account: null, headers: HOST }), null)).toBeNull();
});

test('the chat may be embedded in another site: it carries no cookie', () => {
  const headers = { ...HOST, origin: 'https://www.example.gov.cn', 'sec-fetch-site': 'cross-site' };
  expect(judge(ROUTES.openThread, asked({ account: null, headers }), null)).toBeNull();
  expect(judge(ROUTES.say, asked({ account: null, thread: 'web:1', headers }), null)).toBeNull();
  expect(judge(ROUTES.say, asked({ account: null, headers }), null)).toBe('NO_TOKEN');
});

test('a session does not open a thread', () => {
  expect(judge(ROUTES.lines, asked(), null)).toBe('NO_TOKEN');
});

test.each(desk.filter(([, { permission }]) => permission !== null && permission !== 'session'))(
  '%s without its permission: FORBIDDEN',
  (_, route) => {
    const nobody = { ...agent, permissions: new Set(['something.else']) };
    expect(judge(route, asked({ account: nobody }), null)).toBe('FORBIDDEN');
  },
);

test('a session with a first password may only ask who it is, change the password and sign out', () => {
  const every = new Set(all.map(([, route]) => route.permission ?? ''));
  const fresh = { ...agent, mustChange: true, permissions: every };
  const open = desk
    .filter(([, route]) => route.permission !== null)
    .filter(([, route]) => judge(route, asked({ account: fresh }), null) === null)
    .map(([name]) => name);
  expect(open.sort()).toEqual(['password', 'signOut', 'whoAmI']);
  expect(judge(ROUTES.threads, asked({ account: fresh }), null)).toBe('MUST_CHANGE');
});

test('a route that names a permission nobody has is closed', () => {
  const route: Guarded = { method: 'get', path: '/api/desk/secret', permission: 'no.such' };
  expect(judge(route, asked(), null)).toBe('FORBIDDEN');
});

describe('ownOrigin', () => {
  const https = 'https://12345.example.gov.cn';
  test.each<[string, Record<string, string>, string | null, boolean]>([
    ['the same host', right, null, true],
    ['the same host, other port', { ...HOST, origin: 'http://127.0.0.1:9' }, null, false],
    ['a host that begins alike', { ...HOST, origin: 'http://127.0.0.1:12345.evil.example' }, null, false],
    ['no origin (no browser)', HOST, null, true],
    ['an empty origin', { ...HOST, origin: '' }, null, false],
    ['the public address behind a proxy', { host: '10.0.0.2:12345', origin: https }, https, true],
    [
      'plain http of the public host',
      { host: '12345.example.gov.cn', origin: 'http://12345.example.gov.cn' },
      https,
      false,
    ],
    ['the inner address, public one is https', right, https, false],
    ['the inner address, public one is http', right, 'http://12345.example.gov.cn', true],
    ['a child of the public host', { origin: 'https://a.12345.example.gov.cn' }, https, false],
  ])('%s', (_, headers, publicUrl, own) => {
    expect(ownOrigin(headers, publicUrl)).toBe(own);
  });
});
