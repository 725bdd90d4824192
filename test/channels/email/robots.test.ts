/** Who is a robot: recognised and never answered; who may be one; who is a person. */
import { authenticity, certain, forged } from '../../../channels/email/auth-results.js';
import { readBounce } from '../../../channels/email/bounce.js';
import { readHeaders } from '../../../channels/email/headers.js';
import { judgeSender } from '../../../channels/email/robots.js';
import {
  domainOf,
  messageIdOf,
  numbersIn,
  oursIn,
  shapedLikeOurs,
  threadOf,
} from '../../../channels/email/thread.js';
import { eml } from './eml.js';

const KEY = 'k'.repeat(32);
const THREAD = 'a'.repeat(26);
const SENT = messageIdOf(KEY, 'turn:1.0', THREAD, 'Bayar@Example.com', 'example.gov.cn');
const own = {
  addresses: new Set(['12345@example.gov.cn']),
  sealed: () => true,
  sentId: (id: string) => shapedLikeOurs(id) && domainOf(id.slice(1, -1)) === 'example.gov.cn',
};
const judged = (heads: string[], subject = '路灯不亮', from = 'bayar@example.com', id = '<m1@example.com>') =>
  judgeSender(readHeaders(eml({ heads, subject, from, id })), own);

describe('robots', () => {
  test.each([
    ['Auto-Submitted: auto-replied', 'robot'],
    ['Auto-Submitted: auto-replied; owner-email="x"', 'robot'],
    ['Auto-Submitted: no', 'person'],
    ['Auto-Submitted: auto-generated', 'doubtful'],
    ['X-Autoreply: yes', 'robot'],
    ['X-Autorespond: vacation', 'robot'],
    ['Precedence: auto_reply', 'robot'],
    ['Precedence: bulk', 'doubtful'],
    ['Precedence: first-class', 'person'],
    ['X-Auto-Response-Suppress: All', 'doubtful'],
    ['X-Auto-Response-Suppress: DR, RN', 'person'],
    ['List-Id: <news.example.com>', 'robot'],
    ['List-Id: 热线 <12345.example.gov.cn>', 'person'],
    ['List-Unsubscribe: <https://example.com/u>', 'doubtful'],
    ['Return-Path: <>', 'doubtful'],
    ['Return-Path: <bayar@example.com>', 'person'],
    ['X-Jiesu: bot', 'robot'],
    ['X-Jiesu: person', 'doubtful'],
  ])('%s → %s', (head, is) => {
    expect(judged([head]).is).toBe(is);
  });

  test.each([
    ['自动回复: 路灯', [], 'doubtful'],
    ['自动回复：我在休假', ['X-Auto-Response-Suppress: All'], 'robot'],
    ['自动回复: 路灯', ['Auto-Submitted: auto-replied'], 'robot'],
    ['Automatic reply: lamp', ['Return-Path: <>'], 'robot'],
    ['小区门口自动回复机坏了', [], 'person'],
    ['系统退信', ['Return-Path: <>'], 'bounce'],
    ['系统退信是怎么回事', [], 'person'],
  ])('subject %s with %j → %s', (subject, heads, is) => {
    expect(judged(heads, subject).is).toBe(is);
  });

  test.each([
    ['12345@example.gov.cn', 'robot'],
    ['"x" <12345@EXAMPLE.gov.cn>', 'robot'],
    ['mailer-daemon@mx.example.com', 'bounce'],
    ['PostMaster@qq.example.com', 'bounce'],
    ['noreply@example.com', 'doubtful'],
    ['norah@example.com', 'person'],
  ])('from %s → %s', (from, is) => {
    expect(judged([], 'x', from).is).toBe(is);
  });

  test('our own mail coming back is a loop, by its Message-ID alone', () => {
    expect(judged([], 'x', 'bayar@example.com', SENT)).toEqual({ is: 'robot', why: 'loop' });
  });

  test('thirty-one hops are a loop, thirty are far away', () => {
    const hops = (count: number) => Array.from({ length: count }, (_, at) => `Received: from h${at}`);
    expect(judged(hops(31))).toEqual({ is: 'robot', why: 'hops' });
    expect(judged(hops(30)).is).toBe('person');
  });

  test('a read receipt is no bounce, and no letter', () => {
    const heads = ['Content-Type: multipart/report; report-type=disposition-notification; boundary=x'];
    expect(judged(heads)).toEqual({ is: 'robot', why: 'report' });
  });
});

