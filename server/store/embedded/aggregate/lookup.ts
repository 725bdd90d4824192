/** `$lookup`: by equal fields through the other collection's index, by a pipeline, or by both. */
import { type Doc, getOwn, isDocument, setOwn } from '../bson.js';
import { Fault } from '../faults.js';
import { reachInto } from '../match/paths.js';
import { collected, PAUSE, type Paced, type Pause } from '../turns.js';
import { expressions } from './expressions.js';
import type { Scope } from './pipeline.js';

export type From = (scope: Scope, name: string, stages: readonly Doc[], hint: unknown) => Paced<Doc>;

const FIELDS = new Set(['from', 'localField', 'foreignField', 'as', 'let', 'pipeline']);

function localValues(row: Doc, path: string): unknown[] {
  const values: unknown[] = [];
  reachInto(
    row,
    path.split('.'),
    (leaf) => {
      if (!Array.isArray(leaf)) values.push(leaf ?? null);
      return false;
    },
    undefined,
  );
  return values.length > 0 ? values : [null];
}

export function* join(rows: Paced<Doc>, spec: unknown, scope: Scope, from: From): Generator<Doc | Pause> {
  if (!isDocument(spec)) throw new Fault(9, 'the $lookup specification must be an Object');
  for (const key of Object.keys(spec))
    if (!FIELDS.has(key)) throw new Fault(9, `unknown argument to $lookup: ${key}`);
  const { from: other, localField, foreignField, as, let: variables, pipeline } = spec;
  if (typeof other !== 'string' || typeof as !== 'string')
    throw new Fault(9, "$lookup needs 'from' and 'as'");
  const byField = localField !== undefined || foreignField !== undefined;
  if (byField ? typeof localField !== 'string' || typeof foreignField !== 'string' : pipeline === undefined)
    throw new Fault(9, "$lookup requires both 'localField' and 'foreignField', or a 'pipeline'");
  if (pipeline !== undefined && !Array.isArray(pipeline))
    throw new Fault(9, "$lookup's pipeline must be an array");
  if (as === '' || as.startsWith('$')) throw new Fault(16410, "FieldPath field names may not start with '$'");
  const stages = (pipeline as Doc[] | undefined) ?? [];
  const computed = Object.entries(isDocument(variables) ? variables : {}).map(
    ([name, value]) => [name, expressions(scope.variables)(value)] as const,
  );
  for (const row of rows) {
    if (row === PAUSE) {
      yield PAUSE;
      continue;
    }
    const inner: Doc = { ...scope.variables };
    for (const [name, compute] of computed) inner[name] = compute(row) ?? null;
    const match = byField
      ? [{ $match: { [foreignField as string]: { $in: localValues(row, localField as string) } } }]
      : [];
    const found = from({ ...scope, variables: inner }, other, [...match, ...stages], undefined);
    yield withField(row, as.split('.'), yield* collected(found));
  }
}

export function withField(row: Doc, path: string[], value: unknown): Doc {
  const out = { ...row };
  const [head, ...rest] = path;
  const inner = getOwn(out, head!);
  setOwn(out, head!, rest.length === 0 ? value : withField(isDocument(inner) ? inner : {}, rest, value));
  return out;
}
