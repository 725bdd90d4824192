import { BSONRegExp } from 'bson';
import type { Doc } from '../../server/store/embedded/bson.js';
import { type InProcess, inProcess } from './in-process.js';

let store: InProcess;
const rows: Doc[] = [
  {
    _id: 1,
    n: 1,
    s: 'abc',
    a: [1, 2, 3],
    o: { x: 1 },
    l: [
      { k: 'a', v: 1 },
      { k: 'b', v: 2 },
    ],
  },
  { _id: 2, n: 2.5, s: 'ABC', a: [], o: { x: null }, l: [{ k: 'a', v: 2 }] },
  { _id: 3, n: null, s: '路灯', a: [[1, 2]], t: true },
  { _id: 4, a: 5, at: new Date(5), o: {} },
  { _id: 5, n: Number.NaN, s: 'a\nc', a: ['x'] },
];
beforeAll(async () => {
  store = inProcess();
  await store.command({ insert: 'c', documents: rows });
});
afterAll(() => store.close());

const found = async (filter: Doc): Promise<unknown[]> =>
  (await store.rows({ find: 'c', filter })).map((row) => row._id);

describe('filters', () => {
  const cases: [string, Doc, number[]][] = [
    ['equality with null is also a missing field', { n: null }, [3, 4]],
    ['a number is equal in any type', { n: 1.0 }, [1]],
    ['ranges stay within one kind', { n: { $gt: 0 } }, [1, 2]],
    ['NaN is only itself', { n: Number.NaN }, [5]],
    ['NaN is below nothing', { n: { $lt: 100 } }, [1, 2]],
    ['$ne is the opposite of equality', { n: { $ne: 1 } }, [2, 3, 4, 5]],
    ['$nin with null', { n: { $nin: [null, 1] } }, [2, 5]],
    ['an element of an array', { a: 2 }, [1]],
    ['an array whole', { a: [1, 2, 3] }, [1]],
    ['an array in an array', { a: [1, 2] }, [3]],
    ['ranges may be met by different elements', { a: { $gt: 2, $lt: 2 } }, [1]],
    ['$elemMatch needs one element for all', { a: { $elemMatch: { $gt: 2, $lt: 2 } } }, []],
    ['$elemMatch over documents', { l: { $elemMatch: { k: 'a', v: 2 } } }, [2]],
    ['dotted conditions may meet different elements', { 'l.k': 'a', 'l.v': 2 }, [1, 2]],
    ['an index in a path', { 'l.0.v': 2 }, [2]],
    ['$size', { a: { $size: 0 } }, [2]],
    ['$all', { a: { $all: [1, 3] } }, [1]],
    ['$exists', { o: { $exists: true } }, [1, 2, 4]],
    ['$exists: false on an inner path', { 'o.x': { $exists: false } }, [3, 4, 5]],
    ['an inner null', { 'o.x': null }, [2, 3, 4, 5]],
    ['an object whole', { o: { x: 1 } }, [1]],
    ['$type by name and number', { n: { $type: ['null', 16] } }, [1, 3]],
    ['$regex', { s: { $regex: '^a', $options: 'i' } }, [1, 2, 5]],
    ['a regular expression literal', { s: new BSONRegExp('b') }, [1]],
    ['$regex over lines', { s: { $regex: 'a.c', $options: 's' } }, [1, 5]],
    ['$in with a regular expression', { s: { $in: [new BSONRegExp('^路'), 'ABC'] } }, [2, 3]],
    ['$not', { n: { $not: { $gt: 1 } } }, [1, 3, 4, 5]],
    ['$mod', { n: { $mod: [2, 1] } }, [1]],
    [
      '$or, $nor, $and',
      { $or: [{ _id: 1 }, { _id: 2 }], $nor: [{ _id: 2 }], $and: [{ _id: { $lt: 9 } }] },
      [1],
    ],
    ['$expr', { $expr: { $gt: ['$n', 2] } }, [2]],
    ['$bitsAllSet', { _id: { $bitsAllSet: 5 } }, [5]],
    ['a date', { at: { $gte: new Date(5) } }, [4]],
    ['a bool is no number', { t: 1 }, []],
  ];
  test.each(cases)('%s', async (_, filter, ids) => {
    expect(await found(filter)).toEqual(ids);
  });

  const refused: [string, Doc, number][] = [
    ['an unknown operator', { a: { $frob: 1 } }, 2],
    ['an unknown top level operator', { $frob: 1 }, 2],
    ['$where', { $where: '1' }, 2],
    ['$text', { $text: { $search: 'x' } }, 27],
    ['an empty $or', { $or: [] }, 2],
    ['$in without an array', { a: { $in: 1 } }, 2],
    ['$options alone', { a: { $options: 'i' } }, 2],
    ['a bad regular expression', { a: { $regex: '(' } }, 51091],
    ['$size of a string', { a: { $size: 'x' } }, 9],
    ['an unknown expression', { $expr: { $frob: 1 } }, 168],
  ];
  test.each(refused)('%s is refused, even where there is nothing to search', async (_, filter, code) => {
    await expect(found(filter)).rejects.toMatchObject({ code });
    await expect(store.rows({ find: 'nothing here', filter })).rejects.toMatchObject({ code });
  });
});

test.each([[{ $where: '1' }], [{ $text: { $search: 'x' } }]])('%j is refused by its name', async (filter) => {
  await expect(found(filter)).rejects.toThrow(Object.keys(filter)[0]!);
});

describe('projections', () => {
  const cases: [Doc, Doc][] = [
    [{ n: 1 }, { _id: 1, n: 1 }],
    [{ n: 1, _id: 0 }, { n: 1 }],
    [
      { a: 0, l: 0, o: 0, s: 0 },
      { _id: 1, n: 1 },
    ],
    [{ 'l.v': 1, _id: 0 }, { l: [{ v: 1 }, { v: 2 }] }],
    [
      { a: { $slice: -2 }, l: 0, o: 0 },
      { _id: 1, n: 1, s: 'abc', a: [2, 3] },
    ],
    [{ l: { $elemMatch: { v: 2 } }, _id: 0 }, { l: [{ k: 'b', v: 2 }] }],
    [{ _id: 0, twice: { $multiply: ['$n', 2] } }, { twice: 2 }],
    [{ _id: 1 }, { _id: 1 }],
  ];
  test.each(cases)('%j', async (projection, row) => {
    expect(await store.rows({ find: 'c', filter: { _id: 1 }, projection })).toEqual([row]);
  });

  test('in and out cannot be mixed', async () => {
    await expect(store.rows({ find: 'c', projection: { n: 1, s: 0 } })).rejects.toMatchObject({
      code: 31254,
    });
  });
});
