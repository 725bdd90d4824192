/** What WeChat pushes: verified by the configured mode, kept once, and only then acknowledged. */
import fc from 'fast-check';
import { wechat } from '../../channels/wechat/channel.js';
import { WORDS } from '../../channels/wechat/words.js';
import { type Lent, lend } from '../support/lent-house.js';
import { startWeChat, type WeChat } from '../support/wechat/client.js';
import { sign, xmlOf } from '../support/wechat/seals.js';
import type { Account, PushOptions } from '../support/wechat/terms.js';

const OPENID = 'oCitizen0000000000000000001';
const MODES = ['plain', 'compatible', 'encrypted'] as const;

async function world(given: Partial<Account> = {}, env: Record<string, string> = {}) {
  const platform = await startWeChat(given);
  const lent = await lend(wechat, { ...platform.env, ...env });
  await platform.house(lent.url);
  return { platform, lent };
}

let platform: WeChat;
let lent: Lent;
afterEach(async () => {
  await lent.stop();
  await platform.close();
});

const texts = () => lent.said.map(({ text }) => text);

describe.each(MODES)('in %s mode', (mode) => {
  beforeEach(async () => {
    ({ platform, lent } = await world({ mode }));
  });

  test('the address is verified by what the platform signs, and by nothing else', async () => {
    expect(await platform.verify('4837265012345', false)).toEqual({ status: 200, body: '4837265012345' });
    expect(await platform.verify('4837265012345', true)).toMatchObject({ status: 403, body: '' });
    expect(await platform.verify('%3Cscript%3E', false)).toMatchObject({ status: 403, body: '' });
  });

  test('words are kept as said, then acknowledged', async () => {
    const text = '  你好 <b>&lt;"]]> 12345\n第二行 👨‍👩‍👧‍👦 ᠮᠣᠩᠭᠣᠯ';
    const sent = text.replace(']]>', ']]&gt;');
    const { msgId, tries } = await platform.say(OPENID, sent);
    expect(tries).toEqual([{ status: 200, answer: 'success' }]);
    expect(msgId).toMatch(/^\d{20}$/);
    expect(lent.said).toMatchObject([
      { channel: 'wechat', id: msgId, thread: OPENID, text: sent, files: [] },
    ]);
  });

  test('a wrong signature, a changed or foreign letter is refused, logged without secrets, and not kept', async () => {
    const forges: PushOptions['forge'][] =
      mode === 'plain' ? ['signature'] : ['signature', 'msg_signature', 'body', 'receiver', 'open'];
    for (const forge of forges) {
      const { tries } = await platform.say(OPENID, `伪造 ${forge}`, { forge: forge as 'signature' });
      expect([forge, tries]).toEqual([forge, [{ status: 403, answer: 'bad' }]]);
    }
    expect(lent.said).toEqual([]);
    expect(lent.logs.filter(({ level, what }) => level === 'warn' && what === 'refused')).toHaveLength(
      forges.length,
    );
    const told = JSON.stringify(lent.logs);
    const { secret, token, aesKey } = platform.account;
    for (const one of [secret, token, aesKey, '伪造']) expect(told).not.toContain(one);
  });

  test('an old or a future letter is refused, one of a minute ago is not', async () => {
    for (const skew of [-600, 600])
      expect((await platform.say(OPENID, '过期', { skew })).tries[0]?.status).toBe(403);
    expect((await platform.say(OPENID, '一分钟前', { skew: -60 })).tries[0]?.answer).toBe('success');
    expect(texts()).toEqual(['一分钟前']);
  });

  test('the same push five times at once, and again later, is kept once', async () => {
    await platform.say(OPENID, '只说一次', { copies: 5, msgId: '12345678901234567890' });
    await platform.say(OPENID, '只说一次', { msgId: '12345678901234567890' });
    expect(lent.said).toHaveLength(1);
    // The last digit counts: 20 digits are no number.
    await platform.say(OPENID, '另一条', { msgId: '12345678901234567891' });
    expect(texts()).toEqual(['只说一次', '另一条']);
  });

  test('a follower is greeted, in the form the mode asks for', async () => {
    expect((await platform.event(OPENID, 'subscribe')).tries).toEqual([{ status: 200, answer: 'passive' }]);
    expect(await platform.reached(OPENID)).toEqual([{ by: 'passive', kind: 'text', text: WORDS.greeting }]);
    expect(lent.said).toEqual([]);
  });
});

