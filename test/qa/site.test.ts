/** 智能问答 as it stands on the web: the API, the pages, who may frame them, what is kept of a question. */
import { XMLParser } from 'fast-xml-parser';
import type { QaFound, QaItem } from '../../server/http/contract-qa.js';
import type { Log } from '../../server/http/log.js';
import { call } from '../support/citizen.js';
import { type House, startHouse } from '../support/house.js';
import { escapedHostile, findAll, pageAt } from './pages.js';

const logged: string[] = [];
const note = (fields: object, message: string) => logged.push(JSON.stringify([fields, message]));
const log: Log = { debug: note, info: note, warn: note, error: note };
const FRIEND = 'https://www.example.gov.cn';

let house: House;
beforeAll(async () => {
  house = await startHouse({}, { CHAT_ORIGINS: FRIEND, PUBLIC_URL: 'https://12345.example.gov.cn' }, log);
}, 60_000);
afterAll(() => house.stop());

const get = <T = QaFound>(path: string) => call<T>(`${house.url}${path}`);
const found = (q: string, more = '') => get(`/api/qa?q=${encodeURIComponent(q)}${more}`);
const json = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

describe('the API', () => {
  test('a near question is answered with its source, unit and date, and related ones', async () => {
    const { body, status } = await found('居民医保怎么交');
    expect(status).toBe(200);
    expect(body.band).toBe('answer');
    expect(body.hits[0]).toMatchObject({
      title: expect.stringContaining('医疗保险'),
      unit: expect.stringMatching(/./),
      updated: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
      basis: expect.any(Array),
    });
    const shown = new Set(body.hits.map(({ id }) => id));
    expect(body.related.filter(({ id }) => shown.has(id))).toEqual([]);
    expect((await get<QaItem>(`/api/qa/items/${body.hits[0]?.id}`)).body.answer).toBe(body.hits[0]?.answer);
  });

  test('what is far from everything is not answered', async () => {
    expect((await found('量子纠缠态的退相干时间')).body).toMatchObject({ band: 'none', hits: [] });
  });

  test('您是不是想问: offered beside what was found, on the page a link; what was typed stays as it was', async () => {
    const typed = '居民衣保怎么交';
    const { body } = await found(typed);
    expect(body.band).not.toBe('answer');
    expect(body.meant).toContain('居民医保怎么交');
    expect((await found('居民医保怎么交')).body.meant).toEqual([]);
    const page = await (await fetch(`${house.url}/qa?q=${encodeURIComponent(typed)}&region=150100`)).text();
    expect(page).toContain('您是不是想问');
    expect(page).toContain(`value="${typed}"`);
    const link = /<p class="meant">.*?href="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&');
    const next = await (await fetch(`${house.url}${link}`)).text();
    expect(next).toContain('value="居民医保怎么交"');
    expect(next).toContain('<option value="150100" selected');
    expect(next).not.toContain('您是不是想问');
  });

  test('suggestions are titles alone, for half a question too', async () => {
    const { body } = await get<{ id: string; title: string }[]>(
      `/api/qa/suggest?q=${encodeURIComponent('异地就医')}`,
    );
    expect(body.length).toBeGreaterThan(0);
    for (const row of body) expect(Object.keys(row).sort()).toEqual(['id', 'title']);
    expect((await get(`/api/qa/suggest?q=${encodeURIComponent('医')}`)).body).toEqual([]);
  });

  test.each([
    ['nothing asked', '/api/qa', 422],
    ['blank', '/api/qa?q=%20%20', 422],
    ['too long', `/api/qa?q=${'问'.repeat(301)}`, 422],
    ['twice', '/api/qa?q=a&q=b', 422],
    ['half a character', '/api/qa?q=%ED%A0%80', 200],
    ['an unknown item', '/api/qa/items/nobody', 404],
    ['a prototype', '/api/qa/items/__proto__', 404],
    ['a region that is a query', '/api/qa?q=a&region[$ne]=1', 200],
  ])('%s', async (_name, path, status) => {
    expect((await get<unknown>(path)).status).toBe(status);
  });
});

