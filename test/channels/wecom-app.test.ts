/** 企业微信: what comes in sealed is kept once, what goes out arrives or rings. */
import { wecom } from '../../channels/wecom/app.js';
import { FAULTS } from '../../channels/wecom/faults-words.js';
import { eventually } from '../contracts/channel-world.js';
import { openScene, type Scene } from '../support/wecom/scene.js';

const HOUR = 3_600_000;
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const PROGRAM = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(510)]);

let scene: Scene;
beforeAll(async () => {
  scene = await openScene(wecom, 'wecom');
}, 60_000);
afterAll(async () => {
  await scene.close();
}, 60_000);

let serial = 0;
const citizen = () => `minwei${++serial}`;
const text = (Content: string) => ({ MsgType: 'text', Content });
const own = (who: string) => scene.lines(`wecom:${who}`);
const said = async (who: string) => (await own(who)).filter(({ from }) => from === 'citizen');
const rang = (who: string) =>
  eventually(async () => (await scene.alarms()).find(({ thread }) => thread === `wecom:${who}`));
const line = (id: string, more: object) => ({
  channel: 'wecom',
  thread: 'minwei0',
  line: { id, seq: 1, from: 'bot' as const, text: '您好', at: new Date(), ...more },
});

test('the address is verified by what was sealed, and by nothing else', async () => {
  const good = await scene.sim.verify({ channel: 'wecom' });
  expect(good).toEqual({ status: 200, body: good.want, want: good.want });
  const twists = [{ forged: true }, { receiver: 'ww9999999999999999' }, { wrongKey: true }, { age: 3600 }];
  for (const twist of twists) {
    const bad = await scene.sim.verify({ channel: 'wecom', twist });
    expect([twist, bad.status, bad.body]).toEqual([twist, 401, '']);
  }
});

test('what is not from the platform is refused, told to nobody and written to the log', async () => {
  const who = citizen();
  const before = scene.told.rows.length;
  const twists = [
    { forged: true },
    { receiver: 'ww9999999999999999' },
    { wrongKey: true },
    { age: 3600 },
    { age: -3600 },
    { plain: true },
  ];
  for (const twist of twists)
    expect([twist, await scene.sim.say({ citizen: who, rows: text('冒充'), twist })]).toEqual([
      twist,
      'refused',
    ]);
  const logged = scene.told.rows.slice(before).filter(({ message }) => message === 'callback refused');
  expect(logged.map(({ fields }) => fields.fault)).toEqual([
    'signature',
    'receiver',
    'seal',
    'timestamp',
    'timestamp',
    'signature',
  ]);
  expect(await own(who)).toEqual([]);
});

test.each([
  ['nothing', ''],
  ['no XML', 'hello'],
  ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><xml><Encrypt>x</Encrypt></xml>'],
  ['a list in place of a text', '<xml><Encrypt>a</Encrypt><Encrypt>b</Encrypt></xml>'],
])('a post of %s is refused', async (_, body) => {
  const answer = await fetch(`${scene.house.url}/hooks/wecom?msg_signature=a&timestamp=1&nonce=2`, {
    method: 'POST',
    body,
  });
  expect(answer.status).toBe(401);
});

test('a post larger than any message is cut off', async () => {
  const answer = await fetch(`${scene.house.url}/hooks/wecom`, { method: 'POST', body: 'x'.repeat(70_000) });
  expect(answer.status).toBe(413);
});

test('played back and pushed again, a message is one', async () => {
  const who = citizen();
  const once = { citizen: who, id: '7460000000000000001', rows: text('路灯坏了') };
  expect(await scene.sim.say({ ...once, twist: { times: 5 } })).toBe('ok');
  expect(await scene.sim.say(once)).toBe('ok');
  expect((await said(who)).map((row) => row.text)).toEqual(['路灯坏了']);
});

test('a menu button types its key once however often it is pushed; what nobody said is no message', async () => {
  const who = citizen();
  const press = {
    MsgType: 'event',
    Event: 'click',
    EventKey: '转人工',
    CreateTime: Math.floor(Date.now() / 1000),
  };
  for (const rows of [
    press,
    press,
    { MsgType: 'event', Event: 'enter_agent', EventKey: '' },
    { MsgType: 'event', Event: 'subscribe', EventKey: '' },
    { MsgType: 'event', Event: 'LOCATION', Latitude: 40.8, Longitude: 111.7 },
    text('   '),
  ])
    expect(await scene.sim.say({ citizen: who, rows })).toBe('ok');
  expect((await said(who)).map((row) => row.text)).toEqual(['转人工']);
});