describe('the mode is decided by configuration, never by what a post holds', () => {
  test('a plain post to a house that expects sealed ones, and a sealed one to a plain house', async () => {
    ({ platform, lent } = await world(
      { mode: 'plain' },
      { WECHAT_MODE: 'encrypted', WECHAT_AES_KEY: 'a'.repeat(43) },
    ));
    expect((await platform.say(OPENID, '明文')).tries[0]).toEqual({ status: 403, answer: 'bad' });
    await lent.stop();
    await platform.close();
    ({ platform, lent } = await world({ mode: 'encrypted' }, { WECHAT_MODE: 'plain' }));
    expect((await platform.say(OPENID, '密文')).tries[0]).toEqual({ status: 403, answer: 'bad' });
    expect(lent.said).toEqual([]);
  });

  test('compatible posts: what stands open beside the seal is not believed', async () => {
    ({ platform, lent } = await world({ mode: 'compatible' }));
    await platform.say(OPENID, '封着的话');
    expect(texts()).toEqual(['封着的话']);
  });
});

describe('a letter that was seen on its way (plain mode: the signature does not cover the body)', () => {
  const post = (content: string, { msgId = '1', nonce = 'n1' } = {}) => {
    const { token, original } = platform.account;
    const time = String(Math.floor(Date.now() / 1000));
    const query = new URLSearchParams({ signature: sign(token, time, nonce), timestamp: time, nonce });
    const rows = { ToUserName: original, FromUserName: OPENID, CreateTime: Number(time), MsgType: 'text' };
    const body = xmlOf({ ...rows, Content: content, MsgId: msgId });
    return (changed = body) =>
      fetch(`${lent.url}/hooks/wechat?${query}`, { method: 'POST', body: changed }).then(
        ({ status }) => status,
      );
  };

  test('says what it said and nothing else, even after a restart', async () => {
    ({ platform, lent } = await world({ mode: 'plain' }));
    const again = post('原话');
    expect(await again()).toBe(200);
    expect(await again()).toBe(200);
    expect(await again(xmlOf({ Content: '冒名的话' }))).toBe(403);
    await lent.restart();
    expect(await again(xmlOf({ Content: '冒名的话' }))).toBe(403);
    expect(texts()).toEqual(['原话']);
  });

  test('what is no letter of the platform: no XML, no sender, too large', async () => {
    ({ platform, lent } = await world({ mode: 'plain' }));
    const bodies = ['', '{}', '<xml></xml>', '<xml><FromUserName>../../x</FromUserName></xml>', '<a/>'];
    for (const [at, body] of bodies.entries()) expect(await post('x', { nonce: `w${at}` })(body)).toBe(400);
    expect(await post('x', { nonce: 'big' })('x'.repeat(70_000))).toBe(413);
    expect(
      await fetch(`${lent.url}/hooks/wechat`, { method: 'POST', body: '<xml/>' }).then((a) => a.status),
    ).toBe(403);
    expect(lent.said).toEqual([]);
  });
});

test('a signed letter of any bytes is a status, never a throw, and nothing of it is kept', async () => {
  ({ platform, lent } = await world({ mode: 'plain' }));
  const { token } = platform.account;
  const hook = lent.channel.hooks?.find(({ method }) => method === 'post');
  let serial = 0;
  const odd = fc.oneof(
    fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
    fc
      .record({
        FromUserName: fc.string(),
        CreateTime: fc.oneof(fc.string(), fc.constant('1')),
        MsgType: fc.constantFrom('text', 'event', 'image', 'location', '__proto__', 'constructor'),
        Event: fc.constantFrom('CLICK', 'toString', ''),
        EventKey: fc.constantFrom('__proto__', 'constructor', ''),
      })
      .map((rows) => Buffer.from(xmlOf(rows))),
  );
  await fc.assert(
    fc.asyncProperty(odd, async (body) => {
      const timestamp = String(Math.floor(Date.now() / 1000));
      const nonce = `f${++serial}`;
      const query = { signature: sign(token, timestamp, nonce), timestamp, nonce };
      const answer = await hook?.answer({ query, search: '', headers: {}, body, ip: '127.0.0.1' });
      expect([200, 400, 403]).toContain(answer?.status);
    }),
  );
  expect(lent.said).toEqual([]);
});

