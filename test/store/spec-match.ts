/** How the unified test format compares what came with what was expected. */
import mongoose from 'mongoose';

const { EJSON } = mongoose.mongo.BSON;

type Row = Record<string, unknown>;

/** Also one of another realm, as `structuredClone` makes them under Jest. */
const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && value.constructor?.name === 'Object';

const TYPES: Record<string, (value: unknown) => boolean> = {
  object: isRow,
  string: (value) => typeof value === 'string',
  int: Number.isInteger,
  long: Number.isInteger,
  double: (value) => typeof value === 'number',
  array: Array.isArray,
  objectId: (value) => value instanceof mongoose.mongo.ObjectId,
  date: (value) => value instanceof Date,
};

function special(expected: Row, actual: unknown, at: string, root: boolean): string | null | undefined {
  const [name] = Object.keys(expected);
  if (Object.keys(expected).length !== 1) return undefined;
  if (name === '$$unsetOrMatches')
    return actual === undefined || actual === null ? null : mismatch(expected[name], actual, at, root);
  if (name === '$$exists')
    return (actual !== undefined) === expected[name]
      ? null
      : `${at}: exists is not ${String(expected[name])}`;
  if (name === '$$type') {
    const wanted = Array.isArray(expected[name]) ? expected[name] : [expected[name]];
    return wanted.some((type) => TYPES[type as string]?.(actual))
      ? null
      : `${at}: is not ${wanted.join(' or ')}`;
  }
  if (name?.startsWith('$$')) throw new Error(`the runner does not know ${name}`);
  return undefined;
}

/** Null when it matches, else where it does not. At the root an actual document may have more fields. */
export function mismatch(expected: unknown, actual: unknown, at: string, root: boolean): string | null {
  if (isRow(expected)) {
    const judged = special(expected, actual, at, root);
    if (judged !== undefined) return judged;
    if (!isRow(actual)) return `${at}: ${EJSON.stringify(actual as Row)} is no document`;
    for (const [key, value] of Object.entries(expected)) {
      const found = mismatch(value, actual[key], `${at}.${key}`, false);
      if (found) return found;
    }
    const extra = root ? undefined : Object.keys(actual).find((key) => !(key in expected));
    return extra === undefined ? null : `${at}.${extra}: not expected`;
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length)
      return `${at}: ${EJSON.stringify(actual as Row)} instead of ${EJSON.stringify(expected)}`;
    for (const [i, value] of expected.entries()) {
      const found = mismatch(value, actual[i], `${at}[${i}]`, root);
      if (found) return found;
    }
    return null;
  }
  const same = EJSON.stringify({ v: expected }) === EJSON.stringify({ v: actual });
  return same
    ? null
    : `${at}: ${EJSON.stringify({ v: actual })} instead of ${EJSON.stringify({ v: expected })}`;
}
