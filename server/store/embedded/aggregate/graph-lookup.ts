/** `$graphLookup`: from document to document by a field of each, through the other collection's index if it has one. */
import { calculateObjectSize } from 'bson';
import { type Doc, isDocument, toNumber } from '../bson.js';
import { Fault } from '../faults.js';
import { keyOf } from '../keys.js';
import { reach } from '../match/paths.js';
import { PAUSE, type Paced, type Pause } from '../turns.js';
import { expressions } from './expressions.js';
import { MOST_BYTES } from './held.js';
import { type From, withField } from './lookup.js';
import type { Scope } from './pipeline.js';

const FIELDS = new Set([
  ...['from', 'startWith', 'connectFromField', 'connectToField', 'as'],
  ...['maxDepth', 'depthField', 'restrictSearchWithMatch'],
]);

interface Read {
  other: string;
  start: (row: Doc) => unknown;
  forward: string;
  back: string;
  as: string;
  deepest: number;
  depthField: string | null;
  only: Doc[];
}

function path(spec: Doc, name: string): string {
  const value = spec[name];
  if (typeof value !== 'string')
    throw new Fault(40103, `expected string as argument for ${name}, found: ${String(value)}`);
  if (value === '' || value.startsWith('$'))
    throw new Fault(16410, "FieldPath field names may not start with '$'");
  return value;
}

function depth(raw: unknown): number {
  if (raw === undefined) return Number.POSITIVE_INFINITY;
  const number = toNumber(raw);
  if (number === undefined) throw new Fault(40100, 'maxDepth must be numeric');
  if (number < 0) throw new Fault(40101, 'maxDepth requires a nonnegative argument');
  if (!Number.isInteger(number)) throw new Fault(40102, 'maxDepth could not be represented as a long long');
  return number;
}

function read(spec: unknown, scope: Scope): Read {
  if (!isDocument(spec)) throw new Fault(40327, 'the $graphLookup stage specification must be an object');
  for (const key of Object.keys(spec))
    if (!FIELDS.has(key)) throw new Fault(40104, `Unknown argument to $graphLookup: ${key}`);
  const needed = ['from', 'startWith', 'connectFromField', 'connectToField', 'as'];
  if (needed.some((name) => spec[name] === undefined))
    throw new Fault(
      40105,
      `$graphLookup requires ${needed.map((name) => `'${name}'`).join(', ')} to be specified.`,
    );
  const match = spec.restrictSearchWithMatch;
  if (match !== undefined && !isDocument(match))
    throw new Fault(40185, 'restrictSearchWithMatch must be an object');
  return {
    other: path(spec, 'from'),
    start: expressions(scope.variables)(spec.startWith),
    forward: path(spec, 'connectFromField'),
    back: path(spec, 'connectToField'),
    as: path(spec, 'as'),
    deepest: depth(spec.maxDepth),
    depthField: spec.depthField === undefined ? null : path(spec, 'depthField'),
    only: match === undefined ? [] : [match],
  };
}

/** Every value at the path, of an array its elements; where there is none, none. */
function valuesAt(row: Doc, path: string[]): unknown[] {
  const values: unknown[] = [];
  const take = (leaf: unknown): boolean => {
    if (Array.isArray(leaf)) values.push(...leaf);
    else if (leaf !== undefined) values.push(leaf);
    return false;
  };
  reach(row, path, 0, take, undefined);
  return values;
}

function* reached(first: unknown[], how: Read, scope: Scope, from: From): Generator<Pause, Doc[]> {
  const found: Doc[] = [];
  const seen = new Set<string>();
  const asked = new Set<string>();
  let bytes = 0;
  let values = first;
  for (let level = 0; values.length > 0 && level <= how.deepest; level++) {
    // A document that lacks the field is not connected to one that has null in it.
    const filter = {
      $and: [...how.only, { [how.back]: { $in: values } }, { [how.back]: { $exists: true } }],
    };
    const next: unknown[] = [];
    for (const row of from(scope, how.other, [{ $match: filter }], undefined)) {
      if (row === PAUSE) {
        yield PAUSE;
        continue;
      }
      const id = keyOf(row._id).toString('latin1');
      if (seen.has(id)) continue;
      seen.add(id);
      bytes += calculateObjectSize(row);
      if (bytes > MOST_BYTES) throw new Fault(40099, '$graphLookup reached maximum memory consumption');
      found.push(how.depthField === null ? row : withField(row, how.depthField.split('.'), level));
      for (const value of valuesAt(row, how.forward.split('.'))) {
        const key = keyOf(value).toString('latin1');
        if (asked.has(key)) continue;
        asked.add(key);
        next.push(value);
      }
    }
    values = next;
  }
  return found;
}

export function* connect(rows: Paced<Doc>, spec: unknown, scope: Scope, from: From): Generator<Doc | Pause> {
  const how = read(spec, scope);
  for (const row of rows) {
    if (row === PAUSE) {
      yield PAUSE;
      continue;
    }
    const start = how.start(row);
    const first = start === undefined ? [] : Array.isArray(start) ? start : [start];
    yield withField(row, how.as.split('.'), yield* reached(first, how, scope, from));
  }
}
