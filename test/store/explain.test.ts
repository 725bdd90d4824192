import { type InProcess, inProcess } from './in-process.js';

type Doc = Record<string, unknown>;

let store: InProcess;
beforeAll(async () => {
  store = inProcess();
  const documents = Array.from({ length: 200 }, (_, i) => ({ _id: i, status: i % 4, at: i, tags: [i % 3] }));
  await store.command({ insert: 'c', documents });
  await store.command({
    createIndexes: 'c',
    indexes: [
      { key: { status: 1, at: -1 }, name: 'status_at' },
      { key: { tags: 1 }, name: 'tags' },
    ],
  });
});
afterAll(() => store.close());

const plan = async (explain: Doc, verbosity = 'queryPlanner'): Promise<Doc> =>
  (await store.command({ explain, verbosity })) as Doc;
const winning = async (explain: Doc): Promise<Doc> =>
  ((await plan(explain)).queryPlanner as { winningPlan: Doc }).winningPlan;

describe('explain', () => {
  test('names the index, its bounds and its direction', async () => {
    expect(
      await winning({ find: 'c', filter: { status: 2, at: { $lt: 50 } }, sort: { at: 1 }, limit: 5 }),
    ).toMatchObject({
      stage: 'LIMIT',
      limitAmount: 5,
      inputStage: {
        stage: 'FETCH',
        inputStage: {
          stage: 'IXSCAN',
          indexName: 'status_at',
          keyPattern: { status: 1, at: -1 },
          direction: 'backward',
          isMultiKey: false,
          indexBounds: { status: ['[2, 2]'], at: [expect.stringContaining('50)')] },
        },
      },
    });
    expect(await winning({ find: 'c', filter: { tags: 1 } })).toMatchObject({
      inputStage: { indexName: 'tags', isMultiKey: true },
    });
  });

  test('says what has no index, what sorts in memory, and what is one document by its _id', async () => {
    expect(await winning({ find: 'c', filter: { nothing: 1 }, sort: { nothing: 1 } })).toMatchObject({
      stage: 'SORT',
      sortPattern: { nothing: 1 },
      inputStage: { stage: 'COLLSCAN', filter: { nothing: { $eq: 1 } } },
    });
    expect(await winning({ find: 'c', filter: { _id: 5 } })).toEqual({ stage: 'IDHACK' });
    expect(await winning({ find: 'nowhere' })).toEqual({ stage: 'EOF' });
    expect(await winning({ find: 'c', filter: { $or: [{ status: 1 }, { tags: 2 }] } })).toMatchObject({
      stage: 'FETCH',
      inputStage: { stage: 'OR', inputStages: [{ indexName: 'status_at' }, { indexName: 'tags' }] },
    });
  });

  test('counts what was looked at', async () => {
    const { executionStats } = await plan(
      { find: 'c', filter: { status: 2 }, sort: { at: -1 }, limit: 7 },
      'executionStats',
    );
    expect(executionStats).toMatchObject({
      executionSuccess: true,
      nReturned: 7,
      totalKeysExamined: 7,
      totalDocsExamined: 7,
    });
  });

  test('explains writes without writing', async () => {
    const update = { update: 'c', updates: [{ q: { status: 1 }, u: { $set: { x: 1 } }, multi: true }] };
    expect(await plan(update, 'executionStats')).toMatchObject({
      queryPlanner: { winningPlan: { stage: 'UPDATE', inputStage: { stage: 'FETCH' } } },
      executionStats: { nReturned: 50 },
    });
    expect(await winning({ delete: 'c', deletes: [{ q: {}, limit: 0 }] })).toMatchObject({ stage: 'DELETE' });
    expect(await store.rows({ find: 'c', filter: { x: 1 } })).toEqual([]);
  });

  test('an aggregate tells its cursor and the stages behind it', async () => {
    const pipeline = [{ $match: { status: 1 } }, { $group: { _id: '$at' } }];
    const reply = await store.command({ aggregate: 'c', pipeline, explain: true });
    expect(reply.stages).toMatchObject([
      { $cursor: { queryPlanner: { winningPlan: { stage: 'FETCH' } } } },
      { $group: { _id: '$at' } },
    ]);
  });

  describe('of what an index answers alone', () => {
    beforeAll(async () => {
      const documents = Array.from({ length: 60 }, (_, i) => ({
        ...{ _id: i, kind: `k${i % 3}`, on: new Date(i), body: 'x'.repeat(100) },
      }));
      await store.command({ insert: 'k', documents });
      await store.command({ createIndexes: 'k', indexes: [{ key: { kind: 1, on: 1 }, name: 'kind_on' }] });
    });
    const grouping = (...stages: Doc[]): Doc => ({ aggregate: 'k', pipeline: stages, cursor: {} });
    const cursorOf = (reply: Doc): Doc => (reply.stages as { $cursor: Doc }[])[0]!.$cursor;
    const group = { $group: { _id: '$kind', last: { $max: '$on' }, n: { $sum: 1 } } };

    test('a $group says PROJECTION_COVERED over the scan of keys, and read no document', async () => {
      const body = grouping({ $match: { kind: { $in: ['k0', 'k2'] } } }, group);
      const covered = {
        stage: 'PROJECTION_COVERED',
        transformBy: { kind: 1, on: 1, _id: 0 },
        inputStage: {
          stage: 'IXSCAN',
          indexName: 'kind_on',
          indexBounds: { kind: ['["k0", "k0"]', '["k2", "k2"]'] },
        },
      };
      expect(cursorOf(await plan(body))).toMatchObject({ queryPlanner: { winningPlan: covered } });
      expect(cursorOf(await plan(body, 'executionStats'))).toMatchObject({
        queryPlanner: { winningPlan: covered },
        executionStats: {
          nReturned: 40,
          totalKeysExamined: 40,
          totalDocsExamined: 0,
          executionStages: covered,
        },
      });
      expect(await store.rows(body)).toHaveLength(2);
    });

    test('a field that the index lacks, or whose key does not tell it, is fetched and said so', async () => {
      const fetched = { stage: 'FETCH', inputStage: { indexName: 'kind_on' } };
      const other = grouping({ $match: { kind: 'k1' } }, { $group: { _id: '$body' } });
      expect(cursorOf(await plan(other))).toMatchObject({ queryPlanner: { winningPlan: fetched } });
      // A number's key is that of an equal number of another type.
      const numbers = {
        aggregate: 'c',
        pipeline: [{ $match: { status: 1 } }, { $group: { _id: '$at' } }],
        cursor: {},
      };
      expect(cursorOf(await plan(numbers, 'executionStats'))).toMatchObject({
        queryPlanner: { winningPlan: { stage: 'FETCH' } },
        executionStats: { totalDocsExamined: 50 },
      });
      await store.command({ insert: 'k', documents: [{ _id: 'none', kind: 'k1' }] });
      const missing = grouping({ $match: { kind: 'k1' } }, group);
      expect(cursorOf(await plan(missing, 'executionStats'))).toMatchObject({
        queryPlanner: { winningPlan: fetched },
        executionStats: { nReturned: 21, totalDocsExamined: 1 },
      });
      await store.command({ delete: 'k', deletes: [{ q: { _id: 'none' }, limit: 1 }] });
    });

    test('what the bounds leave open is judged on the keys, and shown there', async () => {
      const body = grouping({ $match: { kind: { $gt: 'k0' }, on: new Date(4) } }, group);
      expect(cursorOf(await plan(body, 'executionStats'))).toMatchObject({
        queryPlanner: {
          winningPlan: {
            stage: 'PROJECTION_COVERED',
            inputStage: { stage: 'IXSCAN', filter: { on: { $eq: new Date(4) } } },
          },
        },
        executionStats: { nReturned: 1, totalKeysExamined: 40, totalDocsExamined: 0 },
      });
    });

    test('counts and distinct values', async () => {
      expect(await winning({ count: 'k' })).toEqual({ stage: 'RECORD_STORE_FAST_COUNT' });
      const one = await plan({ count: 'k', query: { kind: 'k1' } }, 'executionStats');
      expect(one).toMatchObject({
        queryPlanner: {
          winningPlan: {
            stage: 'COUNT',
            inputStage: {
              stage: 'COUNT_SCAN',
              indexName: 'kind_on',
              indexBounds: { startKey: { kind: 'k1' }, endKey: { kind: 'k1' } },
            },
          },
        },
        executionStats: { nReturned: 20, totalDocsExamined: 0 },
      });
      expect(await winning({ count: 'k', query: { kind: { $gte: 'k1' } } })).toMatchObject({
        stage: 'COUNT',
        inputStage: { stage: 'IXSCAN' },
      });
      expect(await winning({ count: 'k', query: { body: 'x' } })).toMatchObject({
        stage: 'COUNT',
        inputStage: { stage: 'COLLSCAN' },
      });
      expect(await winning({ distinct: 'k', key: 'on', query: { kind: 'k1' } })).toMatchObject({
        stage: 'PROJECTION_COVERED',
        transformBy: { on: 1, _id: 0 },
      });
    });
  });
});
