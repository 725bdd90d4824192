/** The check of answers before release: what blocks, what warns, and what must pass in silence. */
import { findPersonal } from '../../nlu/pii.js';
import { checkReply, type ReplyFacts } from '../../server/tickets/reply/check.js';

const facts = (
  text: string,
  more: Partial<ReplyFacts['reply']> & { urgency?: 'critical' } = {},
): ReplyFacts => ({
  reply: { public: text, handling: '现场更换灯泡', solved: 'yes', ...more },
  ticket: { content: '赛罕区大学东路路灯坏了好几天了', title: '路灯坏了', urgency: more.urgency ?? 'normal' },
  personal: findPersonal,
  knownDocument: (number) => number.includes('25号'),
});
const rules = (text: string, more = {}) =>
  checkReply(facts(text, more)).map(({ rule, severity }) => `${severity} ${rule}`);

const GOOD =
  '您好，您反映的大学东路路灯不亮的问题已收悉。经核查，是线路老化所致，市政维护人员已于昨日更换线路并试亮。如再次不亮，请拨打 12345。';

test('a good answer passes in silence, the hotline number in it is nobody’s phone', () => {
  expect(checkReply(facts(GOOD))).toEqual([]);
});

test.each([
  ['a phone', `${GOOD}联系人电话13800001234。`, 'block personal'],
  ['an identity number', `${GOOD}身份证 11010519491231002X 已登记。`, 'block personal'],
  ['pushing away', '您好，路灯维修不归我们管，请自行联系其他部门处理这件事情。', 'block pushing'],
  ['a promise', '您好，路灯的问题我们保证会让您满意，请您耐心等待一段时间。', 'warn promise'],
  ['a date nobody can keep', '您好，大学东路路灯的线路将在3天内全部修好，请您耐心等待。', 'warn deadline'],
  ['an absolute word', '您好，大学东路路灯从来没有坏过，请您再次核实现场的情况。', 'warn absolute'],
  [
    'a document nobody knows',
    '您好，路灯维修依据内建字〔2019〕7号办理，已通知养护单位到场。',
    'warn document',
  ],
  ['a set phrase', '您反映的路灯问题已处理。', 'warn hollow'],
  ['another matter', '您好，医保缴费请在蒙速办上办理，也可以到街道办事大厅办理缴费。', 'warn offpoint'],
  ['blame', '您好，路灯的问题您这是恶意投诉，请您以后不要再来反映这类事情。', 'warn blame'],
])('%s', (_, text, rule) => {
  expect(rules(text)).toContain(rule);
});

test('a document of the knowledge base is not asked about', () => {
  expect(rules(`${GOOD}依据内政办发〔2021〕25号。`)).toEqual([]);
});
test('solved is said the same way twice', () => {
  expect(rules('您好，大学东路的路灯已经修好，已恢复照明，感谢您的反映。', { solved: 'no' })).toContain(
    'warn contradicts',
  );
  expect(rules('您好，大学东路的路灯尚未修好，正在采购配件，请您谅解。', { solved: 'no' })).toEqual([]);
});
test('danger wants a word on safety', () => {
  expect(rules(GOOD, { urgency: 'critical' })).toEqual(['warn danger']);
  expect(rules(`${GOOD}现场已设围挡。`, { urgency: 'critical' })).toEqual([]);
});
test('the inner account is not the answer', () => {
  expect(rules(GOOD, { handling: GOOD })).toEqual(['warn copied']);
});
test('spans are where they say; what blocks comes first', () => {
  const text = `${GOOD}我们保证会让您满意，联系人13800001234。`;
  const found = checkReply(facts(text));
  expect(found[0]).toMatchObject({ rule: 'personal', severity: 'block' });
  expect(text.slice(found[0]!.from, found[0]!.to)).toBe('13800001234');
  expect(text.slice(found[1]!.from, found[1]!.to)).toContain('保证');
});
test('nothing, a flood of signs, a million of one sign: judged quickly and without a throw', () => {
  for (const text of ['', ' ', '好'.repeat(100_000), '3天内'.repeat(10_000), '〔2021〕'.repeat(5_000)])
    expect(Array.isArray(checkReply(facts(text)))).toBe(true);
});
