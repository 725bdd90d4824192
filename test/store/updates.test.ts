import { Decimal128, Double, Int32, Long } from 'bson';
import type { Doc } from '../../server/store/embedded/bson.js';
import { type InProcess, inProcess } from './in-process.js';
import { updatedRow } from './updated-row.js';

let store: InProcess;
beforeAll(() => {
  store = inProcess();
});
afterAll(() => store.close());

const updated = (before: Doc, u: unknown, more: Doc = {}, q: Doc = {}): Promise<Doc> =>
  updatedRow(store, before, u, more, q);

const day = new Date('2026-03-01T00:00:00Z');

describe('update operators', () => {
  const cases: [string, Doc, unknown, Doc][] = [
    ['$set makes the way', { a: 1 }, { $set: { 'b.c': 2 } }, { a: 1, b: { c: 2 } }],
    ['$set pads an array', { a: [1] }, { $set: { 'a.3': 4 } }, { a: [1, null, null, 4] }],
    [
      '$set takes objects and arrays whole',
      { a: 1 },
      { $set: { a: { $x: [1, { y: null }] } } },
      { a: { $x: [1, { y: null }] } },
    ],
    [
      '$unset of a field and of an element',
      { a: 1, b: [1, 2] },
      { $unset: { a: '', 'b.0': '', 'z.z': '' } },
      { b: [null, 2] },
    ],
    [
      '$inc and $mul',
      { a: 1, b: 3 },
      { $inc: { a: 2, c: 5 }, $mul: { b: 1.5, d: 2 } },
      { a: 3, b: 4.5, c: 5, d: 0 },
    ],
    [
      '$min and $max compare across kinds',
      { a: 5, b: 5, c: day },
      { $min: { a: 3, d: 1 }, $max: { b: 'x', c: new Date(0) } },
      { a: 3, b: 'x', c: day, d: 1 },
    ],
    [
      '$rename',
      { a: 1, b: { c: 2 } },
      { $rename: { a: 'b.d', 'b.c': 'e', none: 'f' } },
      { b: { d: 1 }, e: 2 },
    ],
    ['$push', { a: [1] }, { $push: { a: [2], b: 3 } }, { a: [1, [2]], b: [3] }],
    [
      '$push with every modifier',
      { a: [5, 1] },
      { $push: { a: { $each: [4, 2], $sort: 1, $slice: -3 } } },
      { a: [2, 4, 5] },
    ],
    [
      '$push at a position',
      { a: [1, 2, 3] },
      { $push: { a: { $each: [9], $position: 1 } } },
      { a: [1, 9, 2, 3] },
    ],
    [
      '$push from the end',
      { a: [1, 2, 3] },
      { $push: { a: { $each: [9], $position: -1 } } },
      { a: [1, 2, 9, 3] },
    ],
    [
      '$push sorts by a field',
      { a: [{ n: 2 }] },
      { $push: { a: { $each: [{ n: 1 }], $sort: { n: 1 } } } },
      { a: [{ n: 1 }, { n: 2 }] },
    ],
    ['$push cuts to nothing', { a: [1] }, { $push: { a: { $each: [2], $slice: 0 } } }, { a: [] }],
    ['$addToSet', { a: [1, { x: 1 }] }, { $addToSet: { a: { x: 1 }, b: 1 } }, { a: [1, { x: 1 }], b: [1] }],
    ['$addToSet of each', { a: [1] }, { $addToSet: { a: { $each: [1, 2, 2] } } }, { a: [1, 2] }],
    [
      '$pull by value, condition and document',
      { a: [1, 2, 3], b: [5, 15], c: [{ x: 1, y: 2 }, { x: 2 }] },
      { $pull: { a: 2, b: { $gt: 9 }, c: { x: 1 } } },
      { a: [1, 3], b: [5], c: [{ x: 2 }] },
    ],
    ['$pullAll', { a: [1, 2, 1, 3] }, { $pullAll: { a: [1, 3] } }, { a: [2] }],
    ['$pop', { a: [1, 2, 3], b: [1, 2] }, { $pop: { a: 1, b: -1 } }, { a: [1, 2], b: [2] }],
    ['$bit', { a: 13 }, { $bit: { a: { and: 10 } } }, { a: 8 }],
    ['$setOnInsert does nothing to what is there', { a: 1 }, { $setOnInsert: { a: 2 } }, { a: 1 }],
    ['a whole document', { a: 1, b: 2 }, { c: 3 }, { c: 3 }],
    [
      'a pipeline',
      { a: 1, b: 2 },
      [{ $set: { c: { $add: ['$a', '$b'] } } }, { $unset: 'a' }],
      { b: 2, c: 3 },
    ],
    ['all elements', { a: [{ n: 1 }, { n: 2 }] }, { $inc: { 'a.$[].n': 10 } }, { a: [{ n: 11 }, { n: 12 }] }],
    [
      'numeric names beside each other',
      { a: 1 },
      { $set: { 'o.__proto__': 1, 'o.constructor': 2 } },
      { a: 1, o: JSON.parse('{"__proto__":1,"constructor":2}') },
    ],
  ];
  test.each(cases)('%s', async (_, before, update, after) => {
    expect(await updated(before, update)).toEqual(after);
  });

  test('$ is the element that the filter found', async () => {
    const before = {
      a: [
        { k: 'x', n: 1 },
        { k: 'y', n: 1 },
      ],
    };
    expect(await updated(before, { $inc: { 'a.$.n': 1 } }, {}, { 'a.k': 'y' })).toEqual({
      a: [
        { k: 'x', n: 1 },
        { k: 'y', n: 2 },
      ],
    });
    expect(
      await updated(before, { $set: { 'a.$.n': 7 } }, {}, { a: { $elemMatch: { k: 'y', n: 1 } } }),
    ).toMatchObject({ a: [{ n: 1 }, { n: 7 }] });
  });

  test('array filters pick elements', async () => {
    const before = {
      a: [
        { n: 1, b: [1, 5] },
        { n: 3, b: [5, 9] },
      ],
    };
    const u = { $set: { 'a.$[x].b.$[y]': 0 } };
    const arrayFilters = [{ 'x.n': { $gte: 3 } }, { y: { $gt: 5 } }];
    expect(await updated(before, u, { arrayFilters })).toEqual({
      a: [
        { n: 1, b: [1, 5] },
        { n: 3, b: [5, 0] },
      ],
    });
  });

  test('$currentDate gives a date or a timestamp', async () => {
    const row = await updated({ a: 1 }, { $currentDate: { at: true, ts: { $type: 'timestamp' } } });
    expect(row.at).toBeInstanceOf(Date);
    expect(row.ts).toHaveProperty('_bsontype', 'Timestamp');
  });

  test('numbers keep their own types', async () => {
    await store.command({ drop: 'n' });
    const numbers = {
      _id: 1,
      d: new Double(2),
      i: new Int32(2147483647),
      l: Long.fromNumber(5),
      m: Decimal128.fromString('1.10'),
    };
    await store.command({ insert: 'n', documents: [numbers] });
    const u = { $inc: { i: new Int32(1), d: new Int32(1), m: new Double(0.5) }, $set: { x: 1 } };
    await store.command({
      update: 'n',
      updates: [
        { q: {}, u },
        { q: {}, u: [{ $set: { y: 1 } }] },
      ],
    });
    const types = { d: 'double', i: 'long', l: 'long', m: 'decimal' };
    for (const [name, $type] of Object.entries(types))
      expect(await store.rows({ find: 'n', filter: { [name]: { $type } } })).toHaveLength(1);
    expect(
      await store.rows({ find: 'n', filter: { m: Decimal128.fromString('1.6'), i: 2147483648, d: 3 } }),
    ).toHaveLength(1);
  });

  test('what changes nothing is matched and not modified', async () => {
    await updated({ a: 1 }, { $set: { a: 1 } });
    expect(await store.command({ update: 'c', updates: [{ q: {}, u: { $set: { a: 1 } } }] })).toMatchObject({
      n: 1,
      nModified: 0,
    });
  });
});

