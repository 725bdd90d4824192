import { checkStages, from, type Scope } from '../aggregate/pipeline.js';
import { nameOf } from '../aggregate/stages.js';
import { merge, out } from '../aggregate/write-out.js';
import { type Doc, encode, isDocument, simplify, typeOf } from '../bson.js';
import { cursorReply } from '../cursors.js';
import { Fault } from '../faults.js';
import { type Command, collectionName, countOption, deadlineOf, documentOption } from './command.js';

const WRITERS = ['$out', '$merge'];

function* encoded(rows: Iterable<Doc>): Generator<Buffer> {
  for (const row of rows) yield encode(row);
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
  run: (call) => {
    const { body, db, store } = call;
    if (body.explain !== undefined) throw new Fault(238, 'the embedded store does not support explain');
    if (body.aggregate === 1 || typeOf(body.aggregate) !== 'string')
      throw new Fault(238, 'the embedded store aggregates over a collection only');
    const name = collectionName(call);
    const pipeline = body.pipeline;
    if (!Array.isArray(pipeline)) throw new Fault(14, "'pipeline' option must be specified as an array");
    if (!isDocument(body.cursor))
      throw new Fault(9, "The 'cursor' option is required, except for aggregate with the explain argument");
    const stages = pipeline as Doc[];
    checkStages(stages);
    const size = countOption(documentOption(body, 'cursor'), 'batchSize') ?? 101;
    const ns = `${db}.${name}`;
    const scope: Scope = {
      store,
      db,
      variables: simplify(documentOption(body, 'let')) as Doc,
      deadline: deadlineOf(body),
    };
    const last = stages.at(-1);
    const writer = last ? nameOf(last) : '';
    if (!WRITERS.includes(writer))
      return cursorReply(store.cursors.start(ns, encoded(from(scope, name, stages, body.hint)), size, false));
    return store.tree.write(() => {
      const rows = from(scope, name, stages.slice(0, -1), body.hint);
      (writer === '$out' ? out : merge)(scope, simplify(last![writer]), rows);
      return cursorReply(store.cursors.start(ns, [], size, false));
    });
  },
};
