/** What an editor is told before a text may be told to citizens. */
import { findPersonal } from '../../nlu/pii.js';
import { diffOf } from '../../server/knowledge/flow/diff.js';
import { faultsOf, readItem } from '../../server/knowledge/flow/faults.js';
import type { KnowledgeItem } from '../../server/knowledge/item.js';
import { readItems, SHIPPED_ALL } from '../../server/knowledge/items.js';
import { loadPolicy } from '../../server/policy/policy.js';

const policy = await loadPolicy();
const now = new Date('2026-11-30T02:00:00Z');
const around = { ...policy, personal: findPersonal, same: () => null, now };
const good = {
  ...{
    id: 'q1',
    title: '采暖费怎么交',
    answer: '在供热企业的营业厅或蒙速办上交。',
    category: '05',
    unit: '供热办',
  },
  ...{
    region: '150100',
    basis: ['《供热管理条例》'],
    channels: ['PUBLIC'],
    effectiveFrom: '2026-01-01',
    reviewDays: 180,
  },
};
const of = (more: object) => faultsOf(readItem({ ...good, ...more }).item!, around);
const rules = (more: object) => of(more).map(({ rule, severity }) => `${rule} ${severity}`);

test('a whole text has no faults', () => {
  expect(of({})).toEqual([]);
});

test.each([
  ['sources', [{ title: '供热管理条例', page: '第三页' }], '依据明细'],
  ['sources', [{ title: '' }], '依据明细'],
  ['service', { name: '', url: 'mengsuban' }, '办事链接'],
])('a piece in a wrong shape is told once, by its own sentence: %s', (field, value, says) => {
  expect(readItem({ ...good, [field]: value })).toEqual({
    item: null,
    faults: [expect.objectContaining({ field, severity: 'block', says: expect.stringContaining(says) })],
  });
});

test.each([
  ['no source', { basis: [] }, 'basis block'],
  ['a place that is none', { region: '999999' }, 'region block'],
  ['another region that is none', { regions: ['999999'] }, 'region block'],
  ['a category that is none', { category: '99' }, 'category block'],
  ['Mongolian said to be Chinese', { answer: 'ᠳᠠᠭᠠᠲᠬᠠᠯ ᠢ ᠶᠠᠭᠠᠬᠢᠵᠤ ᠲᠥᠯᠥᠬᠦ' }, 'language warn'],
  ['Chinese said to be Mongolian', { language: 'mn-Mong' }, 'language warn'],
  ['an end before its beginning', { effectiveTo: '2025-12-31' }, 'to block'],
  ['an end that has passed', { effectiveTo: '2026-11-29' }, 'past warn'],
  ['nobody will look at it again', { reviewDays: undefined }, 'review warn'],
  ['a person’s telephone', { answer: '请联系演示员 13800001234 办理采暖费缴纳。' }, 'personal block'],
  ['and in what agents read', { internal: '有事打 13800001234' }, 'personal block'],
  ['a promise without exception', { answer: '交了费保证能解决，绝对不会停暖。' }, 'absolute block'],
  [
    'a document that is in no source',
    { answer: '按内政发〔2024〕19号办理，每年十月前缴纳。' },
    'document warn',
  ],
])('%s', (_what, more, fault) => {
  expect(rules(more)).toContain(fault);
});

test('what is not wrong: a unit’s telephone, the document’s own word, a number that is in the sources', () => {
  expect(of({ answer: '拨打供热办 0471-5555555 或 12345 咨询缴费。' })).toEqual([]);
  expect(of({ answer: '条例写的是“任何情况下都不得停止供热”，欠费也一样。' })).toEqual([]);
  expect(of({ answer: '按内政发〔2024〕19号办理，每年十月前缴纳。', basis: ['内政发〔2024〕19号'] })).toEqual(
    [],
  );
});

test('another item that asks the same in the same place is named', () => {
  const [fault] = faultsOf(readItem(good).item!, {
    ...around,
    same: () => ({ id: 'k9', title: '采暖费怎么交' }),
  });
  expect(fault).toMatchObject({ rule: 'same', severity: 'warn' });
  expect(fault!.says).toContain('k9');
});

test('a text of a wrong shape is told field by field, in words', () => {
  const { item, faults } = readItem({ id: 'q1', title: '', answer: 1, region: 'x' });
  expect(item).toBeNull();
  expect(faults.map(({ field }) => field)).toEqual(
    expect.arrayContaining(['title', 'answer', 'region', 'category', 'channels']),
  );
  for (const { says } of faults) expect(says).toMatch(/[\u4e00-\u9fff]/);
});

test('what ships says nothing that would have to be mended', () => {
  const bad = SHIPPED_ALL.flatMap(readItems).flatMap((item: KnowledgeItem) =>
    faultsOf(item, around)
      .filter(({ severity }) => severity === 'block')
      .map(
        ({ field, rule, from, to }) =>
          `${item.id} ${field} ${rule} ${String(item[field as 'answer']).slice(from, to)}`,
      ),
  );
  expect(bad).toEqual([]);
});

test('a change is shown sign by sign, field by field, and an unchanged field not at all', () => {
  const before = readItem(good).item!;
  const after = { ...before, answer: '在供热公司的营业厅或蒙速办上交。', similar: ['暖气费咋交'] };
  expect(diffOf(before, after)).toEqual([
    {
      field: 'answer',
      parts: [
        { op: 'same', text: '在供热' },
        { op: 'removed', text: '企业' },
        { op: 'added', text: '公司' },
        { op: 'same', text: '的营业厅或蒙速办上交。' },
      ],
    },
    { field: 'similar', parts: [{ op: 'added', text: '暖气费咋交' }] },
  ]);
  expect(diffOf(before, before)).toEqual([]);
  expect(diffOf(null, before).every(({ parts }) => parts.every(({ op }) => op === 'added'))).toBe(true);
});