describe('an upsert', () => {
  test('begins with the equalities of its filter', async () => {
    await store.command({ drop: 'u' });
    const q = { _id: 'k', 'a.b': 1, c: { $eq: 2 }, d: { $gt: 5 }, $and: [{ e: 3 }] };
    const u = { $set: { f: 4 }, $setOnInsert: { g: 5 }, $inc: { n: 1 } };
    const reply = await store.command({ update: 'u', updates: [{ q, u, upsert: true }] });
    expect(reply).toMatchObject({ n: 1, nModified: 0, upserted: [{ index: 0, _id: 'k' }] });
    expect(await store.rows({ find: 'u' })).toEqual([
      { _id: 'k', a: { b: 1 }, c: 2, e: 3, f: 4, g: 5, n: 1 },
    ]);
    await store.command({ update: 'u', updates: [{ q: { _id: 'k' }, u, upsert: true }] });
    expect(await store.rows({ find: 'u' })).toMatchObject([{ n: 2 }]);
  });

  test('of a whole document takes only the _id', async () => {
    await store.command({ drop: 'u' });
    await store.command({ update: 'u', updates: [{ q: { _id: 7, a: 1 }, u: { b: 2 }, upsert: true }] });
    expect(await store.rows({ find: 'u' })).toEqual([{ _id: 7, b: 2 }]);
  });
});

describe('findAndModify', () => {
  test('gives the document before or after, sorted and projected', async () => {
    await store.command({ drop: 'f' });
    await store.command({
      insert: 'f',
      documents: [
        { _id: 1, n: 1, x: 1 },
        { _id: 2, n: 2, x: 1 },
      ],
    });
    const body = {
      findAndModify: 'f',
      query: { x: 1 },
      sort: { n: -1 },
      update: { $inc: { n: 10 } },
      fields: { n: 1 },
    };
    expect(await store.command(body)).toMatchObject({
      value: { _id: 2, n: 2 },
      lastErrorObject: { n: 1, updatedExisting: true },
    });
    expect((await store.command({ ...body, new: true })).value).toEqual({ _id: 2, n: 22 });
    expect((await store.command({ findAndModify: 'f', query: { _id: 1 }, remove: true })).value).toEqual({
      _id: 1,
      n: 1,
      x: 1,
    });
    expect(
      await store.command({ findAndModify: 'f', query: { _id: 9 }, update: { $set: { n: 1 } } }),
    ).toMatchObject({ value: null });
    expect(
      await store.command({
        findAndModify: 'f',
        query: { _id: 9 },
        update: { $set: { n: 1 } },
        upsert: true,
        new: true,
      }),
    ).toMatchObject({
      value: { _id: 9, n: 1 },
      lastErrorObject: { upserted: 9, updatedExisting: false },
    });
  });
});