describe('useful', () => {
  const vote = (token: string, useful: boolean, item = 'k001') =>
    call<{ first: boolean }>(`${house.url}/api/qa/useful`, json({ item, token, useful }));
  const counts = async () => {
    const seat = await house.admin();
    return (await seat.get<{ id: string; useful: number; not: number }[]>('/api/desk/qa/useful')).body;
  };

  test('each browser says it once an item, whatever it says later, even all at once', async () => {
    const token = 'browser-one-000000000';
    const all = await Promise.all([true, false, true, true, false].map((one) => vote(token, one)));
    expect(all.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(all.filter(({ body }) => body.first)).toHaveLength(1);
    await vote('browser-two-000000000', false);
    await vote('browser-two-000000000', true, 'k002');
    const rows = await counts();
    const one = rows.find(({ id }) => id === 'k001');
    expect((one?.useful ?? 0) + (one?.not ?? 0)).toBe(2);
    expect(rows.find(({ id }) => id === 'k002')).toMatchObject({ useful: 1, not: 0 });
  });

  test('the token itself is nowhere in the store', async () => {
    await vote('browser-secret-token-0001', true);
    const rows = await house.aside(async ({ connection }) =>
      JSON.stringify([
        await connection.collection('votes').find().toArray(),
        await connection.collection('journal').find().toArray(),
      ]),
    );
    expect(rows).toContain('"k001"');
    expect(rows).not.toContain('browser-secret');
  });

  test.each([
    ['an item that is none', { item: 'nobody', token: 'browser-one-000000000', useful: true }, 404],
    ['a short token', { item: 'k001', token: 'x', useful: true }, 422],
    ['an operator', { item: { $ne: '' }, token: 'browser-one-000000000', useful: true }, 422],
    ['more than asked', { item: 'k001', token: 'browser-one-000000000', useful: true, n: 9 }, 422],
  ])('%s', async (_name, body, status) => {
    expect((await call(`${house.url}/api/qa/useful`, json(body))).status).toBe(status);
  });

  test('who may not read knowledge reads no counts', async () => {
    expect((await call(`${house.url}/api/desk/qa/useful`)).status).toBe(401);
  });

  test('without script: posted, kept, and led back to the page', async () => {
    const before = (await counts()).find(({ id }) => id === 'k003');
    for (let twice = 0; twice < 2; twice++) {
      const answer = await fetch(`${house.url}/qa/useful`, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': 'plain' },
        body: 'item=k003&useful=yes&region=',
      });
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/qa/k003?said=yes']);
    }
    expect((await counts()).find(({ id }) => id === 'k003')?.useful).toBe((before?.useful ?? 0) + 1);
    expect((await pageAt(`${house.url}/qa/k003?said=yes`)).text).toContain('谢谢，记下了');
  });
});

