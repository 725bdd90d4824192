/** What documents and index entries are called in the tree. */
import { type Collection, type Index, KIND } from './catalog.js';

/** A record id: insertion order, not used again while the store is open. Six bytes hold it for ever. */
export type RecordId = number;

export function docKey(collection: Collection, record: RecordId): Buffer {
  const key = Buffer.allocUnsafe(11);
  key[0] = KIND.doc;
  key.writeUInt32BE(collection.id, 1);
  key.writeUIntBE(record, 5, 6);
  return key;
}

export function indexPrefix(index: Index): Buffer {
  const key = Buffer.allocUnsafe(5);
  key[0] = KIND.index;
  key.writeUInt32BE(index.id, 1);
  return key;
}

export function recordOf(entryKey: Buffer): RecordId {
  return entryKey.readUIntBE(entryKey.length - 6, 6);
}

export function entryKey(index: Index, bytes: Buffer, record: RecordId): Buffer {
  const key = Buffer.allocUnsafe(bytes.length + 11);
  key[0] = KIND.index;
  key.writeUInt32BE(index.id, 1);
  key.set(bytes, 5);
  key.writeUIntBE(record, bytes.length + 5, 6);
  return key;
}
