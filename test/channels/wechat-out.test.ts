/** What goes out to WeChat: parts in order and once, tokens, every refusal of the platform, the closed window. */
import { createHash } from 'node:crypto';
import type { Sent } from '../../channels/channel.js';
import { wechat } from '../../channels/wechat/channel.js';
import { CODES, meaningOf } from '../../channels/wechat/codes.js';
import { WORDS } from '../../channels/wechat/words.js';
import { type Lent, lend } from '../support/lent-house.js';
import { memoryNotes } from '../support/memory-notes.js';
import { startWeChat, type WeChat } from '../support/wechat/client.js';

const OPENID = 'oCitizen0000000000000000001';
const SEND = '/cgi-bin/message/custom/send';
const TEMPLATE = '/cgi-bin/message/template/send';
const HOURS = 3_600_000;
const ORDER = { orderNo: '15010520261130A0000011', code: 'AB23CD' };

let platform: WeChat;
let lent: Lent;
beforeEach(async () => {
  platform = await startWeChat();
  lent = await lend(wechat, platform.env);
  await platform.house(lent.url);
  await platform.say(OPENID, '您好');
});
afterEach(async () => {
  await lent.stop();
  await platform.close();
});

/** A house that also has a template. */
async function withTemplate(publicUrl: string | null = 'https://12345.example.gov.cn') {
  await lent.stop();
  lent = await lend(
    wechat,
    { ...platform.env, WECHAT_TEMPLATE_ID: platform.account.template.id },
    { publicUrl },
  );
  await platform.house(lent.url);
  await platform.say(OPENID, '又来了');
}

const send = (words: Parameters<Lent['line']>[0], files?: Parameters<Lent['line']>[1]) =>
  lent.channel.send({ channel: 'wechat', thread: OPENID, line: lent.line(words, files) });
const reached = async () => (await platform.reached(OPENID)).map(({ text }) => text);
const pass = async (ms: number) => {
  lent.advance(ms);
  await platform.advance(ms);
};

describe('words', () => {
  test('arrive as they are, cards as lines and numbers', async () => {
    expect(
      await send({
        text: '“引号”、<标签>、\\u4f60、换行\n第二行 👍 ᠮᠣᠩᠭᠣᠯ',
        choices: [
          { label: '是', say: '是的' },
          { label: '否', say: '不是' },
        ],
      }),
    ).toEqual({ ok: true });
    const [text] = await reached();
    expect(text).toContain('“引号”、<标签>、\\u4f60、换行\n第二行 👍 ᠮᠣᠩᠭᠣᠯ');
    expect(text).toMatch(/1\. 是\n2\. 否$/);
  });

  test('a number says what the button says, once; the next one may be the number of a house', async () => {
    await send({ text: '是这里吗', choices: [{ label: '是', say: '就是这里' }] });
    await platform.say(OPENID, ' ① ');
    await platform.say(OPENID, '1');
    await platform.say(OPENID, '9');
    expect(lent.said.map(({ text }) => text)).toEqual(['您好', '就是这里', '1', '9']);
  });

  test('「地点：…」 amends the draft that was shown, and nothing once the order has its number', async () => {
    const draft = {
      id: 'd1',
      fields: [{ name: 'place' as const, label: '地点', value: '大学东路', required: true }],
    };
    await send({ text: '请核对', draft });
    await platform.say(OPENID, '地点：大学东路 8 号');
    await send({ text: '已受理', order: ORDER });
    await platform.say(OPENID, '地点：大学东路 9 号');
    expect(lent.said.slice(1).map(({ fields }) => fields ?? null)).toEqual([
      { place: '大学东路 8 号' },
      null,
    ]);
  });

  test('a long line goes in parts of 2,048 bytes at most, in order, nothing lost', async () => {
    const text = Array.from({ length: 120 }, (_, at) => `第 ${at} 句：请携带身份证和户口本到窗口办理。`).join(
      '',
    );
    expect(await send({ text })).toEqual({ ok: true });
    const parts = await reached();
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.join('')).toBe(text);
    expect(await lent.notes.list('sent:', '', 10)).toEqual([]);
  });

  test('broken off in the middle, the retry begins where it stopped, after a restart too', async () => {
    const text = Array.from({ length: 120 }, (_, at) => `第 ${at} 句：请携带身份证和户口本到窗口办理。`).join(
      '',
    );
    const message = { channel: 'wechat', thread: OPENID, line: lent.line({ text }) };
    await platform.mood(SEND, { code: -1 }, 1, 2);
    expect(await lent.channel.send(message)).toEqual({ ok: false, retry: true, reason: '微信系统繁忙' });
    expect(await reached()).toHaveLength(2);
    await lent.restart();
    expect(await lent.channel.send(message)).toEqual({ ok: true });
    expect((await reached()).join('')).toBe(text);
  });

  test('lines to one citizen do not overtake each other', async () => {
    const texts = Array.from({ length: 12 }, (_, at) => `第 ${at} 条`);
    const sent = await Promise.all(texts.map((text) => send({ text })));
    expect(sent.every(({ ok }) => ok)).toBe(true);
    expect(await reached()).toEqual(texts);
  });
});

