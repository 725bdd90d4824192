/**
 * A filter compiled once, run on many documents. Written for this store rather than taken from mingo,
 * because a filter and an index must agree on what is equal and what comes first, for every BSON type.
 */
import { DBRef } from 'bson';
import { type Doc, isDocument, simplify, toNumber } from '../bson.js';
import { Fault } from '../faults.js';
import { checkSchema, judge } from './json-schema.js';
import { checkLevel, field, literal, type Test } from './operators.js';

/** Evaluates `$expr`; given from outside, since expressions are mingo's. */
export type Expression = (expression: unknown) => (doc: Doc) => unknown;

export function isOperators(value: unknown): value is Doc {
  if (!isDocument(value) || value instanceof DBRef) return false;
  const first = Object.keys(value)[0];
  return first?.startsWith('$') === true && !['$ref', '$id', '$db'].includes(first);
}

function list(value: unknown, name: string, expression: Expression, level: number): Test[] {
  if (!Array.isArray(value)) throw new Fault(2, `${name} must be an array`);
  if (value.length === 0) throw new Fault(2, '$and/$or/$nor must be a nonempty array');
  return value.map((item) => {
    if (!isDocument(item)) throw new Fault(2, '$or/$and/$nor entries need to be full objects');
    return compileFilter(item, expression, level);
  });
}

function clause(key: string, value: unknown, expression: Expression, level: number): Test {
  switch (key) {
    case '$and': {
      const tests = list(value, key, expression, level);
      return (doc, found) => tests.every((test) => test(doc, found));
    }
    case '$or': {
      const tests = list(value, key, expression, level);
      return (doc, found) => tests.some((test) => test(doc, found));
    }
    case '$nor': {
      const tests = list(value, key, expression, level);
      return (doc) => !tests.some((test) => test(doc));
    }
    case '$expr': {
      const compute = expression(value);
      return (doc) => {
        const result = compute(doc as Doc);
        return result !== null && result !== undefined && result !== false && result !== 0;
      };
    }
    case '$comment':
      return () => true;
    case '$jsonSchema':
      checkSchema(value);
      return (doc) => judge(value as Doc, doc).length === 0;
    case '$alwaysTrue':
    case '$alwaysFalse':
      if (toNumber(value) !== 1) throw new Fault(9, `${key} must be the integer value 1`);
      return () => key === '$alwaysTrue';
    default:
      break;
  }
  if (key === '$where')
    throw new Fault(
      2,
      'the embedded store runs no scripts and does not support $where; use a MongoDB server',
    );
  if (key === '$text')
    throw new Fault(
      27,
      'text index required for $text query: the embedded store has none; use a MongoDB server',
    );
  if (key.startsWith('$'))
    throw new Fault(
      2,
      `unknown top level operator: ${key}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`,
    );
  const path = key.split('.');
  if (isOperators(value))
    return field(path, value, (inner, deep) => compileFilter(inner, expression, deep), level);
  if (value === undefined) throw new Fault(2, `cannot compare ${key} to undefined`);
  return literal(path, simplify(value));
}

export function compileFilter(filter: Doc, expression: Expression, level = 0): Test {
  checkLevel(level, filter);
  const tests = Object.entries(filter).map(([key, value]) => clause(key, value, expression, level + 1));
  if (tests.length === 1) return tests[0]!;
  return (doc, found) => tests.every((test) => test(doc, found));
}

const ASKS = ['$type', '$jsonSchema'];

/** `$type` tells an int from a double: then documents must be read with their numbers' own types. */
export function asksTypes(filter: unknown): boolean {
  if (Array.isArray(filter)) return filter.some(asksTypes);
  if (!isDocument(filter)) return false;
  return Object.entries(filter).some(([key, value]) => ASKS.includes(key) || asksTypes(value));
}
