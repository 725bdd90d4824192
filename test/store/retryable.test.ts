import { UUID } from 'bson';
import { type InProcess, inProcess } from './in-process.js';

type Doc = Record<string, unknown>;

let store: InProcess;
beforeEach(() => {
  store = inProcess();
});
afterEach(() => store.close());

const session = (): Doc => ({ id: new UUID().toBinary() });

describe('a retryable write', () => {
  test('asked twice with one number happens once and is answered the same', async () => {
    const lsid = session();
    await store.command({ insert: 'c', documents: [{ _id: 1, n: 0 }] });
    const update = { update: 'c', updates: [{ q: { _id: 1 }, u: { $inc: { n: 1 } } }], lsid, txnNumber: 1 };
    const first = await store.command(update);
    expect(await store.command(update)).toEqual(first);
    expect(await store.rows({ find: 'c' })).toEqual([{ _id: 1, n: 1 }]);
    await store.command({ ...update, txnNumber: 2 });
    expect(await store.rows({ find: 'c' })).toEqual([{ _id: 1, n: 2 }]);
  });

  test('a findAndModify gives the document it gave', async () => {
    const lsid = session();
    await store.command({ insert: 'c', documents: [{ _id: 1, n: 0 }] });
    const take = { findAndModify: 'c', query: {}, remove: true, lsid, txnNumber: 1 };
    const first = await store.command(take);
    expect(first.value).toEqual({ _id: 1, n: 0 });
    await store.command({ insert: 'c', documents: [{ _id: 2 }] });
    expect(await store.command(take)).toEqual(first);
    expect(await store.rows({ find: 'c' })).toEqual([{ _id: 2 }]);
  });

  test('is known after the process has ended and begun again', async () => {
    const lsid = session();
    const insert = { insert: 'c', documents: [{ n: 1 }], lsid, txnNumber: 7 };
    const first = await store.command(insert);
    await store.store.close();
    store = inProcess(store.dir);
    expect(await store.command(insert)).toEqual(first);
    expect(await store.rows({ find: 'c' })).toHaveLength(1);
  });

  test('with a number that was passed is refused', async () => {
    const lsid = session();
    await store.command({ insert: 'c', documents: [{}], lsid, txnNumber: 5 });
    await expect(store.command({ insert: 'c', documents: [{}], lsid, txnNumber: 4 })).rejects.toMatchObject({
      code: 225,
    });
  });

  test('that was refused as a whole is tried again', async () => {
    const lsid = session();
    const insert = { insert: 'c$', documents: [{ _id: 1 }], lsid, txnNumber: 1 };
    await expect(store.command(insert)).rejects.toMatchObject({ code: 73 });
    expect(await store.command({ ...insert, insert: 'c' })).toMatchObject({ n: 1 });
  });

  test('needs a session', async () => {
    await expect(store.command({ insert: 'c', documents: [{}], txnNumber: 1 })).rejects.toMatchObject({
      code: 72,
    });
  });

  test('is forgotten with its session', async () => {
    const lsid = session();
    await store.command({ insert: 'c', documents: [{}], lsid, txnNumber: 1 });
    await store.command({ endSessions: [lsid] });
    await store.command({ insert: 'c', documents: [{}], lsid, txnNumber: 1 });
    expect(await store.rows({ find: 'c' })).toHaveLength(2);
  });
});
