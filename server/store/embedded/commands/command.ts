/** What every command gets, and how it reads its options. */

import { expressions } from '../aggregate/expressions.js';
import { constants } from '../aggregate/let.js';
import type { Scope } from '../aggregate/pipeline.js';
import { type Doc, exact, isDocument, simplify, toNumber, truthy, typeOf } from '../bson.js';
import { Fault } from '../faults.js';
import type { Expression } from '../match/filter.js';
import type { Store } from '../store.js';
import { checkReadConcern, checkWriteConcern } from './concerns.js';

export interface Call {
  store: Store;
  name: string;
  db: string;
  body: Doc;
  sequences: Map<string, Buffer[]>;
  connection: Peer;
}

/** Who asks: its number, and where it reached this server. */
export interface Peer {
  id: number;
  /** HOST:PORT, or null on a Unix socket. */
  address: string | null;
}

export interface Command {
  /** Fields it knows beside the common ones; any other is refused. */
  fields: readonly string[];
  /** Fields MongoDB knows and this store does not: refused by name, unless they ask for nothing. */
  lacks?: readonly string[];
  run(call: Call): Doc | Buffer | Promise<Doc | Buffer>;
}

const COMMON = new Set([
  '$db',
  'lsid',
  'txnNumber',
  'stmtId',
  'stmtIds',
  'startTransaction',
  'autocommit',
  '$clusterTime',
  '$readPreference',
  'readConcern',
  'writeConcern',
  'comment',
  'maxTimeMS',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
]);

export function checkFields(call: Call, command: Command): void {
  const { body, name } = call;
  for (const key of Object.keys(body)) {
    if (key === name || COMMON.has(key) || command.fields.includes(key)) continue;
    if (command.lacks?.includes(key)) {
      if (!truthy(body[key])) continue;
      throw new Fault(238, `the embedded store does not support ${name}.${key}; use a MongoDB server`);
    }
    throw new Fault(40415, `BSON field '${name}.${key}' is an unknown field.`);
  }
  checkCollation(body.collation);
  checkReadConcern(name, body, body.autocommit === undefined);
  checkWriteConcern(body);
}

export function checkCollation(collation: unknown): void {
  if (collation === undefined) return;
  if (isDocument(collation) && collation.locale === 'simple') return;
  throw new Fault(
    115,
    'the embedded store compares text byte by byte and does not support collation; use a MongoDB server',
  );
}

export function collectionName(call: Call): string {
  const name = call.body[call.name];
  if (typeof name !== 'string') throw new Fault(73, `collection name has invalid type ${typeOf(name)}`);
  if (name === '') throw new Fault(73, `Invalid namespace specified '${call.db}.'`);
  return name;
}

export function documentOption(body: Doc, name: string): Doc {
  const value = body[name];
  if (value === undefined || value === null) return {};
  if (!isDocument(value))
    throw new Fault(14, `BSON field '${name}' is the wrong type '${typeOf(value)}', expected type 'object'`);
  return value;
}

/** A whole number ≥ 0. */
export function countOption(body: Doc, name: string): number | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  const number = toNumber(value);
  if (number === undefined)
    throw new Fault(
      14,
      `BSON field '${name}' is the wrong type '${typeOf(value)}', expected types '[long, int, decimal, double]'`,
    );
  if (number < 0) throw new Fault(51024, `BSON field '${name}' value must be >= 0, actual value '${number}'`);
  return Math.trunc(number);
}

export function flag(body: Doc, name: string): boolean {
  return body[name] !== undefined && truthy(body[name]);
}

export function deadlineOf(body: Doc): number {
  const limit = countOption(body, 'maxTimeMS') ?? 0;
  return limit > 0 ? Date.now() + limit : 0;
}

/** Statements of a write: from a document sequence or from the body itself. */
export function statements(call: Call, field: string): Doc[] {
  const sequence = call.sequences.get(field);
  if (sequence) return sequence.map((bytes) => exact(bytes));
  const list = call.body[field];
  if (!Array.isArray(list))
    throw new Fault(
      list === undefined ? 40414 : 14,
      `BSON field '${call.name}.${field}' is missing or not an array`,
    );
  for (const item of list)
    if (!isDocument(item)) throw new Fault(14, `BSON field '${call.name}.${field}' must hold objects`);
  return list as Doc[];
}

export function checkStatement(call: Call, field: string, statement: Doc, fields: readonly string[]): void {
  for (const key of Object.keys(statement))
    if (!fields.includes(key))
      throw new Fault(40415, `BSON field '${call.name}.${field}.${key}' is an unknown field.`);
  checkCollation(statement.collation);
}

/** What `let` defines, computed. */
export const letOption = (body: Doc): Doc => constants(documentOption(body, 'let'));

export function scopeOf(call: Call): Scope {
  const variables = simplify(letOption(call.body)) as Doc;
  return { store: call.store, db: call.db, variables, deadline: deadlineOf(call.body), depth: 0 };
}

export function expressionsOf(body: Doc): Expression {
  return expressions(letOption(body));
}

/** One bad statement does not spoil its neighbours: the reply lists it. */
export function writeError(index: number, error: unknown): Doc {
  if (!(error instanceof Fault) || error.code === 112) throw error;
  return { index, code: error.code, ...error.extra, errmsg: error.message };
}

export const MOST_STATEMENTS = 100_000;

export function checkCount(count: number): void {
  if (count < 1 || count > MOST_STATEMENTS)
    throw new Fault(
      16,
      `Write batch sizes must be between 1 and ${MOST_STATEMENTS}. Got ${count} operations.`,
    );
}
