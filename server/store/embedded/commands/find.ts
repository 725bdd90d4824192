import { Long } from 'bson';
import { type Doc, exact, toNumber } from '../bson.js';
import { cursorReply } from '../cursors.js';
import { Fault } from '../faults.js';
import { readProjection } from '../project.js';
import { readSort } from '../sort.js';
import { source } from '../source.js';
import {
  type Call,
  type Command,
  collectionName,
  countOption,
  deadlineOf,
  documentOption,
  expressionsOf,
  flag,
  scopeOf,
} from './command.js';

const FIRST = 101;

function* rows(call: Call, name: string): Generator<Buffer> {
  const { body } = call;
  const expression = expressionsOf(body);
  const filter = documentOption(body, 'filter');
  const project = readProjection(documentOption(body, 'projection'), expression);
  const sort = readSort(body.sort);
  const selection = {
    filter,
    sort,
    hint: body.hint,
    skip: countOption(body, 'skip') ?? 0,
    limit: Math.abs(countOption(body, 'limit') ?? 0),
    deadline: deadlineOf(body),
  };
  for (const { bytes, found } of source(scopeOf(call), name, selection))
    yield project ? project(exact(bytes), found) : bytes;
}

export const find: Command = {
  fields: [
    'filter',
    'sort',
    'projection',
    'hint',
    'skip',
    'limit',
    'batchSize',
    'singleBatch',
    'let',
    'collation',
    'noCursorTimeout',
    'allowDiskUse',
    'allowPartialResults',
  ],
  run: (call) => {
    const name = collectionName(call);
    const size = countOption(call.body, 'batchSize') ?? FIRST;
    const single = flag(call.body, 'singleBatch');
    return cursorReply(call.store.cursors.start(`${call.db}.${name}`, rows(call, name), size, single));
  },
};

function idOf(value: unknown): string {
  if (value instanceof Long) return value.toString();
  const number = toNumber(value);
  if (number === undefined)
    throw new Fault(14, "BSON field 'getMore.getMore' is the wrong type, expected type 'long'");
  return String(number);
}

export const getMore: Command = {
  fields: ['collection', 'batchSize'],
  run: (call) => {
    const { body, store, db } = call;
    if (typeof body.collection !== 'string')
      throw new Fault(14, "BSON field 'getMore.collection' must be a string");
    const size = countOption(body, 'batchSize') || Number.POSITIVE_INFINITY;
    return cursorReply(store.cursors.more(idOf(body.getMore), `${db}.${body.collection}`, size));
  },
};

export const killCursors: Command = {
  fields: ['cursors'],
  run: (call): Doc => {
    const { body, store, db } = call;
    if (!Array.isArray(body.cursors))
      throw new Fault(14, "BSON field 'killCursors.cursors' must be an array");
    const ns = `${db}.${collectionName(call)}`;
    const cursorsKilled: unknown[] = [];
    const cursorsNotFound: unknown[] = [];
    for (const id of body.cursors)
      (store.cursors.kill(idOf(id), ns) ? cursorsKilled : cursorsNotFound).push(id);
    return { cursorsKilled, cursorsNotFound, cursorsAlive: [], cursorsUnknown: [], ok: 1 };
  },
};
