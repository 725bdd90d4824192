/** Figures at the desk: as a page's data, as a file with a trace of who took it, and the orders behind them. */
import { Readable } from 'node:stream';
import { CHANNELS } from '../../channels/index.js';
import { Problem } from '../errors.js';
import type { OrderCard } from '../http/contract-orders.js';
import { Answer, type Handlers, signedIn } from '../http/handler.js';
import type { Audit } from '../people/audit.js';
import type { Policy } from '../policy/types.js';
import type { InsightStore } from '../store/insight.js';
import type { TicketStore } from '../store/tickets.js';
import { type Day, dayOf, plusDays } from '../tickets/deadlines/calendar.js';
import type { Ticket } from '../tickets/ticket.js';
import { DIMENSIONS } from './counts.js';
import { csv } from './csv.js';
import type { FigureAsk } from './figures.js';
import type { By } from './names.js';
import { report } from './report.js';
import { rowsAsk, rowsNext, rowsSaid } from './rows.js';

export interface InsightRouteParts {
  insight: InsightStore;
  tickets: Pick<TicketStore, 'get'>;
  policy: Policy;
  audit: Audit;
  card: (ticket: Ticket, scope: ReadonlySet<string> | null) => OrderCard;
  now: () => Date;
}

const BY = new Set<string>([...DIMENSIONS.filter((name) => name !== 'all'), 'league', 'day']);
/** A year and a day. */
const LONGEST = 367;

/** Days of a query, the running month where none are named. */
export function daysOf(query: Record<string, string>, now: Date): { from: Day; to: Day } {
  const to = query.to || dayOf(now);
  const from = query.from || `${to.slice(0, 8)}01`;
  if (from > to || to > plusDays(from, LONGEST)) throw new Problem('BAD_REQUEST');
  return { from, to };
}

function byOf(text: string | undefined): By {
  const by = text || 'unit';
  if (!BY.has(by)) throw new Problem('BAD_REQUEST');
  return by as By;
}

const askOf = (query: Record<string, string>, scope: FigureAsk['scope'], now: Date): FigureAsk => ({
  by: byOf(query.by),
  ...daysOf(query, now),
  scope,
});

export const channelName = (channel: string): string => CHANNELS[channel] ?? channel;

export function insightRoutes({
  insight,
  tickets,
  policy,
  audit,
  card,
  now,
}: InsightRouteParts): Handlers<'insight' | 'insightRows' | 'insightFile'> {
  const parts = { store: insight, policy, channelName, now };
  return {
    insight: async (asked) => report(askOf(asked.query, signedIn(asked).scope, now()), parts),

    async insightRows(asked) {
      const { scope } = signedIn(asked);
      const { query } = asked;
      const by = query.by ? byOf(query.by) : null;
      const which = rowsAsk({ query, by, ...daysOf(query, now()), scope });
      const found = await insight.rows(which);
      const rows = await Promise.all(found.map(({ _id }) => tickets.get(_id)));
      return {
        // What a part was counted of is there: orders are never deleted.
        rows: rows.flatMap((ticket) => (ticket ? [card(ticket, scope)] : [])),
        next: rowsNext(found, which.limit),
        said: rowsSaid(query, policy.knobs.insight),
      };
    },

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
