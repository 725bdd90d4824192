/** WeChat in a whole house: what an agent sees and sends, who cannot be reached, and a house that dies. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WORDS } from '../../channels/wechat/words.js';
import { plainJpeg } from '../../server/files/plain/jpeg.js';
import { eventually, linesAtRest, startChild } from '../contracts/channel-world.js';
import { jpeg } from '../http/pictures.js';
import { type House, startHouse } from '../support/house.js';
import { databaseAt } from '../support/independent.js';
import { quickNlu } from '../support/quick-nlu.js';
import { startWeChat, type WeChat } from '../support/wechat/client.js';

const JPEG = jpeg();
const OPENID = 'oHouse0000000000000000000001';

interface Page {
  card: { version: number };
  lines: { from: string; text: string; files?: { id: string; name: string; type: string }[] }[];
}

describe('a house that runs', () => {
  let platform: WeChat;
  let house: House;
  beforeAll(async () => {
    platform = await startWeChat();
    house = await startHouse({ nlu: quickNlu(), backoff: () => 50 }, platform.env);
    await platform.house(house.url);
  });
  afterAll(async () => {
    await house.stop();
    await platform.close();
  });

  test("a citizen's picture and voice lie before the agent; the agent's picture reaches the citizen", async () => {
    const MediaId = await platform.media({ type: 'image/jpeg', base64: JPEG.toString('base64') });
    await platform.push(OPENID, { MsgType: 'image', PicUrl: 'http://x/y', MediaId }, {});
    const amr = Buffer.concat([Buffer.from('#!AMR\n'), Buffer.alloc(64, 0x3c)]);
    const voice = await platform.media({ type: 'audio/amr', base64: amr.toString('base64') });
    await platform.push(
      OPENID,
      { MsgType: 'voice', Format: 'amr', Recognition: '路灯不亮', MediaId: voice },
      {},
    );
    const seat = await house.seat('pictures');
    const at = `/api/desk/threads/wechat:${OPENID}`;
    const { lines, card } = (await seat.get<Page>(at)).body as Page;
    const said = lines.filter(({ from }) => from === 'citizen');
    expect(said.map(({ text, files }) => [text, files?.[0]?.name, files?.[0]?.type])).toEqual([
      ['', '图片.jpg', 'image/jpeg'],
      ['路灯不亮', '语音.amr', 'audio/amr'],
    ]);
    expect((await seat.post(`${at}/claim`, { version: card.version })).status).toBe(200);
    const file = said[0]?.files?.[0]?.id;
    expect((await seat.post(`${at}/messages`, { id: 'a1', text: '是这里吗', files: [file] })).status).toBe(
      202,
    );
    const shown = await eventually(async () =>
      (await platform.reached(OPENID)).find(({ kind }) => kind === 'image'),
    );
    // It left without what it says of its own making.
    const plain = plainJpeg(JPEG) ?? '';
    expect(shown.text).toBe(createHash('sha256').update(plain).digest('hex'));
  });

  test('a file of a kind that may not be kept: the words arrive, and the citizen is told', async () => {
    const exe = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]);
    const MediaId = await platform.media({ type: 'image/jpeg', base64: exe.toString('base64') });
    const openid = 'oHouse0000000000000000000002';
    const { tries } = await platform.push(openid, { MsgType: 'image', MediaId }, {});
    expect(tries.at(-1)?.answer).toBe('passive');
    const [told] = await platform.reached(openid);
    expect(told?.text).toMatch(/图片没有传到/);
  });

  test('who has left: the desk rings, with a reason to read', async () => {
    const openid = 'oHouse0000000000000000000003';
    await platform.say(openid, '有人吗');
    await platform.more(openid, 0, 20_000);
    await platform.event(openid, 'unsubscribe');
    const seat = await house.seat('leaver');
    const at = `/api/desk/threads/wechat:${openid}`;
    const { card } = (await seat.get<Page>(at)).body;
    expect((await seat.post(`${at}/claim`, { version: card.version })).status).toBe(200);
    expect((await seat.post(`${at}/messages`, { id: 'a2', text: '您好，在的' })).status).toBe(202);
    const alarm = await eventually(async () => {
      const { body } = await seat.get<{ kind: string; thread: string; text: string }[]>('/api/desk/alarms');
      return body.find(({ thread }) => thread === `wechat:${openid}`);
    });
    expect(alarm).toMatchObject({ kind: 'undeliverable', text: expect.stringContaining(WORDS.desk.gone) });
  });

  test('the health page says what is wrong with the account, and that it is well again', async () => {
    const state = async () =>
      ((await (await fetch(`${house.url}/readyz`)).json()) as { parts: { channels: Record<string, object> } })
        .parts.channels.wechat;
    expect(await state()).toEqual({ ok: true });
    const openid = 'oHouse0000000000000000000004';
    const send = '/cgi-bin/message/custom/send';
    await platform.mood(send, { code: 48001 }, 100_000);
    await platform.say(openid, '有人吗');
    const words = '微信接口不可用：服务号没有这个接口的权限（要先认证并开通）';
    await eventually(async () => ((await state()) as { words?: string }).words === words);
    await platform.mood(send, null, 0);
    // The next try goes through by itself.
    expect(await platform.more(openid, 0, 20_000)).toHaveLength(1);
    await eventually(async () => ((await state()) as { ok: boolean }).ok);
  });
});

test('killed between keeping and saying OK: the platform pushes again, and it is kept and answered once', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'jiesu-wechat-'));
  const platform = await startWeChat();
  try {
    const first = await startChild(dir, 'wechat', platform.env, ['kept', 1]);
    await platform.house(first.url);
    const pushed = await platform.say(OPENID, '居民医保怎么交');
    await first.gone;
    expect(pushed).toMatchObject({ tries: [{ status: 0, answer: 'late' }], done: false });
    const second = await startChild(dir, 'wechat', platform.env, ['none', 1]);
    await platform.house(second.url);
    await platform.advance(5000);
    expect((await platform.pushed(pushed.msgId)).tries.at(-1)).toEqual({ status: 200, answer: 'success' });
    await platform.more(OPENID, 0, 20_000);
    second.process.kill('SIGTERM');
    await second.gone;
    const database = await databaseAt(dir);
    const rows = await linesAtRest(database);
    await database.close();
    expect(rows.map(({ from }) => from)).toEqual(['citizen', 'bot']);
    expect(await platform.reached(OPENID)).toHaveLength(1);
  } finally {
    await platform.close();
    await rm(dir, { recursive: true, force: true });
  }
}, 90_000);
