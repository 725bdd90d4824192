import { type Doc, isDocument, toNumber } from '../bson.js';
import { Fault } from '../faults.js';
import { targets } from '../modify.js';
import {
  type Call,
  type Command,
  checkCount,
  checkStatement,
  collectionName,
  deadlineOf,
  expressionsOf,
  flag,
  statements,
  writeError,
} from './command.js';
import { write } from './write.js';

function runOne(call: Call, name: string, statement: Doc, deadline: number): number {
  const { store, db } = call;
  if (!isDocument(statement.q)) throw new Fault(14, "BSON field 'delete.deletes.q' must be an object");
  const limit = toNumber(statement.limit);
  const collection = store.catalog.writable(db, name);
  const target = { filter: statement.q, sort: [], hint: statement.hint, multi: limit === 0, deadline };
  const chosen = targets(store, collection, target, expressionsOf(call.body));
  for (const { record, bytes } of chosen) store.records.remove(collection!, record, bytes);
  return chosen.length;
}

function check(call: Call, statement: Doc): void {
  checkStatement(call, 'deletes', statement, ['q', 'limit', 'collation', 'hint']);
  for (const field of ['q', 'limit'])
    if (!(field in statement))
      throw new Fault(40414, `BSON field 'delete.deletes.${field}' is missing but a required field`);
  const limit = toNumber(statement.limit);
  if (limit !== 0 && limit !== 1)
    throw new Fault(9, `The limit field in delete objects must be 0 or 1. Got ${String(statement.limit)}`);
}

export const remove: Command = {
  fields: ['deletes', 'ordered', 'let'],
  run: (call) => {
    const name = collectionName(call);
    const ordered = call.body.ordered === undefined || flag(call.body, 'ordered');
    const list = statements(call, 'deletes');
    checkCount(list.length);
    for (const statement of list) check(call, statement);
    const deadline = deadlineOf(call.body);
    return write(call, () => {
      const writeErrors: Doc[] = [];
      let n = 0;
      for (const [index, statement] of list.entries()) {
        try {
          n += runOne(call, name, statement, deadline);
        } catch (error) {
          writeErrors.push(writeError(index, error));
          if (ordered) break;
        }
      }
      return { n, ...(writeErrors.length > 0 ? { writeErrors } : {}), ok: 1 };
    });
  },
};
