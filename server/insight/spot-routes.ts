/** Hot spots and topics of the season at the desk, and what somebody proposes to prevent the next one. */
import { briefSpot } from '../../bot/assist/supervisor.js';
import type { Model } from '../../bot/calls.js';
import { Problem } from '../errors.js';
import type { HotSpot, HotSpots } from '../http/contract-insight.js';
import { type Handlers, type SignedIn, signedIn } from '../http/handler.js';
import type { Audit } from '../people/audit.js';
import type { Policy } from '../policy/types.js';
import type { InsightStore } from '../store/insight.js';
import type { SpotDoc, SpotStore, Suggestion } from '../store/spots.js';
import type { TicketStore } from '../store/tickets.js';
import type { Mask } from '../tickets/changed.js';
import { dayOf, plusDays } from '../tickets/deadlines/calendar.js';
import { governmentOf } from '../tickets/dispatch/unit.js';
import { briefFacts, examplesOf } from './brief.js';
import { figures } from './figures.js';
import { nameOf } from './names.js';
import { lastYearOf } from './report.js';
import { channelName } from './routes.js';
import { type Coming, seasonsAt } from './season.js';
import { said } from './watch.js';
import { WORDS } from './words.js';

export interface SpotRouteParts {
  insight: InsightStore;
  spots: SpotStore;
  policy: Policy;
  masks: Mask;
  audit: Audit;
  tickets: Pick<TicketStore, 'get'>;
  model: Model | null;
  now: () => Date;
}

/** Days an episode is shown after it has gone quiet, and how many at most. */
const SHOWN_DAYS = 30;
const MOST = 200;

export type SpotRoutes = 'hotSpots' | 'spotBrief' | 'suggestPrevention' | 'judgePrevention';

export function spotRoutes(parts: SpotRouteParts): Handlers<SpotRoutes> {
  const { insight, spots, policy, masks, audit, now } = parts;
  const names = { policy, channelName };
  const unitName = (code: string): string => nameOf('unit', code, names);
  const rule = policy.knobs.insight.hot;

  /** A unit's people are told of the places they answer for. */
  function mine({ scope }: SignedIn): (spot: SpotDoc) => boolean {
    if (scope === null) return () => true;
    const regions = new Set(policy.units.filter(({ code }) => scope.has(code)).map(({ region }) => region));
    return ({ region }) => regions.has(region);
  }

  function view(spot: SpotDoc): HotSpot {
    const { kind, code, region, category, first, last } = spot;
    const from = kind === 'place' ? plusDays(first, 1 - rule.placeDays) : first;
    const unit = governmentOf(policy.units, region);
    return {
      ...{ id: spot._id, kind, region, category, first, last, from, n: spot.n },
      ...{ mean: spot.mean, threshold: spot.threshold, place: masks.text(spot.place) },
      said: masks.text(said(spot, policy)),
      regionName: policy.regionName(region),
      categoryName: nameOf('category', category, names),
      rows: { from, to: last, ...(kind === 'place' ? { place: code } : { spot: code }) },
      unit: unit?.code ?? null,
      unitName: unit?.name ?? null,
      suggestions: spot.suggestions.map((one) => ({
        ...one,
        at: one.at.toISOString(),
        unitName: unitName(one.unit),
        judged: one.judged && { ...one.judged, at: one.judged.at.toISOString() },
      })),
    };
  }

  async function seasonView({ season, from, to, when }: Coming, scope: SignedIn['scope']) {
    const before = await figures(insight, { by: 'category', ...lastYearOf({ from, to }), scope });
    return {
      ...{ id: season.id, name: season.name, from, to, when, prepare: season.prepare, source: season.source },
      categories: season.categories.map((code) => ({
        code,
        name: nameOf('category', code, names),
        lastYear: before.groups.get(code)?.orders ?? 0,
      })),
    };
  }

  async function spotOf(id: string | undefined, who: SignedIn): Promise<SpotDoc> {
    const spot = await spots.get(id ?? '');
    if (!spot || !mine(who)(spot)) throw new Problem('NOT_FOUND');
    return spot;
  }

  return {
    async hotSpots(asked): Promise<HotSpots> {
      const who = signedIn(asked);
      const today = dayOf(now());
      const found = await spots.since(plusDays(today, -SHOWN_DAYS), MOST);
      return {
        hot: found.filter(mine(who)).map(view),
        seasons: await Promise.all(
          seasonsAt(policy.seasons, today).map((coming) => seasonView(coming, who.scope)),
        ),
        rule: WORDS.hotRule
          .replace('{days}', String(rule.days))
          .replace('{sigmas}', String(rule.sigmas))
          .replace('{least}', String(rule.least))
          .replace('{placeDays}', String(rule.placeDays))
          .replace('{placeLeast}', String(rule.placeLeast)),
      };
    },

    async spotBrief(asked) {
      const who = signedIn(asked as never);
      const spot = view(await spotOf(asked.params.spot, who));
      // Who sees figures alone reads no orders here either.
      const examples = who.permissions.has('order.read') ? await examplesOf(spot, who, parts) : [];
      const within = policy.knobs.model.assistSeconds * 1000;
      const help = { model: parts.model, within, signal: asked.gone };
      return briefSpot(help, { ...briefFacts(spot), examples });
    },

    async suggestPrevention(asked) {
      const who = signedIn(asked as never);
      const spot = await spotOf(asked.params.spot, who);
      const { id, unit, note } = asked.body;
      if (!policy.units.some(({ code }) => code === unit)) throw new Problem('BAD_REQUEST');
      await audit({ who, ip: asked.ip, action: 'spot.suggest', target: spot._id });
      const one: Suggestion = { id, at: now(), by: who.account, unit, note: masks.text(note), judged: null };
      await spots.suggest(spot._id, one);
      return view((await spots.get(spot._id)) ?? spot);
    },

    async judgePrevention(asked) {
      const who = signedIn(asked as never);
      const spot = await spotOf(asked.params.spot, who);
      const id = asked.params.suggestion ?? '';
      if (!spot.suggestions.some((one) => one.id === id)) throw new Problem('NOT_FOUND');
      const { taken, note } = asked.body;
      await audit({ who, ip: asked.ip, action: 'spot.judge', target: spot._id, reason: note });
      const judged = { by: who.account, at: now(), taken, note: masks.text(note) };
      if (!(await spots.judge(spot._id, id, judged))) throw new Problem('STALE');
      return view((await spots.get(spot._id)) ?? spot);
    },
  };
}
