/**
 * Some fields of the documents found, for what asks for no more: a group, a count, distinct values. Where an
 * index has all of them, its keys are read and the documents are not.
 */
import type { Doc } from './bson.js';
import type { Collection } from './catalog.js';
import { keyReader } from './key-values.js';
import { asksTypes, compileFilter, type Expression } from './match/filter.js';
import { filterNeeds } from './needs.js';
import { picker } from './pick.js';
import type { IndexPlan, Plan } from './planner.js';
import { recordOf } from './record-keys.js';
import type { Records } from './records.js';
import { entries, scan } from './scan.js';
import { inTime, planOf, type Selection, select, window } from './select.js';
import { PAUSE, type Paced, type Pause } from './turns.js';

function* candidates(
  records: Records,
  collection: Collection,
  plan: Plan,
  names: ReadonlySet<string>,
): Generator<Doc> {
  const pick = picker(names);
  const fromKey = plan.kind === 'index' ? keyReader(plan.index, names) : null;
  if (plan.kind !== 'index' || !fromKey) {
    for (const { bytes } of scan(records, collection, plan)) yield pick(bytes);
    return;
  }
  for (const key of entries(records, plan)) {
    const doc = fromKey(key);
    if (doc) {
      yield doc;
      continue;
    }
    if (records.tally) records.tally.docs++;
    const bytes = records.read(collection, recordOf(key));
    if (bytes) yield pick(bytes);
  }
}

function* passing(docs: Paced<Doc>, filter: Doc, expression: Expression): Generator<Doc | Pause> {
  const test = compileFilter(filter, expression);
  for (const doc of docs) if (doc === PAUSE || test(doc)) yield doc;
}

/** What has to be known of a document for these names and the filter; null where it has to be read as a whole. */
function fieldsRead(plan: Plan, { filter, sort }: Selection, names: ReadonlySet<string>): Set<string> | null {
  const needs = asksTypes(filter) ? null : filterNeeds(filter);
  const ordered = plan.sorted || sort.length === 0 || sort[0]?.path === '$natural';
  return needs && ordered ? new Set([...needs, ...names]) : null;
}

/**
 * Whether an index's keys give all of it. A number's key does not say its type and a null's not whether the
 * field is there at all: the first entry shows what the index has.
 */
export function covered(
  records: Records,
  plan: Plan,
  selection: Selection,
  names: ReadonlySet<string>,
): boolean {
  const fields = fieldsRead(plan, selection, names);
  const fromKey = fields && plan.kind === 'index' ? keyReader(plan.index, fields) : null;
  if (!fromKey) return false;
  for (const key of entries(records, plan as IndexPlan)) return fromKey(key) !== null;
  return true;
}

/** Top-level fields of these names; others may be there too. */
export function* selectFields(
  records: Records,
  collection: Collection,
  selection: Selection,
  expression: Expression,
  names: ReadonlySet<string>,
): Generator<Doc | Pause> {
  const plan = planOf(collection, selection);
  const fields = fieldsRead(plan, selection, names);
  if (!fields) {
    const pick = picker(names);
    for (const one of select(records, collection, selection, expression))
      yield one === PAUSE ? PAUSE : pick(one.bytes);
    return;
  }
  const all = inTime(candidates(records, collection, plan, fields), selection.deadline);
  yield* window(passing(all, selection.filter, expression), selection);
}
