/** Expressions are mingo's; an unknown one is refused when it is read, not when a document happens to reach it. */

import { Decimal128, Long, Timestamp } from 'bson';
import { Context, evalExpr, ProcessingMode } from 'mingo/core';
import * as accumulators from 'mingo/operators/accumulator';
import * as operators from 'mingo/operators/expression';
import * as stages from 'mingo/operators/pipeline';
import * as projections from 'mingo/operators/projection';
import type { Options } from 'mingo/types';
import { type Doc, isDocument, simplify } from '../bson.js';
import { Fault } from '../faults.js';
import type { Expression } from '../match/filter.js';

/** Scripts are another language in the store; the bounds of these two were found wrong in mingo. */
const REFUSED = new Set(['$function', '$accumulator', '$where', '$toHashedIndexKey']);

const known = new Set(
  [...Object.keys(operators), ...Object.keys(accumulators)].filter((name) => !REFUSED.has(name)),
);

const context = Context.init({
  expression: operators,
  accumulator: accumulators,
  pipeline: stages,
  projection: projections,
});

export function mingoOptions(variables: Doc): Options {
  return {
    idKey: '_id',
    processingMode: ProcessingMode.CLONE_OFF,
    useStrictMode: true,
    scriptEnabled: false,
    failOnError: true,
    variables,
    context,
  };
}

/** Throws on the first operator that is not known. */
export function checkExpression(expression: unknown): void {
  if (Array.isArray(expression)) {
    for (const item of expression) checkExpression(item);
    return;
  }
  if (!isDocument(expression)) return;
  for (const [key, value] of Object.entries(expression)) {
    if (key === '$literal') continue;
    if (key.startsWith('$') && !known.has(key)) {
      if (REFUSED.has(key))
        throw new Fault(2, `the embedded store does not support ${key}; use a MongoDB server`);
      throw new Fault(168, `Unrecognized expression '${key}'`);
    }
    checkExpression(value);
  }
}

/** mingo computes with JavaScript's numbers: what they cannot hold must not be computed wrongly in silence. */
export function checkNumbers(value: unknown): void {
  if (typeof value !== 'object' || value === null || value instanceof Timestamp) return;
  if (value instanceof Decimal128 || value instanceof Long)
    throw new Fault(
      2,
      'the embedded store does not compute with Decimal128 or integers beyond 2^53; use a MongoDB server',
    );
  if (Array.isArray(value)) for (const item of value) checkNumbers(item);
  else if (isDocument(value)) for (const key of Object.keys(value)) checkNumbers(value[key]);
}

/** What mingo throws is a fault of the expression, not of the store. */
export function asExpressionFault(error: unknown): never {
  if (error instanceof Fault) throw error;
  const text = error instanceof Error ? error.message : String(error);
  const [undefinedVariable] = /Use of undefined variable: .*/.exec(text) ?? [];
  throw undefinedVariable ? new Fault(17276, undefinedVariable) : new Fault(2, text);
}

export function expressions(variables: Doc): Expression {
  const options = mingoOptions(simplify(variables) as Doc);
  return (raw) => {
    const expression = simplify(raw);
    checkExpression(expression);
    return (doc) => {
      const value = simplify(doc);
      checkNumbers(value);
      try {
        return evalExpr(value, expression, options);
      } catch (error) {
        return asExpressionFault(error);
      }
    };
  };
}
