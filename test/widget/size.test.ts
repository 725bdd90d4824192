import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const script = readFileSync(new URL('../../public/chat.js', import.meta.url));

test('the whole chat, with socket.io-client and style, is at most 25 KB gzip', () => {
  expect(gzipSync(script, { level: 9 }).length).toBeLessThanOrEqual(25_000);
});

/** True or false alone: a failure must not print the whole script. */
const has = (part: RegExp) => part.test(script.toString('utf8'));

test('what is left out to be that small is left out, and what is needed is there', () => {
  expect(has(/WebTransport\(/)).toBe(false);
  expect(has(/hasXHR2/)).toBe(false);
  expect(has(/"websocket"/)).toBe(true);
  expect(has(/customElements\.define\("jiesu-chat"/)).toBe(true);
});

test('no way leads from words to markup', () => {
  expect(has(/innerHTML|outerHTML|insertAdjacentHTML|document\.write/)).toBe(false);
});
