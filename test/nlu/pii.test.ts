import { creditCodeValid, idCardValid, luhnValid } from '../../nlu/checksums.js';
import { findPersonal, mask } from '../../nlu/pii.js';

const kinds = (text: string) => findPersonal(text).map((span) => [span.kind, text.slice(span.from, span.to)]);

/** An id card number with a right check digit for a person who does not exist. */
const ID = (() => {
  const head = '15010019900307999';
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(head[i]), 0);
  return head + '10X98765432'[sum % 11];
})();

test.each([
  ['我电话13800001234。', 'phone', '13800001234'],
  ['打 138 0000 1234 找我', 'phone', '138 0000 1234'],
  ['138-0000-1234', 'phone', '138-0000-1234'],
  ['手机１３８００００１２３４', 'phone', '１３８００００１２３４'],
  ['我号是幺三八零零零零幺二三四', 'phone', '幺三八零零零零幺二三四'],
  ['一三八〇〇〇〇一二三四', 'phone', '一三八〇〇〇〇一二三四'],
  ['+86 13800001234', 'phone', '+86 13800001234'],
  ['138\u200b0000\u200b1234', 'phone', '138\u200b0000\u200b1234'],
  ['座机0471-5550123', 'phone', '0471-5550123'],
  ['家里电话5550123', 'phone', '5550123'],
  [`身份证${ID}`, 'idcard', ID],
  [
    `号${ID.slice(0, 6)} ${ID.slice(6, 14)} ${ID.slice(14)}`,
    'idcard',
    `${ID.slice(0, 6)} ${ID.slice(6, 14)} ${ID.slice(14)}`,
  ],
  ['卡号6222 0000 0000 0000 008', 'bankcard', '6222 0000 0000 0000 008'],
  ['车牌蒙A·12345的车', 'plate', '蒙A·12345'],
  ['蒙AD12345', 'plate', '蒙AD12345'],
  ['邮箱zhangsan@example.com', 'email', 'zhangsan@example.com'],
  ['ｚｈａｎｇ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'email', 'ｚｈａｎｇ＠ｅｘａｍｐｌｅ．ｃｏｍ'],
  ['信用代码91350100M000100Y43', 'creditCode', '91350100M000100Y43'],
])('%s', (text, kind, value) => {
  expect(kinds(text)).toEqual([[kind, value]]);
});

test.each([
  '2025年11月25日',
  '工单150105202511251A0000013',
  '一共欠了120000元',
  '三楼一二三单元',
  '拨打12345、12333',
  '400-800-1234',
])('nothing personal: %s', (text) => {
  expect(findPersonal(text)).toEqual([]);
});

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
});

test('a mask keeps the length and everything else', () => {
  const text = '我叫张三，电话138 0000 1234，车蒙A12345';
  const masked = mask(text, findPersonal(text));
  expect(masked).toHaveLength(text.length);
  expect(masked).toBe('我叫张三，电话*************，车*******');
  expect(findPersonal(masked)).toEqual([]);
});
