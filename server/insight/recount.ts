/** The slow, plain way: every order counted anew; what differs from the cells is told, or put in their place. */
import type { Policy } from '../policy/types.js';
import type { InsightStore, Part } from '../store/insight.js';
import type { TicketStore } from '../store/tickets.js';
import type { Ticket } from '../tickets/ticket.js';
import { cellOf } from './cells.js';
import { add, type Counts, contributionOf, DIMENSIONS } from './counts.js';
import { gatherInto } from './moves.js';

type Paths = Pick<Policy, 'regionPath'>;
type Walk = Pick<TicketStore, 'walk'>;

const BATCH = 500;

async function* every(tickets: Walk): AsyncGenerator<Ticket[]> {
  for (let after = ''; ; ) {
    const rows = await tickets.walk(after, BATCH);
    yield rows;
    const end = rows.at(-1);
    if (rows.length < BATCH || !end) return;
    after = end.orderNo;
  }
}

export async function recount(
  tickets: Walk,
  store: Pick<InsightStore, 'cells'>,
  policy: Paths,
): Promise<{ orders: number; differs: string[] }> {
  const truth = new Map<string, Counts>();
  let orders = 0;
  for await (const rows of every(tickets)) {
    orders += rows.length;
    for (const ticket of rows) gatherInto(truth, contributionOf(ticket, policy));
  }
  const differs: string[] = [];
  const kinds = [...DIMENSIONS, ...DIMENSIONS.map((name) => `${name}/month` as const), 'spot' as const];
  for (const kind of kinds)
    for (const cell of await store.cells(kind, '', '9999-12-31')) {
      const left = add(cell.counts, truth.get(cell._id) ?? {}, -1);
      if (Object.keys(left).length > 0) differs.push(`${cell._id} ${JSON.stringify(left)}`);
      truth.delete(cell._id);
    }
  for (const [cell, counts] of truth)
    if (Object.keys(counts).length > 0) differs.push(`${cell} ${JSON.stringify(add({}, counts, -1))}`);
  return { orders, differs };
}

/** Counts everything anew and puts it in place of what is there; nobody else may be counting meanwhile. */
export async function rebuild(
  tickets: Walk,
  store: Pick<InsightStore, 'load'>,
  policy: Paths,
): Promise<number> {
  const cells = new Map<string, Counts>();
  let orders = 0;
  async function* parts(): AsyncGenerator<Part[]> {
    for await (const rows of every(tickets)) {
      orders += rows.length;
      yield rows.map((ticket) => {
        const part = contributionOf(ticket, policy);
        gatherInto(cells, part);
        return { _id: ticket.orderNo, version: ticket.version, ...part, pending: null };
      });
    }
  }
  await store.load(parts(), function* () {
    for (const [_id, counts] of cells) yield { _id, ...cellOf(_id), counts };
  });
  return orders;
}
