/**
 * Every BSON number as bytes whose order is the order of the values, and whose equality is equality: 1, 1.0,
 * Long 1 and Decimal 1.00 are the same bytes. First the largest double that is not above the value; where the
 * value lies above that double (a Long past 2^53, most decimals), its decimal digits settle the tie.
 */
import { Decimal128, Double, Int32, Long } from 'bson';

const NAN = Buffer.alloc(9);

/** Scratch for bit views; the store runs on one thread. */
const scratch = new DataView(new ArrayBuffer(8));

/** Nine bytes at `from`; no NaN. */
export function writeDouble(value: number, out: Buffer, from: number): void {
  out.writeDoubleBE(value === 0 ? 0 : value, from);
  if (out[from]! < 0x80) out[from] = out[from]! | 0x80;
  else for (let i = from; i < from + 8; i++) out[i] = ~out[i]! & 0xff;
  out[from + 8] = 0;
}

function orderedDouble(value: number): Buffer {
  const out = Buffer.allocUnsafe(9);
  writeDouble(value, out, 0);
  return out;
}

function stepDown(value: number): number {
  if (value === Infinity) return Number.MAX_VALUE;
  if (value === 0) return -Number.MIN_VALUE;
  scratch.setFloat64(0, value);
  const bits = scratch.getBigInt64(0);
  scratch.setBigInt64(0, value > 0 ? bits - 1n : bits + 1n);
  return scratch.getFloat64(0);
}

/** coefficient × 10^exponent */
interface Exact {
  coefficient: bigint;
  exponent: number;
}

/** A finite double as an exact decimal. */
function exactOfDouble(value: number): Exact {
  scratch.setFloat64(0, value);
  const bits = scratch.getBigUint64(0);
  const raw = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = raw === 0 ? fraction : fraction | 0x10000000000000n;
  const power = (raw === 0 ? 1 : raw) - 1075;
  const signed = value < 0 ? -mantissa : mantissa;
  if (power >= 0) return { coefficient: signed << BigInt(power), exponent: 0 };
  return { coefficient: signed * 5n ** BigInt(-power), exponent: power };
}

function exactOfText(text: string): Exact {
  const [digits = '0', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '0', fraction = ''] = digits.split('.');
  return { coefficient: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}

function compareExact(a: Exact, b: Exact): number {
  const least = Math.min(a.exponent, b.exponent);
  const left = a.coefficient * 10n ** BigInt(a.exponent - least);
  const right = b.coefficient * 10n ** BigInt(b.exponent - least);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Sign, place of the first digit, digits: ordered for values of one sign; inverted below zero. */
function orderedDecimal({ coefficient, exponent }: Exact): Buffer {
  const negative = coefficient < 0n;
  let digits = (negative ? -coefficient : coefficient).toString();
  const place = digits.length + exponent;
  digits = digits.replace(/0+$/, '');
  const out = Buffer.alloc(3 + digits.length);
  out.writeUInt16BE(place + 0x8000, 0);
  out.write(digits, 2, 'latin1');
  // The closing 0 is below every digit, so a shorter number comes first.
  if (negative) for (let i = 0; i < out.length; i++) out[i] = ~out[i]! & 0xff;
  return out;
}

function withTie(text: string): Buffer {
  const value = exactOfText(text);
  let below = Number(text);
  if (below === -Infinity) {
    const out = orderedDouble(below);
    out[8] = 1;
    return Buffer.concat([out, orderedDecimal(value)]);
  }
  if (below === 0) below = 0;
  while (below === Infinity || compareExact(exactOfDouble(below), value) > 0) below = stepDown(below);
  const out = orderedDouble(below);
  if (compareExact(exactOfDouble(below), value) === 0) return out;
  out[8] = 1;
  return Buffer.concat([out, orderedDecimal(value)]);
}

export function orderedNumber(value: unknown): Buffer {
  if (value instanceof Int32 || value instanceof Double) return orderedNumber(value.value);
  if (typeof value === 'number') return Number.isNaN(value) ? NAN : orderedDouble(value);
  if (value instanceof Decimal128) {
    const text = value.toString();
    if (text === 'NaN') return NAN;
    if (text.includes('Inf')) return orderedDouble(text.startsWith('-') ? -Infinity : Infinity);
    return withTie(text);
  }
  const text = value instanceof Long ? value.toString() : String(value);
  const number = Number(text);
  return Number.isSafeInteger(number) ? orderedDouble(number) : withTie(text);
}
