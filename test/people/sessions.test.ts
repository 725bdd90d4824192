import { cookieName, hashOf, idIn, sessionCookie } from '../../server/people/sessions.js';

const HTTPS = 'https://12345.example.gov.cn';
const id = 'AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE';

test('over plain http: HTTP-only, same site, for the whole of this host', () => {
  expect(sessionCookie(id, null)).toBe(`jiesu=${id}; Path=/; HttpOnly; SameSite=Strict`);
  expect(sessionCookie(id, 'http://10.0.0.5:12345')).toBe(`jiesu=${id}; Path=/; HttpOnly; SameSite=Strict`);
});

test('behind https: Secure and bound to this very host', () => {
  expect(cookieName(HTTPS)).toBe('__Host-jiesu');
  expect(sessionCookie(id, HTTPS)).toBe(`__Host-jiesu=${id}; Path=/; HttpOnly; SameSite=Strict; Secure`);
});

test('signing out empties the cookie at once', () => {
  expect(sessionCookie(null, HTTPS)).toMatch(/^__Host-jiesu=; .*Max-Age=0$/);
});

test('the id is found among other cookies', () => {
  expect(idIn(`theme=dark; jiesu=${id}; lang=zh`, null)).toBe(id);
  expect(idIn(`__Host-jiesu=${id}`, HTTPS)).toBe(id);
});

test.each<[string, string | undefined, string | null]>([
  ['none', undefined, null],
  ['empty', '', null],
  ['without a value', 'jiesu=', null],
  ['truncated', `jiesu=${id.slice(0, 42)}`, null],
  ['too long', `jiesu=${id}A`, null],
  ['quoted', `jiesu="${id}"`, null],
  ['with a sign that is none of ours', `jiesu=${id.slice(0, 42)}%`, null],
  ['an operator', 'jiesu[$gt]=', null],
  ['of another name', `xjiesu=${id}`, null],
  ['planted beside the real one', `jiesu=${id}; jiesu=${id.toLowerCase()}`, null],
  ['the plain name behind https', `jiesu=${id}`, HTTPS],
])('a cookie %s is no session', (_, header, publicUrl) => {
  expect(idIn(header, publicUrl)).toBeNull();
});

test('what is kept does not tell the id', () => {
  expect(hashOf(id)).toMatch(/^[0-9a-f]{64}$/);
  expect(hashOf(id)).not.toBe(hashOf(id.toLowerCase()));
});
