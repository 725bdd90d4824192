/** Does the value have the shape? Faults are told field by field, in words. */
import { z } from 'zod';
import { Problem } from '../errors.js';
import { say, WORDS } from './words.js';

const zhCN = z.locales.zhCN().localeError;
const { faults, fields } = WORDS;

/** The common faults in plain words; the rest as zod's own Chinese has them. */
const errorMap: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? faults.required : faults.kind;
    case 'invalid_value':
      return faults.choice;
    case 'invalid_format':
      return faults.kind;
    case 'unrecognized_keys':
      return say(WORDS.unknownPart, { keys: some(issue.keys) });
    case 'too_small':
      if (issue.origin === 'string')
        return issue.input === '' ? faults.required : say(faults.tooShort, { n: String(issue.minimum) });
      return issue.origin === 'array' ? say(faults.tooFew, { n: String(issue.minimum) }) : faults.number;
    case 'too_big':
      if (issue.origin === 'string') return say(faults.tooLong, { n: String(issue.maximum) });
      return issue.origin === 'array' ? say(faults.tooMany, { n: String(issue.maximum) }) : faults.number;
    default:
      return zhCN(issue);
  }
};

/** A hostile body must not grow its own answer. */
const TOLD = 6;
const some = (keys: string[]): string =>
  keys
    .slice(0, TOLD)
    .map((key) => key.slice(0, 40))
    .join(', ');

const fieldName = (path: PropertyKey[]): string => {
  const names = path.filter((part) => typeof part === 'string').map((part) => fields[part] ?? part);
  return names.length > 0 ? names.join('.') : WORDS.whole;
};

export function check(schema: z.ZodType, value: unknown): unknown {
  const result = schema.safeParse(value, { error: errorMap });
  if (result.success) return result.data;
  const { issues } = result.error;
  // A citizen's message that is too long is the one fault with its own advice.
  const long = issues.some(
    (issue) => issue.code === 'too_big' && issue.origin === 'string' && issue.path.at(-1) === 'text',
  );
  if (long) throw new Problem('TOO_LONG');
  const hint = issues
    .slice(0, TOLD)
    .map((issue) => say(WORDS.invalidPart, { field: fieldName(issue.path), why: issue.message }))
    .join('；');
  throw new Problem('INVALID', undefined, hint);
}
