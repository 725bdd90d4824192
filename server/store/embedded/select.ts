/** Filter, sort, skip, limit over a plan: what find, count, update and delete all begin with. */
import { type Doc, exact, plain } from './bson.js';
import type { Collection } from './catalog.js';
import { Fault } from './faults.js';
import { asksTypes, compileFilter, type Expression } from './match/filter.js';
import type { Found } from './match/paths.js';
import { makePlan, type SortField } from './planner.js';
import type { Records } from './records.js';
import { type Candidate, scan } from './scan.js';
import { sortInMemory, sortKeyOf } from './sort.js';

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

function* matching(
  candidates: Iterable<Candidate>,
  filter: Doc,
  expression: Expression,
  deadline: number,
): Generator<Chosen> {
  const all = Object.keys(filter).length === 0;
  const test = compileFilter(filter, expression);
  const read = asksTypes(filter) ? exact : plain;
  let seen = 0;
  for (const candidate of candidates) {
    if (deadline > 0 && (++seen & 127) === 0 && Date.now() > deadline)
      throw new Fault(50, 'operation exceeded time limit');
    const found: Found = {};
    if (all || test(read(candidate.bytes), found)) yield { ...candidate, found };
  }
}

export function* select(
  records: Records,
  collection: Collection,
  selection: Selection,
  expression: Expression,
): Generator<Chosen> {
  const { filter, sort, hint, skip, limit, deadline } = selection;
  const natural = sort[0]?.path === '$natural' ? sort[0] : null;
  const fields = natural ? [] : sort;
  const plan = makePlan(
    collection,
    filter,
    fields,
    natural ? { $natural: natural.descending ? -1 : 1 } : hint,
  );
  let chosen: Iterable<Chosen> = matching(scan(records, collection, plan), filter, expression, deadline);
  if (fields.length > 0 && !plan.sorted) {
    chosen = sortInMemory(
      chosen,
      (one) => sortKeyOf(plain(one.bytes), fields),
      (one) => one.bytes.length,
      limit > 0 ? skip + limit : 0,
    );
  }
  let at = 0;
  if (limit > 0 || skip > 0) {
    for (const one of chosen) {
      if (at++ < skip) continue;
      yield one;
      if (limit > 0 && at >= skip + limit) return;
    }
  } else yield* chosen;
}
