/** One line out: the mail it becomes, how often, and what a refusal means. */
import { emailKind } from '../../../channels/email/channel.js';
import { LIMITS } from '../../../channels/email/limits.js';
import { paced } from '../../../channels/email/rate.js';
import { refusal } from '../../../channels/email/refusals.js';
import { WORDS } from '../../../channels/email/words.js';
import { openPorch, type Porch } from './porch.js';

let porch: Porch;
let thread = '';
beforeEach(async () => {
  porch = openPorch();
  await porch.take({ id: '<m1@example.com>', subject: '张三 13800001234 投诉', body: '路灯不亮' });
  thread = porch.received[0]!.thread;
});

const out = () => porch.out.at(-1)!;

describe('the mail a line becomes', () => {
  test('in the citizen’s conversation, marked as a machine’s, nothing of the citizen in the subject', async () => {
    await porch.say(thread, { text: '请问在哪里？\n<b>1 & 2</b> https://example.gov.cn/a?b=1' });
    expect(out()).toMatchObject({
      to: 'bayar@example.com',
      replyTo: '12345@example.gov.cn',
      subject: WORDS.out.subject,
      inReplyTo: '<m1@example.com>',
      references: ['<m1@example.com>'],
      headers: {
        'Auto-Submitted': 'auto-replied',
        'X-Jiesu': 'bot',
        'Content-Language': 'zh-CN',
      },
    });
    expect(String(out().html)).toContain('&lt;b&gt;1 &amp; 2&lt;/b&gt;');
    expect(String(out().html)).not.toContain('<b>');
    expect(String(out().html)).toContain('<a href="https://example.gov.cn/a?b=1">');
    expect(String(out().text)).toContain('<b>1 & 2</b>');
  });

  test('a person’s line is not marked as a machine’s', async () => {
    await porch.say(thread, { from: 'agent', seat: '101', text: '您好' });
    expect(out().headers).toEqual({ 'Content-Language': 'zh-CN', 'X-Jiesu': 'person' });
  });

  test('the order number stands in the subject once there is one, the code never', async () => {
    await porch.say(thread, { order: { orderNo: '15010020261124Z0001230', code: 'A2B3C4' } });
    expect(out().subject).toBe('【12345】您的来信（编号 15010020261124Z0001230）');
    expect(String(out().text)).toContain('A2B3C4');
    await porch.say(thread, { text: '办结' });
    expect(out().subject).toBe('【12345】您的来信（编号 15010020261124Z0001230）');
  });

  test('one Message-ID a line, the same at every try', async () => {
    porch.fails = Object.assign(new Error('busy'), { responseCode: 451 });
    const line = { id: 'turn:9.0', text: '一' };
    expect(await porch.say(thread, line)).toMatchObject({ ok: false, retry: true });
    porch.fails = null;
    await porch.say(thread, line);
    const id = out().messageId;
    // The server took it and the house forgot: it is not sent again.
    expect(await porch.say(thread, line)).toEqual({ ok: true });
    expect(porch.out).toHaveLength(1);
    await porch.say(thread, { id: 'turn:9.1', text: '二' });
    expect(out().messageId).not.toBe(id);
    const said = { id: 'agent:1', from: 'agent' as const, text: '您好' };
    await porch.say(thread, said);
    expect(await porch.say(thread, said)).toEqual({ ok: true });
    expect(porch.out).toHaveLength(3);
    expect(id).toMatch(/^<jiesu\.[a-z2-7.]+@example\.gov\.cn>$/);
  });

  test('an agent’s files are attached; one that is gone is a refusal, not a mail without it', async () => {
    await porch.take({
      id: '<m2@example.com>',
      parts: [{ type: 'application/pdf; name="a.pdf"', body: 'x', encoding: 'base64' }],
      heads: ['In-Reply-To: <m1@example.com>'],
    });
    const [file] = porch.received[1]!.files;
    await porch.say(thread, { from: 'agent', files: [file!] });
    expect(out().attachments).toMatchObject([{ filename: 'a.pdf', contentType: 'application/pdf' }]);
    expect(await porch.say(thread, { from: 'agent', files: [{ ...file!, id: 'file-9' }] })).toEqual({
      ok: false,
      retry: false,
      reason: WORDS.never.file,
    });
  });
});

