/** Pipelines over no collection, `{ aggregate: 1 }`: their first stage brings the documents. */
import { createHash } from 'node:crypto';
import { Binary } from 'bson';
import { type Doc, isDocument, simplify, typeOf } from '../bson.js';
import { Fault } from '../faults.js';
import { expressions } from './expressions.js';
import { checkStages, run, type Scope } from './pipeline.js';
import { FIRST, nameOf } from './stages.js';

/** `$documents`: an expression that makes an array of documents. */
function* documents(spec: unknown, scope: Scope): Generator<Doc> {
  const made = expressions(scope.variables)(spec)({});
  if (!Array.isArray(made)) throw new Fault(5858203, 'an array is expected');
  for (const row of made) {
    if (!isDocument(row))
      throw new Fault(
        40228,
        `'newRoot' expression must evaluate to an object, but resulting value was of type: '${typeOf(row)}'`,
      );
    yield row;
  }
}

/** Nobody signs in here: every session is that of no user (MongoDB's digest of an empty name). */
const NOBODY = new Binary(createHash('sha256').update('').digest());

function* localSessions(spec: unknown, { store }: Scope): Generator<Doc> {
  if (!isDocument(spec)) throw new Fault(14, '$listLocalSessions options must be specified in an object');
  for (const { id, at } of store.sessions.live(Date.now()))
    yield { _id: { id: new Binary(id, Binary.SUBTYPE_UUID), uid: NOBODY }, lastUse: new Date(at) };
}

const BEGINS: Record<string, (spec: unknown, scope: Scope) => Generator<Doc>> = {
  $documents: documents,
  $listLocalSessions: localSessions,
};

export function rootless(scope: Scope, stages: readonly Doc[]): ReturnType<typeof run> {
  const [first, ...rest] = stages;
  const name = first ? nameOf(first) : '';
  const begin = FIRST.has(name) ? BEGINS[name] : undefined;
  if (!first || !begin)
    throw new Fault(73, "{aggregate: 1} is not valid for this pipeline; a collection's name is needed.");
  checkStages(rest);
  return run(begin(simplify(first[name]), scope), rest, scope);
}
