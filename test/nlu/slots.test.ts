import fc from 'fast-check';
import { normalize } from '../../nlu/normalize.js';
import { findPersonal } from '../../nlu/pii.js';
import { mentions } from '../../nlu/places.js';
import { numberOf } from '../../nlu/slots/numerals.js';
import { fill } from '../../nlu/slots.js';

const slotsOf = (text: string) => {
  const folded = normalize(text);
  return fill(folded, mentions(folded.text), findPersonal(text));
};

test.each([
  ['12', 12],
  ['三', 3],
  ['十', 10],
  ['十五', 15],
  ['三十五', 35],
  ['两百', 200],
  ['一百零八', 108],
  ['几', null],
  ['', null],
])('%s is %s', (said, number) => {
  expect(numberOf(said)).toBe(number);
});

test('traditional and full-width text: values are as the citizen wrote them', () => {
  const text = '我叫陳麗華，電話１３８００００１２３４，昨天晚上八點左右賽罕區大學東路路燈壞了';
  expect(slotsOf(text)).toMatchObject({
    name: { value: '陳麗華' },
    phone: { value: '１３８００００１２３４', plain: '13800001234' },
    time: { value: '昨天晚上八點左右' },
    place: { value: '賽罕區大學東路' },
  });
});

test('the number of the other side is not the one to call back', () => {
  expect(slotsOf('老板电话13800001234，一直不接').phone).toBeUndefined();
  expect(slotsOf('老板电话13800001234，我的电话13800001235').phone?.value).toBe('13800001235');
});

test('only what was said: every value is a piece of the text, whatever the text', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.constantFrom(
      '昨天晚上',
      '八点',
      '到',
      '从去年',
      '赛罕区',
      '大学东路',
      '三十多户',
      '第三次',
      '反映',
      '我叫王建国，',
      '电话13800001234',
      '请尽快',
      '某公司',
      '\u200b',
      '🔥',
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (parts) => {
      const raw = parts.join('');
      for (const slot of Object.values(slotsOf(raw))) {
        expect(raw.slice(slot.from, slot.to)).toBe(slot.value);
        expect(slot.value).not.toBe('');
      }
    }),
    { numRuns: 400 },
  );
});

// The stages see at most 4,000 units; a pattern that backtracks shows long before.
test.each([
  '一',
  '1',
  '一月',
  '昨天',
  '从',
  '点',
  '路',
  '请',
  '某',
  '第三次',
  '小区',
  '我叫',
  '公司',
  '1:',
  '人',
  '三个',
  '年前',
  '要求',
  '说',
  '村',
])('twenty thousand signs of %j are read in one pass', (unit) => {
  expect(slotsOf(unit.repeat(20_000 / unit.length))).toBeDefined();
});
