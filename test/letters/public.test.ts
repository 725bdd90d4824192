/** The public side over a store of its own: pages that stay in order, filters, copies that never come back. */

import type { Asked } from '../../server/http/handler.js';
import { consented, takenDown } from '../../server/letters/letter.js';
import { openPages } from '../../server/letters/open-pages.js';
import { loadPolicy } from '../../server/policy/policy.js';
import type { Database } from '../../server/store/connect.js';
import { type LetterStore, letterStore } from '../../server/store/letters.js';
import { freshDatabase } from '../support/database.js';
import { AT, letterOf, openLetter, publicationOf } from './rows.js';

let database: Database;
let letters: LetterStore;
let pages: ReturnType<typeof openPages>;
beforeAll(async () => {
  database = await freshDatabase();
  letters = letterStore(database.connection);
  await letters.init();
  pages = openPages({ letters, policy: await loadPolicy(), publicUrl: 'https://12345.example.gov.cn' });
}, 60_000);
afterAll(() => database.close());
beforeEach(async () => {
  await database.connection.collection('letters').deleteMany({});
  await database.connection.collection('publicLetters').deleteMany({});
});

const asked = (query: Record<string, string>, params: Record<string, string> = {}) =>
  ({ query, params, headers: {} }) as unknown as Asked<undefined>;
const page = async (query: Record<string, string> = {}) => {
  const answer = await pages.lettersPage(asked(query));
  const text = (answer as { say: { html: string } }).say.html;
  return {
    text,
    ids: [...text.matchAll(/href="\/letters\/(p\d+)"/g)].map(([, id]) => id ?? ''),
    after: /rel="next" href="[^"]*after=([\w-]+)/.exec(text)?.[1],
  };
};

test('paging while letters are published and taken down: none twice, none that stayed is missed', async () => {
  for (let index = 0; index < 50; index++) await letters.put(openLetter(index));
  const seen: string[] = [];
  let query: Record<string, string> = {};
  for (let turn = 0; turn < 10; turn++) {
    const { ids, after } = await page(query);
    seen.push(...ids);
    // Newer ones come in before page one, and one that was already read goes.
    await letters.put(openLetter(100 + turn));
    const read = openLetter(49 - turn);
    await letters.put(takenDown(read, 'editor', '内容有误', AT));
    if (!after) break;
    query = { after };
  }
  expect(seen).toHaveLength(50);
  expect(seen).toEqual([...new Set(seen)]);
  expect([...seen].sort().reverse()).toEqual(seen);
});

test.each(['', 'x', '!!!', 'a'.repeat(300), Buffer.from('1.{"$gt":""}').toString('base64url')])(
  'the cursor %s nobody gave out is refused, never page one',
  async (after) => {
    if (after === '') return expect((await page({ after })).ids).toEqual([]);
    await expect(pages.lettersPage(asked({ after }))).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  },
);

test('filters meet: kind, region with what lies in it, days of Asia/Shanghai, words in all three parts', async () => {
  await letters.put(
    openLetter(1, { kind: 'complaint', region: '150204' }, { content: '供暖不热（五号楼）' }),
  );
  await letters.put(openLetter(2, { kind: 'complaint', region: '150105' }, { reply: '供暖企业已整改' }));
  await letters.put(openLetter(3, { kind: 'help', region: '150204' }, { title: '供暖' }));
  await letters.put(openLetter(4, {}, { at: new Date('2026-06-30T15:59:59Z') }));
  const ids = async (query: Record<string, string>) =>
    (await page(query)).ids.map((id) => Number(id.slice(1)));
  expect(await ids({ q: '供暖' })).toEqual([3, 2, 1]);
  expect(await ids({ q: '供暖 整改' })).toEqual([2]);
  expect(await ids({ q: '（五号楼）' })).toEqual([1]);
  expect(await ids({ q: '.*' })).toEqual([]);
  expect(await ids({ q: '供暖', kind: 'complaint' })).toEqual([2, 1]);
  expect(await ids({ region: '150200' })).toEqual([3, 1]);
  expect(await ids({ region: '150204', kind: 'help' })).toEqual([3]);
  expect(await ids({ to: '2026-06-30' })).toEqual([4]);
  expect(await ids({ from: '2026-07-01' })).toEqual([3, 2, 1]);
});

test('filters stay in the address of the next page, and such a page is nobody’s canonical one', async () => {
  for (let index = 0; index < 21; index++) await letters.put(openLetter(index));
  const { text } = await page({ kind: 'help', q: '标题' });
  expect(text).toMatch(/rel="next" href="\/letters\?kind=help&amp;q=%E6%A0%87%E9%A2%98&amp;after=/);
  expect(text).toContain('noindex');
  expect((await page()).text).toContain('<link rel="canonical" href="https://12345.example.gov.cn/letters">');
});

test('the JSON feed goes on where it ended', async () => {
  for (let index = 0; index < 51; index++) await letters.put(openLetter(index));
  const read = async (query: Record<string, string>) => {
    const answer = await pages.lettersJson(asked(query));
    const { stream } = (answer as { say: { stream: AsyncIterable<Buffer> } }).say;
    const parts: Buffer[] = [];
    for await (const part of stream) parts.push(part);
    return JSON.parse(Buffer.concat(parts).toString()) as { next_url?: string; items: { id: string }[] };
  };
  const first = await read({});
  expect(first.items).toHaveLength(50);
  const next = new URL(first.next_url ?? '');
  const second = await read(Object.fromEntries(next.searchParams));
  expect(second.items.map(({ id }) => id)).toEqual(['https://12345.example.gov.cn/letters/p000000000']);
  expect(second.next_url).toBeUndefined();
});

describe('what went stays gone', () => {
  const base = letterOf('15010520260701W0000017', { version: 1 });
  const out = { ...base, version: 2, stage: 'published' as const, publication: publicationOf('gone000001') };

  test('an older copy applied late never brings it back, and its place keeps no word', async () => {
    await letters.put(out);
    await letters.put(consented(out, false, '撤回', AT));
    await letters.put(out);
    await letters.put(base);
    expect(await letters.openOne('gone000001')).toMatchObject({
      live: false,
      title: '',
      content: '',
      reply: '',
    });
    expect((await letters.get(base.letterNo))?.stage).toBe('private');
    await expect(pages.letterOpenPage(asked({}, { letter: 'gone000001' }))).rejects.toMatchObject({
      code: 'GONE',
    });
  });

  test('applied in the wrong order from the start, it never was', async () => {
    await letters.put(consented(out, false, '撤回', AT));
    await letters.put(out);
    expect((await page()).ids).toEqual([]);
  });
});
