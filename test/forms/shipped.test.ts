/** Every form that comes with the house: sound, filed when right, refused in words when not. */
import { sentences } from '../../server/forms/judge.js';
import { FILLINGS, formOf, judge, policy, shipped } from './support.js';

const ids = shipped.forms.map((form) => form.id);
/** With what a conditional field hangs on. */
const asked = (id: string, more: Record<string, unknown>) => {
  const rules = Object.keys(more).flatMap((name) => formOf(id).ui.fields[name]?.showIf ?? []);
  return Object.fromEntries(rules.map((rule) => [rule.field, rule.in[0]]));
};
const faultsOf = (id: string, more: Record<string, unknown>) => {
  const form = formOf(id);
  const filled = { ...FILLINGS[id], ...asked(id, more), ...more } as never;
  return sentences(form, judge.judge(form, filled).faults);
};

test('nine forms, all sound', () => {
  expect(shipped.faults).toEqual([]);
  expect(ids).toEqual(
    ['consumer', 'estate', 'firm', 'heating', 'lamp-road', 'noise', 'suggest', 'utility', 'wages'].sort(),
  );
  expect(Object.keys(FILLINGS).sort()).toEqual(ids);
});

describe.each(ids)('%s', (id) => {
  const form = formOf(id);

  test('a right filling is right', () => expect(faultsOf(id, {})).toEqual({}));

  test.each(form.schema.required)('without %s it is refused, and only for that', (name) => {
    const said = faultsOf(id, { [name]: '' });
    expect(Object.keys(said)).toEqual([name]);
    expect(said[name]).toMatch(/^(请填写|请选择|请先勾选这一项)$/);
  });

  test('few questions: at most six are required, and what is asked of everybody fits a screen or two', () => {
    expect(form.schema.required.length).toBeLessThanOrEqual(6);
    expect(form.ui.order.length).toBeLessThanOrEqual(11);
  });

  const texts = Object.entries(form.schema.properties).filter(
    ([, property]) => property.type === 'string' && property.maxLength !== undefined,
  );
  test.each(texts)('%s at its longest is taken, one more is not', (name, property) => {
    const most = property.type === 'string' ? (property.maxLength ?? 0) : 0;
    // Beyond the basic plane: a character is a character, however many units it takes.
    expect(faultsOf(id, { [name]: '𠮷'.repeat(most) })).toEqual({});
    expect(faultsOf(id, { [name]: '字'.repeat(most + 1) })[name]).toBe(
      `最多写 ${most} 个字，现在有 ${most + 1} 个`,
    );
  });

  const numbers = Object.entries(form.schema.properties).filter(
    ([, property]) => property.type === 'integer',
  );
  if (numbers.length > 0)
    test.each(numbers)('%s within its bounds only', (name, property) => {
      if (property.type !== 'integer') throw new Error(name);
      const { minimum = 0, maximum = 0 } = property;
      expect(faultsOf(id, { [name]: minimum })).toEqual({});
      expect(faultsOf(id, { [name]: maximum })).toEqual({});
      expect(faultsOf(id, { [name]: minimum - 1 })[name]).toBe(`最小是 ${minimum}`);
      expect(faultsOf(id, { [name]: maximum + 1 })[name]).toBe(`最大是 ${maximum}`);
      expect(faultsOf(id, { [name]: 1.5 })[name]).toBe('请填写整数');
      expect(faultsOf(id, { [name]: 'x' })[name]).toBe('请填写整数');
    });

  test.each([
    ['a field that is none', { admin: true }, 'admin'],
    ['an operator', { phone: ['13800001234'] }, 'phone'],
    ['a phone of the wrong length', { phone: '1380000' }, 'phone'],
    ['a number for a text', { content: 7 }, 'content'],
    ['the prototype', { constructor: 'x' }, 'constructor'],
  ])('%s is refused', (_name, more, field) => {
    expect(Object.keys(faultsOf(id, more))).toEqual([field]);
  });

  test('what it is taken for exists in the policy', () => {
    const { category, hotline } = form.hint;
    if (category !== null) expect(policy.categories.map((row) => row.code)).toContain(category);
    if (hotline !== null) expect(policy.hotlines.map((row) => row.number)).toContain(hotline);
  });
});

test('figures as people type them', () => {
  const { values } = judge.judge(formOf('firm'), {
    ...FILLINGS.firm,
    phone: '＋８６ 138-0000-1234',
    uscc: String(FILLINGS.firm?.uscc)
      .toLowerCase()
      .replace(/(.{6})/g, '$1 '),
  });
  expect(values).toMatchObject({ phone: '13800001234', uscc: FILLINGS.firm?.uscc });
});

test('统一社会信用代码: one wrong character anywhere is found', () => {
  const right = String(FILLINGS.firm?.uscc);
  for (let at = 0; at < right.length; at++) {
    const wrong = right.slice(0, at) + (right[at] === '7' ? '8' : '7') + right.slice(at + 1);
    expect([at, faultsOf('firm', { uscc: wrong }).uscc]).toEqual([at, expect.stringContaining('18 位')]);
  }
});

test('what is not asked is not judged, and not filed', () => {
  const form = formOf('firm');
  const hidden = judge.judge(form, { ...FILLINGS.firm, debtor: '字'.repeat(500) });
  expect(hidden.faults).toEqual({});
  expect(hidden.values).not.toHaveProperty('debtor');
  const shown = judge.judge(form, { ...FILLINGS.firm, what: '拖欠账款', debtor: '字'.repeat(500) });
  expect(Object.keys(shown.faults)).toEqual(['debtor']);
});

test.each(['150100', '150105', '150105001'])(
  'region %s is a place, 999999 and a town of nowhere are not',
  (code) => {
    expect(faultsOf('lamp-road', { region: code })).toEqual({});
    for (const wrong of ['999999', '150105999', '15', '150000'])
      expect(faultsOf('lamp-road', { region: wrong }).region).toBe('请从列出的地区中选择');
  },
);

test.each(['2026-02-30', '2026-13-01', '26-01-01', '2026/01/01'])('%s is no day', (since) => {
  expect(faultsOf('heating', { since }).since).toMatch(/2026-01-31/);
});
