/** What this house and others use of mongoose, over the embedded store. */
import mongoose, { type Connection, Schema } from 'mongoose';
import { freshDatabase } from '../support/database.js';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let connection: Connection;
beforeAll(async () => {
  database = await freshDatabase();
  connection = database.connection;
});
afterAll(() => database.close());

test('unique, default, timestamps and optimistic concurrency', async () => {
  const schema = new Schema(
    { name: { type: String, unique: true }, tags: [String], n: { type: Number, default: 1 } },
    { timestamps: true, optimisticConcurrency: true },
  );
  const Model = connection.model('Kept', schema);
  await Model.createIndexes();
  const first = await Model.create({ name: '甲' });
  expect(first).toMatchObject({ n: 1, createdAt: expect.any(Date), updatedAt: expect.any(Date) });
  await expect(Model.create({ name: '甲' })).rejects.toMatchObject({ code: 11000, keyPattern: { name: 1 } });
  const [one, two] = [await Model.findById(first._id).orFail(), await Model.findById(first._id).orFail()];
  one.tags.push('x');
  await one.save();
  two.n = 5;
  await expect(two.save()).rejects.toThrow(mongoose.Error.VersionError);
});

test('populate, also of what is nested and what is virtual', async () => {
  const Author = connection.model('Author', new Schema({ name: String }));
  const schema = new Schema({
    title: String,
    by: { type: Schema.Types.ObjectId, ref: 'Author' },
    about: { people: [{ who: { type: Schema.Types.ObjectId, ref: 'Author' }, as: String }] },
  });
  const Book = connection.model('Book', schema);
  const shelf = new Schema({ name: String });
  shelf.virtual('books', { ref: 'ShelfBook', localField: 'name', foreignField: 'shelf' });
  const Shelf = connection.model('Shelf', shelf);
  const ShelfBook = connection.model(
    'ShelfBook',
    new Schema({ shelf: String, n: Number, book: { type: Schema.Types.ObjectId, ref: 'Book' } }),
  );
  const authors = await Author.create([{ name: '甲' }, { name: '乙' }]);
  const made = await Book.create(
    authors.map(({ _id, name }, i) => ({
      ...{ title: `${name}的书`, by: _id },
      about: { people: [{ who: authors[1 - i]!._id, as: '朋友' }] },
    })),
  );
  const books = await Book.find()
    .sort({ _id: 1 })
    .populate<{ by: { name: string }; about: { people: { who: { name: string } }[] } }>([
      { path: 'by' },
      { path: 'about.people.who', match: { name: '甲' } },
    ])
    .lean();
  expect(books.map(({ by }) => by.name)).toEqual(['甲', '乙']);
  // Who does not match is no longer there, his place is.
  expect(books.map(({ about }) => about.people.map(({ who }) => who?.name ?? null))).toEqual([
    [null],
    ['甲'],
  ]);
  await Shelf.create({ name: '上层' });
  await ShelfBook.create(made.map(({ _id }, n) => ({ shelf: '上层', n, book: _id })));
  const populated = await Shelf.findOne()
    .populate<{ books: { n: number; book: { title: string } }[] }>({
      ...{ path: 'books', options: { sort: { n: -1 } }, populate: { path: 'book', select: 'title' } },
    })
    .orFail();
  expect(populated.books.map(({ n, book }) => [n, book.title])).toEqual([
    [1, '乙的书'],
    [0, '甲的书'],
  ]);
});

test('discriminators keep to their own kind', async () => {
  const Base = connection.model('Event', new Schema({ at: Date }, { discriminatorKey: 'kind' }));
  const Call = Base.discriminator('Call', new Schema({ phone: String }));
  const Mail = Base.discriminator('Mail', new Schema({ from: String }));
  await Call.create({ at: new Date(1), phone: '13800000001' });
  await Mail.create([{ from: 'a' }, { from: 'b' }]);
  expect(await Base.countDocuments()).toBe(3);
  expect(await Mail.find().lean()).toHaveLength(2);
  expect(await Call.findOne().lean()).toMatchObject({ kind: 'Call', phone: '13800000001' });
  // Also in an array: each element of its own kind.
  const parts = new Schema({ at: Number }, { discriminatorKey: 'kind', _id: false });
  const schema = new Schema({ parts: [parts] });
  schema
    .path<mongoose.Schema.Types.DocumentArray>('parts')
    .discriminator('Word', new Schema({ text: String }, { _id: false }));
  schema
    .path<mongoose.Schema.Types.DocumentArray>('parts')
    .discriminator('Sum', new Schema({ n: Number }, { _id: false }));
  const Mixed = connection.model('Mixed', schema);
  const { _id } = await Mixed.create({
    parts: [
      { kind: 'Word', text: '字' },
      { kind: 'Sum', n: 2 },
    ],
  });
  await Mixed.updateOne({ _id, 'parts.kind': 'Sum' }, { $inc: { 'parts.$.n': 3 } });
  expect((await Mixed.findById(_id).lean().orFail()).parts).toEqual([
    { kind: 'Word', text: '字' },
    { kind: 'Sum', n: 5 },
  ]);
});

