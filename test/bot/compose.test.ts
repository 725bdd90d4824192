import { readFileSync } from 'node:fs';
import { compose } from '../../bot/compose.js';
import type { Draft, Outcome } from '../../bot/decision.js';
import { PHRASES } from '../../bot/phrases.js';
import { replies } from '../../bot/replies.js';
import type { Words } from '../../channels/channel.js';
import { DEFAULT_POLICY, loadPolicy } from '../../server/policy/policy.js';
import { passage, refused, segment } from './build.js';

const policy = await loadPolicy();
const CODE = 'K7M2QX';
const order = { orderNo: '15010520261125Q0000017', code: CODE };
const DRAFT: Draft = {
  id: 'd1',
  type: 'help',
  category: '12',
  hotline: null,
  region: '150105',
  urgency: 'normal',
  content: '路灯坏了',
  slots: { place: { value: '大学东路', from: 0, to: 4 }, phone: { value: '13800001234', from: 0, to: 0 } },
  fields: { place: '大学东路 12 号' },
  files: [],
};

const say = (...outcomes: Outcome[]): Words[] => compose(outcomes, policy.phrase, policy);
const first = (outcome: Outcome): Words => say(outcome)[0]!;
const labels = (words: Words): string[] => (words.choices ?? []).map((choice) => choice.label);

const fire = segment('着火了', { gate: 'emergency', reason: '119' });
const court = refused('法院判了不执行', 'litigation', 0.95, 'R-court');
const refusal = (reason: 'litigation' | 'discipline' | 'jurisdiction'): Outcome => ({
  do: 'refuse',
  reason,
  segment: court,
  rule: 'R-court',
  evidence: { from: 0, to: 4 },
  order,
});
const clarify = (some: Partial<Extract<Outcome, { do: 'clarify' }>>): Outcome => ({
  do: 'clarify',
  asks: [],
  options: [],
  passages: [],
  draft: null,
  ...some,
});

describe('emergency', () => {
  const words = first({ do: 'emergency', numbers: ['119', '120'], segment: fire, order });
  test('the number comes first, then what to do, each with a door to dial', () => {
    expect(words.text.split('\n')[0]).toContain('119、120');
    expect(words.text).toContain('撤到室外');
    expect(words.doors).toEqual([
      { name: '火警', number: '119' },
      { name: '急救', number: '120' },
    ]);
    expect(words.order).toEqual(order);
  });
  test('is said even before it is on record', () => {
    expect(first({ do: 'emergency', numbers: ['119'], segment: fire }).text).toContain('119');
  });
});

describe('refusal', () => {
  // Invariant 8: reason, rule version, evidence span (on the record), lawful channel, number, 「申请人工复核」.
  test('A refusal always carries reason, the lawful channel, a record number and「申请人工复核」', () => {
    const words = first(refusal('litigation'));
    expect(words.text).toContain('法院');
    expect(words.text).toContain(order.orderNo);
    expect(words.doors).toContainEqual(expect.objectContaining({ number: '12368' }));
    expect(labels(words)).toContain('申请人工复核');
    expect(words.order).toEqual(order);
  });
  test('every reason of the policy has words and a door', () => {
    for (const { reason } of policy.refusals) {
      const words = first({ ...(refusal('litigation') as Extract<Outcome, { do: 'refuse' }>), reason });
      expect(words.doors!.length).toBeGreaterThan(0);
      expect(words.text.length).toBeGreaterThan(30);
    }
  });
  test('without a record it is not said', () => {
    const { order: _, ...bare } = refusal('discipline') as Extract<Outcome, { do: 'refuse' }> & {
      order: unknown;
    };
    expect(() => say(bare)).toThrow('record');
  });
});

describe('answer', () => {
  const words = first({ do: 'answer', passage: passage('a'), others: [passage('b')] });
  test('the approved text verbatim, with its source', () => {
    expect(words.text).toBe('答复a');
    expect(words.sources).toEqual([
      { id: 'a', title: '问题a', unit: '某单位', basis: ['《某办法》'], updated: '2026-01-01' },
    ]);
  });
  test('then useful, not solved, a person, and what else may be meant', () => {
    expect(labels(words)).toEqual(['有用', '没解决', '转人工', '问题b']);
  });
});

describe('clarify', () => {
  test('one thing', () => expect(first(clarify({ asks: ['phone'] })).text).toContain('手机号'));
  test('two things are numbered', () => {
    const { text } = first(clarify({ asks: ['place', 'phone'] }));
    expect(text).toMatch(/1\. .*在哪[\s\S]*2\. .*手机号/);
  });
  test('an ambiguous place is offered by full names', () => {
    const words = first(clarify({ asks: ['region'], options: ['150823', '150926'] }));
    expect(labels(words)).toEqual(['乌拉特前旗', '察哈尔右翼前旗']);
  });
  test('passages are buttons that type their titles', () => {
    const words = first(clarify({ passages: [passage('a'), passage('b')], options: ['none', 'person'] }));
    expect(words.choices).toEqual(
      ['问题a', '问题b', '都不是', '转人工'].map((label) => ({ label, say: label })),
    );
  });
  test('no answer: says so, and offers a person or a message', () => {
    const words = first(clarify({ options: ['person', 'leave'] }));
    expect(words.text).toContain('不瞎猜');
    expect(labels(words)).toEqual(['转人工', '留言，请工作人员答复']);
  });
  test('a doubt asks whether the refused act is meant', () => {
    for (const { reason } of policy.refusals)
      expect(labels(first(clarify({ doubt: reason, options: ['yes', 'no'] })))).toEqual(['是的', '不是']);
  });
  test('what to amend: the card is there', () => {
    expect(first(clarify({ draft: DRAFT })).draft?.id).toBe('d1');
  });
});

