/** Shipped items come into a data folder once; what people did to them since is theirs. */
import { type KnowledgeItem, knowledgeItem } from '../../server/knowledge/item.js';
import type { Database } from '../../server/store/connect.js';
import { type KnowledgeStore, knowledgeStore } from '../../server/store/knowledge.js';
import { freshDatabase } from '../support/database.js';

const item = (id: string, answer: string): KnowledgeItem =>
  knowledgeItem.parse({
    ...{ id, title: `${id}如何办理`, answer, category: '09', unit: '某单位', region: '150000' },
    ...{ channels: ['PUBLIC'], effectiveFrom: '2025-01-01' },
  });

let database: Database;
let store: KnowledgeStore;
beforeEach(async () => {
  database = await freshDatabase();
  store = knowledgeStore(database.connection);
});
afterEach(() => database.close());

async function all(): Promise<KnowledgeItem[]> {
  const items: KnowledgeItem[] = [];
  for await (const batch of store.walk()) items.push(...batch);
  return items;
}
const rows = () => database.connection.collection<{ _id: string }>('knowledge');
const answers = async () => Object.fromEntries((await all()).map(({ id, answer }) => [id, answer]));

test('the second start brings in nothing; a later release only what is new', async () => {
  expect(await store.seed([item('a', '一')])).toEqual({ added: 1, mended: 0 });
  expect(await store.seed([item('a', '一')])).toEqual({ added: 0, mended: 0 });
  expect(await store.seed([item('a', '一'), item('b', '二')])).toEqual({ added: 1, mended: 0 });
  expect(await answers()).toEqual({ a: '一', b: '二' });
});

test('a folder from before there were marks keeps its items and gets the new ones', async () => {
  const { id: _id, ...fields } = item('a', '本地改过');
  await rows().insertOne({ _id, ...fields, demo: true } as never);
  expect(await store.seed([item('a', '一'), item('b', '二')])).toEqual({ added: 1, mended: 0 });
  expect(await answers()).toEqual({ a: '本地改过', b: '二' });
  // Nor by a later release: nobody knows what it was when it came.
  expect(await store.seed([item('a', '新版'), item('b', '二')])).toEqual({ added: 0, mended: 0 });
  expect((await answers()).a).toBe('本地改过');
});

test('a mended text replaces what nobody touched, and only that', async () => {
  await store.seed([item('a', '一'), item('b', '二')]);
  await rows().updateOne({ _id: 'b' }, { $set: { answer: '本地改过' } });
  expect(await store.seed([item('a', '一新'), item('b', '二新')])).toEqual({ added: 0, mended: 1 });
  expect(await answers()).toEqual({ a: '一新', b: '本地改过' });
});

test('what was deleted or taken from the public does not come back', async () => {
  await store.seed([item('a', '一'), item('b', '二')]);
  await rows().deleteOne({ _id: 'a' });
  await rows().updateOne({ _id: 'b' }, { $set: { channels: ['AGENT'] } });
  await store.seed([item('a', '一新'), item('b', '二新')]);
  const left = await all();
  expect(left.map(({ id, channels }) => [id, channels])).toEqual([['b', ['AGENT']]]);
});

test('a crash between items and marks: the next start adds nothing twice', async () => {
  await store.seed([item('a', '一')]);
  await database.connection.collection('knowledgeseeds').deleteMany({});
  expect(await store.seed([item('a', '一')])).toEqual({ added: 0, mended: 0 });
  expect(await all()).toHaveLength(1);
});

test('walked in batches, each item once and in the order of ids', async () => {
  const many = Array.from({ length: 205 }, (_, n) => item(`n${String(n).padStart(3, '0')}`, '答'));
  await store.seed(many);
  expect((await all()).map(({ id }) => id)).toEqual(many.map(({ id }) => id));
});
