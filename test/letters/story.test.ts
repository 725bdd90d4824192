/** A letter's whole way: written, answered, read, given to the public redacted, taken back. */
import { XMLParser } from 'fast-xml-parser';
import type { LetterCard, LetterDesk } from '../../server/http/contract-letters.js';
import type { OrderCard } from '../../server/http/contract-orders.js';
import { pageAt } from '../qa/pages.js';
import { type House, startHouse } from '../support/house.js';
import type { Seat } from '../support/seat.js';
import { answer, desk, eventually, form, look, post, publish, served, until, write } from './writer.js';

let house: House;
let agent: Seat;
let editor: Seat;
beforeAll(async () => {
  house = await startHouse();
  agent = await house.seat('reader');
  editor = await house.seat('editor', ['KB_EDITOR']);
}, 60_000);
afterAll(() => house.stop());

const everywhere = async (path: string) => {
  const places = [path, '/letters', '/letters.rss', '/letters.json', '/sitemap.xml', '/letters?q=路灯'];
  return (await Promise.all(places.map((place) => pageAt(`${house.url}${place}`)))).map(({ text }) => text);
};

test('written, answered by a person, read, consented, redacted, public; withdrawn, gone', async () => {
  const sent = await write(house, { title: '王小满家门口路灯不亮', publish: false, reply: 'private' });
  expect(sent.letterNo).toMatch(/^150105\d{8}W\d{7}$/);
  expect(Date.parse(sent.firstReplyBy) - Date.now()).toBeLessThanOrEqual(24 * 3_600_000);
  const first = await until(house, sent, ({ lines }) => lines.some(({ text }) => text.includes('24 小时内')));
  expect(first.state).toBe('已收到，等待答复');
  // The matter is filed as it was written, and a person will read the letter.
  expect(first.lines.flatMap(({ order }) => order?.orderNo ?? [])).toHaveLength(1);

  await answer(house, agent, sent, '王小满您好，您电话13800002468反映的路灯已于今日修复。感谢您的来信。');
  const { body } = await look(house, sent);
  expect(body.state).toBe('已答复');
  expect(body.lines.at(-1)).toMatchObject({ from: 'agent', text: expect.stringContaining('已于今日修复') });

  // Without consent nobody can publish it, not even with the right version.
  expect((await publish(editor, sent)).status).toBe(409);
  const agreed = await post(`${house.url}/api/letters/consent`, { ...pick(sent), publish: true });
  expect(agreed.status).toBe(200);

  const draft = await desk(editor, sent);
  expect(draft.proposal.title).toBe('***家门口路灯不亮');
  expect(draft.covered.title).toEqual([{ kind: 'name', from: 0, to: 3 }]);
  expect(JSON.stringify(draft)).not.toMatch(/王小满|13800002468/);
  const done = await publish(editor, sent);
  expect(done.status).toBe(200);
  const path = (done.body as unknown as LetterDesk).card.publicPath ?? '';
  expect(path).toMatch(/^\/letters\/[0-9a-z]{10}$/);
  const open = await everywhere(path);
  for (const text of open) {
    expect(text).not.toMatch(/王小满|13800002468/);
    expect(text).not.toContain(sent.letterNo);
  }
  expect(open[0]).toContain('已于今日修复');
  expect(open[1]).toContain(path);
  expect((await look(house, sent)).body.publicPath).toBe(path);

  const back = await post(`${house.url}/api/letters/consent`, { ...pick(sent), publish: false });
  expect(back.body).toMatchObject({ publish: false, publicPath: null });
  const gone = await pageAt(`${house.url}${path}`);
  expect([gone.status, gone.text.includes('不再公开')]).toEqual([410, true]);
  for (const text of (await everywhere(path)).slice(1)) {
    expect(text).not.toContain(path);
    expect(text).not.toContain('已于今日修复');
  }
  expect((await publish(editor, sent)).status).toBe(409);
});