describe('files of an agent', () => {
  const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

  test('a picture is uploaded and shown, anything else is named', async () => {
    const picture = lent.file('现场照片.png', 'image/png', PNG);
    const paper = lent.file('答复书.pdf', 'application/pdf', Buffer.from('%PDF'));
    expect(await send({ text: '请看附件' }, [picture, paper])).toEqual({ ok: true });
    const [words, shown] = await platform.reached(OPENID);
    expect(words?.text).toBe(
      '请看附件\n\n附件“答复书.pdf”在微信里发不出，请凭编号和提取码到网上办事页面查看。',
    );
    expect(shown).toEqual({
      by: 'custom',
      kind: 'image',
      text: createHash('sha256').update(PNG).digest('hex'),
    });
  });

  test('a picture the platform refuses does not take the words with it twice', async () => {
    const line = lent.line({ text: '请看' }, [lent.file('a.png', 'image/png', PNG)]);
    const message = { channel: 'wechat', thread: OPENID, line };
    await platform.mood('/cgi-bin/media/upload', { code: -1 }, 1);
    expect(await lent.channel.send(message)).toMatchObject({ ok: false, retry: true });
    expect(await lent.channel.send(message)).toEqual({ ok: true });
    expect((await platform.reached(OPENID)).map(({ kind }) => kind)).toEqual(['text', 'image']);
  });
});

describe('a picture the platform does not take', () => {
  test('is named instead, and the line is not lost for it', async () => {
    const picture = lent.file('a.png', 'image/png', Buffer.from('no picture at all'));
    expect(await send({ text: '请看' }, [picture])).toEqual({ ok: true });
    expect(await reached()).toEqual([
      '请看',
      '附件“a.png”在微信里发不出，请凭编号和提取码到网上办事页面查看。',
    ]);
  });
});

