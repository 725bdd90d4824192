/** The operators of one field: each turns its operand into a test on a document. */
import { Binary, DBRef, MaxKey, MinKey } from 'bson';
import { type Doc, isDocument, isNumber, simplify, toNumber, truthy, typeOf } from '../bson.js';
import { Fault } from '../faults.js';
import { compare, equal, TAG } from '../keys.js';
import { type Found, reach, reachInto } from './paths.js';
import { compileRegex, isRegex, toRegex } from './regex.js';
import { hasType, wantedTypes } from './types.js';

export type Test = (doc: unknown, found?: Found) => boolean;
export type Leaf = (value: unknown) => boolean;
/** Compiles a filter that lies in another one, so deep. */
type Nested = (filter: Doc, level: number) => Test;

/** MongoDB's kMaximumTreeDepth. */
const MOST_LEVELS = 100;

export function checkLevel(level: number, at: Doc): void {
  if (level > MOST_LEVELS)
    throw new Fault(
      2,
      `exceeded maximum query tree depth of ${MOST_LEVELS} at ${Object.keys(at)[0] ?? '{}'}`,
    );
}

const notANumber = (value: unknown): boolean => isNumber(value) && Number.isNaN(toNumber(value));

/** Same kind of value only, as MongoDB brackets types; null stands for a missing field. */
function ordered(operand: unknown, accept: (order: number) => boolean): Leaf {
  const withEqual = accept(0);
  if (operand instanceof MinKey || operand instanceof MaxKey)
    return (value) => accept(compare(value ?? null, operand));
  if (operand === null || operand === undefined)
    return (value) => withEqual && (value === null || value === undefined);
  if (notANumber(operand)) return (value) => withEqual && notANumber(value);
  const tag = TAG[typeOf(operand)];
  return (value) =>
    value !== undefined &&
    TAG[typeOf(value)] === tag &&
    !notANumber(value) &&
    accept(compare(value, operand));
}

export function equals(operand: unknown): Leaf {
  if (operand === null || operand === undefined) return (value) => value === null || value === undefined;
  return (value) => value !== undefined && equal(value, operand);
}

function matchesRegex(regex: RegExp, own: unknown): Leaf {
  return (value) => (typeof value === 'string' ? regex.test(value) : isRegex(value) && equal(value, own));
}

function oneOf(operand: unknown, name: string): Leaf {
  if (!Array.isArray(operand)) throw new Fault(2, `${name} needs an array`);
  const tests = operand.map((item) => {
    if (isDocument(item) && Object.keys(item)[0]?.startsWith('$') && !(item instanceof DBRef))
      throw new Fault(2, `cannot nest $ under ${name}`);
    return isRegex(item) ? matchesRegex(toRegex(item), item) : equals(item);
  });
  const plainStrings = operand.every((item) => typeof item === 'string') ? new Set(operand) : null;
  if (plainStrings) return (value) => typeof value === 'string' && plainStrings.has(value);
  return (value) => tests.some((test) => test(value));
}

function modulo(operand: unknown): Leaf {
  if (!Array.isArray(operand) || operand.length !== 2)
    throw new Fault(2, 'malformed mod, needs to be an array of two elements');
  const [divisor, remainder] = operand.map((item) => Math.trunc(toNumber(item) ?? Number.NaN));
  if (!divisor || Number.isNaN(remainder))
    throw new Fault(2, 'malformed mod, divisor or remainder not a number');
  return (value) => {
    const number = isNumber(value) ? toNumber(value)! : Number.NaN;
    return Number.isFinite(number) && Math.trunc(number) % divisor === remainder! % divisor;
  };
}

/** Positions of the bits that `$bitsAllSet` and its kin ask about. */
function bits(operand: unknown, name: string): number[] {
  if (Array.isArray(operand)) return operand.map((item) => toNumber(item) ?? 0);
  if (operand instanceof Binary) {
    const bytes = operand.value();
    return [...bytes].flatMap((byte, i) =>
      [0, 1, 2, 3, 4, 5, 6, 7].filter((b) => byte & (1 << b)).map((b) => i * 8 + b),
    );
  }
  const mask = toNumber(operand);
  if (mask === undefined || !Number.isSafeInteger(mask) || mask < 0)
    throw new Fault(2, `${name} takes an Array, a number, or a BinData but received: ${String(operand)}`);
  return Array.from({ length: 53 }, (_, b) => b).filter((b) => (BigInt(mask) >> BigInt(b)) & 1n);
}

function bitTest(operand: unknown, name: string, judge: (set: boolean[]) => boolean): Leaf {
  const wanted = bits(operand, name);
  return (value) => {
    if (value instanceof Binary) {
      const bytes = value.value();
      return judge(wanted.map((b) => ((bytes[b >> 3] ?? 0) & (1 << (b & 7))) !== 0));
    }
    const number = isNumber(value) ? toNumber(value)! : Number.NaN;
    if (!Number.isSafeInteger(number)) return false;
    return judge(wanted.map((b) => ((BigInt(number) >> BigInt(b)) & 1n) === 1n));
  };
}

