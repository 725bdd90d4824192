import { checkStages, from, type Scope } from '../aggregate/pipeline.js';
import { rootless } from '../aggregate/rootless.js';
import { FIRST, nameOf } from '../aggregate/stages.js';
import { merge, out } from '../aggregate/write-out.js';
import { type Doc, encode, isDocument, simplify, toNumber, truthy } from '../bson.js';
import { cursorReply } from '../cursor-reply.js';
import { nothing } from '../cursors.js';
import { checkDepth } from '../depth.js';
import { Fault } from '../faults.js';
import { sessionName } from '../sessions.js';
import { PAUSE, type Paced, type Pause } from '../turns.js';
import { changeStream, isChangeStream } from './change-stream.js';
import {
  type Command,
  collectionName,
  countOption,
  deadlineOf,
  documentOption,
  flag,
  letOption,
} from './command.js';
import { explained } from './explain.js';

const WRITERS = ['$out', '$merge'];

function* encoded(rows: Paced<Doc>): Generator<Buffer | Pause> {
  for (const row of rows) {
    if (row === PAUSE) {
      yield PAUSE;
      continue;
    }
    const bytes = encode(row);
    // Stages may have wrapped a row deeper than any reader follows.
    checkDepth(bytes);
    yield bytes;
  }
}

export const aggregate: Command = {
  fields: [
    'pipeline',
    'cursor',
    'allowDiskUse',
    'bypassDocumentValidation',
    'collation',
    'hint',
    'let',
    'explain',
  ],
  run: async (call) => {
    const { body, db, store } = call;
    const pipeline = body.pipeline;
    if (!Array.isArray(pipeline)) throw new Fault(14, "'pipeline' option must be specified as an array");
    if (body.explain !== undefined && truthy(body.explain)) return explained(call, body, 'queryPlanner');
    if (!isDocument(body.cursor))
      throw new Fault(9, "The 'cursor' option is required, except for aggregate with the explain argument");
    const stages = pipeline as Doc[];
    const size = countOption(documentOption(body, 'cursor'), 'batchSize') ?? 101;
    const manner = { size, session: sessionName(body) };
    const whole = toNumber(body.aggregate) === 1;
    if (isChangeStream(stages)) {
      const name = whole ? null : collectionName(call);
      const scope: Scope = { store, db, variables: {}, deadline: 0, depth: 0 };
      return cursorReply(
        store.cursors.follow(`${db}.${name ?? '$cmd.aggregate'}`, changeStream(scope, name, stages), manner),
      );
    }
    const name = whole ? '$cmd.aggregate' : collectionName(call);
    const first = stages[0] ? nameOf(stages[0]) : '';
    if (!whole && FIRST.has(first))
      throw new Fault(73, `${first} must be run against the database with {aggregate: 1}, not a collection`);
    if (!whole) checkStages(stages);
    const ns = `${db}.${name}`;
    const rowsOf = (within: Scope, made: Doc[]): Paced<Doc> =>
      whole ? rootless(within, made) : from(within, name, made, body.hint);
    const { store: view, reading } = store.reading();
    const scope: Scope = {
      store: view,
      db,
      variables: simplify(letOption(body)) as Doc,
      deadline: deadlineOf(body),
      depth: 0,
    };
    const last = stages.at(-1);
    const writer = last ? nameOf(last) : '';
    if (!WRITERS.includes(writer))
      return cursorReply(
        await store.cursors.start(ns, encoded(rowsOf(scope, stages)), { ...manner, reading }),
      );
    return store.tree.write(() => {
      const own: Scope = { ...scope, store };
      const rows = rowsOf(own, stages.slice(0, -1));
      const bypass = flag(body, 'bypassDocumentValidation');
      (writer === '$out' ? out : merge)(own, simplify(last![writer]), rows, bypass);
      return cursorReply(nothing(ns));
    });
  },
};
