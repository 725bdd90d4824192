/** Items in Mongolian: told to who asks in Mongolian, and to nobody else; where there are none, all is as it was. */
import { knowledgeItem } from '../../server/knowledge/item.js';
import { createKnowledge } from '../../server/knowledge/search.js';
import { termsOf } from '../../server/knowledge/terms.js';
import { loadPolicy } from '../../server/policy/policy.js';

const policy = await loadPolicy();
const now = new Date('2026-11-25T04:00:00Z');
const CHINESE = '城乡居民医保怎么交';
const MONGOLIAN = 'ᠡᠮᠨᠡᠯᠭᠡ ᠶᠢᠨ ᠳᠠᠭᠠᠲᠬᠠᠯ ᠢ ᠶᠠᠭᠠᠬᠢᠵᠤ ᠲᠥᠯᠥᠬᠦ ᠪᠤᠢ';
const CYRILLIC = 'Эмнэлгийн даатгалыг яаж төлөх вэ?';

const item = (id: string, title: string, more: object = {}) =>
  knowledgeItem.parse({
    ...{ id, title, answer: title, category: '08', unit: '医保局', region: '150000' },
    ...{ channels: ['PUBLIC'], effectiveFrom: '2025-01-01', ...more },
  });
const chinese = item('zh', CHINESE);
const mongolian = item('mn', MONGOLIAN, { language: 'mn-Mong', similar: [CYRILLIC, '12345 ᠳᠠᠭᠠᠲᠬᠠᠯ'] });
const ids = (items: (typeof chinese)[], text: string, options: object = {}) =>
  createKnowledge(items, policy)
    .find(text, { now, ...options })
    .hits.map(({ passage }) => passage.id);

test.each([
  ['Chinese', CHINESE, ['zh']],
  ['Mongolian', MONGOLIAN, ['mn']],
  ['Mongolian in Cyrillic', CYRILLIC, ['mn']],
  ['one Mongolian word of it', 'ᠳᠠᠭᠠᠲᠬᠠᠯ', ['mn']],
])('asked in %s', (_, text, found) => expect(ids([chinese, mongolian], text)).toEqual(found));

test('a Chinese question is not answered with what it shares with a Mongolian item', () => {
  expect(ids([mongolian], '12345怎么交')).toEqual([]);
});

test('no Mongolian item holds here, or none knows a word of it: Chinese ones as before', () => {
  const text = `12345 ${MONGOLIAN}`;
  const both = item('zh', '12345怎么打');
  expect(ids([both], text)).toEqual(['zh']);
  expect(ids([both, { ...mongolian, region: '150100' }], text, { region: '150200' })).toEqual(['zh']);
  expect(ids([both, item('mn', 'ᠭᠠᠵᠠᠷ', { language: 'mn-Mong' })], text)).toEqual(['zh']);
});

test('a filter is kept to: nothing of another language, whatever is asked', () => {
  expect(ids([chinese, mongolian], CHINESE, { language: 'mn-Mong' })).toEqual([]);
  expect(ids([chinese, mongolian], MONGOLIAN, { language: 'zh' })).toEqual([]);
  expect(ids([chinese, { ...mongolian, similar: [CHINESE] }], CHINESE, { language: 'mn-Mong' })).toEqual([
    'mn',
  ]);
});

test('an item whose language nobody gave is Chinese, and the passage of another one says its own', () => {
  const knowledge = createKnowledge([chinese, mongolian], policy);
  expect(knowledge.get('zh')).not.toHaveProperty('language');
  expect(knowledge.get('mn')?.language).toBe('mn-Mong');
});

test('what the encoder cannot read waits for no vector and is found by its words', () => {
  const vectors = {
    ...{ of: () => null, put: () => {}, mean: new Float32Array(384) },
    fusion: { likeness: 0.2, coverage: 0.3, meaning: 0.5 },
  };
  const knowledge = createKnowledge([chinese, mongolian], policy, vectors as never);
  expect(knowledge.lacking(10)).toEqual([CHINESE]);
  const { hits } = knowledge.find(MONGOLIAN, { now, vector: new Float32Array(384).fill(1) });
  // By words alone, on their scale: word for word the same is the whole of it.
  expect(hits.map(({ passage, score }) => [passage.id, score])).toEqual([['mn', 1]]);
});

test('a case hung on a word leaves it findable', () => {
  const share = (a: string, b: string) => [...termsOf(a).keys()].filter((term) => termsOf(b).has(term));
  expect(share('даатгал', 'даатгалын').length).toBeGreaterThan(0);
  expect(share('даатгал', 'төлөх')).toEqual([]);
});
