import fc from 'fast-check';
import { encode, plain } from '../../server/store/embedded/bson.js';
import { keyOf } from '../../server/store/embedded/keys.js';
import { filterNeeds } from '../../server/store/embedded/needs.js';
import { picker } from '../../server/store/embedded/pick.js';
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
