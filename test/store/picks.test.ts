import { Double, ObjectId } from 'bson';
import fc from 'fast-check';
import { encode, exact, plain } from '../../server/store/embedded/bson.js';
import { Fault } from '../../server/store/embedded/faults.js';
import { keyOf } from '../../server/store/embedded/keys.js';
import { filterNeeds } from '../../server/store/embedded/needs.js';
import { picker } from '../../server/store/embedded/pick.js';
import { isPlain } from '../../server/store/embedded/plain-bytes.js';
import { type InProcess, inProcess } from './in-process.js';
import { value } from './values.js';

const names = ['a', 'b', '中文', 'a.b', '', '__proto__', 'z'];

test('a picked field is the field as the whole document has it, for every type', () => {
  const doc = fc.dictionary(fc.constantFrom(...names.filter((name) => name !== '__proto__')), value, {
    noNullPrototype: true,
  });
  const wanted = fc.subarray(names);
  fc.assert(
    fc.property(doc, wanted, (one, fields) => {
      const bytes = encode(one);
      const whole = plain(bytes);
      const picked = picker(new Set(fields))(bytes);
      const expected = Object.keys(whole).filter((name) => fields.includes(name));
      expect(Object.keys(picked).sort()).toEqual(expected.sort());
      for (const name of expected) expect(keyOf(picked[name])).toEqual(keyOf(whole[name]));
    }),
    { numRuns: 1000 },
  );
});

