/** Makes reports: those the policy schedules, once each and after a sleep too, and one for a reader's own units. */
import type { ReportData } from '../../http/contract-insight.js';
import type { Policy } from '../../policy/types.js';
import type { InsightStore } from '../../store/insight.js';
import type { ReportDoc, ReportStore } from '../../store/reports.js';
import type { SpotStore } from '../../store/spots.js';
import { dayOf, plusDays } from '../../tickets/deadlines/calendar.js';
import { channelName } from '../routes.js';
import { seasonsAt } from '../season.js';
import { buildReport } from './build.js';
import { gatherFor } from './gather.js';
import { duePeriods, type Period } from './period.js';

export interface PressParts {
  insight: InsightStore;
  spots: SpotStore;
  reports: ReportStore;
  policy: Policy;
  masks: { text(text: string): string };
  now: () => Date;
}

export interface Press {
  /** Every report that is due and not there; says how many were made. */
  run(): Promise<number>;
  /** From the figures of now. */
  make(period: Period, scope: ReadonlySet<string> | null): Promise<ReportData>;
}

export function createPress({ insight, spots, reports, policy, masks, now }: PressParts): Press {
  async function make(asked: Period, scope: ReadonlySet<string> | null): Promise<ReportData> {
    const today = dayOf(now());
    const period = { ...asked, to: [asked.to, today].sort()[0]! };
    const seasons = seasonsAt(policy.seasons, plusDays(period.to, 1)).filter(({ when }) => when !== 'later');
    const wanted = seasons.map(({ season: { id, categories }, from, to }) => ({ id, categories, from, to }));
    const gathered = await gatherFor(period, scope, wanted, { store: insight, spots, policy });
    return buildReport(gathered, seasons, scope !== null, { policy, channelName, mask: masks.text });
  }
  return {
    make,
    async run() {
      const first = await insight.firstDay();
      const due = policy.reports.flatMap((schedule) => duePeriods(schedule, now(), first));
      const there = await reports.there(due.map(({ id }) => id));
      let made = 0;
      for (const period of due) {
        if (there.has(period.id)) continue;
        const doc: ReportDoc = {
          ...{ _id: period.id, kind: period.kind, from: period.from, at: now() },
          data: await make(period, null),
        };
        if (await reports.keep(doc)) made += 1;
      }
      return made;
    },
  };
}
