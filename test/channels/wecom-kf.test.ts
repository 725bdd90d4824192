/** 微信客服: the notice says only that there is something; what was said is pulled, once, and answered within the quota. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wechatKf } from '../../channels/wecom/kf.js';
import { eventually, linesAtRest, startChild } from '../contracts/channel-world.js';
import { databaseAt } from '../support/independent.js';
import { openScene, type Scene } from '../support/wecom/scene.js';
import { openSimulator } from '../support/wecom/sim.js';

const HOUR = 3_600_000;
const ACCOUNT = 'wkHotline001';
const text = (content: string) => ({ msgtype: 'text', text: { content } });
const threadOf = (who: string) => `wechat-kf:${ACCOUNT}.${who}`;

let serial = 0;
const citizen = () => `wmShimin${String(++serial).padStart(6, '0')}`;

describe('pulling', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(wechatKf, 'kf');
    await eventually(async () => (await scene.sim.calls({})).some(({ path }) => path.endsWith('sync_msg')));
  }, 60_000);
  afterAll(async () => {
    await scene.close();
  }, 60_000);

  const rowsOf = async (who: string) =>
    (await scene.lines(threadOf(who))).filter(({ from }) => from === 'citizen');
  const said = async (who: string) => (await rowsOf(who)).map((row) => row.text);
  const answered = (who: string) => eventually(() => scene.reached(who).length > 0);

  test('the address is verified, and a notice that is not from the platform pulls nothing', async () => {
    const good = await scene.sim.verify({ channel: 'wechat-kf' });
    expect([good.status, good.body]).toEqual([200, good.want]);
    await scene.sim.calls({});
    for (const twist of [
      { forged: true },
      { receiver: 'ww9999999999999999' },
      { age: 3600 },
      { plain: true },
    ])
      expect(await scene.sim.notify({ twist })).toBe('refused');
    expect(await scene.sim.calls({})).toEqual([]);
  });

  test('words are stored before the notice is acknowledged', async () => {
    const who = citizen();
    expect(await scene.sim.kf({ citizen: who, row: text('小区停水三天') })).toBe('ok');
    expect(await said(who)).toEqual(['小区停水三天']);
  });

  test('pages to the end, empty ones in between; each citizen in order', async () => {
    const people = [citizen(), citizen(), citizen()];
    await scene.sim.pages({ size: 4, empty: 2 });
    for (let at = 0; at < 10; at++)
      for (const who of people) await scene.sim.kf({ citizen: who, row: text(`第${at}句`), notice: false });
    expect(await scene.sim.notify({})).toBe('ok');
    await scene.sim.pages({});
    for (const who of people)
      expect(await said(who)).toEqual(Array.from({ length: 10 }, (_, at) => `第${at}句`));
  });

  test('notices that come twice, at once and out of order change nothing', async () => {
    const who = citizen();
    await scene.sim.kf({ citizen: who, row: text('一'), notice: false });
    await scene.sim.kf({ citizen: who, row: text('二'), notice: false });
    expect(await scene.sim.notify({ twist: { times: 8 } })).toBe('ok');
    expect(await scene.sim.notify({ twist: { times: 2 } })).toBe('ok');
    expect(await said(who)).toEqual(['一', '二']);
  });

  test('a lost notice is caught up at the next start', async () => {
    const who = citizen();
    await scene.sim.kf({ citizen: who, row: text('没人通知'), notice: false });
    await scene.restart();
    await answered(who);
    expect(await said(who)).toEqual(['没人通知']);
  });

  test('a dead cursor begins anew, and nobody is heard twice', async () => {
    const who = citizen();
    await scene.sim.kf({ citizen: who, row: text('以前说的') });
    await answered(who);
    await scene.sim.killCursors({});
    expect(await scene.sim.kf({ citizen: who, row: text('现在说的') })).toBe('ok');
    expect(await said(who)).toEqual(['以前说的', '现在说的']);
    expect(scene.told.rows.filter(({ message }) => message === 'cursor refused, pulling anew')).toHaveLength(
      1,
    );
  });

  test('a notice grown old is pulled without its token', async () => {
    const who = citizen();
    await scene.sim.kf({ citizen: who, row: text('迟到的通知'), notice: false });
    await scene.sim.fault({ path: 'sync_msg', code: 95007, times: 1 });
    expect(await scene.sim.notify({})).toBe('ok');
    expect(await said(who)).toEqual(['迟到的通知']);
  });

  test('a platform that is busy is no OK: the notice comes again', async () => {
    const who = citizen();
    await scene.sim.fault({ path: 'sync_msg', code: -1, times: 2 });
    expect(await scene.sim.kf({ citizen: who, row: text('系统繁忙时说的'), twist: { tries: 3 } })).toBe('ok');
    expect(await said(who)).toEqual(['系统繁忙时说的']);
  });

  test('what the staff of 企业微信 say is recorded as theirs, what the system says is nobody’s', async () => {
    const who = citizen();
    await scene.sim.kf({ citizen: who, row: text('市民说的') });
    await scene.sim.kf({ citizen: who, row: text('接待人员说的'), origin: 5 });
    await scene.sim.kf({
      citizen: who,
      origin: 4,
      row: {
        msgtype: 'event',
        event: { event_type: 'session_status_change', change_type: 1, external_userid: who },
      },
    });
    const rows = (await scene.lines(threadOf(who))).filter(({ from }) => from !== 'bot');
    expect(rows.map((row) => [row.from, row.text, row.delivery?.state])).toEqual([
      ['citizen', '市民说的', undefined],
      ['agent', '接待人员说的', 'sent'],
    ]);
  });

  test('messages of every kind become words or files', async () => {
    const who = citizen();
    const media_id = await scene.sim.media({
      base64: Buffer.from('#!AMR\n\0\0\0\0\0\0').toString('base64'),
      name: 'a.amr',
      type: 'audio/amr',
      kind: 'voice',
    });
    for (const row of [
      { msgtype: 'voice', voice: { media_id } },
      {
        msgtype: 'location',
        location: { latitude: 40.84, longitude: 111.75, name: '某小区', address: '新城区某路' },
      },
      { msgtype: 'link', link: { title: '通知', url: 'https://example.gov.cn/a', desc: '', pic_url: '' } },
      { msgtype: 'business_card', business_card: { userid: 'x' } },
      { msgtype: 'miniprogram', miniprogram: { title: '办事指南', appid: 'a', pagepath: 'b' } },
      { msgtype: 'something_new', something_new: {} },
      text('😀'.repeat(10)),
    ])
      await scene.sim.kf({ citizen: who, row });
    const rows = await rowsOf(who);
    expect(rows.map((row) => [row.text, row.files?.map(({ type }) => type).join() ?? ''])).toEqual([
      ['', 'audio/amr'],
      ['位置：新城区某路某小区（纬度 40.84，经度 111.75）', ''],
      ['通知\nhttps://example.gov.cn/a', ''],
      ['［名片］', ''],
      ['［小程序］办事指南', ''],
      ['［暂不支持的消息，请改用文字、语音或图片］', ''],
      ['😀'.repeat(10), ''],
    ]);
  });

  test('one citizen at two accounts is two conversations, each answered by its own', async () => {
    const who = citizen();
    await scene.sim.account({ id: 'wkHotline002' });
    await scene.sim.kf({ citizen: who, row: text('你好') });
    await scene.sim.kf({ citizen: who, account: 'wkHotline002', row: text('你好') });
    const accounts = () => scene.sim.seen.filter((one) => one.citizen === who).map(({ account }) => account);
    await eventually(() => new Set(accounts()).size === 2);
    expect(await said(who)).toEqual(['你好']);
    const other = await scene.lines(`wechat-kf:wkHotline002.${who}`);
    expect(other.filter(({ from }) => from === 'citizen').map((row) => row.text)).toEqual(['你好']);
  });
});

test('killed in the middle of a pull: after the restart nothing is lost and nothing is there twice', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'jiesu-kf-'));
  const sim = await openSimulator();
  const open = async (step: string, nth: number) => {
    const house = await startChild(dir, 'wechat-kf', sim.env.kf, [step, nth]);
    await sim.house({ url: house.url });
    return house;
  };
  try {
    await sim.pages({ size: 7 });
    const people = Array.from({ length: 5 }, citizen);
    for (let at = 0; at < 6; at++)
      for (const who of people) await sim.kf({ citizen: who, row: text(`${who} 第${at}句`), notice: false });
    // The first page ends at the seventh message; the house dies within the second, and within the fourth.
    // It pulls at its start, before it listens.
    const died = async (nth: number) =>
      open('kept', nth).then(
        ({ gone }) => gone,
        (error: Error) => expect(error.message).toMatch(/died before it listened/),
      );
    for (const nth of [10, 12]) await died(nth);
    const last = await open('none', 1);
    await eventually(() => people.every((who) => sim.seen.some((one) => one.citizen === who)));
    expect(await sim.notify({})).toBe('ok');
    last.process.kill('SIGTERM');
    await last.gone;
    const database = await databaseAt(dir);
    const rows = (await linesAtRest(database)).filter(({ from }) => from === 'citizen');
    await database.close();
    expect(rows).toHaveLength(30);
    for (const who of people)
      expect(rows.filter(({ thread }) => thread.endsWith(who)).map((row) => row.text)).toEqual(
        Array.from({ length: 6 }, (_, at) => `${who} 第${at}句`),
      );
  } finally {
    await sim.close();
    await rm(dir, { recursive: true, force: true });
  }
}, 120_000);

describe('answering', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(wechatKf, 'kf');
  }, 60_000);
  afterAll(async () => {
    await scene.close();
  }, 60_000);

  /** A citizen who has written once and been answered, and the seat that has them now. */
  async function talking() {
    const who = citizen();
    await scene.sim.kf({ citizen: who, row: text('你好') });
    await eventually(() => scene.reached(who).length > 0);
    const say = await scene.agent(threadOf(who));
    return { who, say };
  }
  const rang = (who: string) =>
    eventually(async () => {
      const all = (await scene.alarms()).filter(({ thread }) => thread === threadOf(who));
      return all.length > 0 ? all : null;
    });
  const states = async (who: string) =>
    (await scene.lines(threadOf(who)))
      .filter(({ from }) => from === 'agent')
      .map((row) => row.delivery?.state);

  test('seven answers to one message: the last place is shared, the citizen is told how to go on, none is lost', async () => {
    const { who, say } = await talking();
    const words = Array.from({ length: 7 }, (_, at) => `答复第${at + 1}条。`);
    for (const one of words) await say(one);
    await eventually(() => scene.reached(who).length === 5);
    const first = scene.reached(who).join('\n');
    expect(scene.reached(who).at(-1)).toMatch(/请回复任意内容/);
    expect(scene.reached(who).slice(0, -1).join()).not.toMatch(/请回复任意内容/);
    const missing = words.filter((one) => !first.includes(one));

    // What came too late for the fifth place waits for the citizen, and the desk knows.
    await say('答复第8条。');
    const [alarm] = await rang(who);
    expect(alarm).toMatchObject({ thread: threadOf(who), text: expect.stringMatching(/5 条.*自动补发/) });
    expect(scene.reached(who)).toHaveLength(5);
    await scene.sim.kf({ citizen: who, row: text('请继续') });
    await eventually(() => scene.reached(who).length > 5);
    const next = scene.reached(who)[5] ?? '';
    for (const one of [...missing, '答复第8条。']) expect(next).toContain(one);
    const whole = scene.reached(who).join('\n');
    const places = [...words, '答复第8条。'].map((one) => whole.indexOf(one));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places.every((place) => place >= 0)).toBe(true);
    await eventually(async () => (await states(who)).every((state) => state === 'sent'));
  });

  test('stopped while the last place waits for company: the next start sends it, once', async () => {
    const { who, say } = await talking();
    const before = scene.reached(who).length;
    for (let at = before; at < 4; at++) await say(`答复${at}。`);
    await eventually(() => scene.reached(who).length === 4);
    await say('最后一条。');
    const held = async () =>
      await scene.house.aside((database) =>
        database.connection.collection('notes').countDocuments({ _id: /^wechat-kf:held:/ as never }),
      );
    await eventually(async () => (await held()) > 0 || scene.reached(who).length === 5);
    await scene.restart();
    await eventually(() => scene.reached(who).length === 5);
    expect(scene.reached(who).filter((one) => one.includes('最后一条。'))).toHaveLength(1);
  });

  test.each([
    [2, /待接入池/],
    [3, /接待人员正在接待/],
  ] as const)(
    'a conversation in state %i belongs to 企业微信: the desk is told who has it',
    async (state, reason) => {
      const { who, say } = await talking();
      await scene.sim.session({ citizen: who, state });
      await say('我是坐席。');
      expect((await rang(who))[0]?.text).toMatch(reason);
    },
  );

  test('an ended conversation keeps the answer until the citizen comes back', async () => {
    const { who, say } = await talking();
    await scene.sim.session({ citizen: who, state: 4 });
    const before = scene.reached(who).length;
    await say('补充一句。');
    expect((await rang(who))[0]?.text).toMatch(/会话已结束.*自动补发/);
    await scene.sim.kf({ citizen: who, row: text('还在吗') });
    await eventually(() => scene.reached(who).length > before);
    expect(scene.reached(who)[before]).toBe('补充一句。');
  });

  test('a message the platform had taken and could not deliver rings, once', async () => {
    const { who, say } = await talking();
    await say('一条被拒收的答复。');
    const refused = await eventually(() => scene.sim.seen.find((one) => one.text === '一条被拒收的答复。'));
    const event = {
      event_type: 'msg_send_fail',
      open_kfid: ACCOUNT,
      external_userid: who,
      fail_msgid: refused.msgid,
      fail_type: 10,
    };
    for (let times = 0; times < 2; times++)
      await scene.sim.kf({ citizen: who, origin: 4, row: { msgtype: 'event', event } });
    const alarms = await rang(who);
    expect(alarms).toHaveLength(1);
    expect(alarms[0]?.text).toMatch(/市民拒收/);
    expect(await states(who)).toEqual(['failed']);
  });

  test('who comes in is welcomed within twenty seconds or not at all', async () => {
    const [now, late] = [citizen(), citizen()];
    await scene.sim.enter({ citizen: now });
    await eventually(() => scene.reached(now).length > 0);
    expect(scene.reached(now)).toEqual([expect.stringMatching(/12345.*转人工/)]);
    await scene.sim.calls({});
    await scene.sim.enter({ citizen: late, age: 30 });
    await scene.sim.enter({ citizen: now });
    expect((await scene.sim.calls({})).filter(({ path }) => path.endsWith('on_event'))).toEqual([]);
  });

  test('choices are buttons, and pressing one says what it stands for', async () => {
    const { who } = await talking();
    const choices = [
      { label: '供暖', say: '我要反映供暖' },
      { label: '路灯', say: '我要反映路灯' },
    ];
    const line = {
      id: 'choose',
      seq: 9,
      from: 'bot' as const,
      text: '您要反映哪一类？',
      choices,
      at: new Date(),
    };
    const message = { channel: 'wechat-kf', thread: `${ACCOUNT}.${who}`, line };
    expect(await scene.watched.channel().send(message)).toEqual({ ok: true });
    await eventually(() => scene.sim.seen.some(({ kind }) => kind === 'msgmenu'));
    expect(scene.reached(who).at(-1)).toMatch(/您要反映哪一类？[\s\S]*\[供暖\]\n\[路灯\]/);
    await scene.sim.kf({
      citizen: who,
      row: { msgtype: 'text', text: { content: '路灯', menu_id: '我要反映路灯' } },
    });
    await scene.sim.kf({ citizen: who, row: text('1') });
    const rows = (await scene.lines(threadOf(who)))
      .filter(({ from }) => from === 'citizen')
      .map((row) => row.text);
    expect(rows.slice(-2)).toEqual(['我要反映路灯', '我要反映供暖']);
  });

  test('a platform that is away is waited for, then a person is rung; back again, the next line arrives', async () => {
    const { who, say } = await talking();
    await scene.sim.fault({ path: 'kf/send_msg', status: 502, times: 1000 });
    await say('发不出去。');
    expect((await rang(who))[0]?.text).toMatch(/连不上/);
    expect(scene.watched.channel().trouble?.()).toMatch(/连不上/);
    await scene.sim.calm({});
    await say('又能发了。');
    await eventually(() => scene.reached(who).some((one) => one.startsWith('又能发了。')));
    expect(scene.watched.channel().trouble?.()).toBeNull();
  });

  test('after 48 hours nothing goes out: the desk is told, and it goes when the citizen writes again', async () => {
    const who = citizen();
    await scene.sim.kf({ citizen: who, row: text('你好') });
    await eventually(() => scene.reached(who).length > 0);
    const before = scene.reached(who).length;
    await scene.travel(49 * HOUR);
    // Nobody is signed in any more after two days.
    await scene.restart();
    const say = await scene.agent(threadOf(who));
    await say('办理结果：已修复。');
    expect((await rang(who))[0]?.text).toMatch(/48 小时/);
    expect(scene.reached(who)).toHaveLength(before);
    await eventually(async () => (await states(who)).includes('failed'));
    await scene.sim.kf({ citizen: who, row: text('有结果了吗') });
    await eventually(() => scene.reached(who).length > before);
    expect(scene.reached(who)[before]).toContain('办理结果：已修复。');
    await eventually(async () => (await states(who)).every((state) => state === 'sent'));
  });
});

test('wrong settings are faults that name their key', () => {
  const good = {
    WECHAT_KF_CORP_ID: 'ww0123456789abcdef',
    WECHAT_KF_SECRET: 'very-secret',
    WECHAT_KF_TOKEN: 'token',
    WECHAT_KF_AES_KEY: `${'a'.repeat(42)}A`,
  };
  expect(wechatKf.faults?.(good)).toEqual([]);
  expect(wechatKf.faults?.({ ...good, WECHAT_KF_ACCOUNTS: 'wkA,wkB' })).toEqual([]);
  expect(wechatKf.faults?.({ ...good, WECHAT_KF_ACCOUNTS: 'a b', WECHAT_KF_AES_KEY: 'x' })).toEqual([
    expect.stringMatching(/^WECHAT_KF_AES_KEY /),
    expect.stringMatching(/^WECHAT_KF_ACCOUNTS /),
  ]);
});
