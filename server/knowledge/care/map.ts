/** Where nothing is known: categories by league, and hotlines that no item speaks for. */
import type { Passage } from '../../../bot/decision.js';
import type { Policy } from '../../policy/types.js';

export interface CoverageMap {
  regions: { code: string; name: string }[];
  rows: {
    category: string;
    name: string;
    total: number;
    /** By code of the region; what holds in all of it stands under the whole. */
    counts: Record<string, number>;
  }[];
  hotlines: { number: string; name: string; unit: string }[];
}

export function coverageOf(
  told: readonly Passage[],
  policy: Pick<Policy, 'categories' | 'regions' | 'hotlines'>,
): CoverageMap {
  const regions = policy.regions
    .filter(({ level }) => level === 'region' || level === 'league')
    .map(({ code, name }) => ({ code, name }));
  const spoken = new Set(told.flatMap(({ hotline }) => hotline ?? []));
  const whole = (code: string): string => (code.endsWith('0000') ? code : `${code.slice(0, 4)}00`);
  return {
    regions,
    rows: policy.categories.map(({ code, name }) => {
      const own = told.filter(({ category }) => category === code);
      const counts: Record<string, number> = {};
      for (const { region, regions: more = [] } of own)
        for (const at of new Set([region, ...more].map(whole))) counts[at] = (counts[at] ?? 0) + 1;
      return { category: code, name, total: own.length, counts };
    }),
    hotlines: policy.hotlines
      .filter(({ number }) => !spoken.has(number))
      .map(({ number, name, unit }) => ({ number, name, unit })),
  };
}