describe('the access token', () => {
  test('one is asked for, however many send at once, and a restart asks for none', async () => {
    await Promise.all(Array.from({ length: 15 }, () => send({ text: '好' })));
    await lent.restart();
    await send({ text: '好' });
    expect((await platform.counts()).tokens).toBe(1);
  });

  test('ended by somebody else, it is renewed once and nothing is lost', async () => {
    await send({ text: '一' });
    await platform.endTokens();
    const sent = await Promise.all(Array.from({ length: 10 }, () => send({ text: '二' })));
    expect(sent.every(({ ok }) => ok)).toBe(true);
    expect((await platform.counts()).tokens).toBe(2);
  });

  test.each([40001, 40014, 42001])(
    '%i is answered by one renewal; again, and the try is given up',
    async (code) => {
      await platform.mood(SEND, { code }, 1);
      expect(await send({ text: '一次' })).toEqual({ ok: true });
      await platform.mood(SEND, { code }, 10);
      expect(await send({ text: '又来' })).toMatchObject({ ok: false, retry: true });
      expect((await platform.counts()).calls[SEND]).toBe(4);
      expect(lent.channel.trouble?.()).toContain(meaningOf({ code, message: '' }).why);
      await platform.mood(SEND, null, 0);
      expect(await send({ text: '好了' })).toEqual({ ok: true });
      expect(lent.channel.trouble?.()).toBeNull();
    },
  );

  test('used up after two hours, it is fresh before anybody notices', async () => {
    await send({ text: '一' });
    await pass(2 * HOURS - 4 * 60_000);
    expect(await send({ text: '二' })).toEqual({ ok: true });
    expect((await platform.counts()).tokens).toBe(2);
    expect((await platform.counts()).calls[SEND]).toBe(2);
  });

  test('two houses on one store share it', async () => {
    const notes = memoryNotes();
    const houses = await Promise.all([1, 2].map(() => lend(wechat, platform.env, { notes })));
    const sent = await Promise.all(
      [0, 1, 0, 1, 0, 1].map((at) => {
        const house = houses[at] as Lent;
        return house.channel.send({ channel: 'wechat', thread: OPENID, line: house.line({ text: '好' }) });
      }),
    );
    expect(sent.every(({ ok }) => ok)).toBe(true);
    // One of the house of the other tests, one of these two.
    expect((await platform.counts()).tokens).toBe(2);
    await Promise.all(houses.map((house) => house.stop()));
  });

  test('an account that is put right is well without a word of anybody', async () => {
    await lent.stop();
    await platform.secret('e'.repeat(32));
    lent = await lend(wechat, platform.env);
    const well = async (want: string | null) => {
      while ((lent.channel.trouble?.() ?? null) !== want) await new Promise((done) => setImmediate(done));
    };
    await well('微信接口不可用：AppSecret 不对');
    await platform.secret(platform.account.secret);
    lent.advance(60_000);
    await well(null);
  });

  test('a wrong secret is seen at the start, and said without the secret', async () => {
    await lent.stop();
    lent = await lend(wechat, { ...platform.env, WECHAT_APP_SECRET: 'f'.repeat(32) });
    expect(await send({ text: '好' })).toEqual({ ok: false, retry: true, reason: 'AppSecret 不对' });
    expect(lent.channel.trouble?.()).toBe('微信接口不可用：AppSecret 不对');
    expect(JSON.stringify(lent.logs)).not.toContain('f'.repeat(32));
  });
});

describe('every refusal of the platform', () => {
  const table = CODES.filter((code) => code !== 0).map(
    (code) => [code, meaningOf({ code, message: '' })] as const,
  );

  test.each(table)('%i', async (code, { course, why }) => {
    await platform.mood(SEND, { code }, 2);
    const sent = (await send({ text: '答复' })) as Extract<Sent, { ok: false }>;
    expect(sent.ok).toBe(false);
    expect(sent.retry).toBe(course === 'again' || course === 'account');
    const reason = {
      gone: WORDS.desk.gone,
      closed: code === 45047 ? WORDS.desk.quota : WORDS.desk.closed,
      ...{ again: why, never: why, account: why },
    }[course];
    expect(sent.reason).toBe(reason);
    expect(lent.channel.trouble?.() ?? null).toBe(course === 'account' ? `微信接口不可用：${why}` : null);
    expect(await reached()).toEqual([]);
  });

  test('one of no row is tried again, and says what the platform said', async () => {
    await platform.mood(SEND, { code: 99999 }, 1);
    expect(await send({ text: '答复' })).toMatchObject({
      retry: true,
      reason: expect.stringContaining('99999'),
    });
  });

  test('a proxy that answers for it, a line that is cut, nobody there at all', async () => {
    for (const mood of [{ http: 502 }, { cut: true as const }]) {
      await platform.mood(SEND, mood, 1);
      expect(await send({ text: '答复' })).toMatchObject({ ok: false, retry: true });
    }
    await platform.close();
    const sent = await send({ text: '答复' });
    expect(sent).toEqual({ ok: false, retry: true, reason: '连不上微信接口' });
    expect(JSON.stringify([sent, lent.logs])).not.toMatch(/access_token|secret/i);
  });

  test('somebody the platform has never heard of', async () => {
    const line = lent.line({ text: '答复' });
    expect(await lent.channel.send({ channel: 'wechat', thread: 'oNobody', line })).toEqual({
      ok: false,
      retry: false,
      reason: '微信不认得这位市民的 OpenID',
    });
  });

  test('too fast is not too much: it goes out a minute later', async () => {
    await platform.perMinute(0);
    expect(await send({ text: '答复' })).toEqual({ ok: false, retry: true, reason: '接口调用太频繁' });
    await platform.perMinute(100);
    expect(await send({ text: '答复' })).toEqual({ ok: true });
  });
});

