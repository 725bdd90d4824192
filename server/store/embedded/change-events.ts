/** A change as the event that MongoDB's change streams give. */
import { type Doc, exact } from './bson.js';
import { type Changes, type Logged, timeOf } from './changes.js';
import { deltaOf } from './delta.js';
import { Fault } from './faults.js';
import type { Store } from './store.js';

export interface Wanted {
  fullDocument: 'default' | 'updateLookup' | 'whenAvailable' | 'required';
  fullDocumentBeforeChange: 'off' | 'whenAvailable' | 'required';
}

export const FULL = ['default', 'updateLookup', 'whenAvailable', 'required'];
export const BEFORE = ['off', 'whenAvailable', 'required'];

/** The document as it is now; it may have changed again or be gone. */
function current(store: Store, { db, coll }: Logged, id: unknown): Doc | null {
  const collection = store.catalog.find(db, coll);
  if (!collection || collection.view) return null;
  const bytes = store.records.byId(collection, id);
  return bytes ? exact(bytes) : null;
}

/** Images before and after a change are recorded by collections that ask for it; none can here. */
function noImage(what: string): never {
  throw new Fault(
    47,
    `Change stream was configured to require a ${what} for all update, delete and replace events, but the ${what} was not found`,
    { errorLabels: ['NonResumableChangeStreamError'] },
  );
}

function detail(store: Store, change: Logged, wanted: Wanted): Doc {
  const doc = change.after ? exact(change.after) : change.before ? exact(change.before) : null;
  if (!doc) return {};
  const documentKey = { _id: doc._id };
  if (change.kind !== 'insert' && wanted.fullDocumentBeforeChange === 'required') noImage('pre-image');
  const image =
    change.kind !== 'insert' && wanted.fullDocumentBeforeChange === 'whenAvailable'
      ? { fullDocumentBeforeChange: null }
      : {};
  if (change.kind === 'delete') return { documentKey, ...image };
  if (change.kind !== 'update') return { documentKey, fullDocument: doc, ...image };
  const updateDescription = deltaOf(exact(change.before!), doc);
  if (wanted.fullDocument === 'required') noImage('post-image');
  const full =
    wanted.fullDocument === 'updateLookup'
      ? { fullDocument: current(store, change, doc._id) }
      : wanted.fullDocument === 'whenAvailable'
        ? { fullDocument: null }
        : {};
  return { documentKey, updateDescription, ...full, ...image };
}

export function eventOf(store: Store, changes: Changes, change: Logged, wanted: Wanted): Doc {
  const { seq, kind, db, coll, to, wall } = change;
  const ns = kind === 'dropDatabase' ? { db } : { db, coll };
  const head = {
    _id: changes.token(seq),
    operationType: kind,
    clusterTime: timeOf(change),
    wallTime: wall,
    ns,
  };
  return { ...head, ...(to ? { to } : {}), ...detail(store, change, wanted) };
}
