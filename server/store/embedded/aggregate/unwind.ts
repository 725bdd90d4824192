/** `$unwind`: a row for every element; what is no array is its own element, null and missing are none. */
import { type Doc, getOwn, isDocument, setOwn, typeOf } from '../bson.js';
import { Fault } from '../faults.js';
import { PAUSE, type Paced, type Pause } from '../turns.js';
import { withField } from './lookup.js';

interface Read {
  path: string[];
  index: string[] | null;
  preserve: boolean;
}

const OPTIONS = ['path', 'includeArrayIndex', 'preserveNullAndEmptyArrays'];

function read(raw: unknown): Read {
  const spec: unknown = typeof raw === 'string' ? { path: raw } : raw;
  if (!isDocument(spec))
    throw new Fault(
      15981,
      `expected either a string or an object as specification for $unwind stage, got ${typeOf(raw)}`,
    );
  for (const key of Object.keys(spec))
    if (!OPTIONS.includes(key)) throw new Fault(28811, `unrecognized option to $unwind stage: ${key}`);
  const { path, includeArrayIndex: index, preserveNullAndEmptyArrays: preserve = false } = spec;
  if (path === undefined) throw new Fault(28812, 'no path specified to $unwind stage');
  if (typeof path !== 'string')
    throw new Fault(28808, `expected a string as the path for $unwind stage, got ${typeOf(path)}`);
  if (!path.startsWith('$'))
    throw new Fault(28818, `path option to $unwind stage should be prefixed with a '$': ${path}`);
  if (typeof preserve !== 'boolean')
    throw new Fault(
      28809,
      `expected a boolean for the preserveNullAndEmptyArrays option to $unwind stage, got ${typeOf(preserve)}`,
    );
  if (index !== undefined && (typeof index !== 'string' || index === ''))
    throw new Fault(
      28810,
      `expected a non-empty string for the includeArrayIndex option to $unwind stage, got ${typeOf(index)}`,
    );
  if (index?.startsWith('$'))
    throw new Fault(
      28822,
      `includeArrayIndex option to $unwind stage should not be prefixed with a '$': ${index}`,
    );
  return { path: path.slice(1).split('.'), index: index?.split('.') ?? null, preserve };
}

/** Through documents alone: an array on the way has no such field. */
function at(row: Doc, path: readonly string[]): unknown {
  let here: unknown = row;
  for (const name of path) here = isDocument(here) ? getOwn(here, name) : undefined;
  return here;
}

function without(row: Doc, [head, ...rest]: readonly string[]): Doc {
  const out: Doc = {};
  for (const key of Object.keys(row)) {
    const inner = row[key];
    if (key !== head) setOwn(out, key, inner);
    else if (rest.length > 0 && isDocument(inner)) setOwn(out, key, without(inner, rest));
  }
  return out;
}

export function* unwind(rows: Paced<Doc>, raw: unknown): Generator<Doc | Pause> {
  const { path, index, preserve } = read(raw);
  const numbered = (row: Doc, n: number | null): Doc => (index ? withField(row, index, n) : row);
  for (const row of rows) {
    if (row === PAUSE) {
      yield PAUSE;
      continue;
    }
    const value = at(row, path);
    if (Array.isArray(value) && value.length > 0) {
      for (const [i, item] of value.entries()) yield numbered(withField(row, path, item), i);
    } else if (value === undefined || value === null) {
      if (preserve) yield numbered(row, null);
    } else if (!Array.isArray(value)) yield numbered(row, null);
    else if (preserve) yield numbered(without(row, path), null);
  }
}