test('an editor takes it down with a reason, and may let it out again at the same address', async () => {
  const sent = await write(house);
  await answer(house, agent, sent, '已经安排维修。');
  const out = (await publish(editor, sent)).body as unknown as LetterDesk;
  const path = out.card.publicPath ?? '';
  const down = (body: Record<string, unknown>) =>
    editor.post(`/api/desk/letters/${sent.letterNo}/take-down`, body);
  expect((await down({ version: out.card.version, reason: '错' })).status).toBe(422);
  expect((await down({ version: out.card.version - 1, reason: '内容有误' })).status).toBe(409);
  expect((await down({ version: out.card.version, reason: '内容有误' })).status).toBe(200);
  expect((await pageAt(`${house.url}${path}`)).status).toBe(410);
  expect((await desk(editor, sent)).publication?.down).toMatchObject({ by: 'editor', reason: '内容有误' });
  const again = (await publish(editor, sent)).body as unknown as LetterDesk;
  expect(again.card.publicPath).toBe(path);
  expect((await pageAt(`${house.url}${path}`)).status).toBe(200);
});

test('the same letter again is the same letter, even five at once; another one under its id is refused', async () => {
  const one = form();
  const answers = await Promise.all(
    Array.from({ length: 5 }, () =>
      post<{ letterNo: string; code: string }>(`${house.url}/api/letters`, one),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
  expect(new Set(answers.map(({ body }) => `${body.letterNo} ${body.code}`)).size).toBe(1);
  const stranger = await post(`${house.url}/api/letters`, {
    ...form({ id: one.id }),
    content: '另外一封完全不同的信',
  });
  expect(stranger.status).toBe(409);
  expect(JSON.stringify(stranger.body)).not.toContain(answers[0]?.body.letterNo);
  const view = await served(house, answers[0]?.body as never);
  expect(view.lines.filter(({ from }) => from === 'citizen')).toHaveLength(1);
  expect(view.lines.filter(({ order }) => order)).toHaveLength(1);
});

test('numbers of one day are gapless and never shared', async () => {
  const all = await Promise.all(Array.from({ length: 8 }, () => write(house, { region: '150902' })));
  const seqs = all.map(({ letterNo }) => Number(letterNo.slice(15, 21))).sort((a, b) => a - b);
  expect(seqs).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test('the citizen writes more, and it is the same letter', async () => {
  const sent = await write(house);
  await served(house, sent);
  const more = { ...pick(sent), id: 'more-0001', text: '补充一句：今天又坏了两盏。' };
  for (let twice = 0; twice < 2; twice++)
    expect((await post(`${house.url}/api/letters/more`, more)).status).toBe(202);
  const { lines } = (await look(house, sent)).body;
  expect(
    lines
      .filter(({ from }) => from === 'citizen')
      .map(({ text }) => text)
      .at(-1),
  ).toBe(more.text);
  expect(lines.filter(({ from }) => from === 'citizen')).toHaveLength(2);
});

test('a question the knowledge surely answers is answered at once, with its source', async () => {
  const sent = await write(house, {
    kind: 'consult',
    title: '居民医保怎么交',
    content: '请问居民医保怎么交？',
    anonymous: true,
    name: undefined,
    phone: undefined,
  });
  const view = await served(house, sent);
  expect(view.lines.at(-1)).toMatchObject({
    from: 'bot',
    sources: [{ title: expect.stringContaining('医疗保险') }],
  });
  expect(view.state).toBe('已答复');
  // Who is not helped by it says so in the same letter, and a person has it.
  await post(`${house.url}/api/letters/more`, { ...pick(sent), id: 'more-0001', text: '还是没弄明白怎么交' });
  const after = await until(house, sent, ({ lines }) => lines.at(-1)?.from === 'bot' && lines.length === 4);
  expect(after.lines.at(-1)?.text).toContain('已转给工作人员');
});

test('a question nobody has an answer to waits for a person', async () => {
  const sent = await write(house, {
    kind: 'consult',
    title: '恐龙化石',
    content: '示例展览馆的恐龙化石标本今年换了几件？',
  });
  await served(house, sent);
  // The line comes before the thread: whoever sees the thread's new version sees all that came with it.
  const waiting = async () =>
    (
      await agent.get<{ rows: { id: string; waitingFor: string }[] }>(
        '/api/desk/threads?box=waiting&limit=100',
      )
    ).body.rows.find(({ id }) => id === `website:${sent.letterNo}`);
  const row = await eventually(waiting);
  expect(row.waitingFor).toBe('letter');
});

test('an emergency in a letter: the number at once, the desk rings, the letter is kept', async () => {
  const sent = await write(house, { content: '楼道里有很浓的煤气味，已经有人头晕了，快来人。' });
  expect(sent.notices[0]).toMatchObject({ kind: 'emergency' });
  await until(house, sent, ({ lines }) => lines.some(({ text }) => text.includes('119')));
  const alarms = await agent.get<{ kind: string; thread: string }[]>('/api/desk/alarms');
  expect(alarms.body).toContainEqual(
    expect.objectContaining({ kind: 'emergency', thread: `website:${sent.letterNo}` }),
  );
});

test('what discipline told is kept nowhere in the letter, and has its door', async () => {
  const secret = '举报某局张三局长收了包工头二十万元';
  const sent = await write(house, { kind: 'report', title: '举报收钱办事', content: `${secret}，请查处。` });
  const view = await served(house, sent);
  expect(view.lines.flatMap(({ doors }) => doors ?? []).map(({ number }) => number)).toContain('12388');
  expect(JSON.stringify(view)).not.toContain('二十万');
  expect(JSON.stringify(await desk(editor, sent))).not.toContain('二十万');
});

test('an anonymous letter keeps no name, and its order is secret to who handles it', async () => {
  const sent = await write(house, { anonymous: true, name: '李四光' });
  const view = await served(house, sent);
  const orderNo = view.lines.flatMap(({ order }) => order?.orderNo ?? [])[0];
  const page = await agent.get<{ card: OrderCard; caller: { name: string; phone: string } }>(
    `/api/desk/orders/${orderNo}`,
  );
  expect(page.body.caller.name).not.toContain('李');
  const kept = await house.aside(async ({ connection }) =>
    JSON.stringify([
      await connection.collection('lines').find().toArray(),
      await connection.collection('tickets').find().toArray(),
    ]),
  );
  expect(kept).not.toContain('李四光');
  agent = await house.seat('reader2');
  editor = await house.seat('editor2', ['KB_EDITOR']);
});

test('the list of the desk says when the first answer is due, and when it came', async () => {
  const sent = await write(house);
  await served(house, sent);
  const card = async () =>
    (await editor.get<{ rows: LetterCard[] }>('/api/desk/letters?stage=consented&limit=100')).body.rows.find(
      ({ letterNo }) => letterNo === sent.letterNo,
    );
  expect(await card()).toMatchObject({
    firstReplyBy: sent.firstReplyBy,
    repliedAt: null,
    stage: 'consented',
  });
  await answer(house, agent, sent, '已经安排维修。');
  expect((await card())?.repliedAt).toMatch(/^20/);
});

test('feeds are what their readers expect', async () => {
  const sent = await write(house, { title: '路灯 <b>&坏了' });
  await answer(house, agent, sent, '已修复\u0008。');
  expect((await publish(editor, sent)).status).toBe(200);
  const rss = await pageAt(`${house.url}/letters.rss`);
  expect(rss.headers.get('content-type')).toMatch(/^application\/rss\+xml/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no place for it
  expect(rss.text).not.toMatch(/[\u0000-\u0008]/);
  const parsed = new XMLParser({ ignoreAttributes: false }).parse(rss.text, true) as {
    rss: { '@_version': string; channel: { item: { title: string; guid: unknown; pubDate: string }[] } };
  };
  const items = [parsed.rss.channel.item].flat();
  expect(parsed.rss['@_version']).toBe('2.0');
  expect(items[0]?.title).toBe('路灯 <b>&坏了');
  expect(Number.isNaN(Date.parse(items[0]?.pubDate ?? ''))).toBe(false);
  const json = await pageAt(`${house.url}/letters.json`);
  expect(json.headers.get('content-type')).toMatch(/^application\/feed\+json/);
  const feed = JSON.parse(json.text) as {
    version: string;
    items: { id: string; title: string; content_text: string }[];
  };
  expect(feed.version).toBe('https://jsonfeed.org/version/1.1');
  expect(feed.items[0]?.title).toBe('路灯 <b>&坏了');
  expect((await pageAt(`${house.url}/letters`)).text).not.toContain('<b>&坏了');
});

const pick = ({ letterNo, code }: { letterNo: string; code: string }) => ({ letterNo, code });
