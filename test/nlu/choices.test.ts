import { choicesAt, choicesOf, close } from '../../nlu/choices.js';
import { kinOf, together } from '../../nlu/kin.js';
import { topicHits } from '../../nlu/topics.js';

const kin = kinOf([
  ...Array.from({ length: 8 }, () => ({ category: '08', hotline: '12333' })),
  ...Array.from({ length: 2 }, () => ({ category: '13', hotline: '12333' })),
  { category: '12', hotline: 'none' },
  { type: 'help' },
]);

test('kin counts a line against its commonest category; no line is kin to all', () => {
  expect(kin).toEqual({ '12333': { '08': 1, '13': 0.25 } });
});

test('category and line are judged together: a line pulls its category, and the other way round', () => {
  const { best, category } = together(kin, { '08': 0.45, '12': 0.55 }, { '12333': 0.7, none: 0.3 });
  expect(best).toEqual({ category: '08', hotline: '12333' });
  // 08: .45 × (.7 + .3) = .45; 12: .55 × (.7 × .1 + .3) = .2035.
  expect(category['08']).toBeCloseTo(0.45 / 0.6535);
  expect(category['12']).toBeCloseTo(0.2035 / 0.6535);
  expect(together(kin, { '12': 1 }, { '12333': 0.3, none: 0.7 }).best.hotline).toBe('none');
});

test('without anything known the two are independent', () => {
  const { best, hotline } = together({}, { '03': 0.6, '09': 0.4 }, { '12315': 0.8, none: 0.2 });
  expect(best).toEqual({ category: '03', hotline: '12315' });
  expect(hotline['12315']).toBeCloseTo(0.8);
});

test('three are offered, best first, each with the words that speak for it', () => {
  const text = '老板拖欠工资不给';
  const part = { '08': 0.6, '03': 0.2, '13': 0.15, '12': 0.05 };
  const offered = choicesOf('category', part, topicHits(text));
  expect(offered.map(({ code }) => code)).toEqual(['08', '03', '13']);
  const words = offered[0]!.why.map(({ from, to }) => text.slice(from, to));
  expect(words).toContain('工资');
  expect(offered[1]!.why).toEqual([]);
  expect(choicesOf('hotline', { none: 1 }, [])[0]!.code).toBeNull();
});

test('two that stand close are not told apart', () => {
  const of = (...chances: number[]) => chances.map((chance) => ({ code: '01', chance, why: [] }));
  expect(close(of(0.5, 0.4))).toBe(true);
  expect(close(of(0.6, 0.4))).toBe(false);
  expect(close(of(1))).toBe(false);
  expect(close([])).toBe(false);
});

test('words move with the text they stand in', () => {
  const why = [{ stage: 'category', from: 2, to: 4 }];
  const moved = choicesAt({ category: [{ code: '08', chance: 1, why }], hotline: [] }, (one) => ({
    ...one,
    from: one.from! + 10,
    to: one.to! + 10,
  }));
  expect(moved.category[0]!.why[0]).toEqual({ stage: 'category', from: 12, to: 14 });
});
