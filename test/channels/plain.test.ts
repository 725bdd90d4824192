/** Cards as text, and a short answer back into what it means. */
import type { Words } from '../../channels/channel.js';
import { amended, chosen, plain } from '../../channels/plain.js';

const DRAFT: Words = {
  text: '请核对。',
  draft: {
    id: 'd1',
    fields: [
      { name: 'content', label: '内容', value: '路灯不亮', required: true },
      { name: 'place', label: '地点', value: '', required: true },
      { name: 'party', label: '对方', value: '', required: false },
    ],
  },
  choices: [
    { label: '确认提交', say: '确认提交' },
    { label: '不用了', say: '取消' },
  ],
};

describe('a line with cards', () => {
  test('words alone stay as they are, and offer nothing', () => {
    expect(plain({ text: ' 您好 ' })).toEqual({ text: '您好', offered: null });
    expect(plain({ text: '' })).toEqual({ text: '', offered: null });
  });

  test('a draft becomes rows; what is missing and needed says so, what is missing and not needed is left out', () => {
    const { text, offered } = plain(DRAFT);
    expect(text).toMatch(/^请核对。\n\n内容：路灯不亮\n地点：（请补充）\n需要修改时/);
    expect(text).not.toContain('对方：');
    expect(text).toMatch(/1\. 确认提交\n2\. 不用了$/);
    expect(offered?.fields).toEqual({ 内容: 'content', 地点: 'place', 对方: 'party' });
  });

  test('doors, sources and the order stand in it, each on its line', () => {
    const { text } = plain({
      text: '请先拨打。',
      doors: [
        { name: '消防', number: '119' },
        { name: '官网', url: 'https://example.gov.cn' },
      ],
      sources: [{ id: 'k', title: '办法', unit: '某局', basis: ['《甲》', '《乙》'], updated: '2026-01-02' }],
      order: { orderNo: '15010220260105Q0000011', code: 'AB12CD' },
      aiWorded: true,
    });
    expect(text.split('\n\n')).toEqual([
      '请先拨打。',
      '消防 119\n官网 https://example.gov.cn',
      '依据：办法（某局，2026-01-02）；《甲》、《乙》',
      '编号 15010220260105Q0000011，提取码 AB12CD。凭这两项可查进度，请勿转给他人。',
      'AI 生成，仅供参考。',
    ]);
  });

  test('a place in braces that a citizen wrote is not filled', () => {
    const { text } = plain({
      text: '',
      sources: [{ id: 'k', title: '{unit}', unit: '某局', basis: [], updated: '2026-01-02' }],
    });
    expect(text).toBe('依据：{unit}（某局，2026-01-02）');
  });
});

describe('a short answer', () => {
  const offered = plain(DRAFT).offered!;

  test.each(['1', ' 1 ', '1.', '1、', '１', '①', '选1', '选择 1', '第1个', '（1）'.slice(1), '1)'])(
    '「%s」 is the first button',
    (text) => expect(chosen(text, offered)).toBe('确认提交'),
  );

  test.each(['0', '3', '11', '1号楼', '1 2', '确认提交', '', '一楼', '13800001111'])(
    '「%s」 is words of its own',
    (text) => expect(chosen(text, offered)).toBeNull(),
  );
});

describe('an amended draft', () => {
  const offered = plain(DRAFT).offered!;

  test('rows by their labels, with either colon', () => {
    expect(amended('地点：新城区某路 1 号\n 对方 : 某公司 ', offered)).toEqual({
      place: '新城区某路 1 号',
      party: '某公司',
    });
  });

  test('a row that names no field makes the whole of it words', () => {
    expect(amended('地点：某路\n另外还有一件事', offered)).toBeNull();
    expect(amended('时间：昨天', offered)).toBeNull();
    expect(amended('constructor：某路', offered)).toBeNull();
    expect(amended('', offered)).toBeNull();
  });

  test('the list copied back with a gap still open does not fill the gap with its own mark', () => {
    expect(amended('内容：路灯不亮了\n地点：（请补充）', offered)).toEqual({ content: '路灯不亮了' });
    expect(amended('地点：（请补充）', offered)).toBeNull();
  });

  test('without a draft nothing is amended', () => {
    expect(amended('地点：某路', { choices: [], fields: {} })).toBeNull();
  });
});
