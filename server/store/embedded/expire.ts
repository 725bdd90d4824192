/** TTL indexes: documents whose date has passed go, a few hundred at a time so that others can write. */

import type { Collection, Index } from './catalog.js';
import { Fault } from './faults.js';
import { keyOf, TAG } from './keys.js';
import { after } from './pages.js';
import { indexPrefix, recordOf } from './record-keys.js';
import type { Store } from './store.js';

export const EVERY_MS = 60_000;
const AT_ONCE = 500;

/** How many went of this index; as many as asked means there may be more. */
function expireSome(store: Store, collection: Collection, index: Index, now: number): number {
  const seconds = index.expireAfterSeconds!;
  const [field] = index.fields;
  const limit = keyOf(new Date(now - seconds * 1000));
  const prefix = indexPrefix(index);
  const whole = Buffer.concat([prefix, Buffer.from([field!.descending ? ~TAG.date & 0xff : TAG.date])]);
  const end = Buffer.concat([prefix, limit]);
  // Descending, the oldest dates are at the end of the range, and every byte is turned over.
  const turned = Buffer.concat([prefix, Buffer.from(limit.map((byte) => ~byte & 0xff))]);
  const entries = field!.descending
    ? store.tree.range(turned, after(whole), { reverse: true, limit: AT_ONCE, keysOnly: true })
    : store.tree.range(whole, after(end), { reverse: false, limit: AT_ONCE, keysOnly: true });
  for (const record of new Set(entries.map(({ key }) => recordOf(key)))) {
    const bytes = store.records.read(collection, record);
    if (bytes) store.records.remove(collection, record, bytes);
  }
  return entries.length;
}

/** Deletes what is over by `now` (milliseconds); gives how many documents' entries went. */
export async function expire(store: Store, now: number): Promise<number> {
  let gone = 0;
  while (await store.tree.write(() => store.sessions.expire(now)));
  for (const { db, name, indexes } of store.catalog.all()) {
    for (const { id } of indexes.filter((index) => index.expireAfterSeconds !== null)) {
      let some: number;
      do {
        some = await store.tree.write(() => {
          // Between two handfuls the collection or its index may have gone.
          const collection = store.catalog.find(db, name);
          const index = collection?.indexes.find((one) => one.id === id && one.expireAfterSeconds !== null);
          return index ? expireSome(store, collection!, index, now) : 0;
        });
        gone += some;
      } while (some >= AT_ONCE);
    }
  }
  return gone;
}

export function keepExpiring(store: Store): NodeJS.Timeout {
  let running = false;
  const timer = setInterval(() => {
    if (running) return;
    running = true;
    expire(store, Date.now())
      .catch((error: Error) => {
        // Closed between two handfuls: the next start goes on.
        if (!(error instanceof Fault && error.code === 91))
          process.emitWarning(`expiring documents failed: ${error.message}`);
      })
      .finally(() => {
        running = false;
      });
  }, EVERY_MS);
  timer.unref();
  return timer;
}
