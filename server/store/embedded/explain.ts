/** A plan in the words of MongoDB's explain. */
import { type Doc, isDocument } from './bson.js';
import type { Collection, Index } from './catalog.js';
import { isOperators } from './match/filter.js';
import { candidates, type IndexPlan, type Plan } from './planner.js';
import { type Predicate, readPredicates } from './predicates.js';
import type { Selection } from './select.js';
import { shown } from './shown.js';

const WHOLE = '[MinKey, MaxKey]';

function rangeText(bounds: Predicate['bounds']): string {
  const low = bounds.find(({ op }) => op.startsWith('$g'));
  const high = bounds.find(({ op }) => op.startsWith('$l'));
  const from = low ? `${low.op === '$gt' ? '(' : '['}${shown(low.value)}` : '[least of its type';
  const to = high ? `${shown(high.value)}${high.op === '$lt' ? ')' : ']'}` : 'greatest of its type]';
  return `${from}, ${to}`;
}

function boundsOf(plan: IndexPlan, filter: Doc): Doc {
  const predicates = readPredicates(filter);
  return Object.fromEntries(
    plan.index.fields.map(({ path }, i) => {
      const name = path.join('.');
      const predicate = predicates.get(name);
      if (i < plan.equalities && predicate?.points)
        return [name, predicate.points.map((value) => `[${shown(value)}, ${shown(value)}]`)];
      if (i === plan.equalities && plan.ranged && predicate) return [name, [rangeText(predicate.bounds)]];
      return [name, [WHOLE]];
    }),
  );
}

function shapeOf(index: Index): Doc {
  return {
    keyPattern: index.key,
    indexName: index.name,
    isMultiKey: index.multikey !== 0,
    isUnique: index.unique,
    isSparse: index.sparse,
    isPartial: index.partial !== null,
    indexVersion: 2,
  };
}

function indexScan(plan: IndexPlan, filter: Doc): Doc {
  return {
    stage: 'IXSCAN',
    ...shapeOf(plan.index),
    direction: plan.reverse ? 'backward' : 'forward',
    indexBounds: boundsOf(plan, filter),
  };
}

/** `$and` of single conditions, each with its operator. */
export function parsed(filter: Doc): Doc {
  const parts = Object.entries(filter).map(
    ([key, value]): Doc =>
      key.startsWith('$') || isOperators(value) ? { [key]: value } : { [key]: { $eq: value } },
  );
  return parts.length === 1 ? parts[0]! : parts.length === 0 ? {} : { $and: parts };
}

/** What of the filter the bounds do not settle is judged on the keys. */
function keyScan(plan: IndexPlan, filter: Doc): Doc {
  const bound = new Set(
    plan.index.fields.slice(0, plan.equalities + (plan.ranged ? 1 : 0)).map(({ path }) => path.join('.')),
  );
  const rest = Object.entries(filter).filter(([key]) => !bound.has(key));
  const { stage, ...scan } = indexScan(plan, filter);
  return { stage, ...(rest.length > 0 ? { filter: parsed(Object.fromEntries(rest)) } : {}), ...scan };
}

function access(plan: Plan, filter: Doc): Doc {
  const own = Object.keys(filter).length > 0 ? { filter: parsed(filter) } : {};
  if (plan.kind === 'scan')
    return { stage: 'COLLSCAN', ...own, direction: plan.reverse ? 'backward' : 'forward' };
  if (plan.kind === 'index') {
    const onlyId =
      plan.index.name === '_id_' && Object.keys(filter).join() === '_id' && plan.equalities === 1;
    if (onlyId && !isOperators(filter._id)) return { stage: 'IDHACK' };
    return { stage: 'FETCH', ...own, inputStage: indexScan(plan, filter) };
  }
  const inputStages = plan.plans.map((part, i) => {
    const branch = Array.isArray(filter.$or) ? filter.$or[i] : undefined;
    const whole = { $and: [filter, ...(isDocument(branch) ? [branch] : [])] };
    return part.kind === 'index' ? indexScan(part, whole) : access(part, whole);
  });
  return { stage: 'FETCH', ...own, inputStage: { stage: 'OR', inputStages } };
}

/** The fields that are taken out of an index's keys; of none, the entries alone are walked. */
function fromKeys(plan: IndexPlan, filter: Doc, names: ReadonlySet<string>): Doc {
  const inputStage = keyScan(plan, filter);
  if (names.size === 0) return inputStage;
  const transformBy = {
    ...Object.fromEntries([...names].map((name) => [name, 1])),
    _id: Number(names.has('_id')),
  };
  return { stage: 'PROJECTION_COVERED', transformBy, inputStage };
}

/** A count by keys: nothing is walked either. */
export function countScan(index: Index, filter: Doc): Doc {
  const key = Object.fromEntries(
    index.fields
      .slice(0, Object.keys(filter).length)
      .map(({ path }) => [path.join('.'), filter[path.join('.')]]),
  );
  return {
    stage: 'COUNT_SCAN',
    ...shapeOf(index),
    indexBounds: { startKey: key, startKeyInclusive: true, endKey: key, endKeyInclusive: true },
  };
}

/** The stages a selection goes through, outermost first; `names` where an index's keys give all that is asked. */
export function stagesOf(
  plan: Plan,
  selection: Selection,
  projection: Doc,
  names: ReadonlySet<string> | null = null,
): Doc {
  const { filter, sort, skip, limit } = selection;
  let stage = names && plan.kind === 'index' ? fromKeys(plan, filter, names) : access(plan, filter);
  const fields = sort.filter(({ path }) => path !== '$natural');
  if (fields.length > 0 && !plan.sorted) {
    const sortPattern = Object.fromEntries(fields.map(({ path, descending }) => [path, descending ? -1 : 1]));
    const most = limit > 0 ? { limitAmount: skip + limit } : {};
    stage = { stage: 'SORT', sortPattern, memLimit: 104_857_600, ...most, type: 'simple', inputStage: stage };
  }
  if (skip > 0) stage = { stage: 'SKIP', skipAmount: skip, inputStage: stage };
  if (limit > 0) stage = { stage: 'LIMIT', limitAmount: limit, inputStage: stage };
  if (Object.keys(projection).length > 0)
    stage = { stage: 'PROJECTION_DEFAULT', transformBy: projection, inputStage: stage };
  return stage;
}

export function rejected(collection: Collection, plan: Plan, { filter, sort }: Selection): Doc[] {
  if (plan.kind !== 'index') return [];
  const predicates = readPredicates(filter);
  return candidates(collection, predicates, sort)
    .filter((one) => one.plan.index !== plan.index)
    .map((one) => access(one.plan, filter));
}
