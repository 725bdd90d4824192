/** A pipeline over documents: own stages where filter, order and indexes are concerned, mingo for the rest. */
import { type Doc, encode, isDocument, plain, simplify, toNumber, typeOf } from '../bson.js';
import { Fault } from '../faults.js';
import type { Expression } from '../match/filter.js';
import { compileFilter } from '../match/filter.js';
import { expressionNeeds } from '../needs.js';
import { select } from '../select.js';
import { selectFields } from '../select-fields.js';
import { readSort, sortInMemory, sortKeyOf } from '../sort.js';
import type { Store } from '../store.js';
import { collected, PAUSE, type Paced, type Pause } from '../turns.js';
import { bucket, bucketAuto } from './buckets.js';
import { expressions } from './expressions.js';
import { connect } from './graph-lookup.js';
import { grouped } from './group.js';
import { held } from './held.js';
import { join } from './lookup.js';
import { mingo } from './mingo.js';
import { sample } from './sample.js';
import { checkStage, MINGO, nameOf } from './stages.js';
import { unwind } from './unwind.js';

export interface Scope {
  store: Store;
  db: string;
  variables: Doc;
  deadline: number;
  /** In how many pipelines and views this one lies. */
  depth: number;
}

/** MongoDB's own: a pipeline's stages (manual, Aggregation Pipeline Limits), pipelines and views in each other. */
const MOST_STAGES = 1000;
const MOST_INNER = 20;

type Rows = Paced<Doc>;
type Made = Generator<Doc | Pause>;

function whole(value: unknown, name: string, least: number): number {
  const number = toNumber(value);
  if (number === undefined || !Number.isInteger(number) || number < least)
    throw new Fault(
      name === '$limit' ? 15957 : 5107200,
      `invalid argument to ${name} stage: Expected a number of at least ${least} in: ${name}: ${String(value)}`,
    );
  return number;
}

function* where(rows: Rows, filter: unknown, expression: Expression): Made {
  if (!isDocument(filter)) throw new Fault(15959, 'the match filter must be an expression in an object');
  const test = compileFilter(filter, expression);
  for (const row of rows) if (row === PAUSE || test(row)) yield row;
}

function* first(rows: Rows, limit: number): Made {
  let n = 0;
  for (const row of rows) {
    yield row;
    if (row !== PAUSE && ++n >= limit) return;
  }
}

function* past(rows: Rows, skip: number): Made {
  let n = 0;
  for (const row of rows) if (row === PAUSE || n++ >= skip) yield row;
}

function* counted(rows: Rows, name: unknown): Made {
  if (
    typeof name !== 'string' ||
    name === '' ||
    name.startsWith('$') ||
    name.includes('.') ||
    name.includes('\0')
  )
    throw new Fault(40156, 'the count field must be a non-empty string that is no path and has no $');
  let n = 0;
  for (const row of rows)
    if (row === PAUSE) yield PAUSE;
    else n++;
  if (n > 0) yield { [name]: n };
}

function* sorted(rows: Rows, sort: unknown): Made {
  const fields = readSort(sort);
  if (fields.length === 0) throw new Fault(15976, '$sort stage must have at least one sort key');
  yield* yield* sortInMemory(
    rows,
    (row) => sortKeyOf(row, fields),
    (row) => encode(row).length,
    0,
  );
}

function* facets(rows: Rows, spec: unknown, scope: Scope): Made {
  if (!isDocument(spec) || Object.keys(spec).length === 0)
    throw new Fault(40169, 'the $facet specification must be a non-empty object');
  const all = yield* held(rows, '$facet');
  const out: Doc = {};
  for (const [name, stages] of Object.entries(spec)) {
    if (!Array.isArray(stages))
      throw new Fault(40170, `arguments to $facet must be arrays, ${name} is type ${typeOf(stages)}`);
    for (const stage of stages)
      if (['$facet', '$out', '$merge'].includes(nameOf(stage)))
        throw new Fault(40600, `${nameOf(stage)} is not allowed to be used within a $facet stage`);
    out[name] = yield* collected(run(all, stages as Doc[], scope));
  }
  yield out;
}

function* unioned(rows: Rows, spec: unknown, scope: Scope): Made {
  yield* rows;
  const coll = isDocument(spec) ? spec.coll : spec;
  const pipeline = isDocument(spec) ? (spec.pipeline ?? []) : [];
  if (typeof coll !== 'string' || !Array.isArray(pipeline))
    throw new Fault(9, '$unionWith needs a collection and, if any, a pipeline');
  yield* from(scope, coll, pipeline as Doc[], undefined);
}

function byCount(expression: unknown): Doc[] {
  const path = typeof expression === 'string' && expression.startsWith('$');
  if (!path && !isDocument(expression))
    throw new Fault(40149, 'the sortByCount field must be specified as a string or as an object');
  return [{ $group: { _id: expression, count: { $sum: 1 } } }, { $sort: { count: -1 } }];
}

