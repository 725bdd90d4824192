/** Knowledge for everybody and for staff, over the wire; and a race between whoever asks and whoever takes down. */
import type { KbEntry, KbImport } from '../../server/http/contract-knowledge.js';
import type { KbGap, KbHit, KbPair } from '../../server/http/contract-knowledge-open.js';
import { call } from '../support/citizen.js';
import { type House, startHouse } from '../support/house.js';
import type { Seat } from '../support/seat.js';

let house: House;
let editor: Seat;
let department: Seat;
let platform: Seat;
let agent: Seat;
beforeAll(async () => {
  house = await startHouse();
  editor = await house.seat('writer', ['KB_EDITOR']);
  department = await house.seat('department', ['KB_DEPT_REVIEWER']);
  platform = await house.seat('platform', ['KB_ADMIN']);
  agent = await house.seat('agent', ['AGENT']);
}, 60_000);
afterAll(() => house.stop());

const get = <T>(path: string) => call<T>(`${house.url}${path}`);
interface Open {
  rows: { id: string; region: string; audience: string; internal?: string }[];
  next: string | null;
  total: number;
}
const TEXT = {
  ...{
    title: '演示供热口径查询',
    answer: '答复：按演示供热办法第二条办理，室温十八摄氏度。',
    internal: '坐席注意：先核实地址。',
  },
  ...{
    category: '05',
    unit: '供热办',
    region: '150100',
    channels: ['PUBLIC'],
    basis: ['《演示供热办法》'],
    effectiveFrom: '2026-01-01',
  },
};
async function publish(id: string, item: object = TEXT): Promise<number> {
  let version = 0;
  await editor.send('PUT', `/api/desk/kb/items/${id}/draft`, { version: version++, owner: null, item });
  for (const [by, action] of [
    [editor, 'submit'],
    [department, 'pass'],
    [platform, 'publish'],
  ] as const)
    expect(
      (await by.post(`/api/desk/kb/items/${id}/step`, { version: version++, action, reason: '' })).status,
    ).toBe(200);
  return version;
}

test('the public list: whole pages by id, narrowed by place, class and audience; nothing internal in it', async () => {
  await publish('open-1');
  const first = (await get<Open>('/api/knowledge?limit=2')).body;
  const second = (await get<Open>(`/api/knowledge?limit=2&after=${first.next}`)).body;
  expect(first.rows).toHaveLength(2);
  expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(4);
  const here = (await get<Open>('/api/knowledge?region=150102&category=05&limit=200')).body;
  expect(here.rows.map(({ id }) => id)).toContain('open-1');
  expect(JSON.stringify(here)).not.toContain('坐席注意');
  expect(
    (await get<Open>('/api/knowledge?region=150200&category=05&limit=200')).body.rows.map(({ id }) => id),
  ).not.toContain('open-1');
  expect((await get('/api/knowledge?region=999999')).status).toBe(400);
});

test('the feed is RSS a reader can read, newest first, its marks escaped', async () => {
  await publish('open-2', { ...TEXT, title: '演示 <b>尖括号</b> & 口径' });
  const answer = await fetch(`${house.url}/knowledge.rss?category=05`);
  const text = await answer.text();
  expect(answer.headers.get('content-type')).toContain('application/rss+xml');
  expect(text).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<rss version="2.0"/);
  expect(text).toContain('演示 &lt;b&gt;尖括号&lt;/b&gt; &amp; 口径');
  expect(text).not.toContain('坐席注意');
});

