import fc from 'fast-check';
import type { Doc } from '../../server/store/embedded/bson.js';
import { makePlan } from '../../server/store/embedded/planner.js';
import { readSort, sortKeyOf } from '../../server/store/embedded/sort.js';
import { type InProcess, inProcess } from './in-process.js';

let store: InProcess;
beforeAll(() => {
  store = inProcess();
});
afterAll(() => store.close());

const digit = fc.integer({ min: 0, max: 4 });
const small = fc.oneof(
  { weight: 8, arbitrary: digit },
  { weight: 2, arbitrary: fc.constant(null) },
  fc.constantFrom('x', 'y', true, 1.5),
  fc.date({ min: new Date(0), max: new Date(3), noInvalidDate: true }),
);
const field = fc.oneof(
  { weight: 2, arbitrary: small },
  { weight: 3, arbitrary: fc.array(small, { maxLength: 3 }) },
  fc.record({ c: small }),
  {
    weight: 2,
    arbitrary: fc.array(fc.record({ c: digit, d: digit }, { requiredKeys: [] }), { maxLength: 3 }),
  },
);
const document = fc.record({ a: field, b: small, e: small }, { requiredKeys: [] });
const condition = fc.oneof(
  { weight: 3, arbitrary: small },
  fc.record({ $gt: small }),
  { weight: 2, arbitrary: fc.record({ $gte: digit, $lt: digit }) },
  fc.record({ $lte: small }),
  fc.record({ $in: fc.array(small, { maxLength: 3 }) }),
  fc.record({ $ne: small }),
  fc.record({ $exists: fc.boolean() }),
  fc.record({ $elemMatch: fc.record({ c: digit, d: digit }, { requiredKeys: ['c'] }) }),
);
const clause = fc.oneof(
  { weight: 2, arbitrary: fc.record({ a: condition }) },
  { weight: 2, arbitrary: fc.record({ b: condition }) },
  fc.record({ 'a.c': condition }),
  fc.record({ 'a.c': digit, 'a.d': digit }),
  fc.record({ a: condition, b: condition }),
  fc.record({ b: condition, e: condition }),
  fc.record({ _id: fc.record({ $lt: fc.nat({ max: 12 }) }) }),
);
const filter = fc.oneof(
  { weight: 5, arbitrary: clause },
  fc.array(clause, { minLength: 1, maxLength: 3 }).map(($or) => ({ $or })),
  fc.array(clause, { minLength: 1, maxLength: 2 }).map(($and) => ({ $and })),
  fc.tuple(fc.constantFrom('a', 'b'), small, small, condition).map(([path, x, y, e]) => ({
    $or: [{ [path]: { $lt: x } }, { [path]: y, e }, { [path]: { $in: [x, y] } }],
  })),
  fc.constant({}),
);
const direction = fc.constantFrom(1, -1);
const partial = fc.constantFrom({ e: { $gte: 2 } }, { b: { $exists: true } }, { b: { $gt: 1 } }, { e: 1 });
const index = fc.oneof(
  { weight: 2, arbitrary: fc.record({ key: fc.record({ a: direction }), sparse: fc.boolean() }) },
  fc.record({ key: fc.record({ 'a.c': direction, 'a.d': direction }) }),
  fc.record({ key: fc.record({ a: direction, b: direction }) }),
  fc.record({ key: fc.record({ a: direction, e: direction, b: direction }) }),
  fc.record({ key: fc.record({ b: direction }), sparse: fc.boolean() }),
  fc.record({ key: fc.record({ b: direction, e: direction }), sparse: fc.boolean() }),
  { weight: 2, arbitrary: fc.record({ key: fc.record({ b: direction }), partialFilterExpression: partial }) },
);
const sort = fc.constantFrom<Doc>(
  { b: 1 },
  { b: -1 },
  { b: 1, e: -1 },
  { b: -1, e: -1 },
  { e: 1, b: 1 },
  { a: 1 },
  { a: -1 },
);

const ids = (rows: Doc[]): unknown[] => rows.map((row) => row._id);

