import type { Doc } from '../../server/store/embedded/bson.js';
import { type InProcess, inProcess } from './in-process.js';
import { updatedRow } from './updated-row.js';

let store: InProcess;
beforeAll(() => {
  store = inProcess();
});
afterAll(() => store.close());

const updated = (before: Doc, u: unknown, more: Doc = {}): Promise<Doc> => updatedRow(store, before, u, more);

describe('updates that are refused', () => {
  const refused: [string, Doc, unknown, number][] = [
    ['$inc on a string', { a: 'x' }, { $inc: { a: 1 } }, 14],
    ['$inc by a string', { a: 1 }, { $inc: { a: 'x' } }, 14],
    ['$mul on null', { a: null }, { $mul: { a: 1 } }, 14],
    ['$push on a number', { a: 1 }, { $push: { a: 1 } }, 2],
    ['$addToSet on a number', { a: 1 }, { $addToSet: { a: 1 } }, 2],
    ['$pull on a number', { a: 1 }, { $pull: { a: 1 } }, 2],
    ['$pop on a number', { a: 1 }, { $pop: { a: 1 } }, 14],
    ['$pop by two', { a: [1] }, { $pop: { a: 2 } }, 9],
    ['$bit on a double', { a: 1.5 }, { $bit: { a: { and: 1 } } }, 2],
    ['a path through a scalar', { a: 1 }, { $set: { 'a.b': 1 } }, 28],
    ['a name in an array', { a: [1] }, { $set: { 'a.b': 1 } }, 28],
    ['two changes of one path', { a: 1 }, { $set: { a: 2 }, $inc: { a: 1 } }, 40],
    ['a change and one inside it', { a: {} }, { $set: { a: {}, 'a.b': 1 } }, 40],
    ['an unknown operator', { a: 1 }, { $frob: { a: 1 } }, 9],
    ['an operator without fields', { a: 1 }, { $set: 5 }, 9],
    ['a field beside operators', { a: 1 }, { $set: { a: 2 }, b: 1 }, 9],
    ['an operator beside fields', { a: 1 }, { b: 1, $set: { a: 2 } }, 52],
    ['a changed _id', { a: 1 }, { $set: { _id: 2 } }, 66],
    ['a replaced _id', { a: 1 }, { _id: 2, b: 1 }, 66],
    ['a removed _id', { a: 1 }, { $unset: { _id: '' } }, 66],
    ['$ that found nothing', { a: [1] }, { $set: { 'a.$': 2 } }, 2],
    ['an unknown clause of $push', { a: [1] }, { $push: { a: { $each: [1], $frob: 1 } } }, 2],
    ['an empty path', { a: 1 }, { $set: { '': 1 } }, 56],
    ['an unknown pipeline stage', { a: 1 }, [{ $frob: {} }], 72],
    ['an unknown expression', { a: 1 }, [{ $set: { a: { $frob: 1 } } }], 168],
    ['$rename to itself', { a: 1 }, { $rename: { a: 'a' } }, 2],
  ];
  test.each(refused)('%s is refused with its own code', async (_, before, update, code) => {
    expect(await updated(before, update)).toEqual({ error: code });
  });

  test('an array filter that is unused or missing is refused', async () => {
    expect(await updated({ a: [1] }, { $set: { 'a.$[x]': 1 } })).toEqual({ error: 2 });
    expect(await updated({ a: [1] }, { $set: { a: 1 } }, { arrayFilters: [{ x: 1 }] })).toEqual({ error: 9 });
  });
});
