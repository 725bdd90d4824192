import fc from 'fast-check';
import { maskText as maskLog } from '../../server/http/log.js';
import {
  createMasks,
  hashPhone,
  maskAddress,
  maskId,
  maskName,
  maskPhone,
  maskText,
  plainPhone,
  shorten,
} from '../../server/people/privacy.js';

const key = Buffer.alloc(32, 1);

test.each([
  ['13800001234', '138****1234'],
  ['138 0000 1234', '138 **** 1234'],
  ['+86 138-0000-1234', '+86 138-****-1234'],
  ['１３８００００１２３４', '１３８****１２３４'],
  ['0471-6500001', '047*-***0001'],
  ['6500001', '*****01'],
  ['12345', '***45'],
  ['119', '***'],
  ['', ''],
])('phone %j is shown as %j', (phone, shown) => {
  expect(maskPhone(phone)).toBe(shown);
});

test.each([
  ['张三', '张*'],
  ['欧阳小明', '欧***'],
  ['张', '*'],
  ['𠮷田', '𠮷*'],
  ['王𠮷', '王**'],
  ['', ''],
])('name %j is shown as %j', (name, shown) => {
  expect(maskName(name)).toBe(shown);
});

test.each([
  ['150102199001011234', '150*************34'],
  ['15010219900101123X', '150*************3X'],
  ['E12345678', 'E******78'],
  ['蒙A12345', '蒙****45'],
  ['12', '**'],
])('id %j is shown as %j', (id, shown) => {
  expect(maskId(id)).toBe(shown);
});

test.each([
  ['大学东路12号院3号楼2单元501室', '大学东路**号院*号楼*单元***室'],
  ['学苑小区三号楼二单元五零一', '学苑小区*号楼*单元***'],
  ['滨河花园A区１２栋1803', '滨河花园*区**栋****'],
  ['光明嘎查', '****'],
])('address %j is shown as %j', (address, shown) => {
  expect(maskAddress(address)).toBe(shown);
});

describe('maskText', () => {
  const text = '我是张三，电话13800001234，邮箱a@b.cn';
  const spans = [
    { kind: 'phone', from: 7, to: 18 },
    { kind: 'name', from: 2, to: 4 },
    { kind: 'email', from: 21, to: 27 },
  ];

  test('masks each span in its own way; a kind it does not know is hidden whole', () => {
    expect(maskText(text, spans)).toBe('我是张*，电话138****1234，邮箱******');
  });

  test('where two spans overlap, what either hides is hidden', () => {
    const both = [
      { kind: 'phone', from: 0, to: 11 },
      { kind: 'other', from: 0, to: 4 },
    ];
    expect(maskText('13800001234', both)).toBe('*******1234');
  });

  test('a span that cuts a sign in two takes the whole sign', () => {
    expect(maskText('我😀你', [{ kind: 'x', from: 2, to: 3 }])).toBe('我**你');
    expect(maskText('我😀你', [{ kind: 'x', from: 1, to: 2 }])).toBe('我**你');
  });

  test('keeps the length and every sign outside the spans, for any text and any spans', () => {
    const span = fc.record({
      kind: fc.constantFrom('phone', 'name', 'idcard', 'email'),
      from: fc.integer({ min: -3, max: 30 }),
      to: fc.integer({ min: -3, max: 30 }),
    });
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 20 }),
        fc.array(span, { maxLength: 4 }),
        (any, some) => {
          const masked = maskText(any, some);
          expect(masked).toHaveLength(any.length);
          for (let at = 0; at < any.length; at++) expect([any[at], '*']).toContain(masked[at]);
        },
      ),
    );
  });
});

describe('the blind index of a phone', () => {
  test.each([
    '138 0000 1234',
    '+8613800001234',
    '008613800001234',
    '１３８００００１２３４',
    '138-0000-1234',
    '幺三八零零零零幺二三四',
    '一三八四个零一二三四',
  ])('%s is the same number', (phone) => {
    expect(plainPhone(phone)).toBe('13800001234');
    expect(hashPhone(phone, key)).toBe(hashPhone('13800001234', key));
  });

  test('another number or another key gives another hash, and none holds the number', () => {
    expect(hashPhone('13800001234', key)).toMatch(/^[0-9a-f]{64}$/);
    expect(hashPhone('13800001235', key)).not.toBe(hashPhone('13800001234', key));
    expect(hashPhone('13800001234', Buffer.alloc(32, 2))).not.toBe(hashPhone('13800001234', key));
  });

  test('a number that begins with 86 by itself keeps it', () => {
    expect(plainPhone('8650001')).toBe('8650001');
  });
});

test('invariant 6: no text leaves for a model, a log or another party before privacy has masked it', () => {
  const masks = createMasks(key);
  const masked = masks.text('请回电13800001234，身份证150102199001011234');
  expect(masked).not.toContain('13800001234');
  expect(masked).not.toContain('150102199001011234');
  expect(masked).toContain('138****1234');
  expect(masked.startsWith('请回电')).toBe(true);
});

test('who is sent to the door reads which door it is; nobody else does', () => {
  const masks = createMasks(key);
  const said = '我叫王建国，家住大学东路12号院3号楼2单元501室，电话13800001234，着火了';
  expect(masks.desk(said)).toBe('我叫王**，家住大学东路12号院3号楼2单元501室，电话138****1234，着火了');
  expect(masks.text(said)).toBe('我叫王**，家住大学东路**号院*号楼*单元***室，电话138****1234，着火了');
});

test.each([
  '138 0000 1234',
  '１３８００００１２３４',
  '幺三八零零零零幺二三四',
  'zhangsan@example.com',
  '姓名：王建国',
])('invariant 6: a log line that quotes %s does not hold it', (said) => {
  const value = said.replace(/^.*：/, '');
  expect(maskLog(`cannot read ${said}`)).not.toContain(value);
});

test('a text cut short is cut before what is personal, never inside it', () => {
  const text = `${'说'.repeat(195)}13800001234，谢谢`;
  expect(shorten(text, 200)).toBe('说'.repeat(195));
  expect(shorten(text, 195)).toBe('说'.repeat(195));
  expect(shorten(text, 206)).toBe(text.slice(0, 206));
  expect(shorten('短', 200)).toBe('短');
});