describe('several lines', () => {
  test('of one turn are one mail, with the cards of all', async () => {
    const sent = await porch.say(
      thread,
      { text: '路灯的事已经登记。', order: { orderNo: '15010020261124Z0001230', code: 'A2B3C4' } },
      { text: '诉讼的事请找法院。', doors: [{ name: '诉讼服务热线', number: '12368' }] },
      { text: '还要补充吗？', choices: [{ label: '要', say: '我要补充' }] },
    );
    expect(sent).toEqual({ ok: true });
    expect(porch.out).toHaveLength(1);
    const text = String(out().text);
    for (const part of ['路灯的事', '诉讼的事', '12368', '还要补充吗', '1. 要', 'A2B3C4'])
      expect(text).toContain(part);
    expect(text.indexOf('路灯的事')).toBeLessThan(text.indexOf('诉讼的事'));
    // The number in the answer means the choice in that mail.
    await porch.take({ id: '<m5@example.com>', body: '1', heads: [`In-Reply-To: ${out().messageId}`] });
    expect(porch.received.at(-1)?.text).toBe('我要补充');
  });

  test('after a crash between the server’s OK and our note none of them goes out again', async () => {
    const lines = [
      { id: 'a.0', text: '一' },
      { id: 'a.1', text: '二' },
    ];
    await porch.say(thread, ...lines);
    await porch.say(thread, ...lines);
    expect(await porch.say(thread, lines[1]!)).toEqual({ ok: true });
    expect(porch.out).toHaveLength(1);
  });

  test('a mail that came back tells of the first of its lines', async () => {
    await porch.say(thread, { id: 'b.0', text: '一' }, { id: 'b.1', text: '二' });
    const outgoing = await porch.notes.outgoing.get(thread);
    expect(outgoing?.lines).toEqual(['b.0', 'b.1']);
    expect(outgoing?.mails[0]).toBe(outgoing?.mails[1]);
  });

  test('who has the conversation is no mail of its own: it stands on top of the answer', async () => {
    const seat = { from: 'system', text: '101 号工作人员为您服务。', passing: true } as const;
    expect(await porch.say(thread, { id: 's.0', ...seat })).toEqual({ ok: true });
    expect(await porch.say(thread, { id: 's.0', ...seat })).toEqual({ ok: true });
    expect(porch.out).toEqual([]);
    await porch.say(thread, { from: 'agent', text: '已经派人去修。' });
    expect(porch.out).toHaveLength(1);
    expect(String(out().text)).toMatch(/^101 号工作人员为您服务。\n\n已经派人去修。/);
    expect(out().headers).toMatchObject({ 'X-Jiesu': 'person' });
    await porch.say(thread, { from: 'agent', text: '修好了。' });
    expect(String(out().text)).toMatch(/^修好了。/);
  });

  test('what waited is still there when the mail that should take it fails', async () => {
    await porch.say(thread, { from: 'system', text: '为您服务。', passing: true });
    porch.fails = Object.assign(new Error('busy'), { responseCode: 451 });
    const answer = { id: 'x', from: 'agent', text: '答复' } as const;
    expect(await porch.say(thread, answer)).toMatchObject({ ok: false, retry: true });
    porch.fails = null;
    await porch.say(thread, answer);
    expect(String(out().text)).toMatch(/^为您服务。\n\n答复/);
  });
});

test('news of an order: its number in the subject, nothing of what it is about', async () => {
  const orderNo = '15010020261124Z0001230';
  await porch.say(thread, { from: 'system', text: `工单 ${orderNo}：已派给承办单位。`, about: orderNo });
  expect(out().subject).toBe(`【12345】工单 ${orderNo} 有新进展`);
  expect(String(out().text)).toContain('已派给承办单位');
});

describe('how often', () => {
  test('the same machine’s words once a mail of the citizen', async () => {
    await porch.say(thread, { text: '收到' });
    expect(await porch.say(thread, { text: '收到' })).toEqual({ ok: true });
    expect(porch.out).toHaveLength(1);
    await porch.take({ id: '<m3@example.com>', body: '又一封', heads: ['In-Reply-To: <m1@example.com>'] });
    await porch.say(thread, { text: '收到' });
    expect(porch.out).toHaveLength(2);
  });

  test('two robots stop: past the limit of an hour a person is asked, and a person may write', async () => {
    const answers: boolean[] = [];
    for (let n = 0; n < LIMITS.botHourly + 2; n++)
      answers.push((await porch.say(thread, { text: `第 ${n} 句` })).ok);
    expect(answers.filter(Boolean)).toHaveLength(LIMITS.botHourly);
    expect(await porch.say(thread, { text: '再' })).toEqual({
      ok: false,
      retry: false,
      reason: WORDS.never.rate,
    });
    expect(await porch.say(thread, { from: 'agent', text: '人' })).toEqual({ ok: true });
    porch.clock.now = new Date(porch.clock.now.getTime() + 3_600_001);
    expect(await porch.say(thread, { text: '一小时后' })).toEqual({ ok: true });
  });

  test('and past that of a day', () => {
    const now = 1_800_000_000_000;
    const hours = (count: number) => Array.from({ length: count }, (_, at) => now - 3_700_000 - at * 1000);
    expect(paced(hours(LIMITS.botDaily - 1), now)).toHaveLength(LIMITS.botDaily);
    expect(paced(hours(LIMITS.botDaily), now)).toBeNull();
    expect(
      paced(
        hours(LIMITS.botDaily).map((time) => time - 24 * 3_600_000),
        now,
      ),
    ).toEqual([now]);
  });

  test('a line that fails does not count', async () => {
    porch.fails = Object.assign(new Error('busy'), { responseCode: 451 });
    for (let n = 0; n < LIMITS.botHourly + 5; n++) await porch.say(thread, { text: `第 ${n} 次` });
    porch.fails = null;
    expect(await porch.say(thread, {})).toEqual({ ok: true });
  });
});