/** A wrong byte may make a date that nobody compares. */
function keyOrFault(one: unknown): Buffer | string {
  try {
    return keyOf(one);
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
}

const rows = fc.dictionary(fc.constantFrom('a', 'b', 'z'), value, { noNullPrototype: true });

describe('a document judged by its bytes', () => {
  test('is one that the decoder takes, whichever byte of it is wrong', () => {
    const change = fc.tuple(fc.nat(), fc.nat({ max: 255 }));
    let taken = 0;
    fc.assert(
      fc.property(rows, fc.option(change), (one, wrong) => {
        const bytes = encode(one);
        if (wrong) bytes[wrong[0] % bytes.length] = wrong[1];
        if (!isPlain(bytes)) return;
        taken += 1;
        const whole = exact(bytes);
        const picked = picker(new Set(Object.keys(whole)), true)(bytes);
        for (const name of Object.keys(whole))
          expect(keyOrFault(picked[name])).toEqual(keyOrFault(whole[name]));
      }),
      { numRuns: 5000 },
    );
    expect(taken).toBeGreaterThan(300);
  });

  test('is the usual one; what is rare, odd or too deep is left to the decoder', () => {
    const usual = {
      _id: new ObjectId(),
      n: 1.5,
      at: new Date(),
      text: '路灯不亮',
      of: [{ a: null }, true, {}],
    };
    expect(isPlain(encode(usual))).toBe(true);
    expect(isPlain(encode({ 名: 1 }))).toBe(false);
    expect(isPlain(encode({ a: /x/ }))).toBe(false);
    const nested = (levels: number): object => (levels === 1 ? {} : { a: nested(levels - 1) });
    expect([100, 101].map((levels) => isPlain(encode({ ...nested(levels) })))).toEqual([true, false]);
    const broken = encode({ text: '路' });
    broken[broken.length - 3] = 0xff;
    expect(isPlain(broken)).toBe(false);
  });

  test('with a date beyond JavaScript’s own it is refused where an index would order it, and kept elsewhere', async () => {
    const store = inProcess();
    try {
      const bytes = encode({ _id: 1, at: new Date(0) });
      bytes.writeBigInt64LE(2n ** 62n, bytes.indexOf('at\0') + 3);
      const insert = (into: string): Promise<object> =>
        store.command({ insert: into }, new Map([['documents', [bytes]]]));
      expect(await insert('free')).toMatchObject({ n: 1 });
      await store.command({ createIndexes: 'bound', indexes: [{ key: { at: 1 }, name: 'at' }] });
      expect(await insert('bound')).toMatchObject({ n: 0, writeErrors: [{ code: 2 }] });
    } finally {
      await store.close();
    }
  });

  test('a key that is taken is told as it was sent, beside the message as in it', async () => {
    const store = inProcess();
    try {
      const indexes = [{ key: { n: 1 }, name: 'n', unique: true }];
      await store.command({ createIndexes: 'c', indexes });
      await store.command({ insert: 'c', documents: [{ _id: 1, n: new Double(7) }] });
      const again = { _id: 2, n: new Double(7) };
      const within = await store.command({ insert: 'c', documents: [again] });
      const beside = await store.command({ insert: 'c' }, new Map([['documents', [encode(again)]]]));
      expect(beside).toEqual(within);
      expect(beside).toMatchObject({ n: 0, writeErrors: [{ code: 11000 }] });
    } finally {
      await store.close();
    }
  });

  test('of a name that comes twice the last is read, as the decoder does', () => {
    const [one, two] = [encode({ a: 1 }), encode({ a: 2 })];
    const twice = Buffer.concat([one.subarray(0, -1), two.subarray(4)]);
    twice.writeInt32LE(twice.length, 0);
    expect(isPlain(twice)).toBe(true);
    expect([picker(new Set(['a']), true)(twice), plain(twice)]).toEqual([{ a: 2 }, { a: 2 }]);
  });
});

test('a filter that may look anywhere asks for everything', () => {
  expect(filterNeeds({ 'a.b': 1, $or: [{ c: 1 }, { $expr: { $gt: ['$d.e', 5] } }] })).toEqual(
    new Set(['a', 'c', 'd']),
  );
  expect(filterNeeds({ $expr: { $eq: [{ $getField: 'x' }, 5] } })).toBeNull();
  expect(filterNeeds({ $expr: { $eq: ['$$ROOT.x', 5] } })).toBeNull();
  expect(filterNeeds({ $jsonSchema: {} })).toBeNull();
});

describe('$group', () => {
  let store: InProcess;
  beforeAll(async () => {
    store = inProcess();
    const documents = [
      { _id: 1, k: 'x', n: 5, s: '甲', tags: [1, 2] },
      { _id: 2, k: 'x', n: 2.5, s: '乙', other: 1 },
      { _id: 3, k: 'y', n: 'text', s: '甲' },
      { _id: 4, n: null },
      { _id: 5, k: null, n: 7 },
      { _id: 6, k: 1, n: 1 },
      { _id: 7, k: 1.0, n: 1 },
    ];
    await store.command({ insert: 'c', documents });
  });
  afterAll(() => store.close());
  const group = (spec: object): Promise<unknown[]> =>
    store.rows({ aggregate: 'c', pipeline: [{ $sort: { _id: 1 } }, { $group: spec }], cursor: {} });

  test('sums, averages, extremes, ends and lists as MongoDB does, a missing key among the nulls', async () => {
    const spec = {
      _id: '$k',
      sum: { $sum: '$n' },
      count: { $count: {} },
      avg: { $avg: '$n' },
      min: { $min: '$n' },
      max: { $max: '$n' },
      first: { $first: '$s' },
      last: { $last: '$other' },
      list: { $push: '$other' },
      set: { $addToSet: '$s' },
    };
    expect(await group(spec)).toEqual([
      {
        _id: 'x',
        sum: 7.5,
        count: 2,
        avg: 3.75,
        min: 2.5,
        max: 5,
        first: '甲',
        last: 1,
        list: [1],
        set: ['甲', '乙'],
      },
      {
        _id: 'y',
        sum: 0,
        count: 1,
        avg: null,
        min: 'text',
        max: 'text',
        first: '甲',
        last: null,
        list: [],
        set: ['甲'],
      },
      { _id: null, sum: 7, count: 2, avg: 7, min: 7, max: 7, first: null, last: null, list: [], set: [] },
      { _id: 1, sum: 2, count: 2, avg: 1, min: 1, max: 1, first: null, last: null, list: [], set: [] },
    ]);
  });

  test('by several fields, by an expression, and with what is left to the other engine', async () => {
    expect(await group({ _id: { k: '$k', big: { $gt: ['$n', 3] } }, n: { $sum: 1 } })).toContainEqual({
      _id: { k: 'x', big: true },
      n: 1,
    });
    expect(await group({ _id: null, tags: { $sum: { $size: { $ifNull: ['$tags', []] } } } })).toEqual([
      { _id: null, tags: 2 },
    ]);
    expect(await group({ _id: null, spread: { $stdDevPop: '$n' } })).toHaveLength(1);
    await expect(group({ n: { $sum: 1 } })).rejects.toMatchObject({ code: 15955 });
    await expect(group({ _id: null, 'a.b': { $sum: 1 } })).rejects.toMatchObject({ code: 40235 });
  });

  test('beyond 100 MB is refused', async () => {
    const documents = Array.from({ length: 8 }, (_, i) => ({ _id: `big${i}`, big: 'x'.repeat(9_000_000) }));
    for (const doc of documents) await store.command({ insert: 'heavy', documents: [doc] });
    const pipeline = [{ $group: { _id: null, all: { $push: '$big' } } }];
    await expect(store.rows({ aggregate: 'heavy', pipeline, cursor: {} })).rejects.toMatchObject({
      code: 292,
    });
  });
});