const LEAVES: Record<string, (operand: unknown, siblings: Doc) => Leaf> = {
  $eq: (operand) => (isRegex(operand) ? (value) => isRegex(value) && equal(value, operand) : equals(operand)),
  $gt: (operand) => ordered(operand, (order) => order > 0),
  $gte: (operand) => ordered(operand, (order) => order >= 0),
  $lt: (operand) => ordered(operand, (order) => order < 0),
  $lte: (operand) => ordered(operand, (order) => order <= 0),
  $in: (operand) => oneOf(operand, '$in'),
  $regex: (operand, siblings) => {
    const options = siblings.$options;
    if (options !== undefined && typeof options !== 'string')
      throw new Fault(2, '$options has to be a string');
    if (isRegex(operand)) {
      const own = toRegex(operand);
      return matchesRegex(options === undefined ? own : compileRegex(own.source, options), operand);
    }
    if (typeof operand !== 'string') throw new Fault(2, '$regex has to be a string');
    return matchesRegex(compileRegex(operand, options ?? ''), undefined);
  },
  $mod: modulo,
  $bitsAllSet: (operand) => bitTest(operand, '$bitsAllSet', (set) => set.every(Boolean)),
  $bitsAnySet: (operand) => bitTest(operand, '$bitsAnySet', (set) => set.some(Boolean)),
  $bitsAllClear: (operand) => bitTest(operand, '$bitsAllClear', (set) => !set.some(Boolean)),
  $bitsAnyClear: (operand) => bitTest(operand, '$bitsAnyClear', (set) => !set.every(Boolean)),
};

/** Lets a field's test see what a literal equality (or a bare regular expression) asks. */
export function literal(path: string[], operand: unknown): Test {
  const leaf = isRegex(operand) ? matchesRegex(toRegex(operand), operand) : equals(operand);
  return (doc, found) => reachInto(doc, path, leaf, found);
}

function size(path: string[], operand: unknown): Test {
  const wanted = isNumber(operand) ? toNumber(operand)! : Number.NaN;
  if (!Number.isInteger(wanted))
    throw new Fault(9, `Failed to parse $size. Expected an integer, but got: ${String(operand)}`);
  if (wanted < 0) throw new Fault(9, 'Failed to parse $size. Expected a non-negative number');
  return (doc, found) => reach(doc, path, 0, (leaf) => Array.isArray(leaf) && leaf.length === wanted, found);
}

function elementMatch(path: string[], operand: unknown, filter: Nested, level: number): Test {
  if (!isDocument(operand)) throw new Fault(2, '$elemMatch needs an Object');
  const first = Object.keys(operand)[0];
  const onValue = first?.startsWith('$') && !['$and', '$or', '$nor', '$expr'].includes(first);
  const test = onValue ? field([], operand, filter, level + 1) : filter(operand, level + 1);
  return (doc, found) =>
    reach(
      doc,
      path,
      0,
      (leaf) => {
        if (!Array.isArray(leaf)) return false;
        const index = leaf.findIndex((item) =>
          onValue ? test(item) : (isDocument(item) || Array.isArray(item)) && test(item),
        );
        if (index >= 0 && found) found.index = index;
        return index >= 0;
      },
      found,
    );
}

function all(path: string[], operand: unknown, filter: Nested, level: number): Test {
  if (!Array.isArray(operand)) throw new Fault(2, '$all needs an array');
  const tests = operand.map((item) =>
    isDocument(item) && '$elemMatch' in item
      ? elementMatch(path, item.$elemMatch, filter, level)
      : literal(path, item),
  );
  return (doc, found) => tests.length > 0 && tests.every((test) => test(doc, found));
}

function negated(path: string[], operand: unknown, filter: Nested, level: number): Test {
  if (isRegex(operand)) {
    const test = literal(path, operand);
    return (doc) => !test(doc);
  }
  if (!isDocument(operand)) throw new Fault(2, '$not needs a regex or a document');
  if (Object.keys(operand).length === 0) throw new Fault(2, '$not cannot be empty');
  const test = field(path, operand, filter, level + 1);
  return (doc) => !test(doc);
}

/** One field's operators, all of which must hold. */
export function field(path: string[], operators: Doc, filter: Nested, level: number): Test {
  checkLevel(level, operators);
  const tests = Object.entries(operators).map(([name, raw]): Test => {
    const operand = simplify(raw);
    switch (name) {
      case '$ne':
      case '$nin': {
        if (name === '$ne' && isRegex(operand)) throw new Fault(2, "Can't have regex as arg to $ne.");
        const leaf = name === '$ne' ? equals(operand) : oneOf(operand, '$nin');
        return (doc) => !reachInto(doc, path, leaf, undefined);
      }
      case '$exists': {
        const wanted = truthy(operand);
        return (doc) => reach(doc, path, 0, (leaf) => leaf !== undefined, undefined) === wanted;
      }
      case '$type': {
        const wanted = wantedTypes(operand);
        return (doc, found) => reachInto(doc, path, (leaf) => hasType(leaf, wanted), found);
      }
      case '$size':
        return size(path, operand);
      case '$elemMatch':
        return elementMatch(path, operand, filter, level);
      case '$all':
        return all(path, operand, filter, level);
      case '$not':
        return negated(path, operand, filter, level);
      case '$options':
        if (!('$regex' in operators)) throw new Fault(2, '$options needs a $regex');
        return () => true;
      default: {
        const make = LEAVES[name];
        if (!make) throw new Fault(2, `unknown operator: ${name}`);
        const leaf = make(operand, operators);
        return (doc, found) => reachInto(doc, path, leaf, found);
      }
    }
  });
  return tests.length === 1 ? tests[0]! : (doc, found) => tests.every((test) => test(doc, found));
}