describe('acknowledged only after it is kept', () => {
  beforeEach(async () => {
    ({ platform, lent } = await world());
  });

  test('what could not be kept is not acknowledged, comes again after five seconds, and is kept once', async () => {
    let fails = 2;
    lent.before.take = async () => {
      fails -= 1;
      if (fails >= 0) throw new Error('disk full');
    };
    const first = await platform.say(OPENID, '磁盘满');
    expect(first).toMatchObject({ tries: [{ status: 503, answer: 'bad' }], done: false });
    await platform.advance(5000);
    await platform.advance(5000);
    const { tries, done } = await platform.pushed(first.msgId);
    expect(tries.map(({ answer }) => answer)).toEqual(['bad', 'bad', 'success']);
    expect(done).toBe(true);
    expect(texts()).toEqual(['磁盘满']);
  });

  test('keeping that takes too long: no OK before it is done, and the retry waits for the same work', async () => {
    let keep = () => {};
    let takes = 0;
    lent.before.take = () => {
      takes += 1;
      return new Promise((resolve) => {
        keep = resolve;
      });
    };
    const started = platform.say(OPENID, '存得很慢');
    while (takes === 0) await new Promise((resolve) => setImmediate(resolve));
    lent.advance(4500);
    const first = await started;
    expect(first.tries).toEqual([{ status: 503, answer: 'bad' }]);
    keep();
    await platform.advance(5000);
    expect((await platform.pushed(first.msgId)).tries.at(-1)?.answer).toBe('success');
    expect(takes).toBe(1);
    expect(texts()).toEqual(['存得很慢']);
  });

  test('a house that is stopping keeps nothing and says so', async () => {
    await lent.channel.stop();
    expect((await platform.say(OPENID, '正在停')).tries[0]).toEqual({ status: 503, answer: 'bad' });
    expect(lent.said).toEqual([]);
  });

  test('one citizen in order, another never waits', async () => {
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    let first = true;
    lent.before.take = async () => {
      if (!first) return;
      first = false;
      await gate;
    };
    const slow = platform.say(OPENID, '一');
    while (first) await new Promise((resolve) => setImmediate(resolve));
    const next = platform.say(OPENID, '二');
    await platform.say('oCitizen0000000000000000002', '别人');
    expect(texts()).toEqual(['别人']);
    open();
    await Promise.all([slow, next]);
    expect(texts()).toEqual(['别人', '一', '二']);
  });
});

