/**
 * Looks for hot spots among what was just counted. An episode is told once, as an alarm of its own kind: its name is
 * the commit's cause, so a crash in between or a second process tells nothing twice.
 */
import { createHash } from 'node:crypto';
import type { Commit, Committed } from '../intake/journal.js';
import type { Policy } from '../policy/types.js';
import type { InsightStore, Part } from '../store/insight.js';
import type { SpotDoc, SpotStore } from '../store/spots.js';
import { type Day, dayOf, plusDays } from '../tickets/deadlines/calendar.js';
import { type Heat, heatOf } from './hot.js';
import { WORDS } from './words.js';

export interface WatchParts {
  insight: Pick<InsightStore, 'cells' | 'atPlace' | 'firstDay'>;
  spots: Pick<SpotStore, 'going' | 'begin' | 'goesOn'>;
  commit: (commit: Commit) => Promise<Committed>;
  policy: Policy;
  now: () => Date;
  failed: (where: string, error: unknown) => void;
}

export interface Watch {
  /** An order was counted; looked at soon. */
  counted(part: Pick<Part, 'day' | 'spot' | 'place' | 'counts'>): void;
  /** Judges what was touched since; says how many alarms it rang. */
  look(): Promise<number>;
  /** Takes up everything of today: what was touched before a crash is not known any more. */
  resume(): Promise<void>;
}

export function createWatch({ insight, spots, commit, policy, now, failed }: WatchParts): Watch {
  const rule = policy.knobs.insight.hot;
  const touched = new Map<string, { kind: SpotDoc['kind']; code: string }>();
  const today = (): Day => dayOf(now());

  function touch(kind: SpotDoc['kind'], code: string): void {
    if (code !== '') touched.set(`${kind}:${code}`, { kind, code });
  }

  async function heat(kind: SpotDoc['kind'], code: string, day: Day): Promise<Heat> {
    if (kind === 'place') {
      const n = await insight.atPlace(code, plusDays(day, 1 - rule.placeDays), day);
      return { n, mean: 0, deviation: 0, threshold: rule.placeLeast - 1, hot: n >= rule.placeLeast };
    }
    const from = plusDays(day, -rule.days);
    const [cells, first] = await Promise.all([insight.cells('spot', from, day, code), insight.firstDay()]);
    const counts = new Map(cells.map(({ period, counts: { orders = 0 } }) => [period, orders]));
    const before: number[] = [];
    // Days before the house knew anything are not days without orders.
    for (let at = first !== null && first > from ? first : from; at < day; at = plusDays(at, 1))
      before.push(counts.get(at) ?? 0);
    return heatOf(counts.get(day) ?? 0, before, rule);
  }

  async function judge(kind: SpotDoc['kind'], code: string): Promise<boolean> {
    const day = today();
    const { n, mean, threshold, hot } = await heat(kind, code, day);
    if (!hot) return false;
    const going = await spots.going(kind, code, plusDays(day, -rule.quiet));
    if (going) {
      await spots.goesOn(going._id, day, n);
      return false;
    }
    const [region = '', category = '', ...place] = code.split('/');
    const spot: SpotDoc = {
      ...{ _id: spotId(kind, code, day), kind, code, region, category, place: place.join('/') },
      ...{ first: day, last: day, n, mean, threshold, at: now(), suggestions: [] },
    };
    const answer = await commit({
      cause: `hotspot:${spot._id}`,
      actor: { kind: 'system', id: 'hotspot', role: 'SYSTEM' },
      claims: [],
      changes: [
        {
          do: 'alarm',
          id: `alarm:hotspot:${spot._id}`,
          kind: 'hotspot',
          thread: null,
          orderNo: null,
          text: said(spot, policy),
        },
      ],
      before: {},
    });
    await spots.begin(spot);
    return answer === 'done';
  }

  return {
    counted({ day, spot, place, counts }) {
      if (day !== today() || !counts.orders) return;
      touch('count', spot);
      touch('place', place);
    },
    async look() {
      const list = [...touched.values()];
      touched.clear();
      let rang = 0;
      for (const { kind, code } of list) {
        try {
          if (await judge(kind, code)) rang += 1;
        } catch (error) {
          // Looked at again next time.
          touch(kind, code);
          failed(`hot spot ${kind}:${code}`, error);
        }
      }
      return rang;
    },
    async resume() {
      const day = today();
      for (const { code } of await insight.cells('spot', day, day)) touch('count', code);
    },
  };
}

/** Stands in addresses: no place in it that somebody wrote. */
const spotId = (kind: string, code: string, day: Day): string =>
  `${kind}.${day}.${createHash('sha256').update(code).digest('hex').slice(0, 12)}`;

/** One sentence: where, what, how many, against what. */
export function said(
  {
    kind,
    region,
    category,
    place,
    n,
    mean,
  }: Pick<SpotDoc, 'kind' | 'region' | 'category' | 'place' | 'n' | 'mean'>,
  { regionName, categories, knobs }: Pick<Policy, 'regionName' | 'categories' | 'knobs'>,
): string {
  const { days, placeDays } = knobs.insight.hot;
  return WORDS.hot[kind]
    .replace('{where}', regionName(region))
    .replace('{place}', place)
    .replace('{what}', categories.find(({ code }) => code === category)?.name ?? category)
    .replace('{n}', String(n))
    .replace('{days}', String(kind === 'place' ? placeDays : days))
    .replace('{mean}', mean.toFixed(1));
}
