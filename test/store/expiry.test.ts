import { jest } from '@jest/globals';
import { UUID } from 'bson';
import { expire } from '../../server/store/embedded/expire.js';
import { SESSION_MS } from '../../server/store/embedded/sessions.js';
import { type InProcess, inProcess } from './in-process.js';

type Doc = Record<string, unknown>;

const NOW = Date.UTC(2026, 0, 1);
const ago = (seconds: number): Date => new Date(NOW - seconds * 1000);

let store: InProcess;
beforeEach(() => {
  store = inProcess();
});
afterEach(() => store.close());

const index = (key: Doc, more: Doc): Promise<Doc> =>
  store.command({ createIndexes: 'c', indexes: [{ key, name: 'ttl', ...more }] });

const left = async (): Promise<unknown[]> =>
  (await store.rows({ find: 'c', sort: { _id: 1 } })).map(({ _id }) => _id);

describe('a TTL index', () => {
  test.each([1, -1])('in direction %i takes what is over, and nothing else', async (direction) => {
    await index({ at: direction }, { expireAfterSeconds: 60 });
    const documents = [
      { _id: 1, at: ago(61) },
      { _id: 2, at: ago(60) },
      { _id: 3, at: ago(59) },
      { _id: 4, at: 5 },
      { _id: 5, at: 'long ago' },
      { _id: 6 },
      { _id: 7, at: null },
      { _id: 8, at: [ago(1), ago(100)] },
      { _id: 9, at: new Date(-1e12) },
    ];
    await store.command({ insert: 'c', documents });
    await expire(store.store, NOW);
    expect(await left()).toEqual([3, 4, 5, 6, 7]);
    // A clock that went back takes nothing that was not over.
    await expire(store.store, NOW - 1_000_000);
    expect(await left()).toEqual([3, 4, 5, 6, 7]);
  });

  test('is partial where it says so, takes more than one handful, is shown and can be changed', async () => {
    await index({ at: 1 }, { expireAfterSeconds: 10, partialFilterExpression: { done: true } });
    const documents = Array.from({ length: 1300 }, (_, _id) => ({ _id, at: ago(20), done: _id > 0 }));
    await store.command({ insert: 'c', documents });
    expect(
      await store.command({ collMod: 'c', index: { name: 'ttl', expireAfterSeconds: 30 } }),
    ).toMatchObject({
      expireAfterSeconds_old: 10,
      expireAfterSeconds_new: 30,
    });
    expect(await expire(store.store, NOW)).toBe(0);
    await store.command({ collMod: 'c', index: { keyPattern: { at: 1 }, expireAfterSeconds: 15 } });
    expect(await store.rows({ listIndexes: 'c' })).toContainEqual(
      expect.objectContaining({ expireAfterSeconds: 15 }),
    );
    await store.store.close();
    store = inProcess(store.dir);
    await expire(store.store, NOW);
    expect(await left()).toEqual([0]);
  });

  test('is refused where MongoDB refuses it', async () => {
    await expect(index({ a: 1, b: 1 }, { expireAfterSeconds: 1 })).rejects.toMatchObject({ code: 67 });
    await expect(index({ a: 1 }, { expireAfterSeconds: -1 })).rejects.toMatchObject({ code: 67 });
    await expect(index({ a: 1 }, { expireAfterSeconds: 'x' })).rejects.toMatchObject({ code: 14 });
    await index({ a: 1 }, { expireAfterSeconds: 1 });
    await expect(index({ a: 1 }, { expireAfterSeconds: 2 })).rejects.toMatchObject({ code: 86 });
  });
});

test('a session that nobody used for half an hour is forgotten', async () => {
  const insert = { insert: 'c', documents: [{}], lsid: { id: new UUID().toBinary() }, txnNumber: 1 };
  await store.command(insert);
  await expire(store.store, Date.now() + SESSION_MS - 10_000);
  await store.command(insert);
  expect(await left()).toHaveLength(1);
  await expire(store.store, Date.now() + SESSION_MS + 10_000);
  await store.command(insert);
  expect(await left()).toHaveLength(2);
});

test('a clock that goes back forgets no session and does nothing twice', async () => {
  const insert = { insert: 'c', documents: [{}], lsid: { id: new UUID().toBinary() }, txnNumber: 1 };
  await store.command(insert);
  const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() - 86_400_000);
  try {
    await expire(store.store, Date.now());
    await store.command(insert);
    await store.command({ ...insert, txnNumber: 2 });
    await store.command({ ...insert, txnNumber: 2 });
  } finally {
    clock.mockRestore();
  }
  expect(await left()).toHaveLength(2);
});
