/**
 * What this house's code asks of its database, whichever it is. What a server that speaks the protocol lacks
 * is written down where that server is run.
 */
import type mongoose from 'mongoose';

type Row = mongoose.mongo.Document & { _id: string | number };

export interface StoreCase {
  name: string;
  run(collection: mongoose.mongo.Collection<Row>): Promise<void>;
}

const code = async (work: Promise<unknown>): Promise<unknown> => {
  try {
    await work;
    return null;
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
};

const numbered = (n: number): Row[] =>
  Array.from({ length: n }, (_, i) => ({ _id: i, n: i % 10, at: new Date(i) }));
const ids = (rows: Row[]): unknown[] => rows.map((row) => row._id);

export const STORE_CASES: StoreCase[] = [
  {
    name: 'a second document of one _id is E11000',
    run: async (c) => {
      await c.insertOne({ _id: 'a' });
      expect(await code(c.insertOne({ _id: 'a' }))).toBe(11000);
    },
  },
  {
    name: 'E11000 names the fields of the index that was hit',
    run: async (c) => {
      await c.createIndex({ claims: 1 }, { unique: true });
      await c.insertOne({ _id: 1, claims: ['x'] });
      const error = await c.insertOne({ _id: 2, claims: ['x'] }).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: 11000, keyPattern: { claims: 1 } });
    },
  },
  {
    name: 'two documents never share a claim; one document may repeat its own',
    run: async (c) => {
      await c.createIndex({ claims: 1 }, { unique: true });
      await c.insertOne({ _id: 1, claims: ['x', 'y', 'x'] });
      expect(await code(c.insertOne({ _id: 2, claims: ['z', 'y'] }))).toBe(11000);
      await c.insertOne({ _id: 3, claims: ['z'] });
    },
  },
  {
    name: 'of many inserts of one claim at the same moment exactly one wins',
    run: async (c) => {
      await c.createIndex({ claims: 1 }, { unique: true });
      const all = Array.from({ length: 50 }, (_, i) =>
        code(c.insertOne({ _id: i, claims: ['thread@2', `own@${i}`] })),
      );
      const codes = await Promise.all(all);
      expect(codes.filter((one) => one === null)).toHaveLength(1);
      expect(codes.filter((one) => one === 11000)).toHaveLength(49);
    },
  },
  {
    name: 'a compound unique index looks at all its fields',
    run: async (c) => {
      await c.createIndex({ thread: 1, seq: 1 }, { unique: true });
      await c.insertMany([
        { _id: 1, thread: 'a', seq: 1 },
        { _id: 2, thread: 'a', seq: 2 },
        { _id: 3, thread: 'b', seq: 1 },
      ]);
      expect(await code(c.insertOne({ _id: 4, thread: 'b', seq: 1 }))).toBe(11000);
    },
  },
  {
    name: 'a sparse unique index leaves out what lacks the field',
    run: async (c) => {
      await c.createIndex({ seat: 1 }, { unique: true, sparse: true });
      await c.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3, seat: 1 }]);
      expect(await code(c.insertOne({ _id: 4, seat: 1 }))).toBe(11000);
    },
  },
  {
    name: 'a partial unique index judges only what its filter takes in',
    run: async (c) => {
      await c.createIndex({ k: 1 }, { unique: true, partialFilterExpression: { live: true } });
      for (const row of [
        { _id: 1, k: 1 },
        { _id: 2, k: 1 },
        { _id: 3, k: 1, live: true },
      ])
        await c.insertOne(row);
      expect(await code(c.insertOne({ _id: 4, k: 1, live: true }))).toBe(11000);
    },
  },
  {
    name: 'an unordered insert keeps what is good',
    run: async (c) => {
      await c.insertOne({ _id: 2 });
      expect(await code(c.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3 }], { ordered: false }))).toBe(11000);
      expect(ids(await c.find().sort({ _id: 1 }).toArray())).toEqual([1, 2, 3]);
    },
  },
  {
    name: 'a compare-and-set changes once',
    run: async (c) => {
      await c.insertOne({ _id: 't', version: 1 });
      const tries = Array.from({ length: 20 }, () =>
        c.updateOne({ _id: 't', version: 1 }, { $set: { version: 2 } }),
      );
      const modified = (await Promise.all(tries)).reduce((sum, one) => sum + one.modifiedCount, 0);
      expect(modified).toBe(1);
    },
  },
  {
    name: 'a counter never gives a number twice',
    run: async (c) => {
      const next = (): Promise<unknown> =>
        c
          .findOneAndUpdate({ _id: 'seq' }, { $inc: { n: 1 } }, { upsert: true, returnDocument: 'after' })
          .then((row) => row?.n);
      const first = await next();
      const others = await Promise.all(Array.from({ length: 20 }, next));
      expect([first, ...others].sort((a, b) => Number(a) - Number(b))).toEqual(
        Array.from({ length: 21 }, (_, i) => i + 1),
      );
    },
  },
  {
    name: 'an upsert is made of its filter, $set and $setOnInsert; the second time $setOnInsert rests',
    run: async (c) => {
      const put = (v: number): Promise<unknown> =>
        c.updateOne({ _id: 'k', kind: 'x' }, { $set: { v }, $setOnInsert: { first: v } }, { upsert: true });
      await put(1);
      await put(2);
      expect(await c.find().toArray()).toEqual([{ _id: 'k', kind: 'x', v: 2, first: 1 }]);
    },
  },
  {
    name: '$set, $unset, $inc, $max, $push, $addToSet and $pull together',
    run: async (c) => {
      await c.insertOne({ _id: 1, a: 1, b: 2, c: 3, l: [1], s: ['x'], p: [1, 2, 3] });
      const change: mongoose.mongo.Document = {
        $set: { 'o.x': 1 },
        $unset: { b: '' },
        $inc: { a: 2 },
        $max: { c: 9 },
        $push: { l: 2 },
        $addToSet: { s: 'x' },
        $pull: { p: 2 },
      };
      await c.updateOne({ _id: 1 }, change);
      expect(await c.findOne({ _id: 1 })).toEqual({
        _id: 1,
        a: 3,
        c: 9,
        l: [1, 2],
        s: ['x'],
        p: [1, 3],
        o: { x: 1 },
      });
    },
  },
  {
    name: '$inc of a string is refused and changes nothing',
    run: async (c) => {
      await c.insertOne({ _id: 1, a: 'x' });
      expect(await code(c.updateOne({ _id: 1 }, { $inc: { a: 1 } }))).toBe(14);
      expect(await c.findOne({ _id: 1 })).toEqual({ _id: 1, a: 'x' });
    },
  },
  {
    name: 'an _id never changes',
    run: async (c) => {
      await c.insertOne({ _id: 1 });
      expect(await code(c.updateOne({ _id: 1 }, { $set: { _id: 2 } }))).toBe(66);
    },
  },
  {
    name: 'array filters change the elements they name',
    run: async (c) => {
      await c.insertOne({
        _id: 1,
        l: [
          { k: 'a', n: 1 },
          { k: 'b', n: 1 },
        ],
      });
      await c.updateOne(
        { _id: 1 },
        { $set: { 'l.$[x].n': 5 } },
        {
          arrayFilters: [{ 'x.k': 'b' }],
        },
      );
      expect(await c.findOne({ _id: 1 })).toMatchObject({ l: [{ n: 1 }, { n: 5 }] });
    },
  },
  {
    name: 'filters: equality, ranges of dates, $in, $or, $ne, $exists, regular expressions',
    run: async (c) => {
      await c.createIndex({ n: 1, at: -1 });
      await c.insertMany([...numbered(30), { _id: 'x', title: '路灯坏了' }]);
      expect(await c.countDocuments({ n: 3, at: { $gte: new Date(10), $lt: new Date(30) } })).toBe(2);
      expect(await c.countDocuments({ n: { $in: [1, 2] } })).toBe(6);
      expect(await c.countDocuments({ $or: [{ n: 1 }, { title: /路灯/ }] })).toBe(4);
      expect(await c.countDocuments({ n: { $ne: 1 } })).toBe(28);
      expect(await c.countDocuments({ n: null })).toBe(1);
      expect(await c.countDocuments({ title: { $exists: true } })).toBe(1);
    },
  },
  {
    name: 'pages by (at, _id) join without a gap or a double',
    run: async (c) => {
      await c.createIndex({ n: 1, at: -1, _id: -1 });
      await c.insertMany(numbered(40).map((row) => ({ ...row, n: 0, at: new Date(Number(row._id) % 7) })));
      const seen: unknown[] = [];
      let from: mongoose.mongo.Filter<Row> = {};
      for (;;) {
        const rows = await c
          .find({ n: 0, ...from })
          .sort({ at: -1, _id: -1 })
          .limit(9)
          .toArray();
        seen.push(...ids(rows));
        const last = rows.at(-1);
        if (!last) break;
        from = { $or: [{ at: { $lt: last.at } }, { at: last.at, _id: { $lt: last._id } }] };
      }
      const all = await c.find().toArray();
      all.sort(
        (a, b) => (b.at as Date).getTime() - (a.at as Date).getTime() || Number(b._id) - Number(a._id),
      );
      expect(seen).toEqual(ids(all));
    },
  },
  {
    name: 'a long result comes whole through its cursor',
    run: async (c) => {
      await c.insertMany(numbered(500));
      expect(ids(await c.find().batchSize(60).sort({ _id: 1 }).toArray())).toEqual(
        numbered(500).map((row) => row._id),
      );
    },
  },
  {
    name: 'projections leave in and leave out',
    run: async (c) => {
      await c.insertOne({ _id: 1, a: 1, o: { x: 1, y: 2 } });
      expect(await c.findOne({}, { projection: { 'o.x': 1, _id: 0 } })).toEqual({ o: { x: 1 } });
      expect(await c.findOne({}, { projection: { o: 0 } })).toEqual({ _id: 1, a: 1 });
    },
  },
  {
    name: 'counts, distinct values and groups',
    run: async (c) => {
      await c.insertMany(numbered(25));
      expect(await c.estimatedDocumentCount()).toBe(25);
      expect((await c.distinct('n')).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      const rows = await c
        .aggregate([
          { $match: { n: { $lt: 2 } } },
          { $group: { _id: '$n', count: { $sum: 1 } } },
          { $sort: { _id: 1 } },
        ])
        .toArray();
      expect(rows).toEqual([
        { _id: 0, count: 3 },
        { _id: 1, count: 3 },
      ]);
    },
  },
  {
    name: 'deleting many, and one found',
    run: async (c) => {
      await c.insertMany(numbered(20));
      expect((await c.deleteMany({ n: { $gte: 5 } })).deletedCount).toBe(10);
      expect(await c.findOneAndDelete({ n: 1 }, { sort: { _id: -1 } })).toMatchObject({ _id: 11 });
    },
  },
  {
    name: 'numbers, dates, null, texts of every plane and nested values come back as they went',
    run: async (c) => {
      const row: Row = {
        _id: 'v',
        i: 1,
        d: 1.5,
        big: 2 ** 40,
        at: new Date(1),
        no: null,
        yes: true,
        t: '𠮷😀路\u0000灯',
        l: [[], {}, [1, { x: null }]],
      };
      await c.insertOne(row);
      expect(await c.findOne({ _id: 'v' })).toEqual(row);
    },
  },
  {
    name: 'dotted and dollar names inside a document are kept',
    run: async (c) => {
      const row: Row = { _id: 1, o: { 'a.b': 1, $c: 2 } };
      await c.insertOne(row);
      expect(await c.findOne({ _id: 1 })).toEqual(row);
    },
  },
  {
    name: 'an update by a pipeline',
    run: async (c) => {
      await c.insertOne({ _id: 1, a: 1 });
      await c.updateOne({ _id: 1 }, [{ $set: { b: { $add: ['$a', 1] } } }]);
      expect(await c.findOne({ _id: 1 })).toEqual({ _id: 1, a: 1, b: 2 });
    },
  },
  {
    name: 'an unknown operator is refused, in filters and in updates',
    run: async (c) => {
      await c.insertOne({ _id: 1, a: 1 });
      expect(await code(c.findOne({ a: { $frob: 1 } }))).toBe(2);
      expect(await code(c.updateOne({ _id: 1 }, { $frob: { a: 1 } }))).toBe(9);
    },
  },
];