describe('the pages', () => {
  test('/qa has topics by category, a title, a description, a canonical address', async () => {
    const { text, headers } = await pageAt(`${house.url}/qa`);
    expect(headers.get('content-type')).toMatch(/^text\/html/);
    expect(text).toContain('<title>智能问答 · 12345 政务服务便民热线</title>');
    expect(text).toMatch(/<meta name="description" content="[^"]{20,}">/);
    expect(text).toContain('<link rel="canonical" href="https://12345.example.gov.cn/qa">');
    expect(text).not.toContain('noindex');
    expect(findAll(text, /href="\/qa\/[^"]+"/g).length).toBeGreaterThan(30);
  });

  test('a question is answered without script, and such a page is not indexed', async () => {
    const { text } = await pageAt(`${house.url}/qa?q=${encodeURIComponent('居民医保怎么交')}`);
    expect(text).toContain('noindex');
    expect(text).not.toContain('canonical');
    expect(text).toMatch(/class="answer"/);
    expect(text).toContain('action="/qa/useful"');
    expect(text).toContain(`/letters/write?content=${encodeURIComponent('居民医保怎么交')}`);
  });

  test('an emergency: the number stands before the field', async () => {
    const { text } = await pageAt(`${house.url}/qa?q=${encodeURIComponent('邻居家着火了！')}`);
    const number = text.indexOf('class="number" href="tel:119"');
    expect(number).toBeGreaterThan(0);
    expect(number).toBeLessThan(text.indexOf('name="q"'));
  });

  test('an item is a QAPage that search engines can read', async () => {
    const { text } = await pageAt(`${house.url}/qa/k001`);
    const [data] = findAll(text, /<script type="application\/ld\+json">(.*?)<\/script>/gs);
    expect(JSON.parse(data ?? '')).toMatchObject({
      '@type': 'QAPage',
      mainEntity: {
        '@type': 'Question',
        answerCount: 1,
        acceptedAnswer: { '@type': 'Answer', url: 'https://12345.example.gov.cn/qa/k001' },
      },
    });
    expect(text).toContain('<link rel="canonical" href="https://12345.example.gov.cn/qa/k001">');
  });

  test.each(['/qa/nobody', '/qa/useful', '/qa?category=99'])('%s is nowhere', async (path) => {
    const { status, text } = await pageAt(`${house.url}${path}`);
    expect(status).toBe(404);
    expect(text).toContain('没有找到您要的内容');
  });

  test.each(escapedHostile)('%s comes back as words', async (hostile) => {
    const { text, headers } = await pageAt(`${house.url}/qa?q=${encodeURIComponent(hostile)}`);
    expect(headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(text).not.toContain(hostile);
    expect(findAll(text, /<(?:img|svg|iframe|base|object)\b/gi)).toEqual([]);
    // Of the tags alone, their values taken out.
    const tags = text.replace(/"[^"]*"/g, '').replace(/>[^<]*</g, '><');
    expect(findAll(tags, /\son\w+=/gi)).toEqual([]);
  });

  test('robots and site map lead to what is public, and only there', async () => {
    const robots = await pageAt(`${house.url}/robots.txt`);
    expect(robots.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(robots.text).toContain('Sitemap: https://12345.example.gov.cn/sitemap.xml');
    expect(robots.text).toContain('Disallow: /console');
    const map = await pageAt(`${house.url}/sitemap.xml`);
    const { urlset } = new XMLParser().parse(map.text) as { urlset: { url: { loc: string }[] } };
    const places = urlset.url.map(({ loc }) => new URL(loc).pathname);
    expect(places).toContain('/qa/k001');
    for (const place of places.slice(0, 20))
      expect([place, (await fetch(`${house.url}${place}`)).status]).toEqual([place, 200]);
  });
});

describe('who may frame it', () => {
  const ancestors = async (path: string) =>
    /frame-ancestors ([^;]*)/.exec(
      (await pageAt(`${house.url}${path}`)).headers.get('content-security-policy') ?? '',
    )?.[1];
  test('the sites written down may frame 智能问答, and nothing else of ours', async () => {
    for (const path of ['/qa', '/qa/k001']) expect(await ancestors(path)).toBe(`'self' ${FRIEND}`);
    expect((await pageAt(`${house.url}/qa`)).headers.get('x-frame-options')).toBeNull();
    for (const path of ['/portal', '/qatar', '/api/qa?q=a']) expect(await ancestors(path)).toBe("'self'");
    expect(await ancestors('/console')).toBe("'none'");
  });
});

test('personal data in a question is neither logged nor kept', async () => {
  const phone = '13800004321';
  await found(`我叫张三丰，电话${phone}，医保怎么交`);
  await pageAt(`${house.url}/qa?q=${encodeURIComponent(`电话${phone}医保怎么交`)}`).then(({ text }) =>
    expect(text).toContain('我们没有记录这个问题'),
  );
  await get(`/api/qa/suggest?q=${phone}`);
  expect(logged.length).toBeGreaterThan(0);
  expect(logged.join('\n')).not.toMatch(/13800004321|张三丰|%E5%BC%A0/);
  const kept = await house.aside(async ({ connection }) => {
    const collections = (await connection.db?.listCollections().toArray()) ?? [];
    const all = await Promise.all(
      collections.map(({ name }) => connection.collection(name).find().toArray()),
    );
    return JSON.stringify(all);
  });
  expect(kept).not.toContain(phone);
});
