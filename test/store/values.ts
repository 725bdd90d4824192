/** Arbitrary BSON values, with the awkward ones not rare. */
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
import fc from 'fast-check';

const text = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.constantFrom('', '\0', 'a', 'a\0', 'a\0b', 'ab', '路灯', '\uffff', '😀', '\ue000'),
);

const decimalText = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 34n - 1n }), fc.integer({ min: -400, max: 400 }))
  .map(([negative, digits, exponent]) => `${negative ? '-' : ''}${digits}E${exponent}`);

export const number = fc.oneof(
  fc.integer({ min: -10, max: 10 }),
  fc.integer({ min: -10, max: 10 }).map((n) => new Double(n)),
  fc.double(),
  fc.constantFrom(
    0,
    -0,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    2 ** 53,
    2 ** 63,
    0.1,
    5e-324,
  ),
  fc.integer().map((n) => new Int32(n)),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((n) => Long.fromBigInt(n)),
  fc.integer({ min: -3, max: 3 }).map((n) => Long.fromBigInt(2n ** 53n + BigInt(n))),
  decimalText.map((one) => Decimal128.fromString(one)),
  fc
    .constantFrom(
      '0.1',
      '1',
      '1.00',
      '-0',
      'NaN',
      'Infinity',
      '-Infinity',
      '9007199254740993',
      '1E-6176',
      '9E+6144',
      '-9E+6144',
      '-1E-400',
    )
    .map((one) => Decimal128.fromString(one)),
);

export const scalar = fc.oneof(
  { weight: 4, arbitrary: number },
  { weight: 3, arbitrary: text },
  fc.constant(null),
  fc.boolean(),
  fc.date({ noInvalidDate: true }),
  fc.uint8Array({ minLength: 12, maxLength: 12 }).map((id) => new ObjectId(id)),
  fc
    .tuple(fc.uint8Array({ maxLength: 4 }), fc.constantFrom(0, 4))
    .map(([data, type]) => new Binary(data, type)),
  fc.tuple(fc.nat({ max: 5 }), fc.nat({ max: 5 })).map(([t, i]) => new Timestamp({ t, i })),
  fc.tuple(fc.constantFrom('a', 'ab', '^x'), fc.constantFrom('', 'i')).map(([p, o]) => new BSONRegExp(p, o)),
  fc.constantFrom(new MinKey(), new MaxKey()),
);

/** Names that JavaScript keeps in the order they were given. */
const name = fc.constantFrom('a', 'b', 'ab', 'a b', 'é');

export const value = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(name, tie('any'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).any;
