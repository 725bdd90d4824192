/** A read of many documents is made of turns: writes come in between, and the read sees one moment all the same. */

import { jest } from '@jest/globals';
import { run } from '../../server/store/embedded/aggregate/pipeline.js';
import { MINGO, OWN } from '../../server/store/embedded/aggregate/stages.js';
import type { Doc } from '../../server/store/embedded/bson.js';
import { sortInMemory } from '../../server/store/embedded/sort.js';
import { PAUSE, type Paced, TURN_MS, unpaused } from '../../server/store/embedded/turns.js';
import { type InProcess, inProcess } from './in-process.js';

let store: InProcess;

const MANY = 2400;
const TEXTS = 600;

describe('while it reads', () => {
  let clock: ReturnType<typeof jest.spyOn>;
  beforeAll(async () => {
    store = inProcess();
    const documents = Array.from({ length: MANY }, (_, i) => ({ _id: i, n: i % 7, text: `行${i % TEXTS}` }));
    await store.command({ insert: 'c', documents });
    let now = 0;
    // Wherever a read looks at the clock, its turn has lasted long enough.
    clock = jest.spyOn(performance, 'now').mockImplementation(() => {
      now += 2 * TURN_MS;
      return now;
    });
  }, 120_000);
  afterAll(() => {
    clock.mockRestore();
    return store.close();
  });

  const count = (reply: Doc): unknown => reply.n;
  const rows = (reply: Doc): unknown => (reply.cursor as { firstBatch: unknown[] }).firstBatch.length;
  const values = (reply: Doc): unknown => (reply.values as unknown[]).length;
  const pipeline = (...stages: Doc[]): Doc => ({ aggregate: 'c', pipeline: stages, cursor: {} });
  const reads: [string, Doc, (reply: Doc) => unknown, unknown][] = [
    ['a find that finds nothing', { find: 'c', filter: { text: 'none' } }, rows, 0],
    ['a find that sorts', { find: 'c', sort: { text: 1 }, limit: 5 }, rows, 5],
    ['a count', { count: 'c', query: { n: { $gte: 0 } } }, count, MANY],
    ['distinct values', { distinct: 'c', key: 'text' }, values, TEXTS],
    ['a group', pipeline({ $group: { _id: '$n', texts: { $addToSet: '$text' } } }), rows, 7],
    ['a row by row pipeline', pipeline({ $set: { m: { $add: ['$n', 1] } } }, { $match: { m: 99 } }), rows, 0],
    ['a facet', pipeline({ $facet: { a: [{ $count: 'n' }], b: [{ $limit: 1 }] } }), rows, 1],
  ];
  test.each(reads)('%s lets a write through and does not see it', async (_, body, told, wanted) => {
    let over = false;
    const reading = store.command(body).then((reply) => {
      over = true;
      return reply;
    });
    expect(await store.command({ insert: 'c', documents: [{ _id: -1, n: 99, text: 'new' }] })).toMatchObject({
      n: 1,
    });
    const meanwhile = over;
    expect(told(await reading)).toEqual(wanted);
    expect(meanwhile).toBe(false);
    expect(await store.command({ count: 'c' })).toMatchObject({ n: MANY + 1 });
    await store.command({ delete: 'c', deletes: [{ q: { _id: -1 }, limit: 1 }] });
  });

  test('a getMore that is killed in the middle of its batch says so, and holds nothing', async () => {
    const open = await store.command({ find: 'c', filter: { text: { $in: ['行0', 'none'] } }, batchSize: 1 });
    const { id } = open.cursor as { id: unknown };
    const more = store.command({ getMore: id, collection: 'c', batchSize: 1000 });
    await store.command({ killCursors: 'c', cursors: [id] });
    await expect(more).rejects.toMatchObject({ code: 237 });
    await expect(store.command({ getMore: id, collection: 'c' })).rejects.toMatchObject({ code: 43 });
    expect(store.store.cursors.size).toBe(0);
  });
});

describe('every stage hands pauses on and gives the same', () => {
  const documents: Doc[] = Array.from({ length: 30 }, (_, i) => ({
    _id: i,
    n: i % 4,
    l: [i, i + 1],
    s: `s${i % 3}`,
  }));
  function* paused<T>(rows: Iterable<T>): Paced<T> & Generator<T | typeof PAUSE> {
    for (const row of rows) {
      yield PAUSE;
      yield row;
    }
    yield PAUSE;
  }
  beforeAll(async () => {
    store = inProcess();
    await store.command({ insert: 'c', documents });
  });
  afterAll(() => store.close());

  const cases: Record<string, unknown> = {
    $match: { n: 1 },
    $sort: { n: -1, _id: 1 },
    $limit: 7,
    $skip: 25,
    $count: 'all',
    $lookup: { from: 'c', localField: 'n', foreignField: '_id', as: 'x' },
    $unionWith: 'c',
    $facet: { a: [{ $match: { n: 2 } }], b: [{ $count: 'n' }] },
    $bucket: { groupBy: '$n', boundaries: [0, 2, 4] },
    $bucketAuto: { groupBy: '$_id', buckets: 3 },
    $graphLookup: { from: 'c', startWith: '$n', connectFromField: 'n', connectToField: '_id', as: 'x' },
    $sample: { size: 40 },
    $sortByCount: '$s',
    $addFields: { m: 1 },
    $set: { m: 1 },
    $unset: 'l',
    $project: { n: 1 },
    $group: { _id: '$s', n: { $sum: '$n' } },
    $unwind: '$l',
    $replaceRoot: { newRoot: { a: '$n' } },
    $replaceWith: { a: '$n' },
  };

  test('no stage is left out', () => {
    const writers = ['$out', '$merge'];
    expect(Object.keys(cases).sort()).toEqual(
      [...OWN, ...MINGO].filter((name) => !writers.includes(name)).sort(),
    );
  });

  test.each(Object.entries(cases))('%s', (name, operand) => {
    const scope = { store: store.store, db: 'test', variables: {}, deadline: 0, depth: 0 };
    const stages = [{ [name]: operand }];
    const straight = [...unpaused(run(documents, stages, scope))];
    const given = [...run(paused(documents), stages, scope)];
    const own = [...unpaused(given)];
    if (name === '$sample') {
      own.sort((a, b) => Number(a._id) - Number(b._id));
      straight.sort((a, b) => Number(a._id) - Number(b._id));
    }
    expect(own).toEqual(straight);
    // A limit has done before the rows are over.
    expect(given.length - own.length).toBeGreaterThanOrEqual(name === '$limit' ? 7 : documents.length);
  });

  test('so does a sort that keeps a few, and a group by what only the other engine knows', () => {
    const key = ({ n }: Doc): Buffer => Buffer.from([Number(n)]);
    const sorting = sortInMemory(paused(documents), key, () => 1, 3);
    let step = sorting.next();
    let pauses = 0;
    for (; !step.done; step = sorting.next()) pauses++;
    expect(step.value.map(({ n }) => n)).toEqual([0, 0, 0]);
    expect(pauses).toBe(documents.length + 1);
    const scope = { store: store.store, db: 'test', variables: {}, deadline: 0, depth: 0 };
    const stages = [{ $group: { _id: '$s', d: { $stdDevPop: '$n' } } }];
    const given = [...run(paused(documents), stages, scope)];
    expect([...unpaused(given)]).toEqual([...unpaused(run(documents, stages, scope))]);
    expect(given).toContain(PAUSE);
  });
});
