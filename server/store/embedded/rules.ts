/** A collection's validator, applied to what is about to be stored. */
import { expressions } from './aggregate/expressions.js';
import type { Doc } from './bson.js';
import { type Collection, namespace, type Rules } from './catalog.js';
import { Fault } from './faults.js';
import { compileFilter } from './match/filter.js';
import { judge } from './match/json-schema.js';
import type { Test } from './match/operators.js';

const compiled = new WeakMap<Rules, Test>();

export const testOf = (validator: Doc): Test => compileFilter(validator, expressions({}));

function passes(rules: Rules, doc: Doc): boolean {
  let test = compiled.get(rules);
  if (!test) {
    test = testOf(rules.validator);
    compiled.set(rules, test);
  }
  return test(doc);
}

function details({ validator }: Rules, doc: Doc): Doc {
  const schema = validator.$jsonSchema;
  if (schema === undefined) return { operatorName: Object.keys(validator)[0] ?? '', specifiedAs: validator };
  return { operatorName: '$jsonSchema', schemaRulesNotSatisfied: judge(schema as Doc, doc) };
}

/** `before` is null for a document that is new; at level "moderate" one that broke the rules may stay so. */
export function checkRules(collection: Collection, after: Doc, before: Doc | null): void {
  const { rules } = collection;
  if (!rules || rules.level === 'off' || passes(rules, after)) return;
  if (rules.level === 'moderate' && before && !passes(rules, before)) return;
  if (rules.action === 'warn') {
    process.emitWarning(`a document of ${namespace(collection)} does not meet its validator`);
    return;
  }
  throw new Fault(121, 'Document failed validation', {
    errInfo: { failingDocumentId: after._id, details: details(rules, after) },
  });
}