test('arrays of subdocuments are added, changed in place and pulled', async () => {
  const schema = new Schema({ steps: [{ name: String, done: Boolean, notes: [String] }] });
  const Model = connection.model('Stepped', schema);
  const doc = await Model.create({ steps: [{ name: 'a' }, { name: 'b' }] });
  doc.steps[1]!.done = true;
  doc.steps.push({ name: 'c', notes: ['x'] });
  await doc.save();
  await Model.updateOne({ 'steps.name': 'c' }, { $push: { 'steps.$.notes': 'y' } });
  await Model.updateOne(
    {},
    { $set: { 'steps.$[open].done': false } },
    { arrayFilters: [{ 'open.done': { $ne: true } }] },
  );
  doc.steps.pull({ _id: doc.steps[0]!._id });
  await doc.save();
  const kept = await Model.findById(doc._id).lean().orFail();
  expect(kept.steps.map(({ name, done, notes }) => ({ name, done, notes }))).toEqual([
    { name: 'b', done: true, notes: [] },
    { name: 'c', done: false, notes: ['x', 'y'] },
  ]);
});

test('bulkSave, bulkWrite, insertMany unordered, cursors and sessions', async () => {
  const Model = connection.model('Bulk', new Schema({ n: { type: Number, unique: true }, text: String }));
  await Model.createIndexes();
  await Model.insertMany(Array.from({ length: 2500 }, (_, n) => ({ n })));
  await expect(Model.insertMany([{ n: 5 }, { n: 9001 }], { ordered: false })).rejects.toMatchObject({
    code: 11000,
  });
  expect(await Model.exists({ n: 9001 })).not.toBeNull();
  const some = await Model.find({ n: { $lt: 3 } });
  for (const one of some) one.text = '改';
  await Model.bulkSave(some);
  expect(await Model.countDocuments({ text: '改' })).toBe(3);
  // One of them was changed by somebody else meanwhile: bulkSave says so and keeps the others.
  const versioned = new Schema({ n: Number }, { optimisticConcurrency: true, timestamps: true });
  const Versioned = connection.model('Versioned', versioned);
  const two = await Versioned.create([{ n: 1 }, { n: 2 }]);
  await Versioned.updateOne({ _id: two[1]!._id }, { $inc: { __v: 1 } });
  for (const one of two) one.n = 9;
  await expect(Versioned.bulkSave(two)).rejects.toThrow();
  expect((await Versioned.find().sort({ n: 1 }).lean()).map(({ n }) => n)).toEqual([2, 9]);
  const { insertedCount, deletedCount, upsertedCount } = await Model.bulkWrite([
    { insertOne: { document: { n: -1 } } },
    { updateOne: { filter: { n: -2 }, update: { $setOnInsert: { text: '新' } }, upsert: true } },
    { deleteMany: { filter: { n: { $gte: 2000, $lt: 2010 } } } },
  ]);
  expect({ insertedCount, deletedCount, upsertedCount }).toEqual({
    insertedCount: 1,
    deletedCount: 10,
    upsertedCount: 1,
  });
  let seen = 0;
  for await (const row of Model.find().sort({ n: 1 }).batchSize(100).lean().cursor()) if (row) seen++;
  expect(seen).toBe(2500 + 1 + 2 - 10);
  await connection.transaction(async (session) => {
    await Model.updateMany({ n: { $lt: 10 } }, { $set: { text: '事务' } }, { session });
  });
  expect(await Model.countDocuments({ text: '事务' })).toBe(12);
});
