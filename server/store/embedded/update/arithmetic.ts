/** `$inc`, `$mul`, `$bit`: the widest of the two types carries the result, an int overflows into a long. */
import { Decimal128, Double, Int32, Long } from 'bson';
import { type Doc, isDocument, isNumber, toNumber, typeOf } from '../bson.js';
import { Fault } from '../faults.js';

const LEAST = -(2n ** 63n);
const MOST = 2n ** 63n - 1n;

function big(value: unknown): bigint {
  return value instanceof Long ? value.toBigInt() : BigInt(toNumber(value)!);
}

function whole(value: bigint, wide: boolean): Int32 | Long {
  if (!wide && value >= -(2n ** 31n) && value < 2n ** 31n) return new Int32(Number(value));
  if (value < LEAST || value > MOST)
    throw new Fault(2, 'Failed to apply $inc operations to current value: overflow');
  return Long.fromBigInt(value);
}

interface Scaled {
  digits: bigint;
  exponent: number;
}

function scaled(value: unknown): Scaled {
  const [mantissa = '0', exponent = '0'] = String(value instanceof Decimal128 ? value : toNumber(value))
    .toLowerCase()
    .split('e');
  const [front = '0', fraction = ''] = mantissa.split('.');
  return { digits: BigInt(front + fraction), exponent: Number(exponent) - fraction.length };
}

function decimal(a: unknown, b: unknown, name: string): Decimal128 {
  const numbers = [toNumber(a)!, toNumber(b)!];
  if (!numbers.every(Number.isFinite)) {
    const result = name === '$mul' ? numbers[0]! * numbers[1]! : numbers[0]! + numbers[1]!;
    return Decimal128.fromString(String(result));
  }
  const x = scaled(a);
  const y = scaled(b);
  if (name === '$mul')
    return Decimal128.fromStringWithRounding(`${x.digits * y.digits}E${x.exponent + y.exponent}`);
  const exponent = Math.min(x.exponent, y.exponent);
  const sum =
    x.digits * 10n ** BigInt(x.exponent - exponent) + y.digits * 10n ** BigInt(y.exponent - exponent);
  return Decimal128.fromStringWithRounding(`${sum}E${exponent}`);
}

export function combine(name: '$inc' | '$mul', current: unknown, operand: unknown): unknown {
  const types = [typeOf(current), typeOf(operand)];
  if (types.includes('decimal')) return decimal(current, operand, name);
  if (types.includes('double')) {
    const [a, b] = [toNumber(current)!, toNumber(operand)!];
    return new Double(name === '$inc' ? a + b : a * b);
  }
  const [a, b] = [big(current), big(operand)];
  return whole(name === '$inc' ? a + b : a * b, types.includes('long'));
}

export function arithmetic(
  name: '$inc' | '$mul',
  path: string,
  id: unknown,
  current: unknown,
  operand: unknown,
): unknown {
  if (!isNumber(operand)) {
    const verb = name === '$inc' ? 'increment' : 'multiply';
    throw new Fault(14, `Cannot ${verb} with non-numeric argument: {${path}: ${JSON.stringify(operand)}}`);
  }
  if (current === undefined) return name === '$inc' ? operand : combine('$mul', new Int32(0), operand);
  if (!isNumber(current))
    throw new Fault(
      14,
      `Cannot apply ${name} to a value of non-numeric type. {_id: ${String(id)}} has the field '${path.split('.').at(-1)}' of non-numeric type ${typeOf(current)}`,
    );
  return combine(name, current, operand);
}

function isWhole(value: unknown): boolean {
  return ['int', 'long'].includes(typeOf(value));
}

const BITS: Record<string, (a: bigint, b: bigint) => bigint> = {
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
};

export function bitwise(path: string, current: unknown, operand: unknown): unknown {
  if (!isDocument(operand) || Object.keys(operand).length === 0)
    throw new Fault(
      2,
      `The $bit modifier is not compatible with a ${typeOf(operand)}. You must pass in an embedded document: {$bit: {field: {and/or/xor: #}}`,
    );
  if (current !== undefined && !isWhole(current))
    throw new Fault(
      2,
      `Cannot apply $bit to a value of non-integral type.${path} has the type ${typeOf(current)}`,
    );
  let value: unknown = current ?? new Int32(0);
  for (const [name, mask] of Object.entries(operand as Doc)) {
    const apply = BITS[name];
    if (!apply)
      throw new Fault(
        2,
        `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}' which is an unknown operator`,
      );
    if (!isWhole(mask))
      throw new Fault(
        2,
        `The $bit modifier field must be an Integer(32/64 bit); a '${typeOf(mask)}' is not supported here`,
      );
    value = whole(apply(big(value), big(mask)), typeOf(value) === 'long' || typeOf(mask) === 'long');
  }
  return value;
}
