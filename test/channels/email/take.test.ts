/** One mail in: which thread, which words, which files; and who gets nothing. */
import { LIMITS } from '../../../channels/email/limits.js';
import { WORDS } from '../../../channels/email/words.js';
import type { Eml } from './eml.js';
import { openPorch, type Porch } from './porch.js';

const ORDER = '15010020261124Z0001230';
const BAYAR = 'bayar@example.com';

let porch: Porch;
beforeEach(() => {
  porch = openPorch();
});

let serial = 0;
const mail = (more: Eml = {}): Eml => ({
  id: `<m${++serial}@example.com>`,
  subject: '路灯',
  body: '大学东路的灯不亮',
  ...more,
});
const last = () => porch.received.at(-1)!;
const reply = (to: string, more: Eml = {}): Eml =>
  mail({ heads: [`In-Reply-To: ${to}`], subject: 'Re: x', ...more });

describe('which thread', () => {
  test('an answer to our mail belongs to its thread, even when every note is lost', async () => {
    await porch.take(mail());
    const { thread } = last();
    await porch.say(thread, {});
    const ours = String(porch.out[0]?.messageId);
    await porch.take(reply(ours, { body: '一' }));
    expect(last().thread).toBe(thread);
    porch.forget();
    await porch.take(reply(ours, { body: '二' }));
    expect(last().thread).toBe(thread);
    expect(await porch.say(thread, { text: '您好' })).toEqual({ ok: true });
    expect(porch.out.at(-1)?.to).toBe(BAYAR);
  });

  test('an answer to the citizen’s own earlier mail belongs to its thread', async () => {
    await porch.take(mail({ id: '<a@example.com>' }));
    await porch.take(reply('<a@example.com>', { body: '补充' }));
    expect(last().thread).toBe(porch.received[0]?.thread);
  });

  test('our Message-ID in another’s hands opens nothing', async () => {
    await porch.take(mail());
    await porch.say(last().thread, {});
    await porch.take(reply(String(porch.out[0]?.messageId), { from: 'other@example.com' }));
    expect(last().thread).not.toBe(porch.received[0]?.thread);
  });

  test('a spoofed sender who asks for another’s order gets nothing; the owner does', async () => {
    await porch.take(mail());
    const { thread } = last();
    await porch.say(thread, { order: { orderNo: ORDER, code: 'A2B3C4' } });
    const ask = { subject: `查询 ${ORDER}`, body: '进度如何' };
    await porch.take(mail({ ...ask, from: 'other@example.com' }));
    expect(last().thread).not.toBe(thread);
    // What is said to the stranger's thread goes to the stranger, and is not about the order.
    await porch.say(last().thread, { text: '请提供编号和提取码' });
    expect(porch.out.at(-1)).toMatchObject({ to: 'other@example.com', subject: WORDS.out.subject });
    expect(JSON.stringify(porch.out.at(-1))).not.toContain(ORDER);
    // Who writes in the owner's name is answered at the owner's address, whatever Reply-To says.
    await porch.take(mail({ ...ask, heads: ['Reply-To: other@example.com'] }));
    expect(last().thread).toBe(thread);
    await porch.say(thread, { text: '进度' });
    expect(porch.out.at(-1)?.to).toBe(BAYAR);
    await porch.take(mail({ subject: `查询 ${ORDER.replace('123', '124')}` }));
    expect(last().thread).not.toBe(thread);
  });

  test('what our own server calls forged begins a thread of its own, and is nobody for certain', async () => {
    porch = openPorch('mx.example.gov.cn');
    const dmarc = (word: string) => [
      `Authentication-Results: mx.example.gov.cn; spf=${word}; dkim=${word}; dmarc=${word}`,
    ];
    await porch.take(mail({ heads: dmarc('pass') }));
    const { thread, sender } = last();
    expect(sender).toEqual({ email: BAYAR });
    expect(last().trust).toEqual({
      is: 'sure',
      says: '发件地址已核实（SPF 通过、DKIM 通过、DMARC 通过）',
    });
    await porch.say(thread, { order: { orderNo: ORDER, code: 'A2B3C4' } });
    await porch.take(mail({ subject: ORDER, body: '一', heads: dmarc('fail') }));
    expect(last().thread).not.toBe(thread);
    expect(last().sender).toBeUndefined();
    expect(last().trust).toMatchObject({ is: 'forged', says: expect.stringContaining('可能是冒名来信') });
    expect((await porch.notes.correspondent.get(last().thread))?.checked.dmarc).toBe('fail');
    await porch.take(mail({ subject: ORDER, body: '二', heads: dmarc('pass') }));
    expect(last().thread).toBe(thread);
  });

  test('where nobody was asked, the desk reads that nobody was asked', async () => {
    await porch.take(mail({ heads: ['Authentication-Results: mx.evil.example; dmarc=pass'] }));
    expect(last().trust).toEqual({
      is: 'unsure',
      says: '发件地址没有核实：还没有配置收信服务器的名字',
    });
  });

  test('the same mail twice, and once more by another way, is one', async () => {
    const one = mail({ body: '同一封' });
    expect(await porch.take(one)).toBe('taken');
    expect(await porch.take(one)).toBe('seen');
    expect(await porch.take({ ...one, heads: ['Received: from elsewhere'] })).toBe('seen');
    expect(porch.received).toHaveLength(1);
    expect(await porch.take({ ...one, body: '同一个编号的另一封' })).toBe('taken');
  });
});

