import { Decimal128, Double, Int32, Long, ObjectId } from 'bson';
import { type Doc, encode, exact } from '../../server/store/embedded/bson.js';
import { COMMANDS } from '../../server/store/embedded/commands/index.js';
import { type InProcess, inProcess } from './in-process.js';

let store: InProcess;
const one = new ObjectId();
const two = new ObjectId();
const day = (n: number): Date => new Date(Date.UTC(2026, 2, n));
beforeAll(async () => {
  store = inProcess();
  await store.command({
    insert: 'orders',
    documents: [
      { _id: 1, unit: one, state: 'open', n: 3, tags: ['a', 'b'], at: day(1) },
      { _id: 2, unit: one, state: 'done', n: 5, tags: ['b'], at: day(2) },
      { _id: 3, unit: two, state: 'open', n: 8, tags: [], at: day(2) },
      { _id: 4, unit: null, state: 'open', n: 1, at: day(3) },
    ],
  });
  await store.command({
    insert: 'units',
    documents: [
      { _id: one, name: 'x' },
      { _id: two, name: 'y' },
    ],
  });
  await store.command({
    insert: 'staff',
    documents: [
      { _id: 'a', over: ['c', 'a'] },
      { _id: 'b', over: null },
      { _id: 'c', over: 'd' },
      { _id: 'd', over: 'a' },
    ],
  });
});
afterAll(() => store.close());

const run = (pipeline: Doc[], more: Doc = {}): Promise<Doc[]> =>
  store.rows({ aggregate: 'orders', pipeline, cursor: {}, ...more });

