/** Stages that mingo runs: a row at a time where a stage looks at one row, else over all of them. */
import { Aggregator } from 'mingo/aggregator';
import { type Doc, setOwn } from '../bson.js';
import { PAUSE, type Paced, type Pause } from '../turns.js';
import { asExpressionFault, checkNumbers, mingoOptions } from './expressions.js';
import { held } from './held.js';

/** What becomes of a row is settled by that row alone: none has to wait for the next. */
const ROW_BY_ROW = new Set(['$addFields', '$set', '$unset', '$project', '$replaceRoot', '$replaceWith']);
/** A run of mingo costs more than its rows do. */
const HANDFUL = 64;

function* handfuls(rows: Paced<Doc>): Generator<Doc[] | Pause> {
  let some: Doc[] = [];
  for (const row of rows) {
    if (row === PAUSE) {
      yield PAUSE;
      continue;
    }
    some.push(row);
    if (some.length < HANDFUL) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}

/** MongoDB's order of a projected row: _id, what the row had in its own order, then what was computed. */
function inOrder(made: Doc, from: Doc): Doc {
  const out: Doc = {};
  for (const key of ['_id', ...Object.keys(from), ...Object.keys(made)])
    if (Object.hasOwn(made, key) && !Object.hasOwn(out, key)) setOwn(out, key, made[key]);
  return out;
}

export function* mingo(rows: Paced<Doc>, name: string, stage: Doc, variables: Doc): Generator<Doc | Pause> {
  const aggregator = new Aggregator([stage], mingoOptions(variables));
  for (const some of ROW_BY_ROW.has(name) ? handfuls(rows) : [yield* held(rows, name)]) {
    if (some === PAUSE) {
      yield PAUSE;
      continue;
    }
    for (const row of some) checkNumbers(row);
    let made: Doc[];
    try {
      made = aggregator.run(some) as Doc[];
    } catch (error) {
      asExpressionFault(error);
    }
    yield* name === '$project' ? made.map((row, i) => inOrder(row, some[i]!)) : made;
  }
}
