/** `$bucket` by given boundaries, `$bucketAuto` by as many documents in each as can be. */
import { type Doc, isDocument, toNumber, typeOf } from '../bson.js';
import { Fault } from '../faults.js';
import { compare, keyOf, TAG } from '../keys.js';
import type { Expression } from '../match/filter.js';
import { collected, type Paced, type Pause } from '../turns.js';
import { begin, type Compute, compute, type Field, gather, readFields } from './group.js';
import { held } from './held.js';

interface Read {
  grouping: Compute;
  fields: Field[];
}

/** `codes`: MongoDB's for a wrong groupBy and a wrong output. */
function read(stage: string, spec: Doc, general: Expression, codes: { by: number; output: number }): Read {
  const { groupBy, output = { count: { $sum: 1 } } } = spec;
  if (!isDocument(groupBy) && !(typeof groupBy === 'string' && groupBy.startsWith('$')))
    throw new Fault(
      codes.by,
      `The ${stage} 'groupBy' field must be defined as a $-prefixed path or an expression`,
    );
  if (!isDocument(output)) throw new Fault(codes.output, `The ${stage} 'output' field must be an object`);
  const fields = readFields(output, general);
  if (!fields)
    throw new Fault(
      238,
      `the embedded store does not support this accumulator in ${stage}; use a MongoDB server`,
    );
  return { grouping: compute(groupBy, general), fields };
}

function checkNames(
  stage: string,
  spec: unknown,
  known: readonly string[],
  codes: { object: number; name: number },
): Doc {
  if (!isDocument(spec))
    throw new Fault(
      codes.object,
      `Argument to ${stage} stage must be an object, but found type: ${typeOf(spec)}`,
    );
  for (const key of Object.keys(spec))
    if (!known.includes(key)) throw new Fault(codes.name, `Unrecognized option to ${stage}: ${key}.`);
  return spec;
}

function checkBoundaries(boundaries: unknown): unknown[] {
  if (!Array.isArray(boundaries))
    throw new Fault(
      40200,
      `The $bucket 'boundaries' field must be an array, but found type: ${typeOf(boundaries)}`,
    );
  if (boundaries.length < 2)
    throw new Fault(40192, "The $bucket 'boundaries' field must have at least 2 values");
  for (let i = 1; i < boundaries.length; i++) {
    const [lower, upper] = [boundaries[i - 1], boundaries[i]];
    if (TAG[typeOf(lower)] !== TAG[typeOf(upper)])
      throw new Fault(40193, "All values in the 'boundaries' option to $bucket must have the same type");
    if (compare(lower, upper) >= 0)
      throw new Fault(40194, "The 'boundaries' option to $bucket must be sorted");
  }
  return boundaries;
}

export function bucket(rows: Paced<Doc>, raw: unknown, general: Expression): Paced<Doc> {
  const names = ['groupBy', 'boundaries', 'default', 'output'];
  const spec = checkNames('$bucket', raw, names, { object: 40201, name: 40197 });
  if (!('groupBy' in spec && 'boundaries' in spec))
    throw new Fault(40198, "$bucket requires 'groupBy' and 'boundaries' to be specified.");
  const boundaries = checkBoundaries(spec.boundaries);
  const other = 'default' in spec;
  if (other && compare(spec.default, boundaries[0]) >= 0 && compare(spec.default, boundaries.at(-1)) < 0)
    throw new Fault(
      40199,
      "The $bucket 'default' field must be less than the lowest boundary or greater than or equal to the highest boundary.",
    );
  const { grouping, fields } = read('$bucket', spec, general, { by: 40202, output: 40196 });
  const idOf = (row: Doc): unknown => {
    const value = grouping(row);
    const above = value === undefined ? 0 : boundaries.findIndex((one) => compare(value, one) < 0);
    if (above > 0) return boundaries[above - 1];
    if (other) return spec.default;
    throw new Fault(
      40066,
      '$switch could not find a matching branch for an input, and no default was specified.',
    );
  };
  const made = gather(rows, idOf, fields, '$bucket');
  return (function* () {
    yield* (yield* collected(made)).sort((a, b) => compare(a._id, b._id));
  })();
}

function bucketCount(raw: unknown): number {
  const count = toNumber(raw);
  if (count === undefined)
    throw new Fault(
      40241,
      `The $bucketAuto 'buckets' field must be a numeric value, but found type: ${typeOf(raw)}`,
    );
  if (!Number.isInteger(count) || Math.abs(count) >= 2 ** 31)
    throw new Fault(40242, "The $bucketAuto 'buckets' field must be representable as a 32-bit integer");
  if (count <= 0) throw new Fault(40243, "The $bucketAuto 'buckets' field must be greater than 0");
  return count;
}

/** Values that are equal stay together, so a bucket may take more than its share and the last may be missing. */
export function* bucketAuto(rows: Paced<Doc>, raw: unknown, general: Expression): Generator<Doc | Pause> {
  const names = ['groupBy', 'buckets', 'output', 'granularity'];
  const spec = checkNames('$bucketAuto', raw, names, { object: 40240, name: 40245 });
  if (!('groupBy' in spec && 'buckets' in spec))
    throw new Fault(40246, "$bucketAuto requires 'groupBy' and 'buckets' to be specified.");
  if ('granularity' in spec)
    throw new Fault(
      238,
      'the embedded store does not support granularity in $bucketAuto; use a MongoDB server',
    );
  const buckets = bucketCount(spec.buckets);
  const { grouping, fields } = read('$bucketAuto', spec, general, { by: 40239, output: 40244 });
  const all = (yield* held(rows, '$bucketAuto')).map((row) => {
    const value = grouping(row) ?? null;
    return { row, value, key: keyOf(value) };
  });
  all.sort((a, b) => Buffer.compare(a.key, b.key));
  const share = Math.max(1, Math.round(all.length / buckets));
  let at = 0;
  for (let i = 0; i < buckets && at < all.length; i++) {
    const from = at;
    at = i === buckets - 1 ? all.length : Math.min(all.length, at + share);
    while (at < all.length && all[at]!.key.equals(all[at - 1]!.key)) at++;
    const group = begin(fields);
    for (const { row } of all.slice(from, at)) group.add(row);
    yield group.row({ min: all[from]!.value, max: all[Math.min(at, all.length - 1)]!.value });
  }
}