describe('bounces', () => {
  const report = 'Final-Recipient: rfc822; bayar@example.com\nAction: failed\nStatus: 5.1.1\n';
  test('names our mail and says that it is final', () => {
    expect(readBounce(report, `x\nMessage-ID: ${SENT}\n`)).toEqual({
      ids: [SENT],
      final: true,
      status: '5.1.1',
    });
  });
  test.each([
    ['Action: delayed\nStatus: 4.4.1', false],
    ['Action: delivered\nStatus: 2.0.0', false],
    ['Status: 5.2.2', true],
    ['', true],
  ])('%j final: %s', (text, final) => {
    expect(readBounce(text, SENT).final).toBe(final);
  });
  test('a Chinese provider without a report part: the status stands in the text', () => {
    expect(readBounce('', `对方邮箱不存在 550 5.1.1 user unknown ${SENT}`)).toEqual({
      ids: [SENT],
      final: true,
      status: '5.1.1',
    });
  });
});

describe('threads', () => {
  test('our Message-ID proves its thread to the address it was sent to, in any case of letters', () => {
    expect(threadOf(KEY, SENT, 'bayar@example.com')).toBe(THREAD);
    expect(threadOf(KEY, SENT.toUpperCase(), 'BAYAR@example.com')).toBe(THREAD);
  });
  test('nothing to another address, another key, another thread', () => {
    expect(threadOf(KEY, SENT, 'other@example.com')).toBeNull();
    expect(threadOf('z'.repeat(32), SENT, 'bayar@example.com')).toBeNull();
    expect(threadOf(KEY, SENT.replace(THREAD, 'b'.repeat(26)), 'bayar@example.com')).toBeNull();
    expect(threadOf(KEY, '<m1@example.com>', 'bayar@example.com')).toBeNull();
  });
  test('one line is one Message-ID, another line another', () => {
    expect(messageIdOf(KEY, 'turn:1.0', THREAD, 'bayar@example.com', 'example.gov.cn')).toBe(SENT);
    expect(messageIdOf(KEY, 'turn:1.1', THREAD, 'bayar@example.com', 'example.gov.cn')).not.toBe(SENT);
  });
  test('found in any text, once', () => {
    expect(oursIn(`a ${SENT} b ${SENT} <m1@example.com>`)).toEqual([SENT]);
  });
  test.each([
    ['关于 15010020261124Z0001230 的补充', ['15010020261124Z0001230']],
    ['Re: 【12345】（编号 15010020261124z0001230）', ['15010020261124Z0001230']],
    ['电话 138-0000-1234', []],
    ['路灯', []],
  ])('numbers in %s', (subject, numbers) => {
    expect(numbersIn(subject)).toEqual(numbers);
  });
});

describe('what our own server found of the sender', () => {
  const heads = (...rows: string[]) => readHeaders(eml({ heads: rows }));
  const OURS =
    'Authentication-Results: mx.example.gov.cn; spf=pass smtp.mailfrom=x; dkim=pass (ok) header.d=x; dmarc=pass';
  test('is believed', () => {
    const found = authenticity(heads(OURS), 'mx.example.gov.cn');
    expect(found).toEqual({ spf: 'pass', dkim: 'pass', dmarc: 'pass' });
    expect(certain(found)).toBe(true);
  });
  test('is nothing without a trusted server, from another server, or from a line the mail brought along', () => {
    const none = { spf: 'none', dkim: 'none', dmarc: 'none' };
    expect(authenticity(heads(OURS), null)).toEqual(none);
    expect(authenticity(heads(OURS.replace('mx.', 'evil.')), 'mx.example.gov.cn')).toEqual(none);
    expect(authenticity(heads('Received: from a', 'Received: from b', OURS), 'mx.example.gov.cn')).toEqual(
      none,
    );
    expect(
      authenticity(heads(OURS.replace('mx.example.gov.cn', 'evil (mx.example.gov.cn)')), 'mx.example.gov.cn'),
    ).toEqual(none);
  });
  test('the worst of two lines counts', () => {
    const bad = OURS.replace('dmarc=pass', 'dmarc=fail');
    expect(forged(authenticity(heads(OURS, bad), 'mx.example.gov.cn'))).toBe(true);
    expect(certain(authenticity(heads(bad, OURS), 'mx.example.gov.cn'))).toBe(false);
  });
  test('a failed SPF of a forwarded mail with a good signature is not forged', () => {
    expect(forged({ spf: 'fail', dkim: 'pass', dmarc: 'none' })).toBe(false);
    expect(forged({ spf: 'fail', dkim: 'none', dmarc: 'none' })).toBe(true);
  });
});
