import type { Doc } from '../../server/store/embedded/bson.js';
import type { InProcess } from './in-process.js';

/** What becomes of one document; `{ error: code }` where the update is refused. */
export async function updatedRow(
  store: InProcess,
  before: Doc,
  u: unknown,
  more: Doc = {},
  q: Doc = {},
): Promise<Doc> {
  await store.command({ drop: 'c' });
  await store.command({ insert: 'c', documents: [{ _id: 1, ...before }] });
  const reply = await store.command({ update: 'c', updates: [{ q: { _id: 1, ...q }, u, ...more }] });
  const [error] = (reply.writeErrors as Doc[] | undefined) ?? [];
  const [row] = await store.rows({ find: 'c', projection: { _id: 0 } });
  if (error) {
    // What is refused has changed nothing.
    expect(row).toEqual(before);
    return { error: error.code };
  }
  return row!;
}
