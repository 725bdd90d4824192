/** `$changeStream`: what was changed in a collection, a database or everywhere, as a cursor that waits. */
import { Timestamp } from 'bson';
import { checkStages, run, type Scope } from '../aggregate/pipeline.js';
import { nameOf } from '../aggregate/stages.js';
import { type Doc, encode, isDocument, plain, simplify } from '../bson.js';
import { BEFORE, eventOf, FULL, type Wanted } from '../change-events.js';
import { type Changes, type Logged, timeOf } from '../changes.js';
import type { Stream } from '../cursors.js';
import { Fault } from '../faults.js';
import { equal } from '../keys.js';
import { unpaused } from '../turns.js';

const STAGES = new Set([
  '$match',
  '$project',
  '$addFields',
  '$set',
  '$unset',
  '$replaceRoot',
  '$replaceWith',
]);
const OPTIONS = new Set([
  'fullDocument',
  'fullDocumentBeforeChange',
  'resumeAfter',
  'startAfter',
  'startAtOperationTime',
  'allChangesForCluster',
]);
const MOST_BYTES = 16 * 1024 * 1024;

function choice<T extends string>(value: unknown, list: readonly string[], name: string, usual: T): T {
  if (value === undefined) return usual;
  if (typeof value === 'string' && list.includes(value)) return value as T;
  throw new Fault(
    2,
    `Enumeration value '${String(value)}' for field '$changeStream.${name}' is not a valid value.`,
  );
}

/** The number of the first change to give. */
function begin(changes: Changes, spec: Doc): number {
  const given = ['resumeAfter', 'startAfter', 'startAtOperationTime'].filter(
    (key) => spec[key] !== undefined,
  );
  if (given.length > 1)
    throw new Fault(
      50674,
      `Only one type of resume option is allowed, but multiple were found: ${given.join(', ')}`,
    );
  if (spec.startAtOperationTime !== undefined) {
    if (!(spec.startAtOperationTime instanceof Timestamp))
      throw new Fault(14, "BSON field '$changeStream.startAtOperationTime' must be a timestamp");
    return changes.at(spec.startAtOperationTime);
  }
  const token = spec.resumeAfter ?? spec.startAfter;
  if (token === undefined) return changes.next;
  const { seq, invalidates } = changes.read(token);
  if (invalidates && spec.resumeAfter !== undefined)
    throw new Fault(
      260,
      'Attempting to resume a change stream using resumeAfter is not allowed from an invalidate notification.',
    );
  return seq + 1;
}

type Place = { db: string | null; coll: string | null };

const concerns = ({ db, coll }: Place, change: Logged): boolean =>
  db === null ||
  (change.db === db && (coll === null || change.coll === coll || change.kind === 'dropDatabase'));

/** These end a stream on the collection (or the database) they happened to. */
function ends({ db, coll }: Place, { kind }: Logged): boolean {
  if (kind === 'dropDatabase') return db !== null;
  return coll !== null && (kind === 'drop' || kind === 'rename');
}

function follow(scope: Scope, place: Place, first: number, wanted: Wanted, stages: Doc[]): Stream {
  const { store } = scope;
  const { changes } = store;
  let next = first;
  let token = changes.token(first - 1);
  const shown = (event: Doc): Buffer | null => {
    if (stages.length === 0) return encode(event);
    const [row] = unpaused(run([plain(encode(event))], stages, scope));
    if (!row) return null;
    if (!equal(row._id, event._id))
      throw new Fault(
        280,
        'Encountered an event whose _id field, which contains the resume token, was modified by the pipeline. Only the resume token of an event may be used to resume.',
        { errorLabels: ['NonResumableChangeStreamError'] },
      );
    return encode(row);
  };
  return {
    wait: (ms) => changes.wait(ms),
    next(size) {
      const rows: Buffer[] = [];
      let bytes = 0;
      for (const change of changes.from(next)) {
        if (rows.length >= size || bytes > MOST_BYTES) break;
        next = change.seq + 1;
        token = changes.token(change.seq);
        if (!concerns(place, change)) continue;
        const row =
          change.kind === 'dropDatabase' && place.coll !== null
            ? null
            : shown(eventOf(store, changes, change, wanted));
        if (row) {
          rows.push(row);
          bytes += row.length;
        }
        if (!ends(place, change)) continue;
        token = changes.token(change.seq, true);
        const { wall: wallTime } = change;
        const head = { _id: token, operationType: 'invalidate', clusterTime: timeOf(change), wallTime };
        const invalidate = shown(head);
        return { rows: invalidate ? [...rows, invalidate] : rows, token, done: true };
      }
      return { rows, token, done: false };
    },
  };
}

export const isChangeStream = (stages: readonly Doc[]): boolean =>
  isDocument(stages[0]) && '$changeStream' in stages[0];

/** `name` is null for a whole database. */
export function changeStream(scope: Scope, name: string | null, stages: readonly Doc[]): Stream {
  const spec = stages[0]!.$changeStream;
  if (!isDocument(spec)) throw new Fault(50808, '$changeStream stage expects a document as argument.');
  for (const key of Object.keys(spec)) {
    if (OPTIONS.has(key)) continue;
    if (key === 'showExpandedEvents' && spec[key] === false) continue;
    throw new Fault(40415, `BSON field '$changeStream.${key}' is an unknown field.`);
  }
  const rest = stages.slice(1).map((stage) => simplify(stage) as Doc);
  checkStages(rest);
  for (const stage of rest)
    if (!STAGES.has(nameOf(stage)))
      throw new Fault(20, `${nameOf(stage)} is not permitted in a $changeStream pipeline`);
  const everywhere = spec.allChangesForCluster === true;
  if (everywhere && (scope.db !== 'admin' || name !== null))
    throw new Fault(72, 'A $changeStream with allChangesForCluster must be opened on the admin database');
  if (name !== null && scope.store.catalog.find(scope.db, name)?.view)
    throw new Fault(166, '$changeStream cannot be opened on a view');
  const wanted: Wanted = {
    fullDocument: choice(spec.fullDocument, FULL, 'fullDocument', 'default'),
    fullDocumentBeforeChange: choice(
      spec.fullDocumentBeforeChange,
      BEFORE,
      'fullDocumentBeforeChange',
      'off',
    ),
  };
  const place = { db: everywhere ? null : scope.db, coll: name };
  return follow(scope, place, begin(scope.store.changes, spec), wanted, rest);
}
