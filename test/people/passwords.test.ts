import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseOptions } from '@node-rs/argon2';
import fc from 'fast-check';
import { createPasswords, OWASP, oneTimePassword, weakness } from '../../server/people/passwords.js';

const CHEAP = { memoryCost: 64, timeCost: 1, parallelism: 1 };

describe('weakness', () => {
  test.each([
    ['abc123456', 'short'],
    ['草原上的风2026', 'short'],
    ['correct horse battery', 'mix'],
    ['13800001234', 'mix'],
    ['aaaaaaaaa1', 'plain'],
    ['admin12345', 'account'],
    ['ADMIN-2026!', 'account'],
    ['Password123', 'common'],
    ['woaini1314', 'common'],
    ['1Qaz-2wsx-3edc', 'common'],
    ['good2026\ud800night', 'control'],
    ['good2026\u0000night', 'control'],
    [`a1b2c3${'x'.repeat(260)}`, 'long'],
    ['Tasty-grass-2026', null],
    ['草原上的风吹过2026年', null],
    ['admin-of-the-steppe-7', null],
  ])('%j is %s', (password, expected) => {
    expect(weakness(password, 'admin', null)).toBe(expected);
  });

  test('the old one again is refused, however its signs are written', () => {
    expect(weakness('Tasty-grass-2026', 'admin', 'Tasty-grass-2026')).toBe('same');
    expect(weakness('Ｔasty-grass-２０２６', 'admin', 'Tasty-grass-2026')).toBe('same');
  });

  test('the list of common ones holds only what the other rules would let through', () => {
    const path = new URL('../../server/people/common-passwords.json', import.meta.url);
    const list = JSON.parse(readFileSync(path, 'utf8')) as string[];
    expect(new Set(list).size).toBe(list.length);
    expect(list.filter((one) => weakness(one, 'somebody', null) !== 'common')).toEqual([]);
  });
});

describe('oneTimePassword', () => {
  test('always passes the judgement, never repeats, has no look-alikes', () => {
    const made = Array.from({ length: 500 }, () => oneTimePassword('agent01'));
    expect(new Set(made).size).toBe(500);
    for (const one of made) {
      expect(one).toMatch(/^(?:(?:^|-)[a-hjkmnp-z]{3}[2-9]){4}$/);
      expect(weakness(one, 'agent01', null)).toBeNull();
    }
  });

  test('follows the randomness passed in', () => {
    const bytes = randomBytes(64);
    const random = (count: number): Buffer => bytes.subarray(0, count);
    expect(oneTimePassword('agent01', random)).toBe(oneTimePassword('agent01', random));
  });

  test('gives up on a source that always says the same', () => {
    expect(() => oneTimePassword('agent01', (count) => Buffer.alloc(count))).toThrow();
  });
});

describe('hashing', () => {
  test('is argon2id with the parameters of OWASP', async () => {
    const passwords = await createPasswords();
    const hash = await passwords.hash('Tasty-grass-2026');
    expect(hash.startsWith('$argon2id$v=19$m=19456,t=2,p=1$')).toBe(true);
    expect(parseOptions(hash)).toMatchObject({ ...OWASP, saltLen: 16, outputLen: 32 });
    expect(await passwords.verify(hash, 'Tasty-grass-2026')).toBe(true);
    expect(await passwords.verify(hash, 'tasty-grass-2026')).toBe(false);
  });

  test('salts: the same password twice gives two hashes', async () => {
    const passwords = await createPasswords(CHEAP);
    expect(await passwords.hash('Tasty-grass-2026')).not.toBe(await passwords.hash('Tasty-grass-2026'));
  });

  test('an account that does not exist is false, whatever the password', async () => {
    const passwords = await createPasswords(CHEAP);
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => !(await passwords.verify(null, text))),
      { numRuns: 30 },
    );
  });

  test('one password typed on two keyboards is one password', async () => {
    const passwords = await createPasswords(CHEAP);
    const hash = await passwords.hash('Ｔasty-grass-２０２６');
    expect(await passwords.verify(hash, 'Tasty-grass-2026')).toBe(true);
  });

  test('many at once all get their turn; too many are told that it is busy', async () => {
    const passwords = await createPasswords(CHEAP);
    const hash = await passwords.hash('Tasty-grass-2026');
    const all = await Promise.allSettled(
      Array.from({ length: 300 }, () => passwords.verify(hash, 'Tasty-grass-2026')),
    );
    const done = all.filter((one) => one.status === 'fulfilled' && one.value);
    const busy = all.filter((one) => one.status === 'rejected' && one.reason.code === 'BUSY');
    expect(done).toHaveLength(202);
    expect(busy).toHaveLength(98);
    expect(await passwords.verify(hash, 'Tasty-grass-2026')).toBe(true);
  });
});