describe('which words', () => {
  test('a subject that says something new stands before the words', async () => {
    await porch.take(mail({ subject: '投诉某某物业', body: '三天没有热水' }));
    expect(last().text).toBe('主题：投诉某某物业\n三天没有热水');
  });
  test.each([
    ['said already', '路灯', '大学东路的路灯不亮', '大学东路的路灯不亮'],
    ['empty', '', '不亮', '不亮'],
    ['nothing but Re:', 'Re: ', '不亮', '不亮'],
    ['an answer that begins a thread here', 'Re: 物业', '不亮', '主题：物业\n不亮'],
    ['our own', `回复: ${WORDS.out.subject}`, '不亮', '不亮'],
  ])('a subject %s', async (_, subject, body, text) => {
    await porch.take(mail({ subject, body }));
    expect(last().text).toBe(text);
  });

  test('a mail with nothing in it is still a message', async () => {
    await porch.take(mail({ subject: '', body: '' }));
    expect(last().text).toBe(WORDS.in.empty);
  });

  test('a number chooses, a named row amends, anything else is words', async () => {
    await porch.take(mail());
    const { thread } = last();
    const draft = { id: 'd', fields: [{ name: 'place' as const, label: '地点', value: '', required: true }] };
    await porch.say(thread, {
      text: '请确认',
      draft,
      choices: [
        { label: '确认提交', say: '确认提交' },
        { label: '不用了', say: '不用了' },
      ],
    });
    const ours = String(porch.out[0]?.messageId);
    await porch.take(reply(ours, { body: '1\n\n发自我的iPhone' }));
    expect(last()).toMatchObject({ text: '确认提交' });
    await porch.take(reply(ours, { body: '2.' }));
    expect(last()).toMatchObject({ text: '不用了' });
    await porch.take(
      reply(ours, { body: '地点：大学东路 1 号\n\n-----原始邮件-----\n发件人: x\n收件人: y\n主题: z\n\n旧' }),
    );
    expect(last()).toMatchObject({ text: '', fields: { place: '大学东路 1 号' } });
    await porch.take(reply(ours, { body: '地点我再想想' }));
    expect(last()).toMatchObject({ text: '地点我再想想' });
    expect(last().fields).toBeUndefined();
  });

  test('a number answers the mail it answers, not the newest: a turn may be several mails', async () => {
    await porch.take(mail());
    const { thread } = last();
    const choices = (...says: string[]) => says.map((say) => ({ label: say, say }));
    await porch.say(thread, { text: '答复', choices: choices('有用', '没解决') });
    await porch.say(thread, { text: '单子', choices: choices('确认提交', '不用了') });
    await porch.say(thread, { from: 'agent', text: '您好' });
    const [answer, draft, person] = porch.out.map(({ messageId }) => String(messageId));
    await porch.take(reply(answer!, { body: '1' }));
    expect(last().text).toBe('有用');
    await porch.take(reply(draft!, { body: '1' }));
    expect(last().text).toBe('确认提交');
    // Nothing was offered there: a number is a number.
    await porch.take(reply(person!, { body: '1' }));
    expect(last().text).toBe('1');
    // A client that names no mail of ours answers the newest offer.
    await porch.take(reply(`<m${serial}@example.com>`, { body: '2' }));
    expect(last().text).toBe('不用了');
  });

  test('over 4,000 units: the beginning as text, the whole as a file, no character cut', async () => {
    const body = `开头${'𠮷'.repeat(3000)}结尾`;
    await porch.take(mail({ subject: '', body }));
    expect(last().text.length).toBeLessThanOrEqual(LIMITS.text);
    expect(last().text).toMatch(/^开头𠮷/);
    expect(last().text).not.toMatch(/\p{Surrogate}/u);
    expect(last().text).toContain(WORDS.in.whole);
    expect(porch.kept.map(({ name, bytes }) => [name, bytes.toString()])).toEqual([[WORDS.in.whole, body]]);
  });

  test('control signs and half characters do not come in', async () => {
    await porch.take(mail({ subject: '', body: 'a\u0000b\u0007c' }));
    expect(last().text).toBe('abc');
  });
});

