/** `explain`: which plan a command would take and, where asked, what it looked at; nothing is written. */
import { expressions } from '../aggregate/expressions.js';
import { checkStages, front, needsOf } from '../aggregate/pipeline.js';
import { type Doc, isDocument, simplify, truthy } from '../bson.js';
import type { Collection } from '../catalog.js';
import { countedBy } from '../cover.js';
import { countScan, parsed, rejected, stagesOf } from '../explain.js';
import { Fault } from '../faults.js';
import { compileFilter } from '../match/filter.js';
import { rootsOf } from '../needs.js';
import type { Plan } from '../planner.js';
import type { Records, Tally } from '../records.js';
import { planOf, type Selection, select } from '../select.js';
import { covered, selectFields } from '../select-fields.js';
import { readSort } from '../sort.js';
import { unpaused } from '../turns.js';
import { VERSION } from '../version.js';
import { type Call, type Command, countOption, documentOption, letOption } from './command.js';
import { countOf } from './count.js';

const VERBOSITY = ['queryPlanner', 'executionStats', 'allPlansExecution'];

interface Asked {
  selection: Selection;
  projection: Doc;
  /** The fields that are asked for; null: whole documents. */
  names: ReadonlySet<string> | null;
  /** Stages a pipeline has behind what the planner does. */
  rest: Doc[];
  /** What is wrapped around the plan, as MongoDB names it. */
  over: string | null;
}

const COUNT = 'COUNT';
const BASE = { sort: [], hint: undefined, skip: 0, limit: 0, deadline: 0 };

function first(list: unknown, name: string): Doc {
  const one = Array.isArray(list) && list.length === 1 ? list[0] : undefined;
  if (!isDocument(one)) throw new Fault(72, `explained ${name} must have exactly one statement`);
  return one;
}

const READERS: Record<string, (body: Doc) => Asked> = {
  find: (body) => ({
    selection: {
      ...{ filter: documentOption(body, 'filter'), sort: readSort(body.sort), hint: body.hint, deadline: 0 },
      skip: countOption(body, 'skip') ?? 0,
      limit: Math.abs(countOption(body, 'limit') ?? 0),
    },
    ...{ projection: documentOption(body, 'projection'), names: null, rest: [], over: null },
  }),
  count: (body) => ({
    selection: {
      ...BASE,
      ...{ filter: documentOption(body, 'query'), hint: body.hint },
      skip: countOption(body, 'skip') ?? 0,
      limit: Math.abs(Number(simplify(body.limit) ?? 0)),
    },
    ...{ projection: {}, names: new Set(), rest: [], over: COUNT },
  }),
  distinct: (body) => ({
    selection: { ...BASE, filter: documentOption(body, 'query'), hint: body.hint },
    ...{ projection: {}, names: rootsOf([String(body.key)]), rest: [], over: null },
  }),
  update: (body) => {
    const one = first(body.updates, 'update');
    const limit = truthy(one.multi ?? false) ? 0 : 1;
    const selection = { ...BASE, filter: documentOption(one, 'q'), hint: one.hint, limit };
    return { selection, projection: {}, names: null, rest: [], over: 'UPDATE' };
  },
  delete: (body) => {
    const one = first(body.deletes, 'delete');
    const selection = {
      ...BASE,
      filter: documentOption(one, 'q'),
      hint: one.hint,
      limit: Number(simplify(one.limit)),
    };
    return { selection, projection: {}, names: null, rest: [], over: 'DELETE' };
  },
  findAndModify: (body) => ({
    selection: {
      ...BASE,
      filter: documentOption(body, 'query'),
      sort: readSort(body.sort),
      hint: body.hint,
      limit: 1,
    },
    ...{
      projection: documentOption(body, 'fields'),
      names: null,
      rest: [],
      over: truthy(body.remove ?? false) ? 'DELETE' : 'UPDATE',
    },
  }),
  aggregate: (body) => {
    if (!Array.isArray(body.pipeline)) throw new Fault(14, "'pipeline' option must be specified as an array");
    checkStages(body.pipeline);
    const { filter, sort, skip, limit, rest } = front(body.pipeline as Doc[]);
    const selection = { ...BASE, filter, sort: readSort(sort), skip, limit, hint: body.hint };
    return { selection, projection: {}, names: needsOf(rest), rest, over: null };
  },
};

