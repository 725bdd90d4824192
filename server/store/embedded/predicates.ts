/** What a filter says of single paths, read off its top level and its $and: the raw matter of a plan. */
import { DBRef, MaxKey, MinKey } from 'bson';
import { type Doc, isDocument, simplify, truthy } from './bson.js';
import { isOperators } from './match/filter.js';
import { isIndex } from './match/paths.js';
import { isRegex } from './match/regex.js';
import { addOrBounds } from './or-bounds.js';

export type Bound = '$gt' | '$gte' | '$lt' | '$lte';

export interface Predicate {
  /** Any of these values; one for an equality. */
  points: unknown[] | null;
  bounds: { op: Bound; value: unknown }[];
  exists: boolean;
}

export type Predicates = Map<string, Predicate>;

/** An array is matched whole or by element, a regular expression by text: neither is a point in an index. */
function isPoint(value: unknown): boolean {
  return !Array.isArray(value) && !isRegex(value) && value !== undefined && !(value instanceof DBRef);
}

function at(found: Predicates, path: string): Predicate {
  let predicate = found.get(path);
  if (!predicate) {
    predicate = { points: null, bounds: [], exists: false };
    found.set(path, predicate);
  }
  return predicate;
}

function narrow(predicate: Predicate, points: unknown[]): void {
  if (!predicate.points || points.length < predicate.points.length) predicate.points = points;
}

function operator(found: Predicates, path: string, name: string, value: unknown): void {
  switch (name) {
    case '$eq':
      if (isPoint(value)) narrow(at(found, path), [value]);
      break;
    case '$in':
      if (Array.isArray(value) && value.every(isPoint)) narrow(at(found, path), value);
      break;
    case '$all':
      if (Array.isArray(value) && value.length > 0 && isPoint(value[0]) && !isOperators(value[0]))
        narrow(at(found, path), [value[0]]);
      break;
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      if (
        isPoint(value) &&
        value !== null &&
        !(value instanceof MinKey) &&
        !(value instanceof MaxKey) &&
        !Number.isNaN(value)
      )
        at(found, path).bounds.push({ op: name, value });
      break;
    case '$exists':
      if (truthy(value)) at(found, path).exists = true;
      break;
    default:
      break;
  }
}

export function readPredicates(filter: Doc, found: Predicates = new Map()): Predicates {
  for (const [key, value] of Object.entries(filter)) {
    if (key === '$and' && Array.isArray(value)) {
      for (const item of value) if (isDocument(item)) readPredicates(item, found);
    } else if (key === '$or' && Array.isArray(value) && value.every(isDocument)) {
      const branches = value.map((branch) => readPredicates(branch));
      addOrBounds(branches, (path) => at(found, path));
    } else if (!key.startsWith('$') && !key.split('.').some(isIndex)) {
      if (isOperators(value)) {
        for (const [name, operand] of Object.entries(value)) operator(found, key, name, simplify(operand));
      } else operator(found, key, '$eq', simplify(value));
    }
  }
  return found;
}

/** Proves that a missing or null field cannot match. */
export function excludesMissing(predicate: Predicate | undefined): boolean {
  if (!predicate) return false;
  if (predicate.exists || predicate.bounds.length > 0) return true;
  return predicate.points?.every((value) => value !== null) ?? false;
}