describe('which files', () => {
  const pdf = (name: string, body: string | Buffer = '%PDF-1.4') => ({
    type: `application/pdf; name="${name}"`,
    body,
    encoding: 'base64' as const,
    disposition: `attachment; filename="${name}"`,
  });

  test('kept for the thread; a refused one is named with its reason', async () => {
    porch.refuses['.exe'] = '不支持这种文件';
    await porch.take(
      mail({ subject: '', parts: [{ type: 'text/plain', body: '见附件' }, pdf('a.pdf'), pdf('b.exe')] }),
    );
    expect(last().files.map(({ name }) => name)).toEqual(['a.pdf']);
    expect(last().text).toBe('见附件\n\n附件“b.exe”未能收下：不支持这种文件');
    expect(porch.kept[0]?.thread).toBe(last().thread);
  });

  test('25 MB is kept to the byte, one byte more is named', async () => {
    const full = Buffer.alloc(LIMITS.file, 7);
    await porch.take(
      mail({
        subject: '',
        parts: [
          { type: 'text/plain', body: '大' },
          pdf('a.pdf', full),
          pdf('b.pdf', Buffer.alloc(LIMITS.file + 1)),
        ],
      }),
    );
    expect(porch.kept.map(({ bytes }) => bytes.equals(full))).toEqual([true]);
    expect(last().text).toContain('附件“b.pdf”未能收下：超过 25 MB');
  });

  test('a text in GBK is kept in UTF-8, one in UTF-8 to the byte; of a mail fetched in part no file is kept', async () => {
    const text = (body: Buffer) => ({
      type: 'text/plain; charset=gbk',
      body,
      encoding: 'base64' as const,
      disposition: 'attachment; filename="a.txt"',
    });
    await porch.take(
      mail({
        parts: [
          { type: 'text/plain', body: 'x' },
          text(Buffer.from('c2b7b5c6', 'hex')),
          text(Buffer.from('\ufeff路灯')),
        ],
      }),
    );
    expect(porch.kept.map(({ bytes }) => bytes.toString())).toEqual(['路灯', '\ufeff路灯']);
    await porch.take(
      mail({ subject: '', parts: [{ type: 'text/plain', body: '开头' }, pdf('a.pdf')] }),
      false,
    );
    expect(last().files).toEqual([]);
    expect(last().text).toMatch(/^开头\n\n（来信超过 100 MB/);
  });

  test('files without words are a message; more than may be kept are named', async () => {
    await porch.take(mail({ subject: '', parts: [pdf('a.pdf')] }));
    expect(last()).toMatchObject({ text: '', files: [{ name: 'a.pdf' }] });
    await porch.take(mail({ subject: '', parts: Array.from({ length: 32 }, (_, at) => pdf(`${at}.pdf`)) }));
    expect(last().files).toHaveLength(LIMITS.files);
    expect(last().text.match(/未能收下/g)).toHaveLength(2);
  });
});

