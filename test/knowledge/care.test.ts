/** What is looked after: gaps in clusters, items that contradict, the map; and what is open to everybody. */

import { speaksOf } from '../../server/knowledge/acts.js';
import { clustersOf, gapOf } from '../../server/knowledge/care/gaps.js';
import { coverageOf } from '../../server/knowledge/care/map.js';
import { differences, factsOf, pairKey, pairsOf, printOf } from '../../server/knowledge/care/pairs.js';
import { type KnowledgeItem, knowledgeItem, passageOf } from '../../server/knowledge/item.js';
import { createKnowledge } from '../../server/knowledge/search.js';
import { loadPolicy } from '../../server/policy/policy.js';

const policy = await loadPolicy();
const now = new Date('2026-11-30T02:00:00Z');
const item = (id: string, title: string, answer: string, more: object = {}): KnowledgeItem =>
  knowledgeItem.parse({
    ...{ id, title, answer, category: '05', unit: '供热办', region: '150100', basis: ['《办法》'] },
    ...{ channels: ['PUBLIC'], effectiveFrom: '2026-01-01', ...more },
  });

describe('two answers to one question', () => {
  const a = item('a', '采暖费滞纳金怎么算', '逾期每天按 1‰ 收取，最多 500 元，15 个工作日内补交。');
  const b = item('b', '采暖费滞纳金怎么算', '逾期最多 800 元，15个工作日内补交。');
  test('amounts, days and shares are read with their units, however they are written', () => {
    expect(factsOf('共 １０ 个工作日，收 5.50 元，约 20％')).toEqual(
      new Map([
        ['工作日', new Set(['10'])],
        ['元', new Set(['5.5'])],
        ['%', new Set(['20'])],
      ]),
    );
    expect(differences(a.answer, b.answer)).toEqual([{ unit: '元', a: ['500'], b: ['800'] }]);
    expect(differences(a.answer, '满 16 周岁')).toEqual([]);
  });
  test('put aside they stay aside only as long as both say the same', () => {
    const side = ({ id, title, answer }: KnowledgeItem) => ({ id, title, answer });
    const print = printOf({ a: side(a), b: side(b) });
    expect(printOf({ a: side(a), b: { ...side(b), answer: '逾期最多 500 元。' } })).not.toBe(print);
    expect([pairKey('a', 'b'), pairKey('b', 'a')]).toEqual(['a b', 'a b']);
  });
  test('found once each, the contradicting first; another place or another audience is no contradiction', async () => {
    const near = item('c', '采暖费滞纳金怎么算呢', '最多 500 元。');
    const away = item('d', '采暖费滞纳金怎么算', '最多 900 元。', { region: '150200' });
    const firms = item('e', '采暖费滞纳金怎么算', '最多 999 元。', { audience: 'enterprise' });
    const people = item('f', '采暖费滞纳金怎么算', '最多 998 元。', { audience: 'citizen' });
    const knowledge = createKnowledge([a, b, near, away, firms, people], policy);
    const pairs = (await pairsOf(knowledge, now)).map(
      (pair) => `${pair.a.id}${pair.b.id}${pair.differs.length > 0 ? '!' : ''}`,
    );
    expect(pairs).toContain('ab!');
    expect(pairs).toContain('ac');
    expect(pairs.filter((pair) => pair.includes('d'))).toEqual([]);
    expect(pairs).not.toContain('ef!');
    expect(new Set(pairs).size).toBe(pairs.length);
    expect(pairs.findIndex((pair) => !pair.endsWith('!'))).toBeGreaterThan(
      pairs.findLastIndex((pair) => pair.endsWith('!')) - pairs.length,
    );
  });
});

describe('questions without an answer', () => {
  const gap = (text: string, by = 'web:1') =>
    gapOf(
      { text, by, channel: 'web', region: null, category: '05', band: 'none', nearest: null },
      (said) => said.replace(/1\d{10}/g, '*'),
      now,
    );
  test('personal data is masked before anything is kept; hardly a word is none; the same one counts once a day', () => {
    expect(gap('我电话13800001234，暖气怎么报停')?.text).not.toContain('13800001234');
    expect(gap('嗯')).toBeNull();
    expect(gap('暖气怎么报停')?._id).toBe(gap(' 暖气怎么报停 ')?._id);
    expect(gap('暖气怎么报停')?._id).not.toBe(gap('暖气怎么报停', 'web:2')?._id);
  });
  test('near ones stand together with their number, the most asked first', () => {
    const texts = [
      '暖气怎么报停',
      '采暖怎么办理报停',
      '护照在哪里照相',
      '暖气报停要什么手续',
      '车位怎么摇号',
    ];
    const clusters = clustersOf(texts.map((text, n) => gap(text, `web:${n}`)!));
    expect(clusters[0]!.count).toBe(3);
    expect(clusters.map(({ count }) => count).reduce((sum, one) => sum + one, 0)).toBe(texts.length);
    expect(clusters[0]!.texts).toContain('采暖怎么办理报停');
  });
});

