/** `$jsonSchema` as MongoDB has it (draft 4 with bsonType). What is not satisfied is told rule by rule. */
import { type Doc, getOwn, isDocument, typeOf } from '../bson.js';
import { Fault } from '../faults.js';
import { equal } from '../keys.js';
import { broken, type Rule, SCALAR_RULES } from './json-schema-values.js';
import { compileRegex } from './regex.js';
import { hasType, wantedTypes } from './types.js';

const JSON_TYPES: Record<string, string[]> = {
  object: ['object'],
  array: ['array'],
  number: ['int', 'long', 'double', 'decimal'],
  boolean: ['bool'],
  string: ['string'],
  null: ['null'],
};

const bad = (text: string): Fault => new Fault(9, `$jsonSchema ${text}`);

function list(operand: unknown, name: string): Doc[] {
  if (!Array.isArray(operand) || operand.length === 0 || !operand.every(isDocument))
    throw bad(`keyword '${name}' must be a non-empty array of objects`);
  return operand;
}

function properties(operand: unknown, value: unknown): Doc[] {
  if (!isDocument(operand)) throw bad("keyword 'properties' must be an object");
  if (!isDocument(value)) return [];
  const propertiesNotSatisfied = Object.entries(operand).flatMap(([propertyName, schema]) => {
    const own = getOwn(value, propertyName);
    const details = own === undefined ? [] : judge(schema as Doc, own);
    return details.length > 0 ? [{ propertyName, details }] : [];
  });
  return propertiesNotSatisfied.length > 0 ? [{ operatorName: 'properties', propertiesNotSatisfied }] : [];
}

function patterns(schema: Doc): { regex: RegExp; schema: Doc }[] {
  const given = schema.patternProperties;
  if (given === undefined) return [];
  if (!isDocument(given)) throw bad("keyword 'patternProperties' must be an object");
  return Object.entries(given).map(([pattern, inner]) => ({
    regex: compileRegex(pattern, ''),
    schema: inner as Doc,
  }));
}

function additional(operand: unknown, value: unknown, schema: Doc): Doc[] {
  if (!isDocument(value)) return [];
  const known = new Set(Object.keys((schema.properties as Doc | undefined) ?? {}));
  const shapes = patterns(schema);
  const others = Object.keys(value).filter(
    (key) => !known.has(key) && !shapes.some(({ regex }) => regex.test(key)),
  );
  const wrong = others.filter(
    (key) => operand === false || (isDocument(operand) && judge(operand, value[key]).length > 0),
  );
  return wrong.length > 0
    ? [
        {
          operatorName: 'additionalProperties',
          specifiedAs: { additionalProperties: operand },
          additionalProperties: wrong,
        },
      ]
    : [];
}

function items(operand: unknown, value: unknown, schema: Doc): Doc[] {
  if (!Array.isArray(value)) return [];
  const schemaFor = (i: number): unknown => {
    if (!Array.isArray(operand)) return operand;
    return i < operand.length ? operand[i] : schema.additionalItems;
  };
  for (const [itemIndex, item] of value.entries()) {
    const inner = schemaFor(itemIndex);
    if (inner === false) return [{ operatorName: 'additionalItems', itemIndex }];
    const details = isDocument(inner) ? judge(inner, item) : [];
    if (details.length > 0) return [{ operatorName: 'items', itemIndex, details }];
  }
  return [];
}

function dependencies(operand: unknown, value: unknown): Doc[] {
  if (!isDocument(operand)) throw bad("keyword 'dependencies' must be an object");
  if (!isDocument(value)) return [];
  const failing = Object.entries(operand).filter(([key, need]) => {
    if (!(key in value)) return false;
    return Array.isArray(need) ? need.some((one) => !(one in value)) : judge(need as Doc, value).length > 0;
  });
  return failing.length > 0
    ? [{ operatorName: 'dependencies', failingDependencies: failing.map(([key]) => key) }]
    : [];
}