describe('every kind of message', () => {
  beforeEach(async () => {
    ({ platform, lent } = await world());
  });
  const PIXEL = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex').toString('base64');
  const put = (type: string, mood?: 'slow' | 'cut' | 'film') =>
    platform.media({ type, base64: PIXEL, ...(mood ? { mood } : {}) });
  const push = (fields: Record<string, string | number>) => platform.push(OPENID, fields, {});

  test('a picture, a voice with its transcript, a film by its address: words and bytes are kept', async () => {
    await push({ MsgType: 'image', PicUrl: 'http://x/y', MediaId: await put('image/jpeg') });
    await push({
      MsgType: 'voice',
      Format: 'amr',
      Recognition: '路灯不亮了。',
      MediaId: await put('audio/amr'),
    });
    await push({ MsgType: 'video', ThumbMediaId: 't', MediaId: await put('video/mp4', 'film') });
    await push({ MsgType: 'shortvideo', ThumbMediaId: 't', MediaId: await put('video/mp4') });
    expect(texts()).toEqual(['', '路灯不亮了。', '', '']);
    expect(lent.said.map(({ files }) => files.map(({ name }) => name))).toEqual([
      ['图片.jpg'],
      ['语音.amr'],
      ['视频.mp4'],
      ['小视频.mp4'],
    ]);
    for (const { bytes, thread } of lent.kept) {
      expect(bytes.toString('base64')).toBe(PIXEL);
      expect(thread).toBe(OPENID);
    }
  });

  test.each([
    ['is not there any more', 'gone', '媒体文件已过期或不存在'],
    ['breaks off', 'cut', WORDS.mediaWhy],
    ['is of a kind the house does not keep', 'refused', '这类文件不能收'],
  ] as const)('a picture that %s: the words arrive, with a sentence for both sides', async (_, how, why) => {
    if (how === 'refused') lent.before.refuse = why;
    const id = how === 'gone' ? 'nothing' : await put('image/jpeg', how === 'cut' ? 'cut' : undefined);
    const { tries } = await push({ MsgType: 'image', MediaId: id });
    expect(tries).toEqual([{ status: 200, answer: 'passive' }]);
    expect(lent.said).toMatchObject([{ text: `（市民发来一个图片，平台没有取到：${why}）`, files: [] }]);
    expect((await platform.reached(OPENID))[0]?.text).toBe(
      '您发的图片没有传到，请再发一次，或用文字说明。其他内容已经收到。',
    );
  });

  test('a voice whose bytes do not come: the transcript is kept before the platform gives up', async () => {
    const pushed = push({ MsgType: 'voice', Recognition: '漏水了', MediaId: await put('audio/amr', 'slow') });
    while ((await platform.counts()).calls['/cgi-bin/media/get'] !== 1);
    lent.advance(4500);
    expect((await pushed).tries[0]?.status).toBe(503);
    lent.advance(3500);
    await platform.advance(5000);
    expect((await platform.pushed((await pushed).msgId)).tries.at(-1)?.answer).toBe('passive');
    expect(texts()).toEqual(['漏水了\n（市民发来一个语音，平台没有取到：传输失败）']);
  });

  test('a place with its coordinates in words, and as the place of the matter', async () => {
    await push({
      MsgType: 'location',
      Location_X: '40.841490',
      Location_Y: '111.752010',
      Scale: 15,
      Label: '呼和浩特市赛罕区大学东路',
    });
    await push({ MsgType: 'location', Location_X: '40.8', Location_Y: '111.7', Scale: 15, Label: '' });
    const place = '呼和浩特市赛罕区大学东路（纬度 40.841490，经度 111.752010）';
    expect(lent.said[0]).toMatchObject({ text: `位置：${place}`, fields: { place } });
    expect(lent.said[1]?.text).toBe('位置：纬度 40.8，经度 111.7');
    expect(lent.said[1]?.fields).toBeUndefined();
  });

  test('a link; a tap on the menu says what the button says', async () => {
    await push({ MsgType: 'link', Title: '通知', Description: '停水', Url: 'https://example.gov.cn/a' });
    await platform.event(OPENID, 'CLICK', { EventKey: 'human' });
    await platform.event(OPENID, 'CLICK', { EventKey: '我要投诉物业' });
    expect(texts()).toEqual(['通知\n停水\nhttps://example.gov.cn/a', '转人工', '我要投诉物业']);
  });

  test('what asks for nothing is acknowledged in silence', async () => {
    for (const event of ['VIEW', 'SCAN', 'LOCATION', 'TEMPLATESENDJOBFINISH', 'unsubscribe'])
      expect([event, (await platform.event(OPENID, event, { EventKey: 'k' })).tries[0]?.answer]).toEqual([
        event,
        'success',
      ]);
    expect(lent.said).toEqual([]);
    expect(await platform.reached(OPENID)).toEqual([]);
  });

  test('a kind nobody reads, a sticker, a blank line, an unknown button: a polite answer, and a line in the log', async () => {
    await push({ MsgType: 'hologram' });
    await platform.say(OPENID, '【收到不支持的消息类型，暂无法显示】');
    await platform.say(OPENID, '   ');
    await platform.event(OPENID, 'CLICK', { EventKey: 'V1001_TODAY_MUSIC' });
    await push({ MsgType: 'location', Location_X: 'x', Location_Y: 'y', Label: 'z' });
    const answers = await platform.reached(OPENID);
    expect(answers.map(({ text }) => text)).toEqual(Array(5).fill(WORDS.cannotRead));
    expect(lent.said).toEqual([]);
    expect(lent.logs.filter(({ what }) => what === 'unread kind')).toHaveLength(5);
  });
});

test('a burst of 300 from 60 citizens: each once, each in order', async () => {
  ({ platform, lent } = await world());
  const citizens = Array.from({ length: 60 }, (_, at) => `oBurst${String(at).padStart(21, '0')}`);
  await Promise.all(
    citizens.map(async (openid) => {
      for (const at of [1, 2, 3, 4, 5]) await platform.say(openid, `${at}`, at === 3 ? { copies: 3 } : {});
    }),
  );
  expect(lent.said).toHaveLength(300);
  for (const openid of citizens)
    expect(lent.said.filter(({ thread }) => thread === openid).map(({ text }) => text)).toEqual([
      '1',
      '2',
      '3',
      '4',
      '5',
    ]);
});
