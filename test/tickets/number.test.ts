import fc from 'fast-check';
import {
  checkDigit,
  checkOrderNo,
  formatOrderNo,
  MAX_SEQ,
  type OrderNo,
  parseOrderNo,
  readOrderNo,
  shanghaiDay,
} from '../../server/tickets/number.js';

const DAYS = 366 * 80;
const numbers: fc.Arbitrary<OrderNo> = fc.record({
  region: fc.integer({ min: 0, max: 999_999 }).map((code) => String(code).padStart(6, '0')),
  day: fc.nat(DAYS).map((days) => shanghaiDay(new Date(Date.UTC(2021, 0, 1) + days * 86_400_000))),
  letter: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'),
  seq: fc.integer({ min: 1, max: MAX_SEQ }),
});

test('the check digit is ISO 7064 MOD 11,10: the example of the standard and a hand calculation', () => {
  // Widely published example: 0794 → 5 (ISO 7064 MOD 11,10).
  expect(checkDigit('0794')).toBe('5');
  // A letter is two digits: A = 10, Z = 35.
  expect(checkDigit('A')).toBe(checkDigit('10'));
  expect(checkDigit('15Z')).toBe(checkDigit('1535'));
});

test('the number of the domain page, with its true check digit', () => {
  const parts = { region: '150100', day: '20261124', letter: 'Z', seq: 123 };
  const number = formatOrderNo(parts);
  expect(number).toMatch(/^15010020261124Z000123\d$/);
  expect(number).toHaveLength(22);
  expect(parseOrderNo(number)).toEqual(parts);
});

test('parse undoes format', () => {
  fc.assert(fc.property(numbers, (parts) => expect(parseOrderNo(formatOrderNo(parts))).toEqual(parts)));
});

test('any single wrong digit is detected', () => {
  fc.assert(
    fc.property(numbers, (parts) => {
      const number = formatOrderNo(parts);
      const wrong = [...number].flatMap((sign, at) =>
        /\d/.test(sign)
          ? [...'0123456789']
              .filter((digit) => digit !== sign)
              .map((digit) => number.slice(0, at) + digit + number.slice(at + 1))
          : [],
      );
      expect(wrong).toHaveLength(21 * 9);
      expect(wrong.filter(checkOrderNo)).toEqual([]);
    }),
  );
});

test('a digit for the letter or a letter for a digit is detected, and a letter of the same ten', () => {
  fc.assert(
    fc.property(numbers, fc.nat(21), (parts, at) => {
      const number = formatOrderNo(parts);
      const put = (sign: string, place = at) => number.slice(0, place) + sign + number.slice(place + 1);
      expect(checkOrderNo(put(at === 14 ? '7' : 'K'))).toBe(false);
      for (const ten of ['ABCDEFGHIJ', 'KLMNOPQRST', 'UVWXYZ']) {
        if (!ten.includes(parts.letter)) continue;
        for (const wrong of ten) if (wrong !== parts.letter) expect(checkOrderNo(put(wrong, 14))).toBe(false);
      }
    }),
  );
});

test('too short, too long and two neighbours lost are detected', () => {
  fc.assert(
    fc.property(numbers, fc.nat(21), (parts, at) => {
      const number = formatOrderNo(parts);
      expect(checkOrderNo(number.slice(0, at) + number.slice(at + 1))).toBe(false);
      expect(checkOrderNo(number.slice(0, at) + number[at] + number.slice(at))).toBe(false);
    }),
  );
});

test('what a citizen types is read: gaps, hyphens, lower case, full width', () => {
  const number = formatOrderNo({ region: '150105', day: '20261124', letter: 'Q', seq: 7 });
  const wide = [...number].map((sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)).join('');
  const typed = [
    number.toLowerCase(),
    ` ${number.slice(0, 6)} ${number.slice(6, 14)}-${number.slice(14)}\u200b\n`,
    wide,
    wide.toLowerCase(),
    `${number.slice(0, 6)}—${number.slice(6)}`,
  ];
  for (const text of typed) expect(readOrderNo(text)).toBe(number);
});

test('what is no number is null and never throws', () => {
  for (const text of ['', '12345', '１', '\ud800', "'; drop", '15010020261324Z0001230', 'x'.repeat(10_000)]) {
    expect(readOrderNo(text)).toBeNull();
    expect(parseOrderNo(text)).toBeNull();
  }
  // Any UTF-16 units, lone surrogates too.
  const units = fc.array(fc.nat(0xffff)).map((codes) => String.fromCharCode(...codes));
  fc.assert(fc.property(units, (text) => readOrderNo(text) === null));
});

test('a number that cannot be is not made', () => {
  const parts = { region: '150100', day: '20261124', letter: 'Z', seq: 1 };
  const wrong: Partial<OrderNo>[] = [
    { seq: 0 },
    { seq: MAX_SEQ + 1 },
    { seq: 1.5 },
    { seq: -1 },
    { day: '20260229' },
    { day: '2026112' },
    { letter: 'z' },
    { letter: 'ZZ' },
    { region: '1501' },
  ];
  for (const each of wrong) expect(() => formatOrderNo({ ...parts, ...each })).toThrow(RangeError);
});

test('the day is the day in Asia/Shanghai', () => {
  expect(shanghaiDay(new Date('2026-11-23T15:59:59.999Z'))).toBe('20261123');
  expect(shanghaiDay(new Date('2026-11-23T16:00:00Z'))).toBe('20261124');
  expect(shanghaiDay(new Date('2026-12-31T16:00:00Z'))).toBe('20270101');
});
