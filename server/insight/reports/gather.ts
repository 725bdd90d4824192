/** Everything a report is made from, read once; its fingerprint says whether the same report can be made again. */
import { createHash } from 'node:crypto';
import { canonical } from '../../policy/read.js';
import type { Policy } from '../../policy/types.js';
import type { SpotDoc, SpotStore } from '../../store/spots.js';
import { type Day, plusDays } from '../../tickets/deadlines/calendar.js';
import type { Counts } from '../counts.js';
import { type FigureStore, figures, whole } from '../figures.js';
import type { By } from '../names.js';
import { lastYearOf, previousOf } from '../report.js';
import { daysOf } from '../span.js';
import { type Period, periodAt } from './period.js';

type Groups = Record<string, Counts>;

export interface Gathered {
  period: Period;
  /** Hash of the policy whose formulas are used. */
  policy: string;
  total: Counts;
  previous: { from: string; to: string; total: Counts };
  lastYear: { from: string; to: string; total: Counts };
  days: Groups;
  channels: Groups;
  categories: Groups;
  categoriesBefore: Groups;
  places: Groups;
  units: Groups;
  spots: Pick<
    SpotDoc,
    '_id' | 'kind' | 'code' | 'region' | 'category' | 'place' | 'first' | 'last' | 'n' | 'mean'
  >[];
  /** Orders of a class in the same days a year before, by season and class. */
  seasons: Record<string, Record<string, number>>;
}

export interface GatherParts {
  store: FigureStore;
  spots: Pick<SpotStore, 'since'>;
  policy: Pick<Policy, 'hash' | 'seasons' | 'units'>;
}

const MOST = 200;

/** A month is beside the month before, whatever their lengths. */
function beforeOf({ kind, from, to }: Period): { from: Day; to: Day } {
  if (to === periodAt(kind, from).to && kind !== 'monthly') return previousOf({ from, to });
  const last = periodAt(kind, plusDays(from, -1));
  // What runs is told beside as much of the one before: ten days of a month beside ten days.
  const until = to === periodAt(kind, from).to ? last.to : plusDays(last.from, daysOf(from, to) - 1);
  return { from: last.from, to: [until, last.to].sort()[0]! };
}

export async function gatherFor(
  period: Period,
  scope: ReadonlySet<string> | null,
  seasons: readonly { id: string; from: string; to: string; categories: readonly string[] }[],
  { store, spots, policy }: GatherParts,
): Promise<Gathered> {
  const { from, to } = period;
  const previous = beforeOf(period);
  const lastYear = lastYearOf({ from, to });
  const groups = async (by: By, span: { from: string; to: string }): Promise<Groups> =>
    Object.fromEntries((await figures(store, { by, from: span.from, to: span.to, scope })).groups);
  const [total, last, year, days, channels, categories, categoriesBefore, places, units, found] =
    await Promise.all([
      whole(store, { from, to, scope }),
      whole(store, { from: previous.from, to: previous.to, scope }),
      whole(store, { ...lastYear, scope }),
      groups('day', period),
      groups('channel', period),
      groups('category', period),
      groups('category', previous),
      groups(scope ? 'region' : 'league', period),
      groups('unit', period),
      spots.since(from, MOST),
    ]);
  const regions = new Set(policy.units.filter(({ code }) => scope?.has(code)).map(({ region }) => region));
  return {
    ...{ period, policy: policy.hash, total, days, channels, categories, categoriesBefore, places, units },
    previous: { from: previous.from, to: previous.to, total: last },
    lastYear: { ...lastYear, total: year },
    spots: found
      .filter(({ first, region }) => first <= to && (scope === null || regions.has(region)))
      .map(({ _id, kind, code, region, category, place, first, last: until, n, mean }) => ({
        ...{ _id, kind, code, region, category, place, first, n, mean },
        last: [until, to].sort()[0]!,
      })),
    seasons: Object.fromEntries(
      await Promise.all(
        seasons.map(async ({ id, categories: wanted, ...span }) => {
          const of = await groups('category', lastYearOf(span));
          return [id, Object.fromEntries(wanted.map((code) => [code, of[code]?.orders ?? 0]))] as const;
        }),
      ),
    ),
  };
}

/** The same figures give the same sixteen digits, in whatever order they were read. */
export const fingerprintOf = (gathered: Gathered): string =>
  createHash('sha256').update(canonical(gathered)).digest('hex').slice(0, 16);
