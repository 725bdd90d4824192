import fc from 'fast-check';
import { compare, inverted, keyOf } from '../../server/store/embedded/keys.js';
import { slowOrder } from './slow-order.js';
import { number, value } from './values.js';

const sign = (n: number): number => Math.sign(n);

describe('the order of keys', () => {
  test('is the order of BSON values', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(sign(Buffer.compare(keyOf(a), keyOf(b)))).toBe(sign(slowOrder(a, b)));
      }),
      { numRuns: 3000 },
    );
  });

  test('puts every kind of number by its value', () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(sign(Buffer.compare(keyOf(a), keyOf(b)))).toBe(sign(slowOrder(a, b)));
      }),
      { numRuns: 3000 },
    );
  });

  test('is what compare says', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(sign(compare(a, b))).toBe(sign(Buffer.compare(keyOf(a), keyOf(b))));
      }),
      { numRuns: 2000 },
    );
  });

  test('no key begins another, so fields can follow each other, ascending or descending', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        const [x, y] = [keyOf(a), keyOf(b)];
        if (x.equals(y)) return;
        expect(x.subarray(0, y.length).equals(y)).toBe(false);
        expect(sign(Buffer.compare(inverted(x), inverted(y)))).toBe(-sign(Buffer.compare(x, y)));
      }),
      { numRuns: 2000 },
    );
  });
});