describe('aggregate', () => {
  const cases: [string, Doc[], Doc[]][] = [
    [
      '$match, $sort, $skip, $limit, $project',
      [
        { $match: { state: 'open' } },
        { $sort: { n: -1 } },
        { $skip: 1 },
        { $limit: 1 },
        { $project: { n: 1 } },
      ],
      [{ _id: 1, n: 3 }],
    ],
    [
      '$group by an id',
      [
        {
          $group: {
            _id: '$unit',
            sum: { $sum: '$n' },
            most: { $max: '$n' },
            average: { $avg: '$n' },
            count: { $sum: 1 },
          },
        },
        { $sort: { sum: -1, _id: 1 } },
      ],
      [
        { _id: one, sum: 8, most: 5, average: 4, count: 2 },
        { _id: two, sum: 8, most: 8, average: 8, count: 1 },
        { _id: null, sum: 1, most: 1, average: 1, count: 1 },
      ],
    ],
    [
      '$group by a date and a state',
      [
        { $group: { _id: { at: '$at', state: '$state' }, n: { $sum: 1 } } },
        { $match: { '_id.at': day(2) } },
        { $sort: { '_id.state': 1 } },
      ],
      [
        { _id: { at: day(2), state: 'done' }, n: 1 },
        { _id: { at: day(2), state: 'open' }, n: 1 },
      ],
    ],
    [
      '$unwind',
      [{ $unwind: '$tags' }, { $sortByCount: '$tags' }],
      [
        { _id: 'b', count: 2 },
        { _id: 'a', count: 1 },
      ],
    ],
    [
      '$unwind keeps the empty',
      [{ $unwind: { path: '$tags', preserveNullAndEmptyArrays: true } }, { $count: 'n' }],
      [{ n: 5 }],
    ],
    [
      '$addFields and $unset',
      [
        { $match: { _id: 1 } },
        { $addFields: { twice: { $multiply: ['$n', 2] } } },
        { $unset: ['unit', 'tags', 'at'] },
      ],
      [{ _id: 1, state: 'open', n: 3, twice: 6 }],
    ],
    [
      '$lookup by field',
      [
        { $match: { _id: 3 } },
        { $lookup: { from: 'units', localField: 'unit', foreignField: '_id', as: 'u' } },
        { $project: { 'u.name': 1 } },
      ],
      [{ _id: 3, u: [{ name: 'y' }] }],
    ],
    [
      '$lookup by pipeline',
      [
        { $match: { _id: 3 } },
        {
          $lookup: {
            from: 'units',
            let: { mine: '$unit' },
            pipeline: [{ $match: { $expr: { $eq: ['$_id', '$$mine'] } } }, { $project: { _id: 0 } }],
            as: 'u',
          },
        },
        { $project: { u: 1 } },
      ],
      [{ _id: 3, u: [{ name: 'y' }] }],
    ],
    [
      '$facet',
      [
        {
          $facet: {
            open: [{ $match: { state: 'open' } }, { $count: 'n' }],
            sum: [{ $group: { _id: null, n: { $sum: '$n' } } }],
          },
        },
      ],
      [{ open: [{ n: 3 }], sum: [{ _id: null, n: 17 }] }],
    ],
    ['$replaceRoot', [{ $match: { _id: 1 } }, { $replaceRoot: { newRoot: { k: '$n' } } }], [{ k: 3 }]],
    [
      '$unionWith',
      [
        { $match: { _id: 1 } },
        { $project: { _id: 1 } },
        { $unionWith: { coll: 'units', pipeline: [{ $match: { name: 'y' } }, { $project: { _id: 0 } }] } },
      ],
      [{ _id: 1 }, { name: 'y' }],
    ],
    [
      '$bucket by boundaries, the rest apart',
      [
        {
          $bucket: {
            groupBy: '$n',
            boundaries: [0, 3, 6],
            default: 'more',
            output: { ids: { $push: '$_id' }, n: { $sum: 1 } },
          },
        },
      ],
      [
        { _id: 0, ids: [4], n: 1 },
        { _id: 3, ids: [1, 2], n: 2 },
        { _id: 'more', ids: [3], n: 1 },
      ],
    ],
    [
      '$bucketAuto shares out, each bucket up to the next one’s least',
      [{ $bucketAuto: { groupBy: '$n', buckets: 3 } }],
      [
        { _id: { min: 1, max: 3 }, count: 1 },
        { _id: { min: 3, max: 5 }, count: 1 },
        { _id: { min: 5, max: 8 }, count: 2 },
      ],
    ],
    [
      '$bucketAuto keeps equal values together',
      [{ $bucketAuto: { groupBy: '$state', buckets: 4, output: { n: { $sum: '$n' } } } }],
      [
        { _id: { min: 'done', max: 'open' }, n: 5 },
        { _id: { min: 'open', max: 'open' }, n: 12 },
      ],
    ],
    [
      '$graphLookup in rounds, each document once',
      [
        { $match: { _id: 1 } },
        {
          $graphLookup: {
            from: 'staff',
            startWith: '$tags',
            connectFromField: 'over',
            connectToField: '_id',
            as: 'chain',
            depthField: 'round',
            maxDepth: 1,
          },
        },
        { $unwind: '$chain' },
        { $replaceRoot: { newRoot: '$chain' } },
        { $sort: { _id: 1 } },
      ],
      [
        { _id: 'a', over: ['c', 'a'], round: 0 },
        { _id: 'b', over: null, round: 0 },
        { _id: 'c', over: 'd', round: 1 },
      ],
    ],
    ['$sample gives as many as there are', [{ $sample: { size: 9 } }, { $count: 'n' }], [{ n: 4 }]],
    ['$sample gives as many as asked', [{ $sample: { size: 3 } }, { $count: 'n' }], [{ n: 3 }]],
    ['$count of nothing gives nothing', [{ $match: { n: 99 } }, { $count: 'n' }], []],
    [
      'dates in the time zone of the city',
      [
        { $match: { _id: 1 } },
        {
          $project: {
            _id: 0,
            d: {
              $dateToString: {
                date: { $add: ['$at', 17 * 3600_000] },
                format: '%Y-%m-%d',
                timezone: '+08:00',
              },
            },
          },
        },
      ],
      [{ d: '2026-03-02' }],
    ],
    [
      '$cond and $ifNull',
      [
        { $sort: { _id: 1 } },
        {
          $project: {
            k: { $cond: [{ $gte: ['$n', 5] }, 'big', 'small'] },
            t: { $size: { $ifNull: ['$tags', []] } },
          },
        },
        { $limit: 2 },
      ],
      [
        { _id: 1, k: 'small', t: 2 },
        { _id: 2, k: 'big', t: 1 },
      ],
    ],
  ];
  test.each(cases)('%s', async (_, pipeline, rows) => {
    expect(await run(pipeline)).toEqual(rows);
  });

  test('variables of the command are seen', async () => {
    expect(
      await run([{ $match: { $expr: { $eq: ['$n', '$$k'] } } }, { $project: { k: '$$k' } }], {
        let: { k: 5 },
      }),
    ).toEqual([{ _id: 2, k: 5 }]);
  });

  test('variables are expressions, computed before any document and in their order', async () => {
    const variables = { word: { $literal: '$n' }, two: { $add: [1, 1] }, four: { $multiply: ['$$two', 2] } };
    const shown = [{ $match: { _id: 1 } }, { $project: { _id: 0, word: '$$word', four: '$$four' } }];
    expect(await run(shown, { let: variables })).toEqual([{ word: '$n', four: 4 }]);
    const u = [{ $set: { y: '$$word' } }];
    await store.command({ insert: 'varied', documents: [{ _id: 1 }] });
    await store.command({ update: 'varied', updates: [{ q: {}, u }], let: variables });
    expect(await store.rows({ find: 'varied' })).toEqual([{ _id: 1, y: '$n' }]);
    const filter = { $expr: { $eq: ['$y', '$$word'] } };
    expect(await store.rows({ find: 'varied', filter, let: variables })).toHaveLength(1);
    expect(
      await store.command({ delete: 'varied', deletes: [{ q: filter, limit: 1 }], let: variables }),
    ).toMatchObject({ n: 1 });
  });

  test.each<[string, Doc, number]>([
    ['a field', { k: '$n' }, 4890500],
    ['a field deep inside', { k: { $add: [1, { $size: '$tags' }] } }, 4890500],
    ['the whole document', { k: '$$ROOT.n' }, 4890500],
    ['a field by name', { k: { $getField: 'n' } }, 4890500],
    ['a variable that comes later', { k: '$$later', later: 1 }, 17276],
    ['a name in capitals', { Kind: 1 }, 16867],
    ['a name with a point', { 'k.n': 1 }, 16868],
    ['no name', { '': 1 }, 16866],
  ])('a variable may not be %s', async (_, variables, code) => {
    await expect(run([], { let: variables })).rejects.toMatchObject({ code });
  });

  const bare = (pipeline: Doc[]): Promise<Doc[]> => store.rows({ aggregate: 1, pipeline, cursor: {} });

  test('$documents brings its own, without a collection', async () => {
    const documents = { $map: { input: [1, 2, 3], in: { n: '$$this' } } };
    expect(await bare([{ $documents: documents }, { $match: { n: { $gt: 1 } } }])).toEqual([
      { n: 2 },
      { n: 3 },
    ]);
    await bare([{ $documents: [{ _id: 7, n: 7 }] }, { $out: 'brought' }]);
    expect(await store.rows({ find: 'brought' })).toEqual([{ _id: 7, n: 7 }]);
    const again = bare([{ $documents: [{ _id: 7 }] }, { $merge: { into: 'brought', whenMatched: 'fail' } }]);
    await expect(again).rejects.toMatchObject({
      code: 11000,
      extra: { keyPattern: { _id: 1 }, keyValue: { _id: new Int32(7) } },
    });
    await expect(bare([{ $documents: 5 }])).rejects.toMatchObject({ code: 5858203 });
    await expect(bare([{ $documents: [5] }])).rejects.toMatchObject({ code: 40228 });
    await expect(bare([{ $match: {} }])).rejects.toMatchObject({ code: 73 });
    await expect(run([{ $documents: [] }])).rejects.toMatchObject({ code: 73 });
    await expect(run([{ $match: {} }, { $documents: [] }])).rejects.toMatchObject({ code: 40602 });
  });

  test('distinct gives values back with the types they were stored with', async () => {
    const documents = [
      { _id: 1, v: [Long.fromNumber(7), new Double(7), new Double(8)] },
      { _id: 2, v: 9 },
    ];
    await store.command({ insert: 'typed', documents });
    const call = { store: store.store, name: 'distinct', db: 'test', sequences: new Map() };
    const body = { distinct: 'typed', key: 'v' };
    const reply = await COMMANDS.distinct!.run({ ...call, body, connection: { id: 1, address: null } });
    const { values } = exact(encode(reply as Doc)) as { values: unknown[] };
    expect(values).toEqual([Long.fromNumber(7), new Double(8), new Int32(9)]);
  });

  test('$out replaces, $merge adds', async () => {
    await run([{ $match: { state: 'open' } }, { $out: 'copy' }]);
    expect((await store.rows({ find: 'copy' })).map((row) => row._id)).toEqual([1, 3, 4]);
    await run([{ $match: { n: { $gte: 5 } } }, { $set: { big: true } }, { $merge: { into: 'copy' } }]);
    expect((await store.rows({ find: 'copy', filter: { big: true } })).map((row) => row._id)).toEqual([3, 2]);
    await run([{ $match: { _id: 1 } }, { $out: 'copy' }]);
    expect(await store.rows({ find: 'copy', projection: { _id: 1 } })).toEqual([{ _id: 1 }]);
  });

  const refused: [string, Doc[], number][] = [
    ['an unknown stage', [{ $frob: {} }], 40324],
    ['a stage with two names', [{ $match: {}, $limit: 1 }], 40323],
    ['an unknown expression', [{ $project: { x: { $frob: 1 } } }], 168],
    ['an unknown accumulator', [{ $group: { _id: null, x: { $frob: 1 } } }], 168],
    ['a stage that the store lacks', [{ $densify: { field: 'n' } }], 238],
    ['scripts', [{ $project: { x: { $function: { body: '1', args: [], lang: 'js' } } } }], 2],
    ['$out in the middle', [{ $out: 'x' }, { $match: {} }], 40601],
    ['$bucket without a place for a value', [{ $bucket: { groupBy: '$n', boundaries: [0, 2] } }], 40066],
    ['$bucket out of order', [{ $bucket: { groupBy: '$n', boundaries: [2, 0] } }], 40194],
    [
      '$bucket with a default inside',
      [{ $bucket: { groupBy: '$n', boundaries: [0, 9], default: 3 } }],
      40199,
    ],
    ['$bucketAuto into no buckets', [{ $bucketAuto: { groupBy: '$n', buckets: 0 } }], 40243],
    ['$graphLookup without an end', [{ $graphLookup: { from: 'staff', startWith: '$a' } }], 40105],
    ['$sample of nothing', [{ $sample: { size: 0 } }], 28747],
    ['$limit of nothing', [{ $limit: 0 }], 15957],
  ];
  test.each(refused)('%s is refused', async (_, pipeline, code) => {
    await expect(run(pipeline)).rejects.toMatchObject({ code });
  });

  test('numbers that JavaScript cannot hold are not computed wrongly', async () => {
    await store.command({ insert: 'money', documents: [{ _id: 1, m: Decimal128.fromString('0.1') }] });
    const pipeline = [{ $group: { _id: null, m: { $sum: '$m' } } }];
    await expect(store.rows({ aggregate: 'money', pipeline, cursor: {} })).rejects.toMatchObject({ code: 2 });
  });

  test('a view gives what its pipeline gives and takes no writes', async () => {
    await store.command({ create: 'open', viewOn: 'orders', pipeline: [{ $match: { state: 'open' } }] });
    expect(
      (await store.rows({ find: 'open', filter: { n: { $gt: 1 } }, sort: { n: -1 } })).map((row) => row._id),
    ).toEqual([3, 1]);
    expect(await store.command({ count: 'open' })).toMatchObject({ n: 3 });
    await expect(store.command({ insert: 'open', documents: [{}] })).rejects.toMatchObject({ code: 166 });
  });
});
