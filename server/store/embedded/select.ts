/** Filter, sort, skip, limit over a plan: what find, count, update and delete all begin with. */
import { type Doc, exact, plain } from './bson.js';
import type { Collection } from './catalog.js';
import { Fault } from './faults.js';
import { asksTypes, compileFilter, type Expression } from './match/filter.js';
import type { Found } from './match/paths.js';
import { filterNeeds, rootsOf } from './needs.js';
import { picker } from './pick.js';
import { makePlan, type Plan, type SortField } from './planner.js';
import { pointOf } from './point.js';
import type { Records } from './records.js';
import { type Candidate, scan } from './scan.js';
import { sortInMemory, sortKeyOf } from './sort.js';
import { PAUSE, type Paced, type Pause, TURN_MS } from './turns.js';

export interface Selection {
  filter: Doc;
  sort: SortField[];
  hint: unknown;
  skip: number;
  /** 0: all. */
  limit: number;
  /** Milliseconds since 1970; 0: none. */
  deadline: number;
}

export interface Chosen extends Candidate {
  found: Found;
}

/** Looks at the clock now and then; `deadline` as in a Selection. */
export function* inTime<T>(items: Iterable<T>, deadline: number): Generator<T | Pause> {
  let seen = 0;
  let began = performance.now();
  for (const item of items) {
    if ((++seen & 127) === 0) {
      if (deadline > 0 && Date.now() > deadline) throw new Fault(50, 'operation exceeded time limit');
      if (performance.now() - began > TURN_MS) {
        yield PAUSE;
        began = performance.now();
      }
    }
    yield item;
  }
}

/** What is left of them by skip and limit. */
export function* window<T>(items: Paced<T>, { skip, limit }: Selection): Generator<T | Pause> {
  let at = 0;
  for (const item of items) {
    if (item !== PAUSE && at++ < skip) continue;
    yield item;
    if (item === PAUSE) continue;
    if (limit > 0 && at >= skip + limit) return;
  }
}

function* matching(
  candidates: Paced<Candidate>,
  filter: Doc,
  expression: Expression,
): Generator<Chosen | Pause> {
  const all = Object.keys(filter).length === 0;
  const test = compileFilter(filter, expression);
  const needs = filterNeeds(filter);
  const read = asksTypes(filter) ? exact : needs ? picker(needs) : plain;
  for (const candidate of candidates) {
    if (candidate === PAUSE) {
      yield PAUSE;
      continue;
    }
    const { record, bytes } = candidate;
    const found: Found = {};
    if (all || test(read(bytes), found)) yield { record, bytes, found };
  }
}

export function planOf(collection: Collection, { filter, sort, hint }: Selection): Plan {
  const natural = sort[0]?.path === '$natural' ? sort[0] : null;
  if (natural) return makePlan(collection, filter, [], { $natural: natural.descending ? -1 : 1 });
  return makePlan(collection, filter, sort, hint);
}

function* byUniqueKey(
  records: Records,
  collection: Collection,
  point: Buffer,
  skip: number,
): Generator<Chosen> {
  const record = records.recordAt(point);
  if (record === null) return;
  if (records.tally) records.tally.keys++;
  if (skip > 0) return;
  if (records.tally) records.tally.docs++;
  const bytes = records.read(collection, record);
  if (bytes) yield { record, bytes, found: {} };
}

export function* select(
  records: Records,
  collection: Collection,
  selection: Selection,
  expression: Expression,
): Generator<Chosen | Pause> {
  const { filter, sort, hint, skip, limit, deadline } = selection;
  const unique = hint === undefined ? pointOf(collection, filter) : null;
  if (unique) {
    yield* byUniqueKey(records, collection, unique, skip);
    return;
  }
  const fields = sort[0]?.path === '$natural' ? [] : sort;
  const plan = planOf(collection, selection);
  let chosen: Paced<Chosen> = matching(inTime(scan(records, collection, plan), deadline), filter, expression);
  if (fields.length > 0 && !plan.sorted) {
    const read = picker(rootsOf(fields.map(({ path }) => path)));
    chosen = yield* sortInMemory(
      chosen,
      (one) => sortKeyOf(read(one.bytes), fields),
      (one) => one.bytes.length,
      limit > 0 ? skip + limit : 0,
    );
  }
  yield* limit > 0 || skip > 0 ? window(chosen, selection) : chosen;
}
