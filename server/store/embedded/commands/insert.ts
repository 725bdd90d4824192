import { ObjectId } from 'bson';
import { checkStored, type Doc, encode, exact } from '../bson.js';
import { asFault, Fault } from '../faults.js';
import type { Version } from '../records.js';
import { checkRules } from '../rules.js';
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
import { write } from './write.js';

/** MongoDB keeps the _id in front and makes one where there is none. */
function readied(doc: Doc, bytes: Buffer | null): Version {
  const first = Object.keys(doc)[0];
  if ('_id' in doc) checkId(doc._id);
  if (first === '_id' && bytes) return { doc, bytes };
  const { _id, ...rest } = doc;
  const whole = { _id: '_id' in doc ? _id : new ObjectId(), ...rest };
  return { doc: whole, bytes: encode(whole) };
}

function prepared(doc: Doc, bytes: Buffer | null): Version {
  const ready = readied(doc, bytes);
  checkStored(ready.bytes);
  return ready;
}

function documents(call: Call): (() => Version)[] {
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
    const bypass = flag(call.body, 'bypassDocumentValidation');
    const list = documents(call);
    checkCount(list.length);
    return write(call, () => {
      const collection = call.store.catalog.ensure(call.db, name);
      const writeErrors: Doc[] = [];
      let n = 0;
      for (const [index, make] of list.entries()) {
        try {
          const { doc, bytes } = make();
          if (collection.rules && !bypass) checkRules(collection, doc, null);
          call.store.records.insert(collection, bytes, doc);
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