describe('file', () => {
  test('the draft: corrected values, required marked, the banner named', () => {
    const words = first({ do: 'file', step: 'show', draft: DRAFT, missing: [] });
    expect(words.draft?.fields).toEqual([
      { name: 'content', label: '情况说明', value: '路灯坏了', required: true },
      { name: 'place', label: '地点', value: '大学东路 12 号', required: true },
      { name: 'phone', label: '联系电话', value: '13800001234', required: true },
    ]);
    expect(words.text).toContain('赛罕区');
    expect(labels(words)).toEqual(['确认提交', '改一下', '不用了']);
  });
  test('confirmed: number, promise in working days, the code in its own field only', () => {
    const words = first({ do: 'file', step: 'confirmed', draft: DRAFT, missing: [], order });
    expect(words.text).toContain(order.orderNo);
    expect(words.text).toContain('5 个工作日');
    expect(words.order).toEqual(order);
  });
  test('praise promises nothing', () => {
    const words = first({
      do: 'file',
      step: 'confirmed',
      draft: { ...DRAFT, type: 'praise' },
      missing: [],
      order,
    });
    expect(words.text).not.toContain('工作日');
  });
  test('without a number it is not said', () => {
    expect(() => say({ do: 'file', step: 'confirmed', draft: DRAFT, missing: [] })).toThrow('number');
  });
});

describe('progress and urging', () => {
  test('found', () => {
    const progress = { orderNo: 'X1', state: '已派给承办单位，等待签收', updated: '11月25日' };
    expect(first({ do: 'progress', orderNo: 'X1', progress }).text).toContain('等待签收');
  });
  test('not found, or the code was not shown', () => {
    expect(first({ do: 'progress', orderNo: 'X1', progress: null }).text).toContain('没有查到');
  });
  test('no number', () => expect(first({ do: 'progress', orderNo: null }).text).toContain('工单号'));
  test('urged', () => expect(first({ do: 'urge', orderNo: 'X1' }).text).toContain('X1'));
  test('nothing to urge: a person is offered', () => {
    expect(labels(first({ do: 'urge', orderNo: null }))).toEqual(['转人工']);
  });
});

describe('handing over', () => {
  const asked = (queue?: Outcome['queue']): string =>
    first({ do: 'handOver', why: 'asked', orderNo: null, ...(queue ? { queue } : {}) }).text;
  test.each([
    [{ position: 3, minutes: 15, open: true, opens: null }, '前面还有 2 位，大约等 15 分钟'],
    [{ position: 1, minutes: 5, open: true, opens: null }, '下一位就是您'],
    [{ position: 1, minutes: null, open: true, opens: null }, '没有工作人员在线'],
    [{ position: 4, minutes: null, open: true, opens: null }, '前面还有 3 位'],
    [{ position: 1, minutes: null, open: false, opens: '2026-01-05T08:30:00+08:00' }, '1月5日 08:30'],
    [{ position: 1, minutes: null, open: false, opens: null }, '没有工作人员在线'],
  ])('%j', (queue, wanted) => expect(asked(queue)).toContain(wanted));

  test('self-harm: company, 120, 110 and the listening line, never a refusal', () => {
    const words = first({ do: 'handOver', why: 'threat', orderNo: null, threat: 'self_harm' });
    expect(words.text).toContain('12356');
    expect(words.doors?.map((door) => door.number)).toEqual(['110', '120']);
  });
  test('violence: 110', () => {
    expect(first({ do: 'handOver', why: 'threat', orderNo: null, threat: 'violence' }).text).toContain('110');
  });
  test('every reason has its words', () => {
    for (const why of [
      'asked',
      'review',
      'clarifyFailed',
      'threat',
      'doubtfulRefusal',
      'notCitizensLanguage',
      'failure',
      'noAnswer',
    ] as const)
      expect(first({ do: 'handOver', why, orderNo: null }).text.length).toBeGreaterThan(8);
  });
});

describe('everything said', () => {
  const everything: Outcome[] = [
    { do: 'emergency', numbers: ['110'], segment: fire, order },
    refusal('jurisdiction'),
    { do: 'answer', passage: passage('a'), others: [] },
    { do: 'file', step: 'confirmed', draft: DRAFT, missing: [], order },
    { do: 'say', phrase: 'hello' },
    { do: 'stayQuiet' },
  ];
  test('the query code stands in no sentence and on no button', () => {
    for (const { order: _, ...rest } of say(...everything)) expect(JSON.stringify(rest)).not.toContain(CODE);
  });
  test('one line for each decision, in their order; silence says nothing', () => {
    expect(say(...everything).map((words) => words.decision)).toEqual([
      'emergency',
      'refuse',
      'answer',
      'file',
      undefined,
    ]);
  });
  test('no text is left with an unfilled place', () => {
    for (const words of say(...everything)) expect(words.text).not.toMatch(/[{}]|undefined|null/);
  });
});

describe('the tables agree', () => {
  test('the default policy has every sentence of the list, and none besides it and the rows', () => {
    const rows = JSON.parse(readFileSync(`${DEFAULT_POLICY}/phrases.zh-CN.json`, 'utf8')) as {
      key: string;
    }[];
    const used = new Set<string>([
      ...Object.keys(PHRASES),
      ...policy.refusals.map((row) => row.phrase),
      ...policy.emergencies.map((row) => row.advice),
    ]);
    expect(rows.map((row) => row.key).filter((key) => !used.has(key))).toEqual([]);
  });
  test('what the buttons type is understood as a reply', () => {
    for (const reply of ['yes', 'no', 'none', 'leave', 'useful', 'unsolved'] as const)
      expect(replies(policy.phrase(`say.${reply}`), reply)).toBe(true);
  });
});
