/**
 * Walks a plan's candidates, a handful at a time. Nothing is held open between handfuls: the walk resumes
 * after the last key it saw, and a record it has given is not given again.
 */
import type { Collection } from './catalog.js';
import type { Plan } from './planner.js';
import { after, docKey, indexPrefix, type RecordId, type Records, recordOf } from './records.js';

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
): Generator<{ key: Buffer; value: Buffer }> {
  let last: Buffer | undefined;
  let limit = 16;
  for (;;) {
    const some = records.tree.range(from, to, { reverse, limit, ...(last ? { after: last } : {}) });
    yield* some;
    if (some.length < limit) return;
    last = some.at(-1)!.key;
    limit = HANDFUL;
  }
}

/** Record ids of an index plan, each once. */
function* entries(records: Records, plan: Plan & { kind: 'index' }): Generator<RecordId> {
  const prefix = indexPrefix(plan.index);
  const intervals = plan.reverse ? [...plan.intervals].reverse() : plan.intervals;
  const seen = new Set<RecordId>();
  for (const { from, to } of intervals) {
    const low = Buffer.concat([prefix, from]);
    const high = Buffer.concat([prefix, to]);
    for (const { key } of walk(records, low, high, plan.reverse)) {
      const record = recordOf(key);
      if (seen.has(record)) continue;
      seen.add(record);
      yield record;
    }
  }
}

export function* scan(records: Records, collection: Collection, plan: Plan): Generator<Candidate> {
  if (plan.kind === 'scan') {
    const from = docKey(collection, 0);
    const to = after(from.subarray(0, 5));
    for (const { key, value } of walk(records, from, to, plan.reverse))
      yield { record: recordOf(key), bytes: value };
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
  for (const record of entries(records, plan)) {
    const bytes = records.read(collection, record);
    if (bytes) yield { record, bytes };
  }
}
