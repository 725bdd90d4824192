/** The cases of the manual's page of $unwind, and those where what is false was taken for nothing. */
import type { Doc } from '../../server/store/embedded/bson.js';
import { type InProcess, inProcess } from './in-process.js';

let store: InProcess;
beforeAll(async () => {
  store = inProcess();
  const values = [['S', 'M'], [], 'M', null, '', 0, false, { in: [1] }];
  const documents = [...values.map((v, _id) => ({ _id, v, w: { v } })), { _id: 8, w: 5 }];
  await store.command({ insert: 'c', documents });
});
afterAll(() => store.close());

const run = (...pipeline: Doc[]): Promise<Doc[]> => store.rows({ aggregate: 'c', pipeline, cursor: {} });
const shown = async (spec: unknown): Promise<unknown[]> =>
  (await run({ $unwind: spec }, { $project: { w: 0 } })).map(({ _id, v, i }) =>
    i === undefined ? [_id, v] : [_id, v, i],
  );

test('an element is a row; what is no array is its own, also an empty text, 0 and false', async () => {
  const rows = [
    ...[
      [0, 'S'],
      [0, 'M'],
      [2, 'M'],
      [4, ''],
      [5, 0],
      [6, false],
    ],
    [7, { in: [1] }],
  ];
  expect(await shown('$v')).toEqual(rows);
  expect(await shown({ path: '$v' })).toEqual(rows);
});

test('what has no element is kept where that is asked, an empty array without its field', async () => {
  expect(await shown({ path: '$v', preserveNullAndEmptyArrays: true })).toEqual([
    ...[
      [0, 'S'],
      [0, 'M'],
      [1, undefined],
      [2, 'M'],
      [3, null],
      [4, ''],
      [5, 0],
      [6, false],
    ],
    [7, { in: [1] }],
    [8, undefined],
  ]);
  const kept = await run(
    { $match: { _id: 1 } },
    { $unwind: { path: '$w.v', preserveNullAndEmptyArrays: true } },
  );
  expect(kept).toEqual([{ _id: 1, v: [], w: {} }]);
});

test('the place of the element is told, null where there was no array', async () => {
  expect(await shown({ path: '$v', includeArrayIndex: 'i' })).toEqual([
    ...[
      [0, 'S', 0],
      [0, 'M', 1],
      [2, 'M', null],
      [4, '', null],
      [5, 0, null],
      [6, false, null],
    ],
    [7, { in: [1] }, null],
  ]);
});

test('a path goes through documents, not through arrays', async () => {
  expect(await run({ $match: { _id: 7 } }, { $unwind: '$v.in' })).toEqual([
    { _id: 7, v: { in: 1 }, w: { v: { in: [1] } } },
  ]);
  expect(await run({ $match: { _id: { $in: [0, 8] } } }, { $unwind: '$w.v.x' })).toEqual([]);
});

test.each([
  [5, 15981],
  [{ path: '$v', frob: 1 }, 28811],
  [{ includeArrayIndex: 'i' }, 28812],
  [{ path: 5 }, 28808],
  ['v', 28818],
  [{ path: '$v', preserveNullAndEmptyArrays: 1 }, 28809],
  [{ path: '$v', includeArrayIndex: '' }, 28810],
  [{ path: '$v', includeArrayIndex: '$i' }, 28822],
])('%j is refused with MongoDB’s code', async (spec, code) => {
  await expect(run({ $unwind: spec })).rejects.toMatchObject({ code });
});
