import fc from 'fast-check';
import { creditCodeValid, idCardValid, luhnValid, oldIdPlausible } from '../../nlu/checksums.js';
import { findPersonal, mask } from '../../nlu/pii.js';

/** An id card number with a right check digit for a person who does not exist. */
const ID = (() => {
  const head = '15010019900307999';
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(head[i]), 0);
  return head + '10X98765432'[sum % 11];
})();

test('a mistyped id card is still masked: recall before precision', () => {
  const wrong = ID.slice(0, 17) + (ID[17] === '1' ? '2' : '1');
  expect(idCardValid(ID)).toBe(true);
  expect(idCardValid(wrong)).toBe(false);
  expect(findPersonal(`我的号${wrong}`)).toHaveLength(1);
});

test('checksums', () => {
  expect(luhnValid('4111111111111111')).toBe(true);
  expect(luhnValid('4111111111111112')).toBe(false);
  expect(creditCodeValid('91350100M000100Y43')).toBe(true);
  expect(creditCodeValid('91350100M000100Y44')).toBe(false);
  expect(oldIdPlausible('150105900307999')).toBe(true);
  expect(oldIdPlausible('150105901307999')).toBe(false);
  expect(oldIdPlausible('150105900230999')).toBe(false);
});

test('a mask keeps the length and everything else', () => {
  const text = '我叫张三，电话138 0000 1234，车蒙A12345';
  const masked = mask(text, findPersonal(text));
  expect(masked).toHaveLength(text.length);
  expect(masked).toBe('我叫**，电话*************，车*******');
  expect(findPersonal(masked)).toEqual([]);
});

/** What each value is announced by, so that no shape alone has to carry it. */
const VALUES: [before: string, value: string][] = [
  ['电话', '13800001234'],
  ['座机', '0471-5550123'],
  ['身份证', ID],
  ['卡号', '6222000000000000008'],
  ['车牌', '蒙A12345'],
  ['信用代码', '91350100M000100Y43'],
  ['邮箱', 'zhangsan@example.com'],
  ['护照', 'E12345678'],
];
// What the reader does not see, or sees as decoration; between the signs of a value it must hide nothing.
const UNSEEN = ['\u200b', '\u200d', '\ufeff', '\u202e', '\u2060', '\ufe0f', '\u0000', '\ud800', '\udc00'];
const wide = (sign: string) =>
  /[!-~]/.test(sign) ? String.fromCodePoint(sign.codePointAt(0)! + 0xfee0) : sign;
const noise = fc.array(
  fc.constantFrom('🔥', '𠮷', '👨‍👩‍👧', '\ud83d', '。', 'ﷺ', '㈱', '路灯坏了', '\u200b'),
  { maxLength: 3 },
);

const written = fc
  .tuple(fc.constantFrom(...VALUES), fc.infiniteStream(fc.tuple(fc.boolean(), fc.nat(40))))
  .map(([[before, value], stream]) => {
    let out = '';
    for (const sign of value) {
      const [full, pick] = stream.next().value!;
      out += full ? wide(sign) : sign;
      if (pick < UNSEEN.length) out += UNSEEN[pick];
    }
    return { before, value: out };
  });

test('masking never breaks offsets: whatever unseen or full-width signs a value is written with, it is hidden and the rest stays', () => {
  fc.assert(
    fc.property(noise, written, noise, (head, { before, value }, tail) => {
      const start = `${head.join('')}。${before}`;
      const raw = `${start}${value}，${tail.join('')}`;
      const masked = mask(raw, findPersonal(raw));
      expect(masked).toHaveLength(raw.length);
      const own = masked.slice(start.length, start.length + value.length);
      // An unseen sign behind the last one may stay; nothing that can be read may.
      expect([...own].filter((sign) => sign !== '*' && !UNSEEN.includes(sign))).toEqual([]);
      expect(masked.slice(0, start.length)).toBe(raw.slice(0, start.length));
    }),
    { numRuns: 500 },
  );
});

test('spans of any text lie in it, in order, and never overlap', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.constantFrom(
      '138',
      '0000',
      '1234',
      '我叫',
      '王建国',
      '一',
      '号楼',
      '3',
      '单元',
      '@',
      '.com',
      '蒙A',
      '微信',
      '-',
      ' ',
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (parts) => {
      const raw = parts.join('');
      let last = 0;
      for (const { from, to } of findPersonal(raw)) {
        expect(from).toBeGreaterThanOrEqual(last);
        expect(to).toBeGreaterThan(from);
        last = to;
      }
      expect(last).toBeLessThanOrEqual(raw.length);
    }),
    { numRuns: 500 },
  );
});

// A pattern that backtracks would need hours for these; no other clock is looked at.
test.each([
  '一',
  '1',
  '1-',
  '1 ',
  'a',
  'a@',
  '.',
  'a.',
  '3号楼',
  '王',
  '乌兰',
  '我叫',
  '地址:',
  '路1号',
  '蒙A',
  'a1 ',
  '四个',
  '0O',
  '电话',
  '中山路',
  '、1',
  '王先生',
  '一1',
  '在小区1-',
  '微信a ',
  'Ab1-',
  '王建国、',
  '2个',
  '·巴',
  '家住村',
])('a hundred thousand signs of %j are read in one pass', (unit) => {
  const raw = unit.repeat(Math.ceil(100_000 / unit.length));
  expect(mask(raw, findPersonal(raw))).toHaveLength(raw.length);
});

test.each(['1', '一', 'a', '王'])(
  'a million times %j',
  (unit) => {
    const raw = unit.repeat(1_000_000);
    expect(mask(raw, findPersonal(raw))).toHaveLength(raw.length);
  },
  300_000,
);
