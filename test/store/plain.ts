/** Random documents and stages of the types that every engine knows, and how their answers are compared. */
import { EJSON } from 'bson';
import fc from 'fast-check';
import type { Doc } from '../../server/store/embedded/bson.js';

export const plainScalar = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -3, max: 5 }) },
  fc.constantFrom<unknown>('a', 'b', '路灯', '😀', '', true, false, null, 1.5),
  fc.date({ min: new Date(0), max: new Date(5), noInvalidDate: true }),
);
export const plainValue = fc.oneof(
  { weight: 4, arbitrary: plainScalar },
  fc.array(plainScalar, { maxLength: 3 }),
  fc.record({ b: plainScalar }),
);
export const plainRow = fc.record(
  { a: plainValue, b: plainScalar, n: fc.integer({ min: -5, max: 9 }) },
  { requiredKeys: [] },
);
export const plainStage = fc.oneof(
  fc.tuple(fc.constantFrom('a', 'b', 'n'), plainScalar).map(([at, one]): Doc => ({ $match: { [at]: one } })),
  fc
    .tuple(fc.constantFrom('b', 'n'), fc.constantFrom('$gt', '$lte', '$ne'), fc.integer({ min: -3, max: 5 }))
    .map(([at, op, one]): Doc => ({ $match: { [at]: { [op]: one } } })),
  fc.constant<Doc>({ $group: { _id: '$b', n: { $sum: '$n' }, mean: { $avg: '$n' } } }),
  fc.constant<Doc>({ $group: { _id: '$b', least: { $min: '$n' }, first: { $first: '$a' } } }),
  fc.constant<Doc>({ $unwind: { path: '$a', includeArrayIndex: 'at' } }),
  fc.constant<Doc>({ $unwind: { path: '$a', preserveNullAndEmptyArrays: true } }),
  fc.constant<Doc>({ $set: { m: { $cond: [{ $gt: ['$n', 2] }, 'more', 'less'] } } }),
  fc.constant<Doc>({ $project: { b: 1, twice: { $multiply: ['$n', 2] } } }),
  fc.constant<Doc>({ $sort: { n: 1, _id: 1 } }),
  fc.constant<Doc>({ $skip: 1 }),
  fc.constant<Doc>({ $limit: 3 }),
);

/** Others put fields in another order. */
export const unordered = (rows: string[]): string[] =>
  rows.map((row) => JSON.stringify(Object.entries(JSON.parse(row) as Doc).sort())).sort();

export const text = (row: unknown): string => EJSON.stringify(row, { relaxed: false });
export const sorted = (rows: unknown[]): string[] => rows.map(text).sort();
