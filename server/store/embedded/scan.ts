/**
 * Walks a plan's candidates, a handful at a time. Nothing is held open between handfuls: the walk resumes
 * after the last key it saw, and a record it has given is not given again.
 */
import type { Collection } from './catalog.js';
import { KEPT } from './index-keys.js';
import { after } from './pages.js';
import type { IndexPlan, Plan } from './planner.js';
import { docKey, indexPrefix, type RecordId, recordOf } from './record-keys.js';
import type { Records } from './records.js';

export interface Candidate {
  record: RecordId;
  bytes: Buffer;
}

const HANDFUL = 128;

function* walk(
  records: Records,
  from: Buffer,
  to: Buffer,
  reverse: boolean,
  keysOnly: boolean,
): Generator<{ key: Buffer; value: Buffer }> {
  let last: Buffer | undefined;
  let limit = 16;
  for (;;) {
    const some = records.tree.range(from, to, { reverse, limit, keysOnly, ...(last ? { after: last } : {}) });
    yield* some;
    if (some.length < limit) return;
    last = some.at(-1)!.key;
    limit = HANDFUL;
  }
}

/** An array has several entries, and one may lie in two intervals that were cut to the same beginning. */
function repeats({ index, intervals }: IndexPlan): boolean {
  return index.multikey !== 0 || intervals.some(({ from }) => from.length >= KEPT);
}

/** Keys of an index plan, one of each record. */
export function* entries(records: Records, plan: IndexPlan): Generator<Buffer> {
  const prefix = indexPrefix(plan.index);
  const intervals = plan.reverse ? [...plan.intervals].reverse() : plan.intervals;
  const seen = repeats(plan) ? new Set<RecordId>() : null;
  for (const { from, to } of intervals) {
    const low = Buffer.concat([prefix, from]);
    const high = Buffer.concat([prefix, to]);
    for (const { key } of walk(records, low, high, plan.reverse, true)) {
      if (records.tally) records.tally.keys++;
      if (seen) {
        const record = recordOf(key);
        if (seen.has(record)) continue;
        seen.add(record);
      }
      yield key;
    }
  }
}

export function* scan(records: Records, collection: Collection, plan: Plan): Generator<Candidate> {
  if (plan.kind === 'scan') {
    const from = docKey(collection, 0);
    const to = after(from.subarray(0, 5));
    for (const { key, value } of walk(records, from, to, plan.reverse, false)) {
      if (records.tally) records.tally.docs++;
      yield { record: recordOf(key), bytes: value };
    }
    return;
  }
  if (plan.kind === 'union') {
    const seen = new Set<RecordId>();
    for (const part of plan.plans) {
      for (const candidate of scan(records, collection, part)) {
        if (seen.has(candidate.record)) continue;
        seen.add(candidate.record);
        yield candidate;
      }
    }
    return;
  }
  for (const key of entries(records, plan)) {
    const record = recordOf(key);
    const bytes = records.read(collection, record);
    if (records.tally) records.tally.docs++;
    if (bytes) yield { record, bytes };
  }
}