function step(rows: Rows, stage: Doc, scope: Scope): Rows {
  const name = checkStage(stage);
  const operand = stage[name];
  const own = name === '$group' ? grouped(rows, operand, expressions(scope.variables)) : null;
  if (own) return own;
  if (MINGO.has(name)) return mingo(rows, name, stage, scope.variables);
  switch (name) {
    case '$match':
      return where(rows, operand, expressions(scope.variables));
    case '$sort':
      return sorted(rows, operand);
    case '$limit':
      return first(rows, whole(operand, name, 1));
    case '$skip':
      return past(rows, whole(operand, name, 0));
    case '$count':
      return counted(rows, operand);
    case '$facet':
      return facets(rows, operand, scope);
    case '$unionWith':
      return unioned(rows, operand, scope);
    case '$lookup':
      return join(rows, operand, scope, from);
    case '$graphLookup':
      return connect(rows, operand, scope, from);
    case '$bucket':
      return bucket(rows, operand, expressions(scope.variables));
    case '$bucketAuto':
      return bucketAuto(rows, operand, expressions(scope.variables));
    case '$sample':
      return sample(rows, operand);
    case '$unwind':
      return unwind(rows, operand);
    case '$sortByCount':
      return run(rows, byCount(operand), scope);
    default:
      throw new Fault(40601, `${name} can only be the final stage in the pipeline`);
  }
}

export function run(rows: Rows, stages: readonly Doc[], scope: Scope): Rows {
  let here = rows;
  for (const stage of stages) here = step(here, simplify(stage) as Doc, scope);
  return here;
}

/** What of the pipeline's beginning the planner can do: the filter, then the order, then how many. */
interface Front {
  filter: Doc;
  sort: unknown;
  skip: number;
  limit: number;
  rest: Doc[];
}

export function front(stages: readonly Doc[]): Front {
  const rest = [...stages];
  const filters: Doc[] = [];
  while (rest.length > 0 && nameOf(rest[0]) === '$match') {
    const filter = rest.shift()!.$match;
    if (!isDocument(filter)) throw new Fault(15959, 'the match filter must be an expression in an object');
    filters.push(filter);
  }
  let sort: unknown;
  if (rest.length > 0 && nameOf(rest[0]) === '$sort') sort = rest.shift()!.$sort;
  let skip = 0;
  let limit = 0;
  if (rest.length > 0 && nameOf(rest[0]) === '$skip') skip = whole(rest.shift()!.$skip, '$skip', 0);
  if (rest.length > 0 && nameOf(rest[0]) === '$limit') limit = whole(rest.shift()!.$limit, '$limit', 1);
  const filter = filters.length === 0 ? {} : filters.length === 1 ? filters[0]! : { $and: filters };
  return { filter, sort, skip, limit, rest };
}

/** What the stages behind the planner's look at; null: everything. */
export function needsOf([stage]: readonly Doc[]): ReadonlySet<string> | null {
  if (!stage) return null;
  if ('$count' in stage) return new Set();
  return '$group' in stage ? expressionNeeds(stage.$group) : null;
}

/** Every stage is judged before the first document is read. */
export function checkStages(stages: readonly unknown[]): void {
  if (stages.length > MOST_STAGES)
    throw new Fault(7749501, `Pipeline length must be no longer than ${MOST_STAGES} stages.`);
  for (const stage of stages) {
    nameOf(stage);
    checkStage(stage as Doc);
  }
}

export function from(outer: Scope, name: string, stages: readonly Doc[], hint: unknown): Rows {
  checkStages(stages);
  if (outer.depth > MOST_INNER)
    throw new Fault(232, `Maximum number of nested sub-pipelines exceeded. Limit is ${MOST_INNER}`);
  const scope = { ...outer, depth: outer.depth + 1 };
  const { filter, sort, skip, limit, rest } = front(stages);
  const expression = expressions(scope.variables);
  const order = readSort(sort);
  if (sort !== undefined && order.length === 0)
    throw new Fault(15976, '$sort stage must have at least one sort key');
  const collection = scope.store.catalog.find(scope.db, name);
  if (collection?.view)
    return from(scope, collection.view.on, [...collection.view.pipeline, ...stages], hint);
  const needs = needsOf(rest);
  const selection = { filter, sort: order, hint, skip, limit, deadline: scope.deadline };
  const rows = function* (): Made {
    if (!collection) {
      compileFilter(filter, expression);
      return;
    }
    const { records } = scope.store;
    if (needs) yield* selectFields(records, collection, selection, expression, needs);
    else
      for (const one of select(records, collection, selection, expression))
        yield one === PAUSE ? PAUSE : plain(one.bytes);
  };
  return run(rows(), rest, scope);
}
