/**
 * The measures of domain §2.4, each as its formula says, over sums of counts. A rate whose base is smaller
 * than the rule allows is not told (small-N), a base of nothing is 「—」 and never 100 %.
 */
import type { CountName, Counts } from './counts.js';

export interface MeasureRules {
  /** Smallest base of a rate. */
  smallest: number;
  /** What 基本满意 counts for. */
  basically: number;
  weights: { response: number; solved: number; satisfied: number };
}

export interface Measure {
  id: string;
  /** Numerator and denominator; null where a count stands for itself. */
  of: (counts: Required<Counts>, rules: MeasureRules) => { top: number; base: number } | { count: number };
}

const rate =
  (top: CountName, base: CountName): Measure['of'] =>
  (c) => ({ top: c[top], base: c[base] });
const count =
  (name: CountName): Measure['of'] =>
  (c) => ({ count: c[name] });

/** Names and formulas in words stand in words.json under the same ids. */
export const MEASURES: readonly Measure[] = [
  { id: 'orders', of: count('orders') },
  { id: 'directRate', of: rate('direct', 'orders') },
  { id: 'response', of: rate('contacted', 'valid') },
  { id: 'solved', of: rate('solved', 'valid') },
  {
    id: 'satisfied',
    of: (c, { basically }) => ({ top: c.satisfied + basically * c.basically, base: c.valid }),
  },
  {
    id: 'composite',
    of: (c, { weights, basically }) => ({
      top:
        weights.response * c.contacted +
        weights.solved * c.solved +
        weights.satisfied * (c.satisfied + basically * c.basically),
      base: c.valid,
    }),
  },
  { id: 'valid', of: count('valid') },
  { id: 'validRate', of: (c) => ({ top: c.valid, base: c.valid + c.unreached }) },
  { id: 'inTime', of: rate('answeredInTime', 'answeredDue') },
  { id: 'overdueRate', of: rate('overdue', 'dueKnown') },
  { id: 'signedInTime', of: (c) => ({ top: c.signed - c.autoSigned, base: c.signed }) },
  { id: 'firstRight', of: (c) => ({ top: c.dispatched - c.returnedOnce, base: c.dispatched }) },
  { id: 'returnRate', of: rate('returnedOnce', 'dispatched') },
  { id: 'wrongReturn', of: rate('returnRejected', 'returnAsked') },
  { id: 'reworkRate', of: rate('reworked', 'answered') },
  { id: 'mergedRate', of: rate('merged', 'orders') },
  { id: 'urgedRate', of: rate('urged', 'orders') },
  { id: 'refused', of: count('refused') },
  { id: 'wrongRefusal', of: rate('overturned', 'reviewed') },
  { id: 'rated', of: count('rated') },
  { id: 'lowRate', of: rate('ratedLow', 'rated') },
];

export interface Value {
  /** A share of 1, or a count; null where it is not told. */
  value: number | null;
  /** Of a rate: how many it is over. Null for a count. */
  base: number | null;
  /** Why there is no value. */
  why: 'none' | 'small' | null;
}

export function valuesOf(counts: Counts, rules: MeasureRules): Record<string, Value> {
  const whole = new Proxy(counts, { get: (c, name) => c[name as CountName] ?? 0 }) as Required<Counts>;
  return Object.fromEntries(
    MEASURES.map(({ id, of }) => {
      const said = of(whole, rules);
      if ('count' in said) return [id, { value: said.count, base: null, why: null }];
      const { top, base } = said;
      const why = base === 0 ? 'none' : base < rules.smallest ? 'small' : null;
      return [id, { value: why === null ? top / base : null, base, why }];
    }),
  );
}
