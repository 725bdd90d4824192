/** Random documents of every type, random changes: afterwards every index says what the documents say. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { verify } from '../../server/store/tools/verify.js';
import { type InProcess, inProcess } from './in-process.js';
import { value } from './values.js';

type Doc = Record<string, unknown>;

const doc = fc.record({ a: value, b: value, c: value }, { requiredKeys: [] });
const id = fc.nat({ max: 5 });
const path = fc.constantFrom('a', 'b', 'c', 'a.b', 'b.0', 'c.a.b');

const change = fc.oneof(
  fc.tuple(path, value).map(([at, to]): Doc => ({ $set: { [at]: to } })),
  path.map((at): Doc => ({ $unset: { [at]: 1 } })),
  fc.tuple(path, value).map(([at, to]): Doc => ({ $push: { [at]: to } })),
  fc.tuple(path, value).map(([at, to]): Doc => ({ $addToSet: { [at]: to } })),
  path.map((at): Doc => ({ $inc: { [at]: 1 } })),
  fc.constant<Doc>({ $rename: { a: 'b' } }),
  doc,
);

const step = fc.oneof(
  fc.tuple(id, doc).map(([_id, rest]): Doc => ({ insert: 'c', documents: [{ _id, ...rest }] })),
  fc
    .tuple(id, change, fc.boolean())
    .map(([_id, u, upsert]): Doc => ({ update: 'c', updates: [{ q: { _id }, u, upsert }] })),
  id.map((_id): Doc => ({ delete: 'c', deletes: [{ q: { _id }, limit: 1 }] })),
  fc.tuple(id, change).map(([_id, update]): Doc => ({ findAndModify: 'c', query: { _id }, update })),
);

const INDEXES = [
  { key: { a: 1 }, name: 'a' },
  { key: { 'a.b': -1, c: 1 }, name: 'ab' },
  { key: { b: 1 }, name: 'b', sparse: true },
  { key: { c: 1 }, name: 'c', unique: true, partialFilterExpression: { c: { $exists: true } } },
  { key: { 'c.a.b': 1 }, name: 'deep', partialFilterExpression: { b: { $gt: 0 } } },
];

/** A refusal is an answer too; it must have changed nothing. */
async function tried(store: InProcess, command: Doc): Promise<void> {
  try {
    await store.command(command);
  } catch (error) {
    if (typeof (error as { code?: unknown }).code !== 'number') throw error;
  }
}

test('whatever is written, refused or taken away, the indexes and the documents agree', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const dir = mkdtempSync(join(tmpdir(), 'jiesu-whole-'));
      try {
        const store = inProcess(dir);
        // Half of the indexes before the documents, half after them.
        await store.command({ createIndexes: 'c', indexes: INDEXES.slice(0, 3) });
        for (const one of steps.slice(0, steps.length >> 1)) await tried(store, one);
        await tried(store, { createIndexes: 'c', indexes: INDEXES.slice(3) });
        for (const one of steps.slice(steps.length >> 1)) await tried(store, one);
        await store.store.close();
        expect((await verify(dir)).faults).toEqual([]);
      } finally {
        rmSync(dir, { recursive: true, force: true });
      }
    }),
    { numRuns: 20 },
  );
}, 120_000);
