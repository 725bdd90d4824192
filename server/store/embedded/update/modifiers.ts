/** `{ $set: …, $inc: … }`, parsed once and applied to documents whose numbers keep their own types. */
import { Timestamp } from 'bson';
import { cloneValue, type Doc, isDocument, typeOf } from '../bson.js';
import { Fault } from '../faults.js';
import { compare } from '../keys.js';
import type { Expression } from '../match/filter.js';
import type { Found } from '../match/paths.js';
import { arithmetic, bitwise } from './arithmetic.js';
import { addToSet, pop, pull, pullAll, push } from './arrays.js';
import { placeOf } from './places.js';
import { type ArrayFilters, expand, readArrayFilters } from './positional.js';

interface Change {
  name: string;
  path: string[];
  operand: unknown;
}

export interface Occasion {
  now: Date;
  inserting: boolean;
  found: Found;
}

export type Update = (doc: Doc, occasion: Occasion) => void;

type Compute = (change: Change, path: string, current: unknown, doc: Doc, now: Date) => unknown;

function currentDate(operand: unknown, now: Date): unknown {
  if (typeof operand === 'boolean') return now;
  const type = isDocument(operand) && Object.keys(operand).length === 1 ? operand.$type : undefined;
  if (type === 'date') return now;
  if (type === 'timestamp') return new Timestamp({ t: Math.floor(now.getTime() / 1000), i: 1 });
  throw new Fault(
    2,
    `${typeOf(operand)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'}).`,
  );
}

/** What each operator makes of the value at its path; `undefined` leaves things as they are. */
function computes(expression: Expression): Record<string, Compute> {
  return {
    $set: ({ operand }) => cloneValue(operand),
    $setOnInsert: ({ operand }) => cloneValue(operand),
    $inc: ({ operand }, path, current, doc) => arithmetic('$inc', path, doc._id, current, operand),
    $mul: ({ operand }, path, current, doc) => arithmetic('$mul', path, doc._id, current, operand),
    $min: ({ operand }, _, current) =>
      current === undefined || compare(operand, current) < 0 ? operand : undefined,
    $max: ({ operand }, _, current) =>
      current === undefined || compare(operand, current) > 0 ? operand : undefined,
    $currentDate: ({ operand }, _path, _current, _doc, now) => currentDate(operand, now),
    $push: ({ operand }, path, current) => push(path, current, cloneValue(operand)),
    $addToSet: ({ operand }, path, current) => addToSet(path, current, cloneValue(operand)),
    $pull: ({ operand }, _, current) => pull(current, operand, expression),
    $pullAll: ({ operand }, _, current) => pullAll(current, operand),
    $pop: ({ operand }, path, current) => pop(path, current, operand),
    $bit: ({ operand }, path, current) => bitwise(path, current, operand),
  };
}

/** These look at what is there and never make a path. */
const NEVER_CREATE = new Set(['$pull', '$pullAll', '$pop']);

const KNOWN = [
  '$set',
  '$setOnInsert',
  '$inc',
  '$mul',
  '$min',
  '$max',
  '$currentDate',
  '$push',
  '$addToSet',
  '$pull',
  '$pullAll',
  '$pop',
  '$bit',
  '$unset',
  '$rename',
];

function checkPath(path: string): string[] {
  const segments = path.split('.');
  if (path === '') throw new Fault(56, 'An empty update path is not valid.');
  if (segments.includes(''))
    throw new Fault(56, `The update path '${path}' contains an empty field name, which is not allowed.`);
  for (const segment of segments)
    if (segment.startsWith('$') && segment !== '$' && !/^\$\[[a-zA-Z0-9]*\]$/.test(segment))
      throw new Fault(
        52,
        `The dollar ($) prefixed field '${segment}' in '${path}' is not allowed in the context of an update.`,
      );
  if (segments[0]!.startsWith('$'))
    throw new Fault(2, `Cannot have positional (i.e. '$') element in the first position in path '${path}'`);
  return segments;
}

function readChanges(update: Doc): Change[] {
  const changes: Change[] = [];
  for (const [name, fields] of Object.entries(update)) {
    if (!KNOWN.includes(name))
      throw new Fault(
        9,
        `Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
    if (!isDocument(fields))
      throw new Fault(
        9,
        `Modifiers operate on fields but we found type ${typeOf(fields)} instead. For example: {$mod: {<field>: ...}} not {${name}: ${JSON.stringify(fields)}}`,
      );
    for (const [path, operand] of Object.entries(fields))
      changes.push({ name, path: checkPath(path), operand });
  }
  return changes;
}

function checkConflicts(paths: readonly string[][]): void {
  const texts = paths.map((path) => path.join('.')).sort();
  for (const [i, path] of texts.entries()) {
    for (const other of texts.slice(i + 1)) {
      if (other !== path && !other.startsWith(`${path}.`)) continue;
      throw new Fault(40, `Updating the path '${other}' would create a conflict at '${path}'`);
    }
  }
}

function checkRename({ path, operand }: Change): string[] {
  if (typeof operand !== 'string')
    throw new Fault(2, `The 'to' field for $rename must be a string: ${path.join('.')}`);
  const to = checkPath(operand);
  if ([...path, ...to].some((segment) => segment.startsWith('$')))
    throw new Fault(2, `The source and destination field for $rename may not be dynamic: ${path.join('.')}`);
  if (operand === path.join('.'))
    throw new Fault(2, `The source and target field for $rename must differ: ${operand}`);
  return to;
}

/** Through an array `$rename` cannot go: it would have to mean every element or none. */
function rename(doc: Doc, from: readonly string[], to: readonly string[]): void {
  for (const path of [from, to]) {
    for (let i = 1; i < path.length; i++) {
      if (Array.isArray(placeOf(doc, path.slice(0, i), false)?.get()))
        throw new Fault(
          2,
          `The ${path === from ? 'source' : 'destination'} field cannot be an array element, '${path.join('.')}'`,
        );
    }
  }
  const source = placeOf(doc, from, false);
  const value = source?.get();
  if (!source || value === undefined) return;
  source.remove();
  placeOf(doc, to, true)!.set(value);
}

/** New fields come in the order of their names, numbers by value, as MongoDB 5 and later do. */
const collator = (a: Change, b: Change): number => {
  const [x, y] = [a.path.join('.'), b.path.join('.')];
  const numeric = /^\d+$/.test(x) && /^\d+$/.test(y);
  if (numeric) return Number(x) - Number(y);
  return x < y ? -1 : x > y ? 1 : 0;
};

export function readModifiers(update: Doc, arrayFilters: unknown, expression: Expression): Update {
  const changes = readChanges(update);
  const targets = changes.filter((one) => one.name === '$rename').map(checkRename);
  const paths = changes.map((change) => change.path);
  checkConflicts([...paths, ...targets]);
  const filters: ArrayFilters = readArrayFilters(arrayFilters, paths, expression);
  const compute = computes(expression);
  const ordered = [...changes].sort(collator);
  return (doc, { now, inserting, found }) => {
    for (const change of ordered) {
      if (change.name === '$setOnInsert' && !inserting) continue;
      for (const path of expand(doc, change.path, filters, found)) {
        if (change.name === '$unset') placeOf(doc, path, false)?.remove();
        else if (change.name === '$rename') rename(doc, path, (change.operand as string).split('.'));
        else {
          const current = placeOf(doc, path, false)?.get();
          const value = compute[change.name]!(change, path.join('.'), current, doc, now);
          if (value === undefined) continue;
          if (current === undefined && NEVER_CREATE.has(change.name)) continue;
          placeOf(doc, path, true)!.set(value);
        }
      }
    }
  };
}
