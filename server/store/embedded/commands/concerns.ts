/**
 * What a command asks of its reading and writing (manual: Read Concern, Write Concern). One node that flushes
 * before it answers meets every level by reading what there is; what it cannot meet is told, never passed over.
 */
import { type Doc, isDocument, toNumber } from '../bson.js';
import { Fault } from '../faults.js';

const LEVELS = ['local', 'available', 'majority', 'linearizable', 'snapshot'];
/** MongoDB reads these at a snapshot outside a transaction too. */
const AT_SNAPSHOT = ['find', 'aggregate', 'distinct'];
const WRITERS = ['$out', '$merge'];

/** Throws a Fault; `free`: outside a transaction. */
export function checkReadConcern(name: string, body: Doc, free: boolean): void {
  const concern = body.readConcern;
  if (!isDocument(concern)) return;
  const { level } = concern;
  if (level !== undefined && !(typeof level === 'string' && LEVELS.includes(level)))
    throw new Fault(
      2,
      `Enumeration value '${String(level)}' for field 'readConcern.level' is not a valid value.`,
    );
  if (level === 'snapshot' && free) {
    if (AT_SNAPSHOT.includes(name))
      throw new Fault(
        238,
        'the embedded store reads at a snapshot only within a transaction; use a MongoDB server',
      );
    throw new Fault(72, `Command ${name} does not support { readConcern: { level: "snapshot" } }`);
  }
  if (name === 'aggregate' && Array.isArray(body.pipeline)) checkStages(body.pipeline, level);
}

function checkStages(pipeline: unknown[], level: unknown): void {
  for (const stage of pipeline) {
    if (!isDocument(stage)) continue;
    for (const writer of WRITERS)
      if (level === 'linearizable' && writer in stage)
        throw new Fault(72, `${writer} cannot be used with a 'linearizable' read concern level`);
    if (level !== undefined && level !== 'majority' && '$changeStream' in stage)
      throw new Fault(72, "$changeStream cannot run with a readConcern other than 'majority'");
  }
}

const MOST_MEMBERS = 50;

/** Only these write; whatever else is given a write concern has nothing to say about it. */
const WRITES = new Set([
  ...['insert', 'update', 'delete', 'findAndModify', 'findandmodify', 'aggregate', 'commitTransaction'],
  ...['create', 'collMod', 'renameCollection', 'drop', 'dropDatabase'],
  ...['createIndexes', 'dropIndexes', 'deleteIndexes'],
]);

/** Throws a Fault for what is no write concern; nothing is written then. */
export function checkWriteConcern({ writeConcern }: Doc): void {
  if (!isDocument(writeConcern)) return;
  const count = toNumber(writeConcern.w);
  if (count !== undefined && !(count >= 0 && count <= MOST_MEMBERS))
    throw new Fault(
      9,
      `w has to be a non-negative number and not greater than ${MOST_MEMBERS}; found: ${count}`,
    );
}

/**
 * What a set of one cannot promise: the write is done all the same and the answer says so, as a replica set's
 * does. Null: it is met.
 */
export function unmetConcern(name: string, { writeConcern }: Doc): Doc | null {
  if (!isDocument(writeConcern) || !WRITES.has(name)) return null;
  const { w, wtimeout = 0 } = writeConcern;
  const count = toNumber(w);
  const errInfo = { writeConcern: { w, wtimeout, provenance: 'clientSupplied' } };
  if (count !== undefined && count > 1)
    return {
      ...{ code: 100, codeName: 'UnsatisfiableWriteConcern', errmsg: 'Not enough data-bearing nodes' },
      errInfo,
    };
  if (typeof w === 'string' && w !== 'majority')
    return {
      ...{ code: 79, codeName: 'UnknownReplWriteConcern' },
      errmsg: `No write concern mode named '${w}' found in replica set configuration`,
      errInfo,
    };
  return null;
}
