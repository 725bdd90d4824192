/**
 * A find by the whole of a unique key, which is most of what the service asks: at most one document, read in this
 * very turn, so that neither a plan nor a cursor nor a state of its own is needed.
 */
import { isDocument } from '../bson.js';
import { type Batch, nothing } from '../cursors.js';
import { pointOf } from '../point.js';
import { type Call, collectionName, countOption } from './command.js';

/** Whatever else may be asked for goes the long way, which also says what is wrong with it. */
const PLAIN = new Set([
  ...['find', 'filter', 'limit', 'singleBatch', 'batchSize'],
  ...['$db', 'lsid', '$clusterTime', '$readPreference', 'comment'],
]);

/** Null where the find has to be planned. */
export function foundAtOnce(call: Call): Batch | null {
  const { body, store } = call;
  if (!isDocument(body.filter)) return null;
  for (const field of Object.keys(body)) if (!PLAIN.has(field)) return null;
  countOption(body, 'limit');
  // A first batch of none leaves a cursor behind.
  if (countOption(body, 'batchSize') === 0) return null;
  const name = collectionName(call);
  const collection = store.catalog.find(call.db, name);
  if (!collection || collection.view) return null;
  const point = pointOf(collection, body.filter);
  if (!point) return null;
  const ns = `${call.db}.${name}`;
  const record = store.records.recordAt(point);
  const bytes = record === null ? undefined : store.records.read(collection, record);
  return bytes ? { ...nothing(ns), rows: [bytes] } : nothing(ns);
}