function typed(operand: unknown, value: unknown, names: (one: unknown) => unknown): Doc[] {
  const wanted = wantedTypes((Array.isArray(operand) ? operand : [operand]).flatMap(names));
  return hasType(value, wanted)
    ? []
    : [
        {
          operatorName: 'bsonType',
          specifiedAs: { bsonType: operand },
          reason: 'type did not match',
          consideredValue: value,
          consideredType: typeOf(value),
        },
      ];
}

const RULES: Record<string, Rule> = {
  bsonType: (operand, value) => typed(operand, value, (one) => one),
  type: (operand, value) =>
    typed(operand, value, (one) => {
      const types = JSON_TYPES[String(one)];
      if (!types) throw bad(`type '${String(one)}' is not known; 'integer' is written as bsonType`);
      return types;
    }),
  enum: (operand, value) => {
    if (!Array.isArray(operand) || operand.length === 0)
      throw bad("keyword 'enum' must be a non-empty array");
    return operand.some((one) => equal(one, value))
      ? []
      : broken('enum', operand, value, 'value was not found in enum');
  },
  required: (operand, value) => {
    if (!Array.isArray(operand) || operand.length === 0)
      throw bad("keyword 'required' must be a non-empty array");
    if (!isDocument(value)) return [];
    const missingProperties = operand.filter((key) => !Object.hasOwn(value, key as string));
    return missingProperties.length > 0
      ? [{ operatorName: 'required', specifiedAs: { required: operand }, missingProperties }]
      : [];
  },
  properties,
  patternProperties: (_, value, schema) => {
    if (!isDocument(value)) return [];
    return patterns(schema).flatMap(({ regex, schema: inner }) =>
      Object.keys(value)
        .filter((key) => regex.test(key))
        .flatMap((key) => judge(inner, value[key])),
    );
  },
  additionalProperties: additional,
  items,
  additionalItems: () => [],
  dependencies,
  allOf: (operand, value) => list(operand, 'allOf').flatMap((one) => judge(one, value)),
  anyOf: (operand, value) =>
    list(operand, 'anyOf').some((one) => judge(one, value).length === 0)
      ? []
      : broken('anyOf', operand, value, 'none of the subschemas matched'),
  oneOf: (operand, value) => {
    const hits = list(operand, 'oneOf').filter((one) => judge(one, value).length === 0).length;
    return hits === 1 ? [] : broken('oneOf', operand, value, `${hits} subschemas matched`);
  },
  not: (operand, value) => {
    if (!isDocument(operand)) throw bad("keyword 'not' must be an object");
    return judge(operand, value).length > 0 ? [] : broken('not', operand, value, 'child expression matched');
  },
  ...SCALAR_RULES,
  title: () => [],
  description: () => [],
};

/** What the value breaks; empty where it satisfies the schema. */
export function judge(schema: Doc, value: unknown): Doc[] {
  if (!isDocument(schema)) throw bad('must be an object');
  return Object.entries(schema).flatMap(([name, operand]) => ruleOf(name)(operand, value, schema));
}

function ruleOf(name: string): Rule {
  const rule = Object.hasOwn(RULES, name) ? RULES[name] : undefined;
  if (!rule) throw bad(`keyword '${name}' is not supported by MongoDB or by the embedded store`);
  return rule;
}

const INNER = ['properties', 'patternProperties', 'dependencies'];
const LISTS = ['allOf', 'anyOf', 'oneOf'];
const ONE = ['not', 'items', 'additionalProperties', 'additionalItems'];

/** Refuses an unknown keyword anywhere in the schema, before the first document comes. */
export function checkSchema(schema: unknown): void {
  if (!isDocument(schema)) throw new Fault(14, '$jsonSchema must be an object');
  for (const [name, operand] of Object.entries(schema)) {
    ruleOf(name);
    if (INNER.includes(name) && isDocument(operand)) {
      for (const inner of Object.values(operand)) if (isDocument(inner)) checkSchema(inner);
    } else if (LISTS.includes(name)) for (const inner of list(operand, name)) checkSchema(inner);
    else if (ONE.includes(name)) {
      for (const inner of Array.isArray(operand) ? operand : [operand])
        if (isDocument(inner)) checkSchema(inner);
    }
  }
  judge(schema, {});
}
