import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Timestamp, UUID } from 'bson';
import fc from 'fast-check';
import type { Doc } from '../../server/store/embedded/bson.js';
import { crc32c } from '../../server/store/embedded/crc32c.js';
import { type Embedded, openEmbedded } from '../../server/store/embedded/open.js';
import { Frames, Malformed, parse } from '../../server/store/embedded/wire.js';
import { message, query, RawClient, sequenceOf } from './raw-wire.js';

let dir: string;
let store: Embedded;
const crashes: Error[] = [];
const clients: RawClient[] = [];
const client = (): RawClient => {
  const one = new RawClient(store.socket!);
  clients.push(one);
  return one;
};

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'jiesu-wire-'));
  store = await openEmbedded({ dataDir: dir, listen: null, onCrash: (error) => crashes.push(error) });
});
afterAll(async () => {
  for (const one of clients) one.end();
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

const ping = message({ ping: 1, $db: 'admin' });

describe('the wire', () => {
  test('only this user can open the socket and read the data', () => {
    for (const path of [store.socket!, join(dir, 'jiesu.mdb'), join(dir, 'jiesu.mdb-lock')])
      expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('the first hello may come the old way', async () => {
    const reply = await client().ask(query({ ismaster: 1, helloOk: true }));
    expect(reply).toMatchObject({
      ok: 1,
      ismaster: true,
      helloOk: true,
      maxWireVersion: 21,
      maxBsonObjectSize: 16777216,
    });
    // Only a member of a set gets retryable writes and transactions; on a socket nobody can go elsewhere.
    expect(reply).toMatchObject({ setName: 'jiesu', ismaster: true });
    expect(reply).not.toHaveProperty('hosts');
  });

  test('nothing else may', async () => {
    expect(await client().ask(query({ find: 'c' }))).toMatchObject({ ok: 0, code: 352 });
    expect(await client().ask(query({ a: 1 }, 'test.c'))).toMatchObject({ ok: 0, code: 352 });
  });

  test('documents may come as a sequence', async () => {
    const one = client();
    const documents = sequenceOf('documents', [{ _id: 1 }, { _id: 2 }, { x: 1, _id: 3 }]);
    expect(await one.ask(message({ insert: 'seq', $db: 'test' }, 0, [documents]))).toMatchObject({
      ok: 1,
      n: 3,
    });
    const updates = sequenceOf('updates', [{ q: {}, u: { $set: { y: 1 } }, multi: true }]);
    expect(await one.ask(message({ update: 'seq', $db: 'test' }, 0, [updates]))).toMatchObject({
      ok: 1,
      nModified: 3,
    });
    const deletes = sequenceOf('deletes', [{ q: { _id: 2 }, limit: 1 }]);
    expect(await one.ask(message({ delete: 'seq', $db: 'test' }, 0, [deletes]))).toMatchObject({
      ok: 1,
      n: 1,
    });
    const found = await one.ask(message({ find: 'seq', sort: { _id: 1 }, $db: 'test' }));
    expect(found.cursor).toMatchObject({
      id: 0,
      firstBatch: [
        { _id: 1, y: 1 },
        { _id: 3, x: 1, y: 1 },
      ],
    });
  });

  test('a message that wants no answer gets none, and is done', async () => {
    const one = client();
    one.send(message({ insert: 'silent', documents: [{ _id: 1 }], writeConcern: { w: 0 }, $db: 'test' }, 2));
    // Messages of one connection are served in order: the next answer belongs to the next question.
    expect(await one.ask(message({ count: 'silent', $db: 'test' }))).toMatchObject({ n: 1, ok: 1 });
  });

  test('a write without an answer that fails is not told, and the next is served', async () => {
    const one = client();
    const silent = { insert: 'twice', documents: [{ _id: 1 }], writeConcern: { w: 0 }, $db: 'test' };
    one.send(message(silent, 2));
    one.send(message(silent, 2));
    one.send(message({ frobnicate: 1, $db: 'test' }, 2));
    expect(await one.ask(message({ count: 'twice', $db: 'test' }))).toMatchObject({ n: 1, ok: 1 });
    // Asked for an answer all the same, it is told the truth.
    expect(await one.ask(message(silent))).toMatchObject({ n: 0, writeErrors: [{ code: 11000 }] });
  });

  test('pieces and heaps of messages are the same', async () => {
    const one = client();
    for (const byte of ping.subarray(0, ping.length - 1)) one.send(Buffer.from([byte]));
    expect(await one.ask(ping.subarray(-1))).toMatchObject({ ok: 1 });
    const replies = Promise.all([one.ask(ping), one.ask(ping), one.ask(ping)]);
    expect(await replies).toMatchObject([{ ok: 1 }, { ok: 1 }, { ok: 1 }]);
  });

  /** The body with a checksum behind it, which this turns into another one. */
  const summed = (change = 0): Buffer => {
    const bytes = Buffer.concat([message({ ping: 1, $db: 'a' }, 1), Buffer.alloc(4)]);
    bytes.writeInt32LE(bytes.length, 0);
    bytes.writeUInt32LE((crc32c(bytes.subarray(0, -4)) ^ change) >>> 0, bytes.length - 4);
    return bytes;
  };

  test('a checksum is taken at its word', async () => {
    // The check value of CRC-32C (RFC 3720).
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
    expect(await client().ask(summed())).toMatchObject({ ok: 1 });
  });

  const bad: [string, Buffer][] = [
    ['a wrong checksum', summed(1)],
    ['a length below a header', Buffer.from([4, 0, 0, 0])],
    ['a length above the limit', Buffer.from([255, 255, 255, 127])],
    ['a negative length', Buffer.from([255, 255, 255, 255])],
    [
      'an unknown operation',
      Buffer.concat([Buffer.from([21, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 9, 9, 0, 0]), Buffer.alloc(5)]),
    ],
    ['an unknown required flag', message({ ping: 1, $db: 'a' }, 4)],
    [
      'a section that does not fit',
      message({ insert: 'c', $db: 'a' }, 0, [Buffer.from([1, 255, 0, 0, 0, 65, 0])]),
    ],
    ['two bodies', message({ ping: 1, $db: 'a' }, 0, [Buffer.from([0, 5, 0, 0, 0, 0])])],
    [
      'no body',
      Buffer.concat([
        Buffer.from([26, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 221, 7, 0, 0]),
        Buffer.alloc(4),
        Buffer.from([1, 5, 0, 0, 0, 0]),
      ]),
    ],
    [
      'broken BSON',
      (() => {
        const bytes = Buffer.from(ping);
        bytes[25] = 99;
        return bytes;
      })(),
    ],
  ];
  test.each(bad)('%s closes the connection, never the process', async (_, bytes) => {
    const one = client();
    one.send(bytes);
    await one.closed;
    expect(await client().ask(ping)).toMatchObject({ ok: 1 });
    expect(crashes).toEqual([]);
  });

  test('a peer that does not read what it asks for does not fill the memory', async () => {
    const writer = client();
    const body = 'x'.repeat(1_000_000);
    for (let i = 0; i < 16; i++)
      await writer.ask(message({ insert: 'fat', documents: [{ body }], $db: 'test' }));
    const before = process.memoryUsage().rss;
    const deaf = connect(store.socket!);
    deaf.on('error', () => undefined);
    deaf.pause();
    const question = message({ find: 'fat', $db: 'test' });
    // Each answer is 16 MB: read or not, 100 of them would be 1.6 GB.
    for (let i = 0; i < 100; i++) deaf.write(question);
    for (let i = 0; i < 50; i++) await writer.ask(ping);
    expect(process.memoryUsage().rss - before).toBeLessThan(500_000_000);
    deaf.destroy();
  });

  test('any bytes are a message or malformed, nothing third', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 80 }),
      fc.tuple(fc.nat({ max: ping.length - 1 }), fc.nat({ max: 255 })).map(([at, byte]) => {
        const changed = Uint8Array.from(ping);
        changed[at] = byte;
        return changed;
      }),
    );
    fc.assert(
      fc.property(bytes, (raw) => {
        try {
          for (const whole of new Frames().push(Buffer.from(raw))) parse(whole);
        } catch (error) {
          expect(error).toBeInstanceOf(Malformed);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('a document over 16 MB is refused', async () => {
    const big = sequenceOf('documents', [{ _id: 1, x: 'x'.repeat(17_000_000) }]);
    const reply = await client().ask(message({ insert: 'big', $db: 'test' }, 0, [big]));
    expect(reply).toMatchObject({ n: 0, writeErrors: [{ code: 10334 }] });
    const half = sequenceOf('documents', [{ _id: 2, x: 'x'.repeat(9_000_000) }]);
    const one = client();
    expect(await one.ask(message({ insert: 'big', $db: 'test' }, 0, [half]))).toMatchObject({ n: 1 });
    const doubled = message({ update: 'big', updates: [{ q: {}, u: [{ $set: { y: '$x' } }] }], $db: 'test' });
    expect(await one.ask(doubled)).toMatchObject({ n: 0, writeErrors: [{ code: 10334 }] });
  });
});

describe('what the store does not know', () => {
  const cases: [string, Record<string, unknown>, number][] = [
    ['an unknown command', { frobnicate: 1 }, 59],
    ['a name of the prototype', { constructor: 1 }, 59],
    ['an unknown field of find', { find: 'c', frob: 1 }, 40415],
    ['an unknown field of an update', { update: 'c', updates: [{ q: {}, u: {}, frob: 1 }] }, 40415],
    ['an unknown field of a delete', { delete: 'c', deletes: [{ q: {}, limit: 1, frob: 1 }] }, 40415],
    ['a delete without a limit', { delete: 'c', deletes: [{ q: {} }] }, 40414],
    ['a delete of two', { delete: 'c', deletes: [{ q: {}, limit: 2 }] }, 9],
    ['an update without its change', { update: 'c', updates: [{ q: {} }] }, 40414],
    [
      'a transaction without a session',
      { find: 'c', txnNumber: 1, startTransaction: true, autocommit: false },
      72,
    ],
    ['a number on a read', { find: 'c', txnNumber: 1, lsid: { id: new UUID().toBinary() } }, 50768],
    ['a commit outside admin', { commitTransaction: 1 }, 13],
    ['a collation', { find: 'c', collation: { locale: 'zh' } }, 115],
    ['a capped collection', { create: 'cap', capped: true, size: 1000 }, 72],
    ['a bad validator', { create: 'val', validator: { $jsonSchema: { frob: 1 } } }, 9],
    ['explain of nothing', { explain: { frobnicate: 'c' } }, 59],
    ['a bad read concern', { find: 'c', readConcern: { level: 'wild' } }, 2],
    ['a write concern of minus one', { insert: 'c', documents: [{}], writeConcern: { w: -1 } }, 9],
    ['a snapshot outside a transaction', { find: 'c', readConcern: { level: 'snapshot' } }, 238],
    ['a write at a snapshot', { insert: 'c', documents: [{}], readConcern: { level: 'snapshot' } }, 72],
    [
      'a linearizable read that writes',
      {
        ...{ aggregate: 'c', pipeline: [{ $out: 'd' }], cursor: {} },
        readConcern: { level: 'linearizable' },
      },
      72,
    ],
    [
      'a change stream of what is local',
      {
        ...{ aggregate: 'c', pipeline: [{ $changeStream: {} }], cursor: {} },
        readConcern: { level: 'local' },
      },
      72,
    ],
    ['bounds of an index', { find: 'c', min: { a: 1 }, hint: { a: 1 } }, 238],
    ['a bad collection name', { insert: 'a$b', documents: [{}] }, 73],
    ['a system collection', { insert: 'system.users', documents: [{}] }, 73],
    ['no documents', { insert: 'c', documents: [] }, 16],
    ['a filter that is none', { find: 'c', filter: 5 }, 14],
    ['a negative skip', { find: 'c', skip: -1 }, 51024],
    ['a bad sort', { find: 'c', sort: { a: 5 } }, 15975],
    ['an unknown cursor', { getMore: 5, collection: 'c' }, 43],
    ['an array as _id', { findAndModify: 'c', query: { _id: 5 }, update: { _id: [1] }, upsert: true }, 66],
  ];
  test.each(cases)('%s is refused with MongoDB’s own code', async (_, body, code) => {
    const reply = await client().ask(message({ ...body, $db: 'test' }));
    expect(reply).toMatchObject({ ok: 0, code, codeName: expect.any(String), errmsg: expect.any(String) });
  });
});

describe('small commands', () => {
  test.each(['ping', 'hello', 'buildInfo', 'serverStatus', 'connectionStatus', 'listDatabases'])(
    '%s',
    async (name) => {
      expect(await client().ask(message({ [name]: 1, $db: 'admin' }))).toMatchObject({ ok: 1 });
    },
  );

  test('getParameter tells what is asked, and refuses what it does not know', async () => {
    const asked = message({ getParameter: 1, featureCompatibilityVersion: 1, $db: 'admin' });
    expect(await client().ask(asked)).toMatchObject({
      ok: 1,
      featureCompatibilityVersion: { version: '7.0' },
    });
    expect(await client().ask(message({ getParameter: 1, $db: 'admin' }))).toMatchObject({ ok: 0, code: 72 });
  });

  test('a session is begun, used and ended', async () => {
    const one = client();
    const { id } = await one.ask(message({ startSession: 1, $db: 'admin' }));
    expect(await one.ask(message({ find: 'c', lsid: id, $db: 'test' }))).toMatchObject({ ok: 1 });
    for (const name of ['refreshSessions', 'endSessions', 'killSessions'])
      expect(await one.ask(message({ [name]: [id], $db: 'admin' }))).toMatchObject({ ok: 1 });
    expect(await one.ask(message({ endSessions: 1, $db: 'admin' }))).toMatchObject({ ok: 0, code: 14 });
  });

  test('a collection is given another name, with its indexes, and over another only where that is asked', async () => {
    const one = client();
    const admin = (body: Record<string, unknown>): Promise<Record<string, unknown>> =>
      one.ask(message({ ...body, $db: 'admin' }));
    await one.ask(message({ insert: 'r1', documents: [{ _id: 1, a: 1 }], $db: 'renamed' }));
    const indexes = [{ key: { a: 1 }, name: 'a', unique: true }];
    await one.ask(message({ createIndexes: 'r1', indexes, $db: 'renamed' }));
    await one.ask(message({ insert: 'r2', documents: [{ _id: 9 }], $db: 'renamed' }));
    const rename = { renameCollection: 'renamed.r1', to: 'renamed.r2' };
    expect(await admin(rename)).toMatchObject({ ok: 0, code: 48 });
    expect(await admin({ ...rename, dropTarget: true })).toMatchObject({ ok: 1 });
    expect(await admin(rename)).toMatchObject({ ok: 0, code: 26 });
    const twice = { insert: 'r2', documents: [{ _id: 2, a: 1 }], $db: 'renamed' };
    expect(await one.ask(message(twice))).toMatchObject({ n: 0, writeErrors: [{ code: 11000 }] });
    expect(await one.ask(message({ count: 'r2', $db: 'renamed' }))).toMatchObject({ n: 1 });
  });

  test('collections and databases are listed and dropped', async () => {
    const one = client();
    await one.ask(message({ insert: 'l1', documents: [{}], $db: 'listed' }));
    await one.ask(message({ create: 'l2', $db: 'listed' }));
    expect(await one.ask(message({ create: 'l2', $db: 'listed' }))).toMatchObject({ ok: 0, code: 48 });
    const names = async (): Promise<unknown[]> => {
      const { cursor } = await one.ask(message({ listCollections: 1, nameOnly: true, $db: 'listed' }));
      return (cursor as { firstBatch: { name: string }[] }).firstBatch.map((row) => row.name).sort();
    };
    expect(await names()).toEqual(['l1', 'l2']);
    await one.ask(message({ drop: 'l1', $db: 'listed' }));
    expect(await names()).toEqual(['l2']);
    await one.ask(message({ dropDatabase: 1, $db: 'listed' }));
    expect(await names()).toEqual([]);
  });
});

describe('what a replica set says with every answer', () => {
  test('how far it is: a change stream that begins there tells what came after', async () => {
    const ask = (body: Doc) => client().ask(message({ ...body, $db: 'timed' }));
    const { operationTime } = await ask({ ping: 1 });
    expect(operationTime).toBeInstanceOf(Timestamp);
    const inserted = await ask({ insert: 'c', documents: [{ _id: 1 }] });
    const after = inserted.operationTime as Timestamp;
    expect(after.comp(operationTime as Timestamp)).toBe(1);
    const pipeline = [{ $changeStream: { startAtOperationTime: operationTime } }];
    const { cursor } = (await ask({ aggregate: 'c', pipeline, cursor: {} })) as {
      cursor: { firstBatch: Doc[] };
    };
    expect(cursor.firstBatch).toMatchObject([{ operationType: 'insert', documentKey: { _id: 1 } }]);
    // A page of documents says it too, and so does a failure.
    expect(await ask({ find: 'c' })).toMatchObject({ operationTime: after });
    expect(await ask({ find: 'c', filter: 5 })).toMatchObject({ ok: 0, operationTime: after });
  });

  test.each([
    [2, 100, 'UnsatisfiableWriteConcern'],
    ['cities', 79, 'UnknownReplWriteConcern'],
  ])(
    'a write concern of %s: it is written, and told that no more than one has it',
    async (w, code, codeName) => {
      const ask = (body: Doc) => client().ask(message({ ...body, $db: `concern${code}` }));
      const writeConcernError = {
        code,
        codeName,
        errmsg: expect.any(String),
        errInfo: { writeConcern: { w } },
      };
      const inserted = await ask({ insert: 'c', documents: [{ _id: 1 }], writeConcern: { w } });
      expect(inserted).toMatchObject({ ok: 1, n: 1, writeConcernError });
      expect(await ask({ count: 'c' })).toMatchObject({ n: 1 });
      expect(await ask({ drop: 'c', writeConcern: { w } })).toMatchObject({ ok: 1, writeConcernError });
    },
  );

  test('an empty document in a sequence gets its _id', async () => {
    const documents = sequenceOf('documents', [{}, { a: 1 }]);
    const reply = await client().ask(message({ insert: 'empty', $db: 'test' }, 0, [documents]));
    expect(reply).toMatchObject({ ok: 1, n: 2 });
  });
});