test('a place and a link become words, and what cannot be read says so', async () => {
  const who = citizen();
  const place = {
    MsgType: 'location',
    Location_X: '40.84',
    Location_Y: '111.75',
    Scale: 16,
    Label: '新城区某路',
  };
  const link = {
    MsgType: 'link',
    Title: '通知',
    Description: '',
    Url: 'https://example.gov.cn/a?b=1&c=2',
    PicUrl: '',
  };
  for (const rows of [place, link, { MsgType: 'hologram' }]) await scene.sim.say({ citizen: who, rows });
  expect((await said(who)).map((row) => row.text)).toEqual([
    '位置：新城区某路（纬度 40.84，经度 111.75）',
    '通知\nhttps://example.gov.cn/a?b=1&c=2',
    '［暂不支持的消息，请改用文字、语音或图片］',
  ]);
});

const upload = (bytes: Buffer, kind: string, name = `a.${kind}`) =>
  scene.sim.media({ base64: bytes.toString('base64'), name, type: 'application/octet-stream', kind });

test('a picture is kept by what it is, and goes out again as it came', async () => {
  const who = citizen();
  const id = await upload(PNG, 'image');
  expect(await scene.sim.say({ citizen: who, rows: { MsgType: 'image', PicUrl: '', MediaId: id } })).toBe(
    'ok',
  );
  const [row] = await said(who);
  expect(row?.files).toEqual([expect.objectContaining({ name: '图片.png', type: 'image/png' })]);
  const files = row?.files as never;
  const answer = await scene.watched
    .channel()
    .send({ ...line('with a picture', { text: '见图', files }), thread: who });
  expect(answer).toEqual({ ok: true });
  await eventually(() => scene.sim.seen.some((one) => one.kind === 'image'));
  const out = scene.sim.seen.find((one) => one.kind === 'image');
  expect(await scene.sim.mediaBytes({ id: out?.media ?? '' })).toBe(PNG.toString('base64'));
});

test('a picture that cannot be had now is fetched later: the message is neither lost nor late for others', async () => {
  const who = citizen();
  const id = await upload(PNG, 'image');
  await scene.sim.fault({ path: 'media/get', code: -1, times: 1 });
  expect(await scene.sim.say({ citizen: who, rows: { MsgType: 'image', MediaId: id } })).toBe('ok');
  await scene.sim.say({ citizen: who, rows: text('就在楼下') });
  // Each start looks first.
  await scene.restart();
  const rows = await eventually(async () => {
    const all = await said(who);
    return all.length === 2 ? all : null;
  });
  expect(rows.map((row) => [row.text, row.files?.length ?? 0])).toEqual([
    ['就在楼下', 0],
    ['', 1],
  ]);
});

test('a file the house does not keep: the thread says so, and the citizen is told what to do', async () => {
  const who = citizen();
  const id = await upload(PROGRAM, 'file', 'a.exe');
  expect(await scene.sim.say({ citizen: who, rows: { MsgType: 'file', MediaId: id } })).toBe('ok');
  const [row] = await said(who);
  expect(row?.text).toMatch(/^［文件］（没有保存下来：.*不支持.*）$/);
  expect(row?.files ?? []).toEqual([]);
  await eventually(() => scene.reached(who).some((one) => one.includes('不支持')));
});

test('media the platform no longer has is said, not waited for', async () => {
  const who = citizen();
  expect(
    await scene.sim.say({ citizen: who, rows: { MsgType: 'voice', MediaId: 'gone', Format: 'amr' } }),
  ).toBe('ok');
  expect((await said(who)).map((row) => row.text)).toEqual([
    '［语音］（没有保存下来：微信已不再提供这个文件）',
  ]);
});

test('many at once ask for one token; a dead one and an expired one are renewed once', async () => {
  const before = (await scene.sim.issued({})).length;
  await scene.sim.calls({});
  await scene.sim.killTokens({});
  const issued = async () => (await scene.sim.issued({})).length - before;
  const asked = async () =>
    (await scene.sim.calls({})).filter(({ path }) => path.endsWith('gettoken')).length;
  const all = async () => {
    const people = Array.from({ length: 10 }, citizen);
    await Promise.all(people.map((who) => scene.sim.say({ citizen: who, rows: text('你好') })));
    await eventually(() => people.every((who) => scene.reached(who).length > 0));
  };
  await all();
  expect([await issued(), await asked()]).toEqual([1, 1]);
  await scene.sim.killTokens({});
  await all();
  expect([await issued(), await asked()]).toEqual([2, 1]);
  await scene.travel(3 * HOUR);
  await all();
  expect([await issued(), await asked()]).toEqual([3, 1]);
  await scene.restart();
  await all();
  expect([await issued(), await asked()]).toEqual([3, 0]);
});

