/** A filter that is one value of a unique key: at most one document, found without a plan. */
import { type Doc, typeOf } from './bson.js';
import type { Collection } from './catalog.js';
import { KEPT } from './index-keys.js';
import { keyOf } from './keys.js';
import { indexPrefix } from './record-keys.js';

/** Types of which a literal in a filter is matched by its equals alone. */
const PLAIN = new Set(['string', 'objectId', 'int', 'long', 'double', 'decimal', 'bool', 'date']);

/** What the one entry begins with, if there is one: the whole of a unique key. Null where the filter has to be planned. */
export function pointOf(collection: Collection, filter: Doc): Buffer | null {
  const keys = Object.keys(filter);
  const path = keys[0];
  if (keys.length !== 1 || path === undefined || path.startsWith('$')) return null;
  const value = filter[path];
  if (value === undefined || !PLAIN.has(typeOf(value))) return null;
  const index = collection.indexes.find(
    ({ unique, multikey, cut, partial, fields, key }) =>
      unique && multikey === 0 && !cut && !partial && fields.length === 1 && Object.hasOwn(key, path),
  );
  if (!index || index.fields[0]!.descending) return null;
  const key = keyOf(value);
  if (key.length >= KEPT) return null;
  return Buffer.concat([indexPrefix(index), key]);
}
