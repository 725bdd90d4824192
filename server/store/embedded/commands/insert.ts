import { ObjectId } from 'bson';
import { type Doc, encode, exact, MAX_DOCUMENT } from '../bson.js';
import { asFault, Fault } from '../faults.js';
import { checkId } from '../update/update.js';
import {
  type Call,
  type Command,
  checkCount,
  collectionName,
  flag,
  statements,
  writeError,
} from './command.js';

/** MongoDB keeps the _id in front and makes one where there is none. */
export function readied(doc: Doc, bytes: Buffer | null): Buffer {
  const first = Object.keys(doc)[0];
  if ('_id' in doc) checkId(doc._id);
  if (first === '_id' && bytes) return bytes;
  const { _id, ...rest } = doc;
  const out = encode({ _id: '_id' in doc ? _id : new ObjectId(), ...rest });
  return out;
}

function prepared(doc: Doc, bytes: Buffer | null): Buffer {
  const ready = readied(doc, bytes);
  if (ready.length > MAX_DOCUMENT)
    throw new Fault(
      10334,
      `BSONObj size: ${ready.length} is invalid. Size must be between 0 and ${MAX_DOCUMENT}`,
    );
  return ready;
}

function documents(call: Call): (() => Buffer)[] {
  const sequence = call.sequences.get('documents');
  if (sequence) return sequence.map((bytes) => () => prepared(decode(bytes), bytes));
  return statements(call, 'documents').map((doc) => () => prepared(doc, null));
}

function decode(bytes: Buffer): Doc {
  try {
    return exact(bytes);
  } catch (error) {
    throw new Fault(22, `invalid BSON: ${asFault(error).message}`);
  }
}

export const insert: Command = {
  fields: ['documents', 'ordered', 'bypassDocumentValidation'],
  run: (call) => {
    const name = collectionName(call);
    const ordered = call.body.ordered === undefined || flag(call.body, 'ordered');
    const list = documents(call);
    checkCount(list.length);
    return call.store.tree.write(() => {
      const collection = call.store.catalog.ensure(call.db, name);
      const writeErrors: Doc[] = [];
      let n = 0;
      for (const [index, make] of list.entries()) {
        try {
          call.store.records.insert(collection, make());
          n++;
        } catch (error) {
          writeErrors.push(writeError(index, error));
          if (ordered) break;
        }
      }
      return { n, ...(writeErrors.length > 0 ? { writeErrors } : {}), ok: 1 };
    });
  },
};
