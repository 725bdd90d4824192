import { titleOf } from '../../server/tickets/create.js';
import { originsOf } from '../../server/tickets/origins.js';
import { create, draft, NOW, number, PHONE, refusal, segment } from './samples.js';

const slot = (text: string, value: string) => {
  const from = text.indexOf(value);
  return { value, from, to: from + value.length };
};

describe('an order', () => {
  const text = `大学东路与学苑街路口，我叫张三，电话${PHONE}`;
  const slots = {
    place: slot(text, '大学东路与学苑街路口'),
    name: slot(text, '张三'),
    phone: slot(text, PHONE),
  };
  const lines = [
    { id: 'l1', text: '赛罕区大学东路路灯坏了好几天了' },
    { id: 'l2', text },
  ];

  test('stands at SUBMITTED, version 1, with what the citizen said', () => {
    const ticket = create({
      matter: { kind: 'order', draft: draft({ slots, files: ['f1'] }) },
      lines,
      files: ['f1', 'f2'],
    });
    expect(ticket).toMatchObject({
      orderNo: number(),
      state: 'SUBMITTED',
      version: 1,
      kind: 'order',
      type: 'help',
      category: '06',
      region: '150105',
      place: '大学东路与学苑街路口',
      demand: '',
      caller: { name: '张三', phone: PHONE, phoneHash: `hash(${PHONE})` },
      files: ['f1', 'f2'],
      policy: 'p1',
      urges: 0,
      secret: false,
      createdAt: NOW,
    });
    expect(ticket.timeline).toEqual([
      {
        at: NOW,
        actor: expect.objectContaining({ kind: 'citizen' }),
        action: 'create',
        from: null,
        to: 'SUBMITTED',
        public: expect.any(String),
      },
    ]);
    expect(ticket).not.toHaveProperty('refusal');
    expect(ticket).not.toHaveProperty('emergency');
  });

  test('every origin leads to the very words', () => {
    const ticket = create({ matter: { kind: 'order', draft: draft({ slots }) }, lines });
    expect(ticket.origins).toHaveLength(3);
    for (const origin of ticket.origins) {
      const line = lines.find((each) => each.id === origin.line)!;
      expect(line.text.slice(origin.from, origin.to)).toBe(slots[origin.field as 'place'].value);
    }
  });

  test("the citizen's own corrections win over slots and have no origin in a line", () => {
    const fields = { place: '大学东路 12 号', phone: '138 0000-0002' };
    const ticket = create({ matter: { kind: 'order', draft: draft({ slots, fields }) }, lines });
    expect(ticket.place).toBe('大学东路 12 号');
    expect(ticket.caller.phone).toBe('13800000002');
    expect(ticket.origins.map((origin) => origin.field)).toEqual(['name']);
  });

  test('a phone known to the channel stands in; without any there is no blind index', () => {
    expect(create({ caller: { phone: PHONE, name: '李四' } }).caller).toEqual({
      name: '李四',
      phone: PHONE,
      phoneHash: `hash(${PHONE})`,
    });
    expect(create().caller).toEqual({ name: '', phone: '', phoneHash: '' });
  });

  test('the title shows no phone number', () => {
    expect(create({ matter: { kind: 'order', draft: draft({ content: `${PHONE}骚扰我` }) } }).title).toBe(
      '138****0001骚扰我',
    );
  });
});

describe('origins', () => {
  test('of a burst read as one text: the line that holds the value, at its own offsets', () => {
    const lines = [
      { id: 'a', text: '路灯坏了' },
      { id: 'b', text: '在学苑街' },
    ];
    const joined = '路灯坏了\n在学苑街';
    expect(originsOf({ slots: { place: slot(joined, '学苑街') }, fields: {} }, lines)).toEqual([
      { field: 'place', line: 'b', from: 1, to: 4 },
    ]);
  });

  test('the newest of two lines that say it', () => {
    const lines = [
      { id: 'a', text: '学苑街' },
      { id: 'b', text: '学苑街' },
    ];
    expect(
      originsOf({ slots: { place: { value: '学苑街', from: 0, to: 3 } }, fields: {} }, lines)[0]!.line,
    ).toBe('b');
  });

  test('a number written with gaps or full width is found where it stands', () => {
    const lines = [{ id: 'a', text: '电话 138 0000 0001' }];
    expect(originsOf({ slots: { phone: { value: PHONE, from: 3, to: 16 } }, fields: {} }, lines)).toEqual([
      { field: 'phone', line: 'a', from: 3, to: 16 },
    ]);
  });

  test('a number spoken in words is kept in figures and found where it was said', () => {
    const said = '幺三八零零零零零零零一';
    const slots = { phone: { value: said, from: 2, to: 13, plain: PHONE } };
    const lines = [{ id: 'a', text: `电话${said}` }];
    const ticket = create({ matter: { kind: 'order', draft: draft({ slots }) }, lines });
    expect(ticket.caller.phone).toBe(PHONE);
    expect(ticket.origins).toEqual([{ field: 'phone', line: 'a', from: 2, to: 13 }]);
  });

  test('what stands in no line has no origin', () => {
    const slots = { place: { value: '学苑街', from: 0, to: 3 } };
    expect(originsOf({ slots, fields: {} }, [{ id: 'a', text: '路灯坏了' }])).toEqual([]);
    expect(originsOf({ slots, fields: {} }, [])).toEqual([]);
  });
});

