/** `$push`, `$addToSet`, `$pull`, `$pullAll`, `$pop`: each takes the array as it is and gives the new one. */
import { DBRef } from 'bson';
import { type Doc, getOwn, isDocument, simplify, toNumber, typeOf } from '../bson.js';
import { Fault } from '../faults.js';
import { compare, equal } from '../keys.js';
import { compileFilter, type Expression, isOperators } from '../match/filter.js';
import { field, literal } from '../match/operators.js';
import { isRegex } from '../match/regex.js';

function integer(value: unknown, name: string): number {
  const number = toNumber(value);
  if (number === undefined || !Number.isInteger(number))
    throw new Fault(2, `The value for ${name} must be an integer value but was given type: ${typeOf(value)}`);
  return number;
}

function through(value: unknown, path: string): unknown {
  let here = value;
  for (const segment of path.split('.')) here = isDocument(here) ? getOwn(here, segment) : undefined;
  return here;
}

function sorted(list: unknown[], sort: unknown): unknown[] {
  const direction = toNumber(sort);
  if (direction !== undefined) {
    if (direction !== 1 && direction !== -1)
      throw new Fault(2, 'The $sort element value must be either 1 or -1');
    return list.sort((a, b) => compare(a, b) * direction);
  }
  if (!isDocument(sort) || Object.keys(sort).length === 0)
    throw new Fault(
      2,
      'The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields',
    );
  const fields = Object.entries(sort).map(([path, raw]) => ({ path, direction: integer(raw, '$sort') }));
  if (fields.some((one) => Math.abs(one.direction) !== 1))
    throw new Fault(2, 'The $sort element value must be either 1 or -1');
  return list.sort((a, b) => {
    for (const one of fields) {
      const order = compare(through(a, one.path) ?? null, through(b, one.path) ?? null);
      if (order !== 0) return order * one.direction;
    }
    return 0;
  });
}

export function push(path: string, current: unknown, operand: unknown): unknown[] {
  if (current !== undefined && !Array.isArray(current))
    throw new Fault(2, `The field '${path}' must be an array but is of type ${typeOf(current)}`);
  const list: unknown[] = [...((current as unknown[] | undefined) ?? [])];
  if (!isDocument(operand) || !('$each' in operand)) return [...list, operand];
  const { $each, $position, $slice, $sort, ...rest } = operand;
  const unknown = Object.keys(rest)[0];
  if (unknown) throw new Fault(2, `Unrecognized clause in $push: ${unknown}`);
  if (!Array.isArray($each))
    throw new Fault(
      2,
      `The argument to $each in $push must be an array but it was of type: ${typeOf($each)}`,
    );
  const position = $position === undefined ? list.length : integer($position, '$position');
  list.splice(position < 0 ? Math.max(0, list.length + position) : position, 0, ...$each);
  const ordered = $sort === undefined ? list : sorted(list, $sort);
  if ($slice === undefined) return ordered;
  const slice = integer($slice, '$slice');
  if (slice === 0) return [];
  return slice > 0 ? ordered.slice(0, slice) : ordered.slice(slice);
}

export function addToSet(path: string, current: unknown, operand: unknown): unknown[] {
  if (current !== undefined && !Array.isArray(current))
    throw new Fault(
      2,
      `Cannot apply $addToSet to non-array field. Field named '${path}' has non-array type ${typeOf(current)}`,
    );
  const list: unknown[] = [...((current as unknown[] | undefined) ?? [])];
  let values: unknown[] = [operand];
  if (isDocument(operand) && Object.keys(operand)[0] === '$each') {
    const unknown = Object.keys(operand)[1];
    if (unknown) throw new Fault(2, `Found unexpected fields after $each in $addToSet: ${unknown}`);
    if (!Array.isArray(operand.$each))
      throw new Fault(14, 'The argument to $each in $addToSet must be an array');
    values = operand.$each;
  }
  for (const value of values) if (!list.some((item) => equal(item, value))) list.push(value);
  return list;
}

export function pull(current: unknown, operand: unknown, expression: Expression): unknown[] | undefined {
  if (current === undefined) return undefined;
  if (!Array.isArray(current)) throw new Fault(2, 'Cannot apply $pull to a non-array value');
  const wanted = simplify(operand);
  let test: (item: unknown) => boolean;
  if (isOperators(wanted))
    test = field([], wanted, (filter, level) => compileFilter(filter, expression, level), 0);
  else if (isDocument(wanted) && !(wanted instanceof DBRef)) {
    const filter = compileFilter(wanted as Doc, expression);
    test = (item) => isDocument(item) && filter(item);
  } else if (isRegex(wanted)) test = literal([], wanted);
  else test = (item) => equal(item, wanted);
  return current.filter((item) => !test(item));
}

export function pullAll(current: unknown, operand: unknown): unknown[] | undefined {
  if (!Array.isArray(operand))
    throw new Fault(2, `$pullAll requires an array argument but was given a ${typeOf(operand)}`);
  if (current === undefined) return undefined;
  if (!Array.isArray(current)) throw new Fault(2, 'Cannot apply $pullAll to a non-array value');
  return current.filter((item) => !operand.some((value) => equal(item, value)));
}

export function pop(path: string, current: unknown, operand: unknown): unknown[] | undefined {
  const direction = toNumber(operand);
  if (direction !== 1 && direction !== -1)
    throw new Fault(9, `$pop expects 1 or -1, found: ${JSON.stringify(simplify(operand))}`);
  if (current === undefined) return undefined;
  if (!Array.isArray(current))
    throw new Fault(14, `Path '${path}' contains an element of non-array type '${typeOf(current)}'`);
  return direction === 1 ? current.slice(0, -1) : current.slice(1);
}
