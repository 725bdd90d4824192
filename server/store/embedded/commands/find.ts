import { Long } from 'bson';
import { type Doc, exact, toNumber } from '../bson.js';
import { cursorReply } from '../cursor-reply.js';
import { Fault } from '../faults.js';
import { readProjection } from '../project.js';
import { sessionName } from '../sessions.js';
import { readSort } from '../sort.js';
import { source } from '../source.js';
import { PAUSE, type Pause } from '../turns.js';
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
import { foundAtOnce } from './find-point.js';

const FIRST = 101;
/** How long a change stream's getMore waits where the sender does not say. */
const AWAIT_MS = 1000;

function* rows(call: Call, name: string): Generator<Buffer | Pause> {
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
  for (const row of source(scopeOf(call), name, selection)) {
    if (row === PAUSE) yield PAUSE;
    else yield project ? project(exact(row.bytes), row.found) : row.bytes;
  }
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
  lacks: ['min', 'max', 'returnKey', 'showRecordId', 'tailable', 'awaitData', 'oplogReplay'],
  run: async (call) => {
    const atOnce = foundAtOnce(call);
    if (atOnce) return cursorReply(atOnce);
    const name = collectionName(call);
    const size = countOption(call.body, 'batchSize') ?? FIRST;
    const single = flag(call.body, 'singleBatch');
    const { store, reading } = call.store.reading();
    const found = rows({ ...call, store }, name);
    const manner = { size, single, reading, session: sessionName(call.body) };
    return cursorReply(await store.cursors.start(`${call.db}.${name}`, found, manner));
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
  fields: ['collection', 'batchSize', 'term', 'lastKnownCommittedOpTime'],
  run: async (call) => {
    const { body, store, db } = call;
    if (typeof body.collection !== 'string')
      throw new Fault(14, "BSON field 'getMore.collection' must be a string");
    const size = countOption(body, 'batchSize') || Number.POSITIVE_INFINITY;
    const wait = countOption(body, 'maxTimeMS') ?? AWAIT_MS;
    const ns = `${db}.${body.collection}`;
    return cursorReply(await store.cursors.more(idOf(body.getMore), ns, size, wait, sessionName(body)));
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
