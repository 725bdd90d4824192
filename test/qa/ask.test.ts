/** 智能问答 over a few items of its own: what may be seen, when and where. */
import { createNlu } from '../../nlu/understand.js';
import type { Nlu } from '../../nlu/understanding.js';
import { type KnowledgeItem, knowledgeItem } from '../../server/knowledge/item.js';
import { createKnowledge } from '../../server/knowledge/search.js';
import { loadPolicy } from '../../server/policy/policy.js';
import type { Policy } from '../../server/policy/types.js';
import { createQa, type Qa } from '../../server/qa/ask.js';

let nlu: Nlu;
let policy: Policy;
let now = new Date('2026-07-01T04:00:00Z');

const item = (more: Partial<KnowledgeItem>): KnowledgeItem =>
  knowledgeItem.parse({
    id: 'x1',
    title: '城镇居民供暖费怎么补贴',
    answer: '符合条件的困难家庭可以申请供暖费补贴，向社区提交申请。',
    category: '05',
    unit: '示例市住房和城乡建设局',
    region: '150000',
    channels: ['PUBLIC'],
    effectiveFrom: '2025-01-01',
    ...more,
  });

function house(items: KnowledgeItem[]): Qa {
  const knowledge = createKnowledge(items, policy);
  const find = (text: string, region: string | null) => knowledge.find(text, { region, now });
  return createQa({
    nlu,
    policy,
    find,
    findByWords: find,
    meant: () => [],
    unanswered: () => {},
    passage: (id) => knowledge.get(id, now),
  });
}

beforeAll(async () => {
  [nlu, policy] = await Promise.all([createNlu(), loadPolicy()]);
}, 60_000);
afterAll(() => nlu.close());
beforeEach(() => {
  now = new Date('2026-07-01T04:00:00Z');
});

const ASKED = '供暖费怎么补贴';
const everywhere = async (qa: Qa, region: string | null) => [
  ...(await qa.ask(ASKED, region)).hits.map(({ id }) => id),
  ...qa.suggest(ASKED, region).map(({ id }) => id),
  ...(qa.item('x1', region) ? ['x1'] : []),
];

describe('what may not be told is not there, not even by id', () => {
  test('a plain item is found in all three ways (the others would pass for nothing otherwise)', async () => {
    expect(await everywhere(house([item({})]), '150105')).toEqual(['x1', 'x1', 'x1']);
  });

  test('an item of several leagues holds in each of them, says so, and shows where it is done online', async () => {
    const service = { name: '供暖补贴申领', url: 'https://example.gov.cn/gongnuan' };
    const qa = house([item({ region: '150200', regions: ['150100'], service })]);
    expect(await everywhere(qa, '150105')).toEqual(['x1', 'x1', 'x1']);
    expect(await everywhere(qa, '150300')).toEqual([]);
    expect(qa.item('x1', null)).toMatchObject({ regionName: '包头市、呼和浩特市', service });
  });

  test.each<[string, Partial<KnowledgeItem>]>([
    ['expired yesterday', { effectiveTo: '2026-06-30' }],
    ['in force tomorrow only', { effectiveFrom: '2026-07-02' }],
    ['withdrawn from the public', { channels: ['AGENT', 'DEPT'] }],
    ['of another league', { region: '150200' }],
    ['of another banner of the same league', { region: '150121' }],
  ])('%s', async (_name, more) => {
    expect(await everywhere(house([item(more)]), '150105')).toEqual([]);
  });

  test('it vanishes at midnight in Asia/Shanghai, without anybody doing anything', async () => {
    const qa = house([item({ effectiveTo: '2026-07-01' })]);
    now = new Date('2026-07-01T15:59:59Z');
    expect(await everywhere(qa, null)).toHaveLength(3);
    now = new Date('2026-07-01T16:00:00Z');
    expect(await everywhere(qa, null)).toEqual([]);
  });

  test('related questions follow the same rule', () => {
    const rows = [
      item({}),
      item({ id: 'x2', title: '供暖费补贴什么时候发', region: '150200' }),
      item({ id: 'x3', title: '供暖费补贴找谁问', effectiveTo: '2026-06-30' }),
      item({ id: 'x4', title: '供暖费补贴要什么材料' }),
    ];
    expect(
      house(rows)
        .item('x1', '150105')
        ?.related.map(({ id }) => id),
    ).toEqual(['x4']);
  });
});

test('a code that is no region of ours filters nothing away and lets nothing in by itself', async () => {
  const qa = house([item({}), item({ id: 'x2', region: '150200' })]);
  expect((await qa.ask(ASKED, '999999')).hits.length).toBeGreaterThan(0);
  expect(qa.item('x2', '150102')).toBeNull();
});

describe('the gate comes first', () => {
  const notices = async (text: string) =>
    (await house([item({})]).ask(text, null)).notices.map(({ kind, doors }) => [kind, doors[0]?.number]);

  test.each([
    ['楼道闻到很浓的煤气味', 'emergency', '119'],
    ['有人在路上打架，流了很多血', 'emergency', '110'],
  ])('%s: the number on top and no item below', async (text, kind, number) => {
    const found = await house([item({})]).ask(text, null);
    expect(found.notices[0]?.kind).toBe(kind);
    expect(found.notices[0]?.doors.map((door) => door.number)).toContain(number);
    // Nobody is at the other end of a search: it must not say that somebody was told.
    expect(found.notices[0]?.text).not.toContain('值班人员');
    expect(found.hits).toEqual([]);
  });

  test('a refusal matter shows its lawful door; asking how to do it does not', async () => {
    expect(await notices('劳动仲裁裁决我不服，你们给我改过来')).toContainEqual(['refusal', undefined]);
    expect(await notices('怎么申请行政复议')).toEqual([]);
  });

  test('somebody in despair is shown people, not items', async () => {
    const found = await house([item({})]).ask('我欠了网贷活不下去了，供暖费怎么补贴', null);
    // The general advice for calling the police is the wrong word here.
    expect(found.notices.map(({ kind }) => kind)).toEqual(['person']);
    expect(found).toMatchObject({ band: 'none', hits: [] });
  });

  test('a mixed question keeps its good part', async () => {
    const found = await house([item({})]).ask('供暖费怎么补贴？另外法院判了两年还不执行，帮我催。', null);
    expect(found.notices.map(({ kind }) => kind)).toEqual(['refusal']);
    expect(found.hits.map(({ id }) => id)).toEqual(['x1']);
  });
});