const MONGOLIAN = 'ᠡᠮᠨᠡᠯᠭᠡ ᠶᠢᠨ ᠳᠠᠭᠠᠲᠬᠠᠯ ᠢ ᠶᠠᠭᠠᠬᠢᠵᠤ ᠲᠥᠯᠥᠬᠦ ᠪᠤᠢ';
test('an item in Mongolian: found by who asks in it, told as such on every way out, and a filter at the desk', async () => {
  await publish('open-mn', { ...TEXT, title: MONGOLIAN, answer: MONGOLIAN, language: 'mn-Mong' });
  const list = (await get<Open>('/api/knowledge?language=mn-Mong')).body;
  expect(list.rows).toMatchObject([{ id: 'open-mn', language: 'mn-Mong' }]);
  const others = (await get<Open>('/api/knowledge?language=zh&region=150100&category=05&limit=200')).body;
  expect(others.rows.map(({ id }) => id)).not.toContain('open-mn');
  expect((await get('/api/knowledge?language=klingon')).status).toBe(422);
  const feed = await (await fetch(`${house.url}/knowledge.rss?language=mn-Mong`)).text();
  expect(feed).toContain('<dc:language>mn-Mong-CN</dc:language>');
  const q = encodeURIComponent(MONGOLIAN);
  const found = (await get<{ hits: { id: string }[] }>(`/api/qa?q=${q}&region=150100`)).body;
  expect(found.hits).toMatchObject([{ id: 'open-mn', language: 'mn-Mong' }]);
  expect(await (await fetch(`${house.url}/qa/open-mn`)).text()).toContain(
    '<div class="answer" lang="mn-Mong">',
  );
  const cards = async (query: string) =>
    (await editor.get<{ rows: { id: string }[] }>(`/api/desk/kb?${query}`)).body.rows.map(({ id }) => id);
  expect(await cards('language=mn-Mong')).toEqual(['open-mn']);
  expect(await cards('language=zh&limit=200')).not.toContain('open-mn');
  expect(await cards('language=zh&limit=200')).toContain('open-1');
  const hits = (await agent.get<KbHit[]>(`/api/desk/kb/search?q=${q}&language=zh`))
    .body as unknown as KbHit[];
  expect(hits.map(({ id }) => id)).not.toContain('open-mn');
});

test('agents read what is internal, citizens do not; an item for agents alone is nobody else’s', async () => {
  await publish('open-3', { ...TEXT, title: '演示坐席专用口径', channels: ['AGENT'] });
  const q = encodeURIComponent('演示坐席专用口径');
  const [hit] = (await agent.get<KbHit[]>(`/api/desk/kb/search?q=${q}&region=150100`))
    .body as unknown as KbHit[];
  expect(hit).toMatchObject({ id: 'open-3', internal: '坐席注意：先核实地址。' });
  const citizen = (await get(`/api/qa?q=${q}&region=150100`)).body;
  expect(JSON.stringify(citizen)).not.toContain('open-3');
  expect((await get('/api/qa/items/open-3')).status).toBe(404);
  expect((await get('/api/desk/kb/search?q=x')).status).toBe(401);
});

describe('a hundred ask and it is taken down: nobody is told it after the answer that it is down, nor later', () => {
  beforeAll(async () => {
    await publish('race', { ...TEXT, title: '演示竞态条目怎么办' });
  });
  const building = async () =>
    (await get<{ parts: { knowledge: { building: boolean } } }>('/readyz')).body.parts.knowledge.building;

  test.each(['and nothing else is going on', 'while the index is built anew'])(
    '%s',
    async (meanwhile) => {
      const { version } = (await platform.get<KbEntry>('/api/desk/kb/items/race')).body.card;
      const q = encodeURIComponent('演示竞态条目怎么办');
      let down = false;
      const late: string[] = [];
      const ask = async () => {
        const began = down;
        const said = JSON.stringify((await get(`/api/qa?q=${q}&region=150100`)).body);
        if (began && said.includes('"race"')) late.push(said);
        return said.includes('"race"');
      };
      const before = await ask();
      const anew = meanwhile.startsWith('while');
      if (anew) expect((await platform.post('/api/desk/kb/rebuild')).status).toBe(202);
      expect(await building()).toBe(anew);
      const askers = Array.from({ length: 20 }, async () => {
        for (let n = 0; n < 5; n++) await ask();
      });
      const step = (action: string, at: number, reason: string) =>
        platform.post('/api/desk/kb/items/race/step', { version: at, action, reason });
      const taken = await step('takeDown', version, '口径已经变了');
      down = true;
      await Promise.all([...askers, ...Array.from({ length: 10 }, ask)]);
      while (await building()) await ask();
      await ask();
      expect([before, taken.status, late]).toEqual([true, 200, []]);
      down = false;
      expect([(await step('putBack', version + 1, '')).status, await ask()]).toEqual([200, true]);
    },
    60_000,
  );

  test('only who publishes may have it built anew', async () => {
    expect((await agent.post('/api/desk/kb/rebuild')).status).toBe(403);
    expect((await editor.post('/api/desk/kb/rebuild')).status).toBe(403);
  });
});