describe('a plan by index', () => {
  test('finds what a scan of everything finds, in the order asked for', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(document, { maxLength: 12 }),
        fc.array(index, { minLength: 1, maxLength: 3 }),
        fc.array(fc.tuple(filter, sort), { minLength: 3, maxLength: 6 }),
        async (documents, indexes, queries) => {
          await store.command({ drop: 'c' });
          const rows = documents.map((one, _id) => ({ _id, ...one }));
          if (rows.length > 0) await store.command({ insert: 'c', documents: rows });
          const named = indexes.map((one, i) => ({ ...one, name: `i${i}` }));
          const keys = new Set<string>();
          for (const one of named) {
            const shape = JSON.stringify([one.key, one]);
            if (keys.has(JSON.stringify(one.key))) continue;
            keys.add(JSON.stringify(one.key));
            // Two arrays side by side cannot be indexed; then there is one index fewer.
            await store.command({ createIndexes: 'c', indexes: [one] }).catch((error: unknown) => {
              if (!/parallel arrays/.test(String(error))) throw new Error(`${shape}: ${String(error)}`);
            });
          }
          for (const [where, order] of queries) {
            const full = await store.rows({ find: 'c', filter: where, hint: { $natural: 1 } });
            const planned = await store.rows({ find: 'c', filter: where });
            expect(ids(planned).sort()).toEqual(ids(full).sort());
            // Documents that the order does not tell apart may come either way round.
            const keys = (rows: Doc[]): string[] =>
              rows.map((row) => sortKeyOf(row, readSort(order)).toString('hex'));
            const wanted = await store.rows({ find: 'c', filter: where, sort: order, hint: { $natural: 1 } });
            const sorted = await store.rows({ find: 'c', filter: where, sort: order });
            expect(keys(sorted)).toEqual(keys(wanted));
            expect(ids(sorted).sort()).toEqual(ids(wanted).sort());
            expect(await store.command({ count: 'c', query: where })).toMatchObject({ n: full.length });
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test('serves equality, range and sort from one compound index', async () => {
    await store.command({
      createIndexes: 'orders',
      indexes: [{ key: { state: 1, at: -1 }, name: 'state_at' }],
    });
    const collection = store.store.catalog.find('test', 'orders')!;
    const plan = makePlan(
      collection,
      { state: 'open', at: { $gt: 5 } },
      [{ path: 'at', descending: true }],
      undefined,
    );
    expect(plan).toMatchObject({ kind: 'index', sorted: true, reverse: false });
    const back = makePlan(collection, { state: 'open' }, [{ path: 'at', descending: false }], undefined);
    expect(back).toMatchObject({ kind: 'index', sorted: true, reverse: true });
    const page = { state: 'open', $or: [{ at: { $lt: 5 } }, { at: 5, _id: { $lt: 'x' } }] };
    const paged = makePlan(collection, page, [{ path: 'at', descending: true }], undefined);
    const open = makePlan(collection, { state: 'open', at: { $lte: 5 } }, [], undefined);
    expect(paged).toMatchObject({ sorted: true, intervals: (open as { intervals: unknown }).intervals });
    expect(makePlan(collection, { at: 5 }, [], undefined)).toMatchObject({ kind: 'scan' });
  });

  test('one value of an array gives the order of what follows it, and is counted without reading', async () => {
    await store.command({
      createIndexes: 'lists',
      indexes: [{ key: { 'list.in': 1, at: 1, _id: 1 }, name: 'in_at' }],
    });
    const documents = Array.from({ length: 30 }, (_, i) => ({
      _id: i,
      at: 30 - i,
      list: { in: [`state|${i % 3}`, 'all', 'all'] },
    }));
    await store.command({ insert: 'lists', documents });
    const collection = store.store.catalog.find('test', 'lists')!;
    const sort = [
      { path: 'at', descending: true },
      { path: '_id', descending: true },
    ];
    const page = {
      'list.in': 'state|1',
      $or: [{ at: { $lt: 12 } }, { at: 12, _id: { $lt: 9 } }],
    };
    expect(makePlan(collection, page, sort, undefined)).toMatchObject({ sorted: true, reverse: true });
    const all = [{ path: 'list.in', descending: false }];
    expect(makePlan(collection, { 'list.in': 'all' }, all, undefined)).toMatchObject({ sorted: false });
    const found = await store.rows({ find: 'lists', filter: page, sort: { at: -1, _id: -1 } });
    expect(found.map((row) => row.at)).toEqual([11, 8, 5, 2]);
    const counted = (query: Doc, limit = 0) => store.command({ count: 'lists', query, limit });
    expect(await counted({ 'list.in': 'state|1' })).toMatchObject({ n: 10 });
    expect(await counted({ 'list.in': 'all' })).toMatchObject({ n: 30 });
    expect(await counted({ 'list.in': 'all' }, 7)).toMatchObject({ n: 7 });
  });

  test('an array is sorted by its least element, also by one that the range leaves out', async () => {
    await store.command({ createIndexes: 'arrays', indexes: [{ key: { a: 1 }, name: 'a' }] });
    const documents = [
      { _id: 'late', a: [3] },
      { _id: 'early', a: [0, 4] },
    ];
    await store.command({ insert: 'arrays', documents });
    const rows = await store.rows({ find: 'arrays', filter: { a: { $gt: 2 } }, sort: { a: 1 } });
    expect(ids(rows)).toEqual(['early', 'late']);
  });

  test('keys too long for lmdb still find, refuse doubles and sort rightly', async () => {
    const long = (tail: string): string => `${'长'.repeat(900)}${tail}`;
    await store.command({ createIndexes: 'long', indexes: [{ key: { t: 1 }, name: 't', unique: true }] });
    const documents = ['b', 'c', 'a'].map((tail) => ({ _id: tail, t: long(tail) }));
    await store.command({ insert: 'long', documents });
    expect(ids(await store.rows({ find: 'long', filter: { t: long('c') } }))).toEqual(['c']);
    expect(
      ids(await store.rows({ find: 'long', filter: { t: { $gt: long('a') } }, sort: { t: 1 } })),
    ).toEqual(['b', 'c']);
    const again = await store.command({ insert: 'long', documents: [{ _id: 'd', t: long('a') }] });
    expect(again).toMatchObject({ n: 0, writeErrors: [{ code: 11000 }] });
  });
});
