import { type InProcess, inProcess } from './in-process.js';

type Doc = Record<string, unknown>;

let store: InProcess;
beforeEach(() => {
  store = inProcess();
});
afterEach(() => store.close());

const $jsonSchema = {
  bsonType: 'object',
  required: ['name', 'age'],
  additionalProperties: false,
  properties: {
    _id: {},
    name: { bsonType: 'string', minLength: 2, maxLength: 4, pattern: '^[^0-9]+$' },
    age: { bsonType: ['int', 'long'], minimum: 0, maximum: 150, exclusiveMaximum: true },
    tags: { type: 'array', maxItems: 2, uniqueItems: true, items: { enum: ['路灯', '水电', 5] } },
    place: { bsonType: 'object', required: ['x'], properties: { x: { type: 'number', multipleOf: 2 } } },
    either: { oneOf: [{ bsonType: 'string' }, { bsonType: 'int', not: { minimum: 10 } }] },
  },
  dependencies: { place: ['tags'] },
};

const insert = async (...documents: Doc[]): Promise<Doc> =>
  store.command({ insert: 'c', documents, ordered: false });

describe('a validator', () => {
  const good: Doc[] = [
    { name: '张三丰', age: 5 },
    { name: '李四', age: 149, tags: ['路灯', 5], place: { x: 4 } },
    { name: '王五', age: 0, either: 'x' },
    { name: '王五', age: 0, either: 9 },
  ];
  const bad: [string, Doc][] = [
    ['a missing field', { name: '张三' }],
    ['a wrong type', { name: '张三', age: 'five' }],
    ['a double for an int', { name: '张三', age: 1.5 }],
    ['a text too short', { name: '张', age: 5 }],
    ['a text too long', { name: '张三李四王', age: 5 }],
    ['a text of another pattern', { name: 'A1', age: 5 }],
    ['a number too small', { name: '张三', age: -1 }],
    ['a number at the open end', { name: '张三', age: 150 }],
    ['a field that is not foreseen', { name: '张三', age: 5, more: 1 }],
    ['an item that is not foreseen', { name: '张三', age: 5, tags: ['x'] }],
    ['an item twice', { name: '张三', age: 5, tags: [5, 5] }],
    ['too many items', { name: '张三', age: 5, tags: ['路灯', '水电', 5] }],
    ['an inner field missing', { name: '张三', age: 5, tags: [], place: {} }],
    ['no multiple', { name: '张三', age: 5, tags: [], place: { x: 3 } }],
    ['a dependency', { name: '张三', age: 5, place: { x: 2 } }],
    ['neither of two', { name: '张三', age: 5, either: 10 }],
  ];

  test('lets in what satisfies it', async () => {
    await store.command({ create: 'c', validator: { $jsonSchema } });
    expect(await insert(...good)).toMatchObject({ n: good.length });
    expect(await store.rows({ find: 'c', filter: { $jsonSchema } })).toHaveLength(good.length);
  });

  test.each(bad)('refuses %s', async (_, doc) => {
    await store.command({ create: 'c', validator: { $jsonSchema } });
    const reply = await insert({ _id: 1, ...doc });
    expect(reply).toMatchObject({
      n: 0,
      writeErrors: [
        {
          code: 121,
          errmsg: 'Document failed validation',
          errInfo: { failingDocumentId: 1, details: { operatorName: '$jsonSchema' } },
        },
      ],
    });
  });

  test('holds for updates, upserts and findAndModify, and is passed by where it is asked', async () => {
    await store.command({ create: 'c', validator: { n: { $gt: 0 } } });
    await insert({ _id: 1, n: 1 });
    const update = (u: Doc, more: Doc = {}): Promise<Doc> =>
      store.command({ update: 'c', updates: [{ q: { _id: 1 }, u }], ...more });
    expect(await update({ $set: { n: 0 } })).toMatchObject({ n: 0, writeErrors: [{ code: 121 }] });
    await expect(
      store.command({ findAndModify: 'c', query: { _id: 2 }, update: { $set: { n: -1 } }, upsert: true }),
    ).rejects.toMatchObject({ code: 121 });
    expect(await update({ $set: { n: 0 } }, { bypassDocumentValidation: true })).toMatchObject({
      nModified: 1,
    });
    // Moderate: what broke the rules already may go on doing so.
    expect(await update({ $set: { m: 1 } })).toMatchObject({ writeErrors: [{ code: 121 }] });
    await store.command({ collMod: 'c', validationLevel: 'moderate' });
    expect(await update({ $set: { m: 1 } })).toMatchObject({ nModified: 1 });
    await store.command({ collMod: 'c', validationLevel: 'strict', validationAction: 'warn' });
    expect(await insert({ n: -5 })).toMatchObject({ n: 1 });
  });

  test('is kept, shown, and taken away by an empty one', async () => {
    await store.command({ create: 'c', validator: { n: { $type: 'int' } }, validationAction: 'error' });
    await store.store.close();
    store = inProcess(store.dir);
    expect(await insert({ n: 'x' })).toMatchObject({ n: 0 });
    const [row] = await store.rows({ listCollections: 1 });
    expect(row).toMatchObject({
      options: { validator: { n: { $type: 'int' } }, validationLevel: 'strict', validationAction: 'error' },
    });
    await store.command({ collMod: 'c', validator: {} });
    expect(await insert({ n: 'x' })).toMatchObject({ n: 1 });
    await expect(store.command({ collMod: 'nowhere', validator: {} })).rejects.toMatchObject({ code: 26 });
    await expect(
      store.command({ collMod: 'c', validator: { $jsonSchema: { frob: 1 } } }),
    ).rejects.toMatchObject({
      code: 9,
    });
  });
});