test('a long answer arrives whole, in parts the platform does not shorten, each once though one was refused', async () => {
  const words = Array.from({ length: 300 }, (_, at) => `第${at}条：请携带身份证到窗口办理。`).join('');
  await scene.sim.say({ citizen: 'minwei0', rows: text('你好') });
  await eventually(() => scene.reached('minwei0').length > 0);
  const before = scene.sim.seen.length;
  const long = line('a long one', { text: words });
  await scene.sim.fault({ path: 'message/send', code: 45009, times: 0 });
  const first = scene.watched.channel();
  // The second part meets a busy platform.
  await scene.sim.calls({});
  const sending = first.send(long);
  await eventually(() => scene.sim.seen.length > before);
  await scene.sim.fault({ path: 'message/send', code: 45009, times: 1 });
  let answer = await sending;
  while (!answer.ok) {
    expect(answer).toEqual({ ok: false, retry: true, reason: '企业微信接口调用过于频繁，稍后重试' });
    answer = await first.send(long);
  }
  const parts = scene.sim.seen.slice(before);
  expect(parts.length).toBeGreaterThan(3);
  expect(parts.every(({ cut }) => !cut)).toBe(true);
  expect(parts.map((part) => part.text).join('')).toBe(words);
});

test('a number answers with the button it stands for, until the next ones', async () => {
  await scene.sim.say({ citizen: 'minwei0', rows: text('你好') });
  await eventually(() => scene.reached('minwei0').length > 0);
  const choices = [
    { label: '供暖', say: '我要反映供暖' },
    { label: '路灯', say: '我要反映路灯' },
  ];
  await scene.watched.channel().send(line('choose', { text: '您要反映哪一类？', choices }));
  expect(scene.reached('minwei0').at(-1)).toMatch(/您要反映哪一类[\s\S]*1\. 供暖\n2\. 路灯/);
  await scene.sim.say({ citizen: 'minwei0', rows: text('２') });
  expect((await said('minwei0')).at(-1)?.text).toBe('我要反映路灯');
});

test('who cannot be reached rings at the desk with the reason', async () => {
  const who = citizen();
  await scene.sim.leave({ citizen: who });
  await scene.sim.say({ citizen: who, rows: text('你好') });
  const alarm = await rang(who);
  expect(alarm).toMatchObject({ thread: `wecom:${who}`, text: expect.stringMatching(/已离职、被移出/) });
});

test('a platform that is away: the health page says so, the line waits, then a person is rung', async () => {
  const who = citizen();
  await scene.sim.fault({ path: 'message/send', code: 60020, times: 3 });
  await scene.sim.say({ citizen: who, rows: text('你好') });
  const health = async () =>
    (await (await fetch(`${scene.house.url}/readyz`)).json()) as {
      degraded: string[];
      parts: { channels: Record<string, { ok: boolean; words?: string }> };
    };
  await eventually(async () => /可信 IP/.test((await health()).parts.channels.wecom?.words ?? ''));
  await eventually(() => scene.reached(who).length > 0);
  expect((await health()).parts.channels.wecom).toEqual({ ok: true });

  await scene.sim.fault({ path: 'message/send', status: 502, code: null, times: 1000 });
  await scene.sim.say({ citizen: who, rows: text('还在吗') });
  const alarm = await rang(who);
  expect(alarm.text).toMatch(/连不上企业微信接口/);
  expect((await health()).degraded).toContain('channel:wecom');
  await scene.sim.calm({});
});

test('every code has a row of its own with a reason in Chinese that says more than the code', () => {
  expect(new Set(FAULTS.map(({ code }) => code)).size).toBe(FAULTS.length);
  for (const { says } of FAULTS) expect(says).toMatch(/^[^{}]*\p{Script=Han}{4,}[^{}]*$/u);
});

test('wrong settings are faults that name their key and never the secret', () => {
  const good = {
    WECOM_CORP_ID: 'ww0123456789abcdef',
    WECOM_AGENT_ID: '1000002',
    WECOM_SECRET: 'very-secret',
    WECOM_TOKEN: 'token',
    WECOM_AES_KEY: `${'a'.repeat(42)}A`,
  };
  expect(wecom.faults?.(good)).toEqual([]);
  const faults = (more: object) => wecom.faults?.({ ...good, ...more }) ?? [];
  expect(faults({ WECOM_AES_KEY: 'short-key' })).toEqual([expect.stringMatching(/^WECOM_AES_KEY .*43/)]);
  expect(faults({ WECOM_AES_KEY: 'short-key' })[0]).not.toContain('short-key');
  expect(faults({ WECOM_AGENT_ID: 'abc' })).toEqual([expect.stringMatching(/^WECOM_AGENT_ID /)]);
  expect(faults({ WECOM_API_BASE: 'https://a.example/cgi-bin' })).toEqual([
    expect.stringMatching(/^WECOM_API_BASE /),
  ]);
});
