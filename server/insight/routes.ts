/** Figures at the desk: as a page's data, and as a file with a trace of who took it. */
import { Readable } from 'node:stream';
import { CHANNELS } from '../../channels/index.js';
import { Problem } from '../errors.js';
import { Answer, type Handlers, signedIn } from '../http/handler.js';
import type { Audit } from '../people/audit.js';
import type { Policy } from '../policy/types.js';
import type { InsightStore } from '../store/insight.js';
import { dayOf, plusDays } from '../tickets/deadlines/calendar.js';
import { DIMENSIONS } from './counts.js';
import { csv, type ReportAsk, report } from './report.js';

export interface InsightRouteParts {
  insight: Pick<InsightStore, 'cells'>;
  policy: Policy;
  audit: Audit;
  now: () => Date;
}

const BY = new Set<string>([...DIMENSIONS.filter((name) => name !== 'all'), 'day']);
const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
/** A year and a day. */
const LONGEST = 367;

function askOf(query: Record<string, string>, scope: ReportAsk['scope'], now: Date): ReportAsk {
  const to = query.to || dayOf(now);
  const from = query.from || `${to.slice(0, 8)}01`;
  const by = query.by || 'unit';
  const right = BY.has(by) && DAY.test(from) && DAY.test(to) && from <= to && to <= plusDays(from, LONGEST);
  if (!right) throw new Problem('BAD_REQUEST');
  return { by: by as ReportAsk['by'], from, to, scope };
}

export function insightRoutes({
  insight,
  policy,
  audit,
  now,
}: InsightRouteParts): Handlers<'insight' | 'insightFile'> {
  const parts = { store: insight, policy, channelName: (channel: string) => CHANNELS[channel] ?? channel };
  return {
    insight: async (asked) => report(askOf(asked.query, signedIn(asked).scope, now()), parts),
    async insightFile(asked) {
      const who = signedIn(asked);
      const ask = askOf(asked.query, who.scope, now());
      const text = csv(await report(ask, parts));
      await audit({ who, ip: asked.ip, action: 'export', target: `${ask.by} ${ask.from} ${ask.to}` });
      const name = `insight-${ask.by}-${ask.from}-${ask.to}.csv`;
      return new Answer({
        headers: {
          'Content-Type': 'text/csv; charset=utf-8',
          'Content-Disposition': `attachment; filename="${name}"`,
          'Cache-Control': 'private, no-store',
        },
        stream: Readable.from([text]),
      });
    },
  };
}
