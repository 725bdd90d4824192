import { ObjectId } from 'bson';
import { checkStored, type Doc, encode, exact, MAX_DOCUMENT } from '../bson.js';
import type { Collection } from '../catalog.js';
import { asFault, Fault } from '../faults.js';
import { indexedFields } from '../indexed-fields.js';
import { isPlain } from '../plain-bytes.js';
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

/** `sketch`: of the document only what the indexes ask for. */
type Prepared = Version & { sketch?: true };

const ID = Buffer.from('_id\0');

/** The usual document needs no decoding; null: this one does. */
function sketched(bytes: Buffer, collection: Collection): Prepared | null {
  // An empty one is shorter than the name.
  if (bytes.length < 9 || ID.compare(bytes, 5, 9) !== 0) return null;
  if (bytes.length > MAX_DOCUMENT || !isPlain(bytes)) return null;
  const doc = indexedFields(collection)?.(bytes);
  if (!doc) return null;
  checkId(doc._id);
  return { doc, bytes, sketch: true };
}

type Prepare = (collection: Collection, whole: boolean) => Prepared;

function documents(call: Call): Prepare[] {
  const sequence = call.sequences.get('documents');
  if (sequence)
    return sequence.map(
      (bytes) => (collection, whole) =>
        (whole ? null : sketched(bytes, collection)) ?? prepared(decode(bytes), bytes),
    );
  return statements(call, 'documents').map((doc) => () => prepared(doc, null));
}

function decode(bytes: Buffer): Doc {
  try {
    return exact(bytes);
  } catch (error) {
    throw new Fault(22, `invalid BSON: ${asFault(error).message}`);
  }
}

function store({ store: { records } }: Call, collection: Collection, { doc, bytes, sketch }: Prepared): void {
  try {
    records.insert(collection, bytes, doc);
  } catch (error) {
    // A key that is taken is told with the types that were sent.
    if (!sketch || !(error instanceof Fault) || error.code !== 11000) throw error;
    records.insert(collection, bytes);
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
      const judged = collection.rules !== null && !bypass;
      const writeErrors: Doc[] = [];
      let n = 0;
      for (const [index, make] of list.entries()) {
        try {
          const made = make(collection, judged);
          if (judged) checkRules(collection, made.doc, null);
          store(call, collection, made);
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