test('the map: categories by league, a banner counts for its league, hotlines without an item are named', () => {
  const told = [
    item('a', '一', '答一'),
    item('b', '二', '答二', { region: '150102', hotline: '12329' }),
    item('c', '三', '答三', { region: '150000', category: '06' }),
    item('d', '四', '答四', { region: '150100', regions: ['150102', '150200'], category: '07' }),
  ].map(passageOf);
  const map = coverageOf(told, policy);
  expect(map.rows.find(({ category }) => category === '05')).toMatchObject({
    total: 2,
    counts: { 150100: 2 },
  });
  expect(map.rows.find(({ category }) => category === '06')).toMatchObject({ counts: { 150000: 1 } });
  expect(map.rows.find(({ category }) => category === '07')).toMatchObject({
    total: 1,
    counts: { 150100: 1, 150200: 1 },
  });
  expect(map.hotlines.map(({ number }) => number)).not.toContain('12329');
  expect(map.hotlines).toHaveLength(policy.hotlines.length - 1);
});

describe('the act that is asked', () => {
  const permit = item(
    'p',
    '道路普通货物运输经营许可如何办理',
    '到旗县区交通运输局申请，提交车辆和人员材料。',
  );
  test.each([
    ['道路运输从业资格证怎么换', false],
    ['道路货运许可怎么办理', true],
    ['道路货运许可到期换证要多久', false],
    ['货运许可罚多少', false],
  ])('%s: %s', (question, so) => expect(speaksOf(question, permit)).toBe(so));
  test('what is to be done must stand in the questions; named in passing in the answer it is not answered', () => {
    const scales = item(
      's',
      '买东西缺斤少两如何投诉',
      '可到公平秤复称。计价器不准的也可申请检定。每次收费5元。',
    );
    expect(speaksOf('计量秤不准怎么申请检定', scales)).toBe(false);
    expect(speaksOf('计量秤不准怎么申请检定', { ...scales, similar: ['秤怎么检定'] })).toBe(true);
    // A value is in the answer or nowhere.
    expect(speaksOf('复称多少钱', scales)).toBe(true);
    expect(speaksOf('复称按人头收钱吗', scales)).toBe(false);
  });
  test('a neighbour that never speaks of it is offered and not sent', () => {
    const knowledge = createKnowledge(
      [item('h', '农村宅基地如何申请', '向村委会提出申请，经乡镇审核批准。', { region: '150000' })],
      policy,
    );
    expect(knowledge.find('农村宅基地怎么申请', { now }).band).toBe('answer');
    expect(knowledge.find('农村宅基地怎么继承', { now }).band).not.toBe('answer');
  });
});

describe('narrowed inside the search', () => {
  const rows = [
    item('firm', '企业开户要什么材料', '营业执照。', {
      audience: 'enterprise',
      region: '150000',
      category: '03',
    }),
    item('agent', '企业开户要什么材料', '口径。', { channels: ['AGENT'], region: '150000', category: '03' }),
    item('dept', '企业开户要什么材料', '内部。', { channels: ['DEPT'], region: '150000', category: '03' }),
    item('two', '企业开户要什么材料', '两地。', { region: '150100', regions: ['150200'], category: '04' }),
  ];
  const knowledge = createKnowledge(rows, policy);
  const ids = (options: object) =>
    knowledge
      .find('企业开户要什么材料', { now, ...options })
      .hits.map(({ passage }) => passage.id)
      .sort();
  test('by audience, by category, by reader, by any of its regions', () => {
    expect(ids({})).toEqual(['firm', 'two']);
    expect(ids({ audience: 'citizen' })).toEqual(['two']);
    expect(ids({ category: '04' })).toEqual(['two']);
    expect(ids({ readers: ['AGENT'] })).toEqual(['agent']);
    expect(ids({ readers: ['PUBLIC', 'AGENT', 'DEPT'] })).toEqual(['agent', 'dept', 'firm', 'two']);
    expect(ids({ region: '150200' })).toEqual(['firm', 'two']);
    expect(ids({ region: '150300' })).toEqual(['firm']);
  });
});