export function explained(call: Call, inner: Doc, verbosity: string): Doc {
  const { store, db } = call;
  const name = Object.keys(inner)[0] ?? '';
  const reader = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
  if (!reader) throw new Fault(59, `Explain failed due to unknown command: ${name}`);
  const asked = reader(inner);
  const { selection } = asked;
  const coll = String(inner[name]);
  const expression = expressions(letOption(inner));
  compileFilter(selection.filter, expression);
  const collection = store.catalog.find(db, coll);
  if (collection?.view) throw new Fault(166, 'the embedded store does not explain reads of a view');
  const plan = collection && planOf(collection, selection);
  const ran = verbosity === 'queryPlanner' ? null : run(call, collection, asked);
  const winningPlan = plan ? planned(call.store.records, plan, asked, ran) : whole(asked, { stage: 'EOF' });
  const queryPlanner = {
    namespace: `${db}.${coll}`,
    indexFilterSet: false,
    parsedQuery: parsed(selection.filter),
    maxIndexedOrSolutionsReached: false,
    winningPlan,
    rejectedPlans: plan ? rejected(collection, plan, selection) : [],
  };
  const executionStats = ran ? { executionStats: told(ran, winningPlan) } : {};
  const tail = { command: { ...inner, $db: db }, serverInfo: { version: VERSION, pid: process.pid }, ok: 1 };
  if (asked.rest.length === 0) return { explainVersion: '1', queryPlanner, ...executionStats, ...tail };
  return {
    explainVersion: '1',
    stages: [{ $cursor: { queryPlanner, ...executionStats } }, ...asked.rest],
    ...tail,
  };
}

const whole = ({ over }: Asked, found: Doc): Doc => (over ? { stage: over, inputStage: found } : found);

/** A count of everything, or of one key of an index, looks at no document and walks no index. */
function counted(plan: Plan, { over, selection }: Asked): Doc | null {
  const { filter, skip, limit, hint } = selection;
  if (over !== COUNT || skip > 0 || hint !== undefined) return null;
  if (Object.keys(filter).length === 0) return limit === 0 ? { stage: 'RECORD_STORE_FAST_COUNT' } : null;
  const index = countedBy(plan, filter);
  return index && { stage: COUNT, inputStage: countScan(index, filter) };
}

function planned(records: Records, plan: Plan, asked: Asked, ran: Ran | null): Doc {
  const { selection, projection, names } = asked;
  const byKeys = counted(plan, asked);
  if (byKeys) return byKeys;
  const onKeys = names && (ran ? ran.docs === 0 : true) && covered(records, plan, selection, names);
  return whole(asked, stagesOf(plan, selection, projection, onKeys ? names : null));
}

interface Ran extends Tally {
  nReturned: number;
  ms: number;
}

function run(call: Call, collection: Collection | undefined, asked: Asked): Ran {
  const { selection, names } = asked;
  const { store } = call.store.reading();
  const tally: Tally = { keys: 0, docs: 0 };
  const began = performance.now();
  let nReturned = 0;
  if (collection) {
    const n = asked.over === COUNT ? countOf(store, collection, selection) : null;
    store.records.tally = tally;
    const rows = names
      ? selectFields(store.records, collection, selection, expressions({}), names)
      : select(store.records, collection, selection, expressions({}));
    if (n === null) for (const _ of unpaused<unknown>(rows)) nReturned++;
    else nReturned = n;
  }
  return { ...tally, nReturned, ms: Math.round(performance.now() - began) };
}

function told({ keys, docs, nReturned, ms }: Ran, winningPlan: Doc): Doc {
  return {
    executionSuccess: true,
    nReturned,
    executionTimeMillis: ms,
    totalKeysExamined: keys,
    totalDocsExamined: docs,
    executionStages: { ...winningPlan, nReturned },
  };
}

export const explain: Command = {
  fields: ['verbosity'],
  run: (call) => {
    const inner = call.body.explain;
    if (!isDocument(inner)) throw new Fault(14, "BSON field 'explain.explain' must be an object");
    const verbosity = call.body.verbosity ?? 'allPlansExecution';
    if (typeof verbosity !== 'string' || !VERBOSITY.includes(verbosity))
      throw new Fault(9, `verbosity string must be one of ${VERBOSITY.join(', ')}`);
    return explained(call, inner, verbosity);
  },
};