describe('a citizen who left', () => {
  test('is not written to, and is again once they are back', async () => {
    await platform.event(OPENID, 'unsubscribe');
    const calls = async () => (await platform.counts()).calls[SEND] ?? 0;
    expect(await send({ text: '答复' })).toEqual({ ok: false, retry: false, reason: WORDS.desk.gone });
    expect(await calls()).toBe(0);
    await platform.event(OPENID, 'subscribe');
    expect(await send({ text: '答复' })).toEqual({ ok: true });
  });

  test('where the push that they are back got lost, the platform has the last word', async () => {
    await platform.mood(SEND, { code: 43004 }, 1);
    expect(await send({ text: '答复' })).toEqual({ ok: false, retry: false, reason: WORDS.desk.gone });
    expect(await send({ text: '再发一次' })).toEqual({ ok: true });
  });

  test('pushes that overtake each other: the later deed counts, not the later push', async () => {
    const now = Math.floor(Date.now() / 1000);
    // Left and came back; the push of the leaving is the slower one.
    await platform.event(OPENID, 'unsubscribe', { CreateTime: now + 5 }, { delay: 1000 });
    await platform.event(OPENID, 'subscribe', { CreateTime: now + 10 });
    await platform.advance(1000);
    expect(await send({ text: '答复' })).toEqual({ ok: true });
  });

  test('who writes is there, even where no push said that they came back', async () => {
    await platform.event(OPENID, 'unsubscribe');
    await platform.event(OPENID, 'subscribe', {}, { lost: true });
    await platform.say(OPENID, '我回来了');
    expect(await send({ text: '答复' })).toEqual({ ok: true });
  });
});