describe('what a refusal means', () => {
  test.each([
    [{ responseCode: 451, response: '451 4.3.2 later' }, true, '451'],
    [{ responseCode: 421 }, true, '421'],
    [{ responseCode: 550, response: '550 5.1.1 no such user' }, false, '不存在'],
    [{ responseCode: 550, response: '550 no such user' }, false, '不存在'],
    [{ responseCode: 552, response: '552 5.2.2 full' }, false, '已满'],
    [{ responseCode: 554, response: '554 5.7.1 spam' }, false, '拒收'],
    [{ responseCode: 550, response: '550 5.7.1 spam' }, false, '拒收'],
    [{ responseCode: 535, code: 'EAUTH' }, true, '登录'],
    [{ code: 'ECONNECTION' }, true, '连不上'],
    [{ code: 'ETIMEDOUT' }, true, '连不上'],
    [{ code: 'EENVELOPE' }, false, '不知道'],
  ])('%j → retry %s', (error, retry, says) => {
    const { sent } = refusal(error);
    expect(sent).toMatchObject({ ok: false, retry });
    expect(sent.reason).toContain(says);
  });
  test('the server’s own words do not reach the desk', () => {
    const { sent } = refusal({ responseCode: 550, response: '550 5.1.1 <bayar@example.com> secret-0123' });
    expect(sent.reason).not.toMatch(/bayar|secret/);
  });
});

describe('settings', () => {
  const row = {
    address: '12345@example.gov.cn',
    imap: 'imaps://imap.example.gov.cn',
    smtp: 'smtps://smtp.example.gov.cn',
  };
  const faults = (
    rows: unknown,
    secrets: unknown = { '12345@example.gov.cn': { password: 'p' } },
    key = 'k'.repeat(32),
  ) =>
    emailKind.faults!({
      EMAIL_ACCOUNTS: typeof rows === 'string' ? rows : JSON.stringify(rows),
      EMAIL_SECRETS: JSON.stringify(secrets),
      EMAIL_KEY: key,
    });
  const oauth = { tokenUrl: 'https://login.example.com/token', clientId: 'c' };

  test('complete ones have no fault', () => {
    expect(faults([row])).toEqual([]);
    expect(faults([{ ...row, oauth }], { [row.address]: { refreshToken: 'r' } })).toEqual([]);
    expect(
      faults([
        {
          ...row,
          imap: 'imap://h?tls=off',
          smtp: 'smtp://h:25',
          folder: '信件',
          since: '2026-11-01',
          name: '热线',
          user: 'u',
        },
      ]),
    ).toEqual([]);
  });
  test.each([
    ['not JSON', '{', 'EMAIL_ACCOUNTS'],
    ['empty', [], 'EMAIL_ACCOUNTS'],
    ['no address', [{ ...row, address: 'x' }], '第 1 个'],
    ['http', [{ ...row, imap: 'https://imap.example.gov.cn' }], 'imap'],
    ['a password in an address', [{ ...row, imap: 'imaps://u:p@imap.example.gov.cn' }], 'imap'],
    ['no smtp', [{ ...row, smtp: undefined }], 'smtp'],
    ['a day that is none', [{ ...row, since: '2026-13-01' }], 'since'],
    ['a word not known', [{ ...row, pasword: 'x' }], 'pasword'],
    ['twice', [row, row], '两次'],
    ['half an oauth', [{ ...row, oauth: { clientId: 'c' } }], 'oauth'],
    ['no refresh token', [{ ...row, oauth }], 'refreshToken'],
  ])('%s is one fault that begins with its key', (_, rows, says) => {
    const found = faults(rows);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^EMAIL_/);
    expect(found[0]).toContain(says);
  });
  test('a missing password names the account, a short key is a fault, and no secret is shown', () => {
    expect(faults([row], {})[0]).toContain(row.address);
    expect(faults([row], undefined, 'short-key-1')).toEqual(['EMAIL_KEY 太短：至少 32 个字符']);
  });
});
