import { expressions } from '../aggregate/expressions.js';
import { pipelineUpdate } from '../aggregate/update-pipeline.js';
import { type Doc, isDocument, truthy, typeOf } from '../bson.js';
import { Fault } from '../faults.js';
import { change, insertUpserted, type Manner, targets } from '../modify.js';
import { readUpdate } from '../update/update.js';
import {
  type Call,
  type Command,
  checkCount,
  checkStatement,
  collectionName,
  deadlineOf,
  flag,
  letOption,
  statements,
  writeError,
} from './command.js';
import { write } from './write.js';

const FIELDS = ['q', 'u', 'c', 'upsert', 'multi', 'collation', 'arrayFilters', 'hint'];

export function kindOf(update: unknown): Manner['kind'] {
  return isDocument(update) && !Object.keys(update)[0]?.startsWith('$') ? 'replace' : 'update';
}

interface Done {
  n: number;
  modified: number;
  upserted: unknown;
}

function runOne(call: Call, name: string, statement: Doc, variables: Doc, deadline: number, now: Date): Done {
  const { store, db } = call;
  const filter = statement.q;
  if (!isDocument(filter))
    throw new Fault(
      14,
      `BSON field 'update.updates.q' is the wrong type '${typeOf(filter)}', expected type 'object'`,
    );
  const multi = truthy(statement.multi ?? false);
  const constants = { ...variables, ...(isDocument(statement.c) ? statement.c : {}) };
  const expression = expressions(constants);
  const spec = { update: statement.u, arrayFilters: statement.arrayFilters, variables: constants, multi };
  const updater = readUpdate(spec, expression, pipelineUpdate);
  const known = store.catalog.writable(db, name);
  const target = { filter, sort: [], hint: statement.hint, multi, deadline };
  const chosen = targets(store, known, target, expression);
  const manner: Manner = {
    now,
    kind: kindOf(statement.u),
    bypass: flag(call.body, 'bypassDocumentValidation'),
  };
  let modified = 0;
  for (const one of chosen) if (change(store, known!, one, updater, manner).modified) modified++;
  if (chosen.length > 0 || !truthy(statement.upsert ?? false))
    return { n: chosen.length, modified, upserted: undefined };
  const collection = store.catalog.ensure(db, name);
  const { id } = insertUpserted(store, collection, updater, filter, manner);
  return { n: 1, modified: 0, upserted: id };
}

export const update: Command = {
  fields: ['updates', 'ordered', 'bypassDocumentValidation', 'let'],
  run: (call) => {
    const name = collectionName(call);
    const ordered = call.body.ordered === undefined || flag(call.body, 'ordered');
    const list = statements(call, 'updates');
    checkCount(list.length);
    for (const statement of list) {
      checkStatement(call, 'updates', statement, FIELDS);
      for (const field of ['q', 'u'])
        if (!(field in statement))
          throw new Fault(40414, `BSON field 'update.updates.${field}' is missing but a required field`);
    }
    const variables = letOption(call.body);
    const deadline = deadlineOf(call.body);
    return write(call, () => {
      const now = new Date();
      const upserted: Doc[] = [];
      const writeErrors: Doc[] = [];
      let n = 0;
      let nModified = 0;
      for (const [index, statement] of list.entries()) {
        try {
          const done = runOne(call, name, statement, variables, deadline, now);
          n += done.n;
          nModified += done.modified;
          if (done.upserted !== undefined) upserted.push({ index, _id: done.upserted });
        } catch (error) {
          writeErrors.push(writeError(index, error));
          if (ordered) break;
        }
      }
      return {
        n,
        nModified,
        ...(upserted.length > 0 ? { upserted } : {}),
        ...(writeErrors.length > 0 ? { writeErrors } : {}),
        ok: 1,
      };
    });
  },
};