describe('who is not answered', () => {
  test('a robot is not taken in, and told in the log', async () => {
    expect(await porch.take(mail({ heads: ['Auto-Submitted: auto-replied'] }))).toBe('skipped');
    expect(porch.received).toEqual([]);
    expect(porch.logged).toEqual(['info mail of a robot left in the mailbox']);
  });

  test('our own mail coming back is not taken in', async () => {
    await porch.take(mail());
    await porch.say(last().thread, {});
    const id = String(porch.out[0]?.messageId);
    expect(await porch.take(mail({ id, from: 'forwarder@example.com' }))).toBe('skipped');
    expect(porch.received).toHaveLength(1);
  });

  test('who may be a robot is taken in for a person; the bot keeps silent, an agent does not', async () => {
    await porch.take(mail({ heads: ['Precedence: bulk'] }));
    const { thread } = last();
    expect(await porch.say(thread, {})).toEqual({
      ok: false,
      retry: false,
      reason: expect.stringContaining('群发标记'),
    });
    expect(await porch.say(thread, { from: 'agent' })).toEqual({ ok: true });
    // A person's mail in the same thread ends the silence.
    await porch.take(reply(String(porch.out[0]?.messageId), { body: '是我本人' }));
    expect(last().thread).toBe(thread);
    expect(await porch.say(thread, {})).toEqual({ ok: true });
  });

  test('a mail no reader can read is kept raw for a person, and the bot does not answer it', async () => {
    const deep = Buffer.from(
      `From: bayar@example.com\r\nMessage-ID: <p@example.com>\r\n${Array.from({ length: 80 }, (_, at) => `Content-Type: multipart/mixed; boundary="b${at}"\r\n\r\n--b${at}\r\n`).join('')}\r\n救命`,
    );
    expect(await porch.take(deep)).toBe('taken');
    expect(last()).toMatchObject({ text: WORDS.in.poison, files: [{ name: WORDS.in.raw }] });
    expect(porch.kept[0]?.bytes.toString()).toContain('救命');
    expect(await porch.say(last().thread, {})).toMatchObject({ ok: false, retry: false });
  });

  test('what the house refuses for good goes to a person; what it cannot do now is thrown', async () => {
    const { receive } = porch;
    porch.receive = async (message) => {
      if (message.text !== WORDS.in.poison) throw Object.assign(new Error('no'), { status: 422 });
      return receive(message);
    };
    expect(await porch.take(mail())).toBe('taken');
    expect(last().text).toBe(WORDS.in.poison);
    porch.receive = async () => {
      throw Object.assign(new Error('never'), { status: 400 });
    };
    expect(await porch.take(mail())).toBe('skipped');
    expect(porch.logged.at(-1)).toBe('error mail that the house does not take, left in the mailbox');
    porch.receive = async () => {
      throw Object.assign(new Error('stopping'), { status: 503 });
    };
    const one = mail();
    await expect(porch.take(one)).rejects.toThrow('stopping');
    porch.receive = receive;
    expect(await porch.take(one)).toBe('taken');
  });

  test('a sender without an address is taken in and cannot be answered', async () => {
    await porch.take(mail({ from: 'undisclosed' }));
    expect(await porch.say(last().thread, {})).toEqual({
      ok: false,
      retry: false,
      reason: WORDS.never.unknown,
    });
  });
});

