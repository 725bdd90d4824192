/** 「您是不是想问」: offered where little is found, only words that items use, never in place of what was typed. */
import fc from 'fast-check';
import type { KnowledgeItem } from '../../server/knowledge/item.js';
import { readItems, SHIPPED } from '../../server/knowledge/items.js';
import { createMeant } from '../../server/knowledge/meant.js';
import { soundsOf } from '../../server/knowledge/pinyin.js';
import { createKnowledge } from '../../server/knowledge/search.js';
import { createSpelling, slip } from '../../server/knowledge/spelling.js';
import { loadPolicy } from '../../server/policy/policy.js';

const policy = await loadPolicy();
const now = new Date('2026-11-25T04:00:00Z');
const shelf = createKnowledge(readItems(SHIPPED), policy);
const meant = createMeant(shelf);

const item = (id: string, title: string, region = '150000'): KnowledgeItem => ({
  ...readItems(SHIPPED)[0]!,
  ...{ id, title, similar: [], answer: title, region, regions: [] },
});

test('by ear: the word that items use is offered, and it finds the item', () => {
  for (const [typed, right] of [
    ['居民衣保怎么交', '居民医保怎么交'],
    ['公基金怎么提取', '公积金怎么提取'],
  ] as const) {
    const before = shelf.find(typed, { now });
    expect([typed, before.band]).not.toEqual([typed, 'answer']);
    const offered = meant(typed, { now });
    expect(offered).toContain(right);
    expect(shelf.find(right, { now }).hits[0]!.score).toBeGreaterThan(before.hits[0]?.score ?? 0);
  }
});

test('nothing is offered for what is found as typed, and for what no item speaks of', () => {
  for (const typed of ['居民医保怎么交', '火星有两颗卫星', '', '。。。', 'abc 123', '好']) {
    expect([typed, meant(typed, { now })]).toEqual([typed, []]);
  }
});

test('a word is known as long as an item that may be told has it', () => {
  const own = createKnowledge([item('a', '驼绒加工补贴怎么申领')], policy);
  const ask = createMeant(own);
  expect(ask('驼容加工补贴怎么申领', { now })).toEqual(['驼绒加工补贴怎么申领']);
  own.drop('a');
  expect(ask('驼容加工补贴怎么申领', { now })).toEqual([]);
  own.put(item('b', '驼绒加工补贴怎么申领', '150200'));
  // Of another league, or over: nobody is led where nothing is told.
  expect(ask('驼容加工补贴怎么申领', { now, region: '150100' })).toEqual([]);
  expect(ask('驼容加工补贴怎么申领', { now, region: '150203' })).toEqual(['驼绒加工补贴怎么申领']);
  own.put({ ...item('b', '驼绒加工补贴怎么申领', '150200'), effectiveTo: '2026-11-24' });
  expect(ask('驼容加工补贴怎么申领', { now, region: '150203' })).toEqual([]);
});

test('words brought up to date a slice at a time: the first who asks waits for them, later ones go on with what there is', async () => {
  const own = createKnowledge([item('a', '驼绒加工补贴怎么申领')], policy);
  const spelling = createSpelling(own.vocabulary);
  const ask = createMeant(own, spelling);
  await spelling.refresh();
  expect(ask('驼容加工补贴怎么申领', { now })).toEqual(['驼绒加工补贴怎么申领']);
  own.put(item('b', '马奶合作社怎么登记'));
  // An index that was just built stands for a hundred times as long as it took.
  let offered: string[] = [];
  while (offered.length === 0) {
    await spelling.refresh();
    offered = ask('马乃合作社怎么登记', { now });
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(offered).toContain('马奶合作社怎么登记');
});

test('north and south by ear: z/zh, c/ch, s/sh, -n/-ng are one', () => {
  expect(soundsOf('身份证')).toEqual(['sen fen zen']);
  expect(soundsOf('身分怎')).toEqual(['sen fen zen']);
  expect(soundsOf('银行')).toEqual(expect.arrayContaining(['yin xin', 'yin han']));
  expect(soundsOf('办').some((one) => soundsOf('保').includes(one))).toBe(false);
  expect(soundsOf('三').some((one) => soundsOf('山').includes(one))).toBe(true);
  expect(soundsOf('龘')).toEqual([]);
});

/** Damerau's distance, by the whole table. */
function distance(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) => [i, ...Array<number>(b.length).fill(0)]);
  for (let j = 0; j <= b.length; j++) table[0]![j] = j;
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(table[i - 1]![j]! + 1, table[i]![j - 1]! + 1, table[i - 1]![j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, table[i - 2]![j - 2]! + 1);
      table[i]![j] = least;
    }
  return table[a.length]![b.length]!;
}

test('a slip is one sign more, less, another, or two changed about: as the whole table says', () => {
  const word = fc.string({ unit: fc.constantFrom('甲', '乙', '丙'), maxLength: 5 });
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(slip(a, b)).toBe(distance(a, b) === 1);
    }),
    { numRuns: 3000 },
  );
});

test('every variant is the text with one word of the items in it, and nothing else is touched', () => {
  const words = new Set(
    [...shelf.vocabulary.words()]
      .map(([word]) => word)
      .filter((word) => word.length >= 2 && word.length <= 6),
  );
  const spelling = createSpelling(shelf.vocabulary);
  fc.assert(
    fc.property(
      fc.constantFrom(...words),
      fc.nat(5),
      fc.constantFrom('的', '衣', '证', '金'),
      (word, at, sign) => {
        const typed = `请问${word.slice(0, at % word.length)}${sign}${word.slice((at % word.length) + 1)}怎么办？`;
        for (const variant of spelling.variants(typed)) {
          expect(variant).not.toBe(typed);
          const put = [...variant].flatMap((_, from) =>
            [2, 3, 4, 5, 6].map((length) => [from, from + length] as const),
          );
          const one = put.some(
            ([from, to]) =>
              words.has(variant.slice(from, to)) &&
              typed.startsWith(variant.slice(0, from)) &&
              typed.endsWith(variant.slice(to)),
          );
          expect([typed, variant, one]).toEqual([typed, variant, true]);
        }
      },
    ),
    { numRuns: 300 },
  );
});
