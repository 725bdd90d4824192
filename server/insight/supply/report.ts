/**
 * What the house has to answer with: knowledge as it is published, and seats for the people who live there. Counted
 * from the editions and the accounts themselves at each asking: they are few, and nothing beside them can go wrong.
 */
import { readFileSync } from 'node:fs';
import type { SupplyReport } from '../../http/contract-supply.js';
import type { Policy } from '../../policy/types.js';
import type { AccountStore } from '../../store/accounts.js';
import type { Cover, EntryStore } from '../../store/knowledge-entries.js';
import { type Day, dayOf, midnight, plusDays } from '../../tickets/deadlines/calendar.js';
import { leagueOf } from '../figures.js';
import type { Definition, Value } from '../measures.js';
import { type NameParts, nameOf } from '../names.js';
import { fill, WORDS } from '../words.js';
import { type People, peopleOf } from './people.js';
import { type Seat, seatsOf } from './seats.js';

export const SUPPLY = JSON.parse(
  readFileSync(new URL('./measures.json', import.meta.url), 'utf8'),
) as readonly Definition[];

export const SUPPLY_BY = ['unit', 'league', 'category', 'day'] as const;
export type SupplyBy = (typeof SUPPLY_BY)[number];

export interface SupplyAsk {
  by: SupplyBy;
  from: Day;
  to: Day;
  /** Units the reader may know of; null = all. Seats are the house's own. */
  scope: ReadonlySet<string> | null;
}

export interface SupplyParts extends NameParts {
  entries: Pick<EntryStore, 'published'>;
  accounts: Pick<AccountStore, 'list'>;
  policy: Policy;
  now: () => Date;
}

const HUNDRED_THOUSAND = 100_000;

/** Newest first. */
export async function updatesOf(
  { from, to, scope }: Omit<SupplyAsk, 'by'>,
  { entries }: Pick<SupplyParts, 'entries'>,
): Promise<Cover[]> {
  const covers = await entries.published(midnight(from), midnight(plusDays(to, 1)));
  return scope === null ? covers : covers.filter(({ owner }) => owner !== null && scope.has(owner));
}

export const keyOf = (by: SupplyBy, cover: Cover): string =>
  ({
    unit: cover.owner ?? '',
    league: leagueOf(cover.region),
    category: cover.category,
    day: dayOf(cover.at),
  })[by];

/** The seats of the house, or of one league; null = not for this reader. */
export async function seatsIn(
  code: string | null,
  scope: SupplyAsk['scope'],
  { accounts, policy, now }: SupplyParts,
): Promise<Seat[] | null> {
  if (scope !== null) return null;
  const all = seatsOf(await accounts.list(), policy, now());
  return code === null ? all : all.filter(({ region }) => leagueOf(region) === code);
}

export const seatsEach = (seats: readonly Seat[], { residents }: People): Value =>
  residents === null
    ? { value: null, base: null, why: 'ungiven' }
    : { value: (seats.length * HUNDRED_THOUSAND) / residents, base: residents, why: null };

export async function supplyReport(asked: SupplyAsk, parts: SupplyParts): Promise<SupplyReport> {
  const { by, from, to, scope } = asked;
  const { policy } = parts;
  const count = (value: number): Value => ({ value, base: null, why: null });
  const [covers, seats] = await Promise.all([updatesOf(asked, parts), seatsIn(null, scope, parts)]);
  const groups = new Map<string, number>();
  for (const cover of covers) groups.set(keyOf(by, cover), (groups.get(keyOf(by, cover)) ?? 0) + 1);
  const leagues = new Set(policy.regions.filter(({ level }) => level === 'league').map(({ code }) => code));
  // A seat of the whole region belongs to none of its leagues.
  if (by === 'league')
    for (const { region } of seats ?? []) {
      const league = leagueOf(region);
      if (leagues.has(league) && !groups.has(league)) groups.set(league, 0);
    }
  const home = peopleOf(policy.knobs.home, policy);
  const seatsAt = (code: string): Record<string, Value> =>
    by === 'league' && seats && leagues.has(code)
      ? {
          seats: seatsEach(
            seats.filter(({ region }) => leagueOf(region) === code),
            peopleOf(code, policy),
          ),
        }
      : {};
  return {
    by,
    from,
    to,
    rows: [...groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, n]) => ({
        code,
        name: nameOf(by, code, parts),
        values: { kbUpdates: count(n), ...seatsAt(code) },
      })),
    total: { kbUpdates: count(covers.length), ...(seats ? { seats: seatsEach(seats, home) } : {}) },
    definitions: [...SUPPLY],
    untold: seats === null ? WORDS.supply.houseOnly : untold(home, policy),
    note: WORDS.supply.note,
  };
}

function untold({ residents, missing }: People, { regionName }: Policy): string | null {
  if (residents !== null) return null;
  return fill(WORDS.supply.ungiven, { names: missing.map(regionName).join('、') });
}
