/** 知识库更新数 and 每十万人座席数 at the desk, and what each is made of. A unit reads of its own items alone. */
import { Problem } from '../../errors.js';
import type { SupplyRow, SupplyRows } from '../../http/contract-supply.js';
import { type Handlers, signedIn } from '../../http/handler.js';
import type { Policy, Population } from '../../policy/types.js';
import type { Cover } from '../../store/knowledge-entries.js';
import { channelName, daysOf } from '../routes.js';
import { rowsSaidOf } from '../rows.js';
import { fill, WORDS } from '../words.js';
import { peopleOf } from './people.js';
import {
  keyOf,
  SUPPLY,
  SUPPLY_BY,
  type SupplyAsk,
  type SupplyBy,
  type SupplyParts,
  seatsIn,
  supplyReport,
  updatesOf,
} from './report.js';
import type { Seat } from './seats.js';

const PAGE = 50;
const MOST = 100;
type Query = Record<string, string>;

/** An edition's name, of signs that an address may carry. */
const cursorOf = ({ item, edition }: Cover): string => `${item}~${edition}`;

function byOf({ by }: Query): SupplyBy {
  const found = SUPPLY_BY.find((one) => one === (by || 'unit'));
  if (!found) throw new Problem('BAD_REQUEST');
  return found;
}

export function supplyRoutes(rest: Omit<SupplyParts, 'channelName'>): Handlers<'supply' | 'supplyRows'> {
  const parts: SupplyParts = { ...rest, channelName };
  const { policy, now } = parts;

  async function updates(ask: SupplyAsk, { code = '', by, after = '', limit }: Query): Promise<SupplyRows> {
    const all = (await updatesOf(ask, parts)).filter((cover) => !by || keyOf(ask.by, cover) === code);
    const begin = after === '' ? 0 : all.findIndex((cover) => cursorOf(cover) === after) + 1;
    // A cursor nobody gave out is the caller's fault, never page one.
    if (after !== '' && begin === 0) throw new Problem('BAD_REQUEST');
    const rows = all.slice(begin, begin + Math.min(MOST, Number(limit) || PAGE));
    const last = begin + rows.length < all.length ? rows.at(-1) : undefined;
    return {
      rows: rows.map((cover) => updateRow(cover, policy)),
      next: last ? cursorOf(last) : null,
      said: '',
    };
  }

  async function seats({ scope }: SupplyAsk, { by, code, part }: Query): Promise<SupplyRows> {
    const league = by === 'league' && code ? code : null;
    const found = await seatsIn(league, scope, parts);
    if (!found) throw new Problem('FORBIDDEN', undefined, WORDS.supply.houseOnly);
    const rows =
      part === 'base'
        ? peopleOf(league ?? policy.knobs.home, policy).rows.map((row) => peopleRow(row, policy))
        : found.map((seat) => seatRow(seat, policy));
    return { rows, next: null, said: '' };
  }

  return {
    supply: async (asked) =>
      supplyReport(
        { by: byOf(asked.query), ...daysOf(asked.query, now()), scope: signedIn(asked).scope },
        parts,
      ),

    async supplyRows(asked) {
      const { query } = asked;
      const ask = { by: byOf(query), ...daysOf(query, now()), scope: signedIn(asked).scope };
      const of = { kbUpdates: updates, seats }[query.measure ?? ''];
      if (!of) throw new Problem('BAD_REQUEST');
      return { ...(await of(ask, query)), said: rowsSaidOf(SUPPLY, query) };
    },
  };
}

const unitName = (code: string | null, { units }: Pick<Policy, 'units'>): string =>
  code === null ? WORDS.supply.house : (units.find((unit) => unit.code === code)?.name ?? code);

const updateRow = ({ _id, item, title, edition, at, owner }: Cover, policy: Policy): SupplyRow => ({
  id: _id,
  name: title,
  said: fill(edition === 1 ? WORDS.supply.added : WORDS.supply.revised, {
    edition,
    unit: unitName(owner, policy),
  }),
  at: at.toISOString(),
  item,
});

const seatRow = ({ number, roles, unit }: Seat, policy: Policy): SupplyRow => ({
  id: number,
  name: fill(WORDS.supply.seat, { number }),
  said: [
    unitName(unit, policy),
    ...roles.map((id) => policy.roles.find((role) => role.id === id)?.name ?? id),
  ].join(' · '),
  at: null,
  item: null,
});

const peopleRow = ({ region, residents, asOf, source }: Population, policy: Policy): SupplyRow => ({
  id: region,
  name: policy.regionName(region),
  said: fill(WORDS.supply.people, { residents: residents ?? 0, asOf: asOf ?? '', source }),
  at: null,
  item: null,
});
