/**
 * Counting by keys alone: where a filter is nothing but single values of an index's first fields, the entries
 * under them are its documents, each once, and none has to be read.
 */
import { type Doc, typeOf } from './bson.js';
import type { Index } from './catalog.js';
import { KEPT } from './index-keys.js';
import { isOperators } from './match/filter.js';
import { isRegex } from './match/regex.js';
import type { Pages } from './pages.js';
import type { Interval, Plan } from './planner.js';
import { indexPrefix } from './record-keys.js';

/** Types of which equality of keys is equality of values. */
const PLAIN = new Set(['string', 'bool', 'date', 'objectId']);

const single = (value: unknown): boolean =>
  !Array.isArray(value) && !isRegex(value) && !isOperators(value) && PLAIN.has(typeOf(value));

/** The entries that are the documents of the filter, one each; null: they have to be looked at. */
function entriesOf(plan: Plan, filter: Doc): { index: Index; interval: Interval } | null {
  if (plan.kind !== 'index' || plan.index.cut || plan.intervals.length !== 1) return null;
  const entries = Object.entries(filter);
  const first = new Set(plan.index.fields.slice(0, entries.length).map(({ path }) => path.join('.')));
  if (entries.length === 0 || entries.some(([path, value]) => !first.has(path) || !single(value)))
    return null;
  // Two elements of one array may both be under the value; one value of the first field alone is one entry.
  if (plan.index.multikey !== 0 && (entries.length > 1 || plan.index.multikey > 1)) return null;
  const interval = plan.intervals[0]!;
  return interval.from.length >= KEPT ? null : { index: plan.index, interval };
}

/** The index whose keys alone count the documents of this filter, or null. */
export const countedBy = (plan: Plan, filter: Doc): Index | null => entriesOf(plan, filter)?.index ?? null;

/** How many documents the filter matches, at most `limit` (0 = all); null = they have to be looked at. */
export function countByKeys(tree: Pages, plan: Plan, filter: Doc, limit: number): number | null {
  const found = entriesOf(plan, filter);
  if (!found) return null;
  const { from, to } = found.interval;
  const prefix = indexPrefix(found.index);
  const n = tree.count(Buffer.concat([prefix, from]), Buffer.concat([prefix, to]));
  return limit > 0 ? Math.min(limit, n) : n;
}
