/** The rules of `$jsonSchema` that look at one value and at nothing inside it. */
import { type Doc, isDocument, isNumber, toNumber } from '../bson.js';
import { compare, equal } from '../keys.js';
import { compileRegex } from './regex.js';

export type Rule = (operand: unknown, value: unknown, schema: Doc) => Doc[];

export const broken = (operatorName: string, operand: unknown, value: unknown, reason: string): Doc[] => [
  { operatorName, specifiedAs: { [operatorName]: operand }, reason, consideredValue: value },
];

function when(
  applies: (value: unknown) => boolean,
  holds: (value: unknown, operand: unknown, schema: Doc) => boolean,
  name: string,
  reason: string,
): Rule {
  return (operand, value, schema) =>
    !applies(value) || holds(value, operand, schema) ? [] : broken(name, operand, value, reason);
}

const isText = (value: unknown): value is string => typeof value === 'string';
const length = (text: unknown): number => [...(text as string)].length;
const size = (value: unknown): number => Object.keys(value as Doc).length;
const number = (value: unknown): number => toNumber(value) ?? Number.NaN;

export const SCALAR_RULES: Record<string, Rule> = {
  minimum: when(
    isNumber,
    (value, operand, schema) =>
      schema.exclusiveMinimum === true ? compare(value, operand) > 0 : compare(value, operand) >= 0,
    'minimum',
    'comparison failed',
  ),
  maximum: when(
    isNumber,
    (value, operand, schema) =>
      schema.exclusiveMaximum === true ? compare(value, operand) < 0 : compare(value, operand) <= 0,
    'maximum',
    'comparison failed',
  ),
  exclusiveMinimum: () => [],
  exclusiveMaximum: () => [],
  multipleOf: when(
    isNumber,
    (value, operand) => number(value) % number(operand) === 0,
    'multipleOf',
    'considered value is not a multiple of the specified value',
  ),
  minLength: when(
    isText,
    (value, operand) => length(value) >= number(operand),
    'minLength',
    'specified string length was not satisfied',
  ),
  maxLength: when(
    isText,
    (value, operand) => length(value) <= number(operand),
    'maxLength',
    'specified string length was not satisfied',
  ),
  pattern: when(
    isText,
    (value, operand) => compileRegex(String(operand), '').test(value as string),
    'pattern',
    'regular expression did not match',
  ),
  minItems: when(
    Array.isArray,
    (value, operand) => (value as unknown[]).length >= number(operand),
    'minItems',
    'array did not match specified length',
  ),
  maxItems: when(
    Array.isArray,
    (value, operand) => (value as unknown[]).length <= number(operand),
    'maxItems',
    'array did not match specified length',
  ),
  uniqueItems: when(
    Array.isArray,
    (value, operand) =>
      operand !== true ||
      (value as unknown[]).every((one, i, all) => all.findIndex((other) => equal(one, other)) === i),
    'uniqueItems',
    'found a duplicate item',
  ),
  minProperties: when(
    isDocument,
    (value, operand) => size(value) >= number(operand),
    'minProperties',
    'specified number of properties was not satisfied',
  ),
  maxProperties: when(
    isDocument,
    (value, operand) => size(value) <= number(operand),
    'maxProperties',
    'specified number of properties was not satisfied',
  ),
};