describe('after 48 hours, or when the count is used up', () => {
  test('without a template the desk is told', async () => {
    await pass(49 * HOURS);
    expect(await send({ text: '答复' })).toEqual({ ok: false, retry: false, reason: WORDS.desk.closed });
    // Known here, the platform is not even asked.
    expect((await platform.counts()).calls[SEND]).toBeUndefined();
  });

  test('the platform has the last word: closed there, open here', async () => {
    await platform.advance(49 * HOURS);
    expect(await send({ text: '答复' })).toMatchObject({ ok: false, retry: false });
    expect((await platform.counts()).calls[SEND]).toBeGreaterThan(0);
  });

  test("a template carries the order's number and not a word of the answer; the words come when they write", async () => {
    await withTemplate();
    await send({ text: '已受理', order: ORDER });
    await pass(49 * HOURS);
    expect(await send({ text: '您反映的张三家漏水已修好，电话 13800001234。' })).toEqual({ ok: true });
    expect(await send({ text: '请评价。' })).toEqual({ ok: true });
    const [, told, ...more] = await platform.reached(OPENID);
    expect(told).toEqual({
      by: 'template',
      kind: 'text',
      text: ORDER.orderNo,
      url: 'https://12345.example.gov.cn/portal',
    });
    expect(more).toEqual([]);
    await platform.say(OPENID, '我看到提醒了');
    await platform.more(OPENID, 3, 20_000);
    expect((await reached()).slice(2)).toEqual(['您反映的张三家漏水已修好，电话 13800001234。', '请评价。']);
    expect(await lent.notes.list('held:', '', 10)).toEqual([]);
  });

  test('without an order there is nothing a template could say', async () => {
    await withTemplate();
    await pass(49 * HOURS);
    expect(await send({ text: '答复' })).toEqual({ ok: false, retry: false, reason: WORDS.desk.closed });
  });

  test('the count is used up in the middle of a long line: the rest waits, nothing twice', async () => {
    await withTemplate();
    await send({ text: '已受理', order: ORDER });
    await platform.quota(1);
    await platform.say(OPENID, '怎么办');
    const text = Array.from({ length: 60 }, (_, at) => `第 ${at} 句：请携带身份证和户口本到窗口办理。`).join(
      '',
    );
    expect(await send({ text })).toEqual({ ok: true });
    await platform.quota(20);
    await platform.say(OPENID, '然后呢');
    await platform.more(OPENID, 3, 20_000);
    const texts = (await platform.reached(OPENID)).filter(({ by }) => by === 'custom').map((one) => one.text);
    expect(texts.slice(1).join('')).toBe(text);
  });

  test.each([
    ['refused', 43101, '市民拒收这类通知'],
    ['of another template', 40037, '模板消息 ID 不对'],
    ['with other fields', 47003, '模板字段与公众平台上的模板不符'],
  ])('a template %s: the desk is told, with both reasons', async (_, code, why) => {
    await withTemplate();
    await send({ text: '已受理', order: ORDER });
    await pass(49 * HOURS);
    await platform.mood(TEMPLATE, { code }, 1);
    expect(await send({ text: '答复' })).toEqual({
      ok: false,
      retry: false,
      reason: `${WORDS.desk.closed}（${why}）`,
    });
    expect(await lent.notes.list('held:', '', 10)).toEqual([]);
  });

  test('a template that did not reach them after all, or a citizen who leaves: the desk hears of each line', async () => {
    await withTemplate();
    await send({ text: '已受理', order: ORDER });
    await pass(49 * HOURS);
    await send({ text: '答复一' });
    await send({ text: '答复二' });
    await platform.event(OPENID, 'TEMPLATESENDJOBFINISH', { MsgID: 1, Status: 'failed:user block' });
    expect(lent.late.map(({ sent }) => sent)).toEqual(
      Array(2).fill({ ok: false, retry: false, reason: WORDS.desk.untold }),
    );
    await send({ text: '答复三' });
    await platform.event(OPENID, 'unsubscribe');
    expect(lent.late.at(-1)?.sent).toMatchObject({ reason: WORDS.desk.gone });
  });
});

test('half-configured and wrong settings are said by name, without their values', () => {
  const env = { ...platform.env };
  const wrong: [string, string][] = [
    ['WECHAT_APP_ID', 'gh_0123456789ab'],
    ['WECHAT_TOKEN', '有汉字'],
    ['WECHAT_MODE', 'safe'],
    ['WECHAT_AES_KEY', 'short-and-secret'],
    ['WECHAT_API_BASE', 'https://example.gov.cn/path'],
    ['WECHAT_TEMPLATE_FIELD', 'a b'],
  ];
  expect(wechat.faults?.(env)).toEqual([]);
  for (const [key, value] of wrong) {
    const faults = wechat.faults?.({ ...env, [key]: value }) ?? [];
    expect(faults).toHaveLength(1);
    expect(faults[0]?.startsWith(key)).toBe(true);
    expect(faults[0]).not.toContain(value);
  }
  const { WECHAT_AES_KEY: _, ...keyless } = env;
  expect(wechat.faults?.(keyless)).toEqual(['WECHAT_AES_KEY 在兼容和安全模式下必填']);
  expect(wechat.faults?.({ ...keyless, WECHAT_MODE: 'plain' })).toEqual([]);
});