describe('a refusal', () => {
  test('is proposed, never decided: SUBMITTED, decided by nobody, with all that it must carry', () => {
    expect(refusal()).toMatchObject({
      kind: 'refusal',
      state: 'SUBMITTED',
      content: '法院判了不给执行你们给催催',
      refusal: {
        reason: 'litigation',
        rule: 'R01_LITIGATION',
        ruleVersion: 'p1',
        evidence: '法院判了',
        shown: '这件事要由法院处理。',
        doors: ['12368'],
        reviewRequested: false,
        decidedBy: null,
      },
    });
  });

  test('evidence counts in the whole message, also for a later segment', () => {
    const one = segment('法院判了不给执行', { from: 10, to: 18 });
    const matter = {
      kind: 'refusal' as const,
      segment: one,
      reason: 'litigation' as const,
      rule: 'r',
      ruleVersion: 'v',
      shown: 's',
      doors: ['12368'],
      stub: null,
    };
    expect(create({ matter: { ...matter, evidence: { from: 12, to: 14 } } }).refusal!.evidence).toBe('判了');
  });

  test('of discipline or secrets keeps the stub and not one word of the detail', () => {
    const text = `某官员张三收了红包，电话${PHONE}，在学苑街`;
    const ticket = create({
      matter: {
        kind: 'refusal',
        segment: segment(text, {
          slots: { party: slot(text, '张三'), place: slot(text, '学苑街'), demand: slot(text, '红包') },
        }),
        reason: 'discipline',
        rule: 'R03_DISCIPLINE',
        ruleVersion: 'p1',
        evidence: { from: 0, to: 9 },
        shown: '请拨打 12388。',
        doors: ['12388'],
        stub: '（内容不留存）',
      },
      lines: [{ id: 'l1', text }],
      files: ['f1'],
    });
    expect(ticket).toMatchObject({
      content: '（内容不留存）',
      title: '（内容不留存）',
      files: [],
      origins: [],
      refusal: { evidence: '0-9', redacted: true },
    });
    expect(JSON.stringify(ticket)).not.toMatch(/官员|张三|红包|学苑街/);
  });
});

test('an emergency is critical, alarmed now and answered by nobody yet', () => {
  const one = segment('我家厨房着火了', { gate: 'emergency', reason: '119', urgency: 'normal' });
  expect(create({ matter: { kind: 'emergency', segment: one, numbers: ['119'] } })).toMatchObject({
    kind: 'emergency',
    state: 'SUBMITTED',
    urgency: 'critical',
    emergency: { numbers: ['119'], alarmedAt: NOW, answeredBy: null },
  });
});

test.each([
  ['您好，我家暖气不热，都三天了', '您好，我家暖气不热'],
  ['赛罕区大学东路路灯坏了好几天了。请派人修', '赛罕区大学东路路灯坏了好几天了'],
  ['停水', '停水'],
  ['', ''],
  ['。。。', ''],
  ['一'.repeat(40), `${'一'.repeat(29)}…`],
  ['😀'.repeat(40), `${'😀'.repeat(29)}…`],
  ['路灯\n\n坏了，  很久没有修', '路灯 坏了'],
])('title of %j', (content, title) => {
  expect(titleOf(content)).toBe(title);
});

test('a number that the end of a title would cut in two is masked before the cut', () => {
  const content = `${'路'.repeat(22)}${PHONE}坏了`;
  const { title } = create({ matter: { kind: 'order', draft: draft({ content }) } });
  expect(title).toContain('138****');
  expect(title).not.toContain(PHONE.slice(0, 6));
});
