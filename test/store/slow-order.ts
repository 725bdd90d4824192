/** BSON comparison order, written the slow and obvious way, to judge the fast one. */
import {
  Binary,
  BSONRegExp,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson';

type Row = Record<string, unknown>;

const ORDER: [string, (value: unknown) => boolean][] = [
  ['min', (v) => v instanceof MinKey],
  ['null', (v) => v === null],
  [
    'number',
    (v) =>
      typeof v === 'number' ||
      v instanceof Int32 ||
      v instanceof Double ||
      v instanceof Decimal128 ||
      (v instanceof Long && !(v instanceof Timestamp)),
  ],
  ['string', (v) => typeof v === 'string'],
  ['object', (v) => typeof v === 'object' && v !== null && Object.getPrototypeOf(v) === Object.prototype],
  ['array', Array.isArray],
  ['binary', (v) => v instanceof Binary],
  ['id', (v) => v instanceof ObjectId],
  ['bool', (v) => typeof v === 'boolean'],
  ['date', (v) => v instanceof Date],
  ['timestamp', (v) => v instanceof Timestamp],
  ['regex', (v) => v instanceof BSONRegExp],
  ['max', (v) => v instanceof MaxKey],
];

function rank(value: unknown): number {
  const found = ORDER.findIndex(([, is]) => is(value));
  if (found < 0) throw new Error(`no rank for ${String(value)}`);
  return found;
}

/** A number as a fraction, or one of the three that are none. */
type Exact = { n: bigint; d: bigint } | 'NaN' | 'Infinity' | '-Infinity';

function ofDouble(value: number): Exact {
  if (!Number.isFinite(value)) return String(value) as Exact;
  let scaled = value;
  let d = 1n;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    d *= 2n;
  }
  return { n: BigInt(scaled), d };
}

function ofText(text: string): Exact {
  if (/nan/i.test(text)) return 'NaN';
  if (/inf/i.test(text)) return text.startsWith('-') ? '-Infinity' : 'Infinity';
  const [, sign, whole, fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:E([+-]?\d+))?$/i.exec(
    text,
  )!;
  const power = Number(exponent) - fraction.length;
  const digits = BigInt(`${sign}${whole}${fraction}`);
  return power >= 0 ? { n: digits * 10n ** BigInt(power), d: 1n } : { n: digits, d: 10n ** BigInt(-power) };
}

function exactly(value: unknown): Exact {
  if (typeof value === 'number') return ofDouble(value);
  if (value instanceof Int32 || value instanceof Double) return ofDouble(value.value);
  return ofText(String(value));
}

function numbers(a: Exact, b: Exact): number {
  const place = (x: Exact): number => (x === 'NaN' ? 0 : x === '-Infinity' ? 1 : x === 'Infinity' ? 3 : 2);
  if (place(a) !== place(b)) return place(a) - place(b);
  if (typeof a === 'string' || typeof b === 'string') return 0;
  const left = a.n * b.d;
  const right = b.n * a.d;
  return left < right ? -1 : left > right ? 1 : 0;
}

function lists<T>(a: T[], b: T[], one: (x: T, y: T) => number): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = one(a[i]!, b[i]!);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

const bytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

function fields([nameA, a]: [string, unknown], [nameB, b]: [string, unknown]): number {
  return rank(a) - rank(b) || bytes(nameA, nameB) || slowOrder(a, b);
}

export function slowOrder(a: unknown, b: unknown): number {
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  switch (ORDER[rank(a)]![0]) {
    case 'number':
      return numbers(exactly(a), exactly(b));
    case 'string':
      return bytes(a as string, b as string);
    case 'object':
      return lists(Object.entries(a as Row), Object.entries(b as Row), fields);
    case 'array':
      return lists(a as unknown[], b as unknown[], slowOrder);
    case 'binary': {
      const [x, y] = [a as Binary, b as Binary];
      return x.length() - y.length() || x.sub_type - y.sub_type || Buffer.compare(x.value(), y.value());
    }
    case 'id':
      return bytes(String(a), String(b));
    case 'bool':
      return Number(a) - Number(b);
    case 'date':
      return (a as Date).getTime() - (b as Date).getTime();
    case 'timestamp': {
      const [x, y] = [(a as Timestamp).toBigInt(), (b as Timestamp).toBigInt()];
      return x < y ? -1 : x > y ? 1 : 0;
    }
    case 'regex':
      return (
        bytes((a as BSONRegExp).pattern, (b as BSONRegExp).pattern) ||
        bytes((a as BSONRegExp).options, (b as BSONRegExp).options)
      );
    default:
      return 0;
  }
}
