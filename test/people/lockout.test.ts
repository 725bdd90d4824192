import fc from 'fast-check';
import {
  ACCOUNT,
  ADDRESS,
  addressKey,
  charge,
  giveBack,
  left,
  type Tries,
  wait,
} from '../../server/people/lockout.js';

const start = new Date('2026-03-01T00:00:00Z');
const later = (from: Date, seconds: number): Date => new Date(from.getTime() + seconds * 1000);

describe('wait', () => {
  test.each([
    [0, 0],
    [4, 0],
    [5, 30],
    [6, 60],
    [7, 120],
    [8, 240],
    [9, 480],
    [10, 900],
    [11, 900],
    [1_000_000, 900],
  ])('after %i failures of an account: %i s', (failures, seconds) => {
    expect(wait(failures, ACCOUNT)).toBe(seconds);
  });

  test('an address has more free tries than an account', () => {
    expect(wait(29, ADDRESS)).toBe(0);
    expect(wait(30, ADDRESS)).toBe(30);
  });

  test('never shrinks with more failures', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(5000), (one, more) => wait(one + more, ACCOUNT) >= wait(one, ACCOUNT)),
    );
  });
});

describe('charge', () => {
  test('five in a row lock, and the wait doubles with each that follows', () => {
    let tries: Tries | null = null;
    let now = start;
    const waits: number[] = [];
    for (let n = 0; n < 11; n++) {
      tries = charge(tries, now, ACCOUNT);
      waits.push(left(tries, now));
      now = tries.until;
    }
    expect(waits).toEqual([0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900]);
  });

  test('a thousand guesses by one who waits as told take ten days', () => {
    let tries: Tries | null = null;
    let now = start;
    for (let n = 0; n < 1000; n++) {
      tries = charge(tries, now, ACCOUNT);
      now = tries.until;
    }
    expect((now.getTime() - start.getTime()) / 1000).toBe(30 + 60 + 120 + 240 + 480 + 991 * 900);
  });

  test('a quiet hour forgets one failure, a quiet day all of them', () => {
    let tries = charge(null, start, ACCOUNT);
    for (let n = 0; n < 3; n++) tries = charge(tries, start, ACCOUNT);
    expect(tries.failures).toBe(4);
    expect(charge(tries, later(start, 3599), ACCOUNT).failures).toBe(5);
    expect(charge(tries, later(start, 3600), ACCOUNT).failures).toBe(4);
    expect(charge(tries, later(start, 86_400), ACCOUNT).failures).toBe(1);
  });

  test('a thousand failures are forgotten as fast as the ones that reach the longest wait', () => {
    let tries: Tries | null = null;
    for (let n = 0; n < 1000; n++) tries = charge(tries, start, ACCOUNT);
    expect(tries?.failures).toBe(10);
  });

  test('a clock that steps back forgets nothing and throws nothing', () => {
    const tries = charge(charge(null, start, ACCOUNT), later(start, -7200), ACCOUNT);
    expect(tries.failures).toBe(2);
  });

  test('given back, it is as if the try had not been', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), (failures) => {
        let before = charge(null, start, ACCOUNT);
        for (let n = 1; n < failures; n++) before = charge(before, start, ACCOUNT);
        expect(giveBack(charge(before, start, ACCOUNT), ACCOUNT)).toEqual(before);
      }),
    );
  });
});

describe('what counts as one address', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2:ffff::9', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('%s counts as %s', (ip, key) => {
    expect(addressKey(ip)).toBe(key);
  });
});
