import { type KnowledgeItem, knowledgeItem } from '../../server/knowledge/item.js';
import { parseItems, readItems, SHIPPED, SHIPPED_ALL } from '../../server/knowledge/items.js';
import { createKnowledge, type FindOptions } from '../../server/knowledge/search.js';
import { asks, termsOf } from '../../server/knowledge/terms.js';
import { loadPolicy } from '../../server/policy/policy.js';

const policy = await loadPolicy();
const now = new Date('2026-11-25T04:00:00Z');
const shipped = createKnowledge(readItems(SHIPPED), policy);

const item = (id: string, some: Partial<KnowledgeItem> = {}): KnowledgeItem =>
  knowledgeItem.parse({
    id,
    title: '老年人乘坐公交优惠如何办理',
    answer: '年满65周岁的老年人可持身份证到公交公司办理老年卡。',
    similar: ['老年公交卡怎么办'],
    category: '09',
    hotline: null,
    unit: '交通运输局',
    region: '150000',
    audience: 'both',
    basis: ['《老年人权益保障法》'],
    channels: ['PUBLIC'],
    effectiveFrom: '2025-01-01',
    ...some,
  });
const ids = (
  items: KnowledgeItem[],
  options: Partial<FindOptions> = {},
  text = '老年公交卡怎么办',
): string[] =>
  createKnowledge(items, policy)
    .find(text, { now, ...options })
    .hits.map((hit) => hit.passage.id);

describe('what a citizen types', () => {
  test.each([
    ['居民医保怎么交', 'k144'],
    ['新农合在哪里交钱', 'k144'],
    ['怎么申请行政复议', 'k259'],
    ['身份证丢了怎么补', 'k242'],
    ['护照到期怎么换', 'k247'],
    ['劳动仲裁怎么申请，要带什么材料', 'k138'],
    ['低保怎么办理', 'k079'],
    ['电工证在哪考', 'k118'],
  ])('%s is answered by %s', (text, id) => {
    const { band, hits } = shipped.find(text, { now });
    expect([band, hits[0]?.passage.id]).toEqual(['answer', id]);
  });

  test('a question that several items may mean is offered, not guessed', () => {
    const { band, hits } = shipped.find('公积金怎么提取', { now });
    expect(band).toBe('suggest');
    expect(
      hits
        .slice(0, 3)
        .map((hit) => hit.passage.id)
        .sort(),
    ).toEqual(['k091', 'k092', 'k093']);
  });

  test.each(['赛罕区大学东路路灯坏了好几天了', '楼下烧烤店油烟太大了', '我家暖气不热，老人孩子都冻着'])(
    'a statement is not answered: %s',
    (text) => expect(shipped.find(text, { now }).band).not.toBe('answer'),
  );

  test.each(['火星签证', '🙂🙂🙂', '', '   ', 'select * from users', '\ud800'])(
    'nothing is near: %j',
    (text) => {
      expect(shipped.find(text, { now }).band).toBe('none');
    },
  );

  test('scores are shares, best first, at most ten', () => {
    const { hits } = shipped.find('投诉怎么处理多久有结果', { now });
    const scores = hits.map((hit) => hit.score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(scores.length).toBeLessThanOrEqual(10);
    for (const score of scores) expect(score >= 0 && score <= 1).toBe(true);
  });
});

describe('what may be quoted', () => {
  test('an item not yet in force, or expired, is not found; its last day still counts', () => {
    const items = [
      item('future', { effectiveFrom: '2026-11-26' }),
      item('past', { effectiveTo: '2026-11-24' }),
      item('last', { effectiveTo: '2026-11-25' }),
    ];
    expect(ids(items)).toEqual(['last']);
  });

  test('the day is that of Shanghai', () => {
    const items = [item('last', { effectiveTo: '2026-11-25' })];
    expect(ids(items, { now: new Date('2026-11-25T15:59:59Z') })).toEqual(['last']);
    expect(ids(items, { now: new Date('2026-11-25T16:00:00Z') })).toEqual([]);
  });

  test('what is for agents only is not told', () => {
    expect(ids([item('inside', { channels: ['AGENT'] }), item('open')])).toEqual(['open']);
    expect(shipped.find('坐席遇到火警怎么转接', { now }).hits.map((hit) => hit.passage.id)).not.toContain(
      'k236',
    );
  });

  test('an item must hold where the citizen asks', () => {
    const items = [
      item('all'),
      item('league', { region: '150100' }),
      item('banner', { region: '150105' }),
      item('other', { region: '150200' }),
    ];
    expect(ids(items, { region: '150105' }).sort()).toEqual(['all', 'banner', 'league']);
    expect(ids(items, { region: '150100' }).sort()).toEqual(['all', 'league']);
    expect(ids(items, { region: '150000' })).toEqual(['all']);
  });

  test('a region in the question counts like one that is given', () => {
    const items = [item('league', { region: '150100' }), item('other', { region: '150200' })];
    expect(ids(items, {}, '呼和浩特老年公交卡怎么办')).toEqual(['league']);
  });

  test('what holds in one league only is no answer to somebody whose place is not known', () => {
    const found = createKnowledge([item('league', { region: '150100' })], policy);
    expect(found.find('老年公交卡怎么办', { now }).band).toBe('suggest');
    expect(found.find('老年公交卡怎么办', { now, region: '150105' }).band).toBe('answer');
  });

  test('an item for enterprises is not told to a citizen who says so', () => {
    const items = [item('firm', { audience: 'enterprise' }), item('both')];
    expect(ids(items, { audience: 'citizen' })).toEqual(['both']);
  });

  test('an item is had by its id, and an unknown one is null', () => {
    expect(shipped.get('k144')?.title).toContain('城乡居民');
    expect(shipped.get('nothing')).toBeNull();
    expect(shipped.get('k236')).not.toBeNull();
    expect(shipped.get('k236', now)).toBeNull();
  });
});

describe('items', () => {
  test('the shipped ones are all readable', () => {
    expect(shipped.size).toBe(260);
    expect(new Set(SHIPPED_ALL.flatMap(readItems).map(({ id }) => id)).size).toBe(
      SHIPPED_ALL.flatMap(readItems).length,
    );
  });
  test('a bad line names its number', () => {
    const line = JSON.stringify(item('a'));
    expect(() => parseItems(`${line}\n{"id":"b"}`)).toThrow('line 2');
    expect(() => parseItems(`${line}\n${line}`)).toThrow('twice');
  });
});

describe('terms', () => {
  test('one concept, whatever it is called', () => {
    const concepts = (text: string) => [...termsOf(text).keys()].filter((term) => term.startsWith('#'));
    expect(concepts('新农合')).toEqual(concepts('城乡居民基本医疗保险'));
    expect(concepts('医疗保险')).toEqual(['#医保']);
  });
  test('asking and telling', () => {
    expect(asks('路灯坏了怎么报修')).toBe(true);
    expect(asks('路灯坏了好几天了')).toBe(false);
  });
});