describe('our mail returned', () => {
  const bounce = (id: string, action = 'failed', status = '5.1.1'): Eml => ({
    id: `<b${++serial}@mx.example.com>`,
    from: 'MAILER-DAEMON@mx.example.com',
    heads: ['Return-Path: <>'],
    subject: 'Undelivered Mail Returned to Sender',
    type: 'multipart/report; report-type=delivery-status',
    parts: [
      { type: 'text/plain', body: 'I could not deliver it.' },
      {
        type: 'message/delivery-status',
        body: `Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; ${BAYAR}\nAction: ${action}\nStatus: ${status}\n`,
      },
      { type: 'text/rfc822-headers', body: `Message-ID: ${id}\nTo: ${BAYAR}\n` },
    ],
  });

  test('for good: the desk is told of that very line, and the next is refused at once', async () => {
    await porch.take(mail());
    const { thread } = last();
    await porch.say(thread, { id: 'turn:7.0' });
    expect(await porch.take(bounce(String(porch.out[0]?.messageId)))).toBe('skipped');
    expect(porch.late).toEqual([
      { line: 'turn:7.0', sent: { ok: false, retry: false, reason: expect.stringContaining('5.1.1') } },
    ]);
    expect(await porch.say(thread, { from: 'agent' })).toMatchObject({ ok: false, retry: false });
    expect(porch.received).toHaveLength(1);
    // Who writes can be reached again.
    await porch.take(reply(String(porch.out[0]?.messageId), { body: '信箱清理好了' }));
    expect(await porch.say(thread, { from: 'agent' })).toEqual({ ok: true });
  });

  test('late only: nobody is alarmed', async () => {
    await porch.take(mail());
    await porch.say(last().thread, {});
    await porch.take(bounce(String(porch.out[0]?.messageId), 'delayed', '4.4.1'));
    expect(porch.late).toEqual([]);
    expect(await porch.say(last().thread, { text: '再说' })).toEqual({ ok: true });
  });

  test('a made-up bounce silences nobody', async () => {
    await porch.take(mail());
    const { thread } = last();
    await porch.say(thread, {});
    const forged = String(porch.out[0]?.messageId).replace(/\.[a-z2-7]{26}@/, `.${'a'.repeat(26)}@`);
    await porch.take(bounce(forged));
    expect(porch.late).toEqual([]);
    expect(await porch.say(thread, { text: '再说' })).toEqual({ ok: true });
  });
});

describe('a large mail', () => {
  test('is read in a thread of its own, and reads the same', async () => {
    const big = Buffer.alloc(LIMITS.readHere + 1, 0x41);
    await porch.take(
      mail({
        subject: '大',
        heads: ['In-Reply-To: <x@example.com>'],
        parts: [
          { type: 'text/plain; charset=gbk', body: Buffer.from('c2b7b5c6', 'hex') },
          { type: 'application/pdf; name="a.pdf"', body: big, encoding: 'base64' },
        ],
      }),
    );
    expect(last()).toMatchObject({ text: '主题：大\n路灯', files: [{ name: 'a.pdf' }] });
    expect(porch.kept[0]?.bytes.equals(big)).toBe(true);
  });

  test('that no reader can read goes to a person all the same', async () => {
    const deep = Array.from(
      { length: 80 },
      (_, at) => `Content-Type: multipart/mixed; boundary="b${at}"\r\n\r\n--b${at}\r\n`,
    ).join('');
    await porch.take(Buffer.from(`From: bayar@example.com\r\n${deep}${'x'.repeat(LIMITS.readHere)}`));
    expect(last().text).toBe(WORDS.in.poison);
  });
});
