/** What a hot spot's brief is made from: its figures, and what a few of the orders behind it say, masked. */
import type { SpotFacts } from '../../bot/assist/supervisor.js';
import type { HotSpot } from '../http/contract-insight.js';
import type { SignedIn } from '../http/handler.js';
import type { InsightStore } from '../store/insight.js';
import type { TicketStore } from '../store/tickets.js';
import type { Mask } from '../tickets/changed.js';
import { rowsAsk } from './rows.js';

const SHOWN = 3;
/** Looked at for so many that may be shown: secret ones and such that say the same are left out. */
const READ = 12;

export interface ExampleParts {
  insight: Pick<InsightStore, 'rows'>;
  tickets: Pick<TicketStore, 'get'>;
  masks: Mask;
}

export const briefFacts = ({
  said,
  from,
  last,
  n,
  kind,
  mean,
  threshold,
}: HotSpot): Omit<SpotFacts, 'examples'> => ({
  ...{ said, from, to: last, n },
  usual: kind === 'count' ? { mean: mean.toFixed(1), threshold: threshold.toFixed(1) } : null,
});

export async function examplesOf(
  { rows: query }: Pick<HotSpot, 'rows'>,
  { scope }: Pick<SignedIn, 'scope'>,
  { insight, tickets, masks }: ExampleParts,
): Promise<string[]> {
  const { from = '', to = '' } = query;
  const asked = rowsAsk({ query: { ...query, limit: String(READ) }, by: null, from, to, scope });
  const found = await Promise.all((await insight.rows(asked)).map(({ _id }) => tickets.get(_id)));
  const said = found.flatMap((ticket) => (ticket && !ticket.secret ? [masks.text(ticket.title)] : []));
  return [...new Set(said)].slice(0, SHOWN);
}
