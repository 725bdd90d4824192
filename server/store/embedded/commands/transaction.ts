/** Commands inside a multi-document transaction, and the two that end one. */
import { type Doc, isDocument, plain, truthy } from '../bson.js';
import { Fault } from '../faults.js';
import { type Numbered, numberOf } from '../sessions.js';
import { noSuch, type Txn } from '../transactions.js';
import { type Call, type Command, statements } from './command.js';

const ALLOWED = new Set([
  'find',
  'getMore',
  'killCursors',
  'aggregate',
  'distinct',
  'insert',
  'update',
  'delete',
  'findAndModify',
  'findandmodify',
]);
const ENDS = new Set(['commitTransaction', 'abortTransaction']);

export const inTransaction = (body: Doc): boolean =>
  body.autocommit !== undefined || body.startTransaction !== undefined;

/** A single write that may be asked twice; nothing else carries a transaction number by itself. */
const RETRYABLE = new Set(['insert', 'update', 'delete', 'findAndModify', 'findandmodify']);

export function checkNumber({ body, name }: Call): void {
  if (body.txnNumber === undefined || RETRYABLE.has(name)) return;
  throw new Fault(
    50768,
    `txnNumber may only be provided for multi-document transactions and retryable write commands. autocommit:false was not provided, and ${name} is not a retryable write command.`,
  );
}

function numbered({ body }: Call): Numbered {
  if (body.autocommit !== false)
    throw new Fault(72, 'Specifying autocommit=true or leaving it out is not allowed in a transaction.');
  const found = numberOf(body);
  if (!found) throw new Fault(72, "'autocommit' field requires a transaction number to also be specified");
  return found;
}

function creates(call: Call): boolean {
  if (call.name === 'insert') return true;
  if (call.name === 'update') return statements(call, 'updates').some((one) => truthy(one.upsert ?? false));
  return truthy(call.body.upsert ?? false);
}

/** A collection is there before the transaction writes into it; should it abort, it goes again. */
async function ready(call: Call, txn: Txn): Promise<void> {
  const { store, db, body, name } = call;
  const collection = body[name];
  if (typeof collection !== 'string' || store.catalog.find(db, collection)) return;
  if (!RETRYABLE.has(name) || !creates(call)) return;
  const made = await store.tree.write(() => store.catalog.ensure(db, collection));
  store.transactions.knows(txn, made);
}

const failed = (reply: Doc | Buffer): boolean =>
  'writeErrors' in (Buffer.isBuffer(reply) ? plain(reply) : reply);

export async function transact(call: Call, command: Command): Promise<Doc | Buffer> {
  const { store, body, name, db } = call;
  const { transactions } = store;
  const number = numbered(call);
  if (ENDS.has(name)) return command.run(call);
  const starts = body.startTransaction === true;
  if (body.startTransaction !== undefined && !starts)
    throw new Fault(72, 'Specifying startTransaction=false is not allowed.');
  if (starts && !ALLOWED.has(name))
    throw new Fault(263, `Cannot run '${name}' in a multi-document transaction.`);
  const txn = starts ? transactions.begin(number) : transactions.find(number);
  if (!txn || txn.number !== number.number) {
    if (transactions.hasCommitted(number))
      throw new Fault(256, `Transaction with { txnNumber: ${number.number} } has been committed.`);
    throw noSuch(number.number, 'It may have been aborted.');
  }
  try {
    if (!ALLOWED.has(name)) throw new Fault(263, `Cannot run '${name}' in a multi-document transaction.`);
    if (name === 'aggregate') checkPipeline(body.pipeline);
    await ready(call, txn);
    transactions.checkPlace(txn, db, body[name]);
    const reply = await command.run({ ...call, store: txn.store });
    // A transaction in which a statement failed cannot go on, as in MongoDB.
    if (failed(reply)) await transactions.abort(txn);
    return reply;
  } catch (error) {
    await transactions.abort(txn);
    throw error;
  }
}

function checkPipeline(pipeline: unknown): void {
  for (const stage of Array.isArray(pipeline) ? pipeline : [])
    for (const name of ['$out', '$merge', '$changeStream'])
      if (isDocument(stage) && name in stage) throw new Fault(263, `${name} cannot be used in a transaction`);
}

function checkAdmin({ db, name }: Call): void {
  if (db !== 'admin') throw new Fault(13, `${name} may only be run against the admin database.`);
}

export const commitTransaction: Command = {
  fields: ['recoveryToken'],
  run: async (call) => {
    checkAdmin(call);
    const number = numbered(call);
    const { transactions } = call.store;
    const txn = transactions.find(number);
    if (txn?.number === number.number) await transactions.commit(txn);
    else if (!transactions.hasCommitted(number))
      throw noSuch(number.number, 'It was aborted or never began.');
    return { ok: 1 };
  },
};

export const abortTransaction: Command = {
  fields: ['recoveryToken'],
  run: async (call) => {
    checkAdmin(call);
    const number = numbered(call);
    const { transactions } = call.store;
    const txn = transactions.find(number);
    if (txn?.number !== number.number) {
      if (transactions.hasCommitted(number))
        throw new Fault(256, `Transaction with { txnNumber: ${number.number} } has been committed.`);
      throw noSuch(number.number, 'It was aborted or never began.');
    }
    await transactions.abort(txn);
    return { ok: 1 };
  },
};