test('a question nobody could answer is listed for editors, masked, until somebody takes it up', async () => {
  const text = '演示火星基地暖气怎么报修办理流程是什么';
  await get(`/api/qa?q=${encodeURIComponent(text)}`);
  const gaps = async () => (await editor.get<KbGap[]>('/api/desk/kb/gaps')).body as unknown as KbGap[];
  const [gap] = (await gaps()).filter((one) => one.text === text);
  expect(gap).toMatchObject({ count: 1, channels: ['website'] });
  // Named by its question: nobody knows an item by its number.
  expect(gap?.nearest?.title).toContain('暖');
  // Words with somebody's number in them are not kept at all.
  await get(`/api/qa?q=${encodeURIComponent('演示月球基地怎么报修，我的电话13800001234')}`);
  expect(JSON.stringify(await gaps())).not.toMatch(/月球|13800001234/);
  expect((await editor.post('/api/desk/kb/gaps/settle', { ids: gap!.ids })).status).toBe(204);
  expect((await gaps()).some((one) => one.text === text)).toBe(false);
  expect((await editor.post('/api/desk/kb/gaps/settle', { ids: gap!.ids, open: true })).status).toBe(204);
  expect((await gaps()).some((one) => one.text === text)).toBe(true);
  expect((await agent.get('/api/desk/kb/gaps')).status).toBe(403);
});

test('two items that are near each other on purpose are put aside, and taken back', async () => {
  const pairs = async () => (await editor.get<KbPair[]>('/api/desk/kb/pairs')).body as unknown as KbPair[];
  const settle = (body: object) => editor.post('/api/desk/kb/pairs/settle', body);
  const [pair] = await pairs();
  const [a, b] = [pair!.a.id, pair!.b.id];
  const listed = async () => (await pairs()).some((one) => one.a.id === a && one.b.id === b);
  // In either order it is the same pair.
  expect([(await settle({ a: b, b: a })).status, await listed()]).toEqual([204, false]);
  expect([(await settle({ a, b, open: true })).status, await listed()]).toEqual([204, true]);
  expect((await settle({ a, b: a })).status).toBe(404);
  expect((await agent.post('/api/desk/kb/pairs/settle', { a, b })).status).toBe(403);
}, 60_000);

test('a file is looked at, then taken in as drafts; again, it is there already; nothing is published by it', async () => {
  const send = async (take: string) => {
    const answer = await fetch(
      `${house.url}/api/desk/kb/imports?name=a.md&category=05&region=150100&unit=${encodeURIComponent('供热办')}${take}`,
      {
        method: 'POST',
        headers: {
          cookie: editor.cookie,
          'x-csrf-token': editor.session.csrf,
          'content-type': 'application/octet-stream',
        },
        body: '演示导入办法\n\n第一条 为了演示，制定本办法。\n\n第二条 室温不低于十八摄氏度。',
      },
    );
    return {
      status: answer.status,
      body: (await answer.json()) as KbImport & { error: { message: string } },
    };
  };
  const looked = await send('');
  expect(looked.body).toMatchObject({ total: 2, same: 0, taken: null, faults: [] });
  expect((await send('&take=yes')).body.taken).toBe(2);
  expect((await send('')).body.same).toBe(2);
  const id = looked.body.rows[0]!.id;
  expect((await get(`/api/qa/items/${id}`)).status).toBe(404);
  expect((await editor.get(`/api/desk/kb/items/${id}`)).body).toMatchObject({
    card: { standing: 'draft' },
    live: null,
  });
  const exported = await fetch(`${house.url}/api/desk/kb/export?kind=jsonl`, {
    headers: { cookie: editor.cookie },
  });
  const lines = (await exported.text()).trim().split('\n');
  expect(lines.length).toBeGreaterThan(650);
  expect(lines.every((line) => JSON.parse(line).id !== id)).toBe(true);
  expect((await agent.get('/api/desk/kb/export')).status).toBe(403);
});
