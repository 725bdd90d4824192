/**
 * The measures of domain §2.4 as one written table (measures.json): formula in words, numerator, denominator, what
 * is left out, the source, and the counts that are summed. A rate whose base is smaller than the rule allows is not
 * told (small-N); over a base of nothing it is 「—」 and never 100 %.
 */
import { readFileSync } from 'node:fs';
import type { CountName, Counts } from './counts.js';

export interface MeasureRules {
  /** Smallest base of a rate. */
  smallest: number;
  /** What 基本满意 counts for. */
  basically: number;
  weights: { response: number; solved: number; satisfied: number };
}

const FACTORS = ['basically', 'response', 'solved', 'satisfied'] as const;
type Factor = (typeof FACTORS)[number];

export interface Measure<Count extends string = CountName> {
  id: string;
  name: string;
  /** `{factor}` places are filled with the values in force. */
  formula: string;
  numerator: string;
  /** Null: a count, which stands for itself. */
  denominator: string | null;
  excludes: string;
  /** Document or practice it is taken from. */
  source: string;
  /** What the quotient is; absent = a share, or a count. */
  unit?: 'seconds' | 'perHundredThousand';
  /** Summed, each multiplied by its factors. */
  top: Partial<Record<Count, Factor[]>>;
  base: Count[] | null;
}

export const MEASURES = JSON.parse(
  readFileSync(new URL('./measures.json', import.meta.url), 'utf8'),
) as readonly Measure[];

const BY_ID = new Map(MEASURES.map((measure) => [measure.id, measure]));
export const measureOf = (id: string): Measure | undefined => BY_ID.get(id);

const factorsOf = ({ basically, weights }: MeasureRules): Record<Factor, number> => ({
  basically,
  ...weights,
});

export interface Value {
  /** A share of 1, or a count; null where it is not told. */
  value: number | null;
  /** Of a rate: how many it is over. Null for a count. */
  base: number | null;
  /** Why there is no value; `ungiven`: what it is over has not been filled in. */
  why: 'none' | 'small' | 'ungiven' | null;
}

export function shareOf<Count extends string>(
  { top, base }: Measure<Count>,
  counts: Partial<Record<Count, number>>,
  rules: MeasureRules,
): Value {
  const factors = factorsOf(rules);
  const above = (Object.entries(top) as [Count, Factor[]][]).reduce(
    (sum, [name, times]) => sum + times.reduce((part, factor) => part * factors[factor], counts[name] ?? 0),
    0,
  );
  if (base === null) return { value: above, base: null, why: null };
  const below = base.reduce((sum, name) => sum + (counts[name] ?? 0), 0);
  const why = below === 0 ? 'none' : below < rules.smallest ? 'small' : null;
  return { value: why === null ? above / below : null, base: below, why };
}

export const valuesIn = <Count extends string>(
  table: readonly Measure<Count>[],
  counts: Partial<Record<Count, number>>,
  rules: MeasureRules,
): Record<string, Value> =>
  Object.fromEntries(table.map((measure) => [measure.id, shareOf(measure, counts, rules)]));

export const valuesOf = (counts: Counts, rules: MeasureRules): Record<string, Value> =>
  valuesIn(MEASURES, counts, rules);

export type Definition = Omit<Measure, 'top' | 'base'>;

/** A table in words, `{places}` filled with the values in force. */
export function definitionsIn<Count extends string>(
  table: readonly Measure<Count>[],
  values: Record<string, string | number>,
): Definition[] {
  const fill = (text: string): string => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  return table.map(({ top: _top, base: _base, ...row }) => ({
    ...row,
    formula: fill(row.formula),
    numerator: fill(row.numerator),
  }));
}

export const definitionsOf = (rules: MeasureRules): Definition[] => definitionsIn(MEASURES, factorsOf(rules));
