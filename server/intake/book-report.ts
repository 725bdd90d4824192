/**
 * What another system says of an order: its receipt, its result, the order given back are steps of the order as
 * they are when staff write them down; what is no step is noted on the timeline. The line is kept before, and the
 * same report again finds its own commit.
 */
import type { InboundMessage } from '../../channels/channel.js';
import { type Masks, shorten } from '../people/privacy.js';
import type { Policy } from '../policy/types.js';
import type { TicketStore } from '../store/tickets.js';
import { reported } from '../tickets/books.js';
import { type StepAsk, step } from '../tickets/step.js';
import type { Actor, Ticket } from '../tickets/ticket.js';
import type { Change, Commit, Committed } from './journal.js';
import { ticketClaim } from './plan.js';
import { lineKey, threadKey } from './receive.js';
import { wentTo } from './takers.js';

export interface ReportParts {
  tickets: Pick<TicketStore, 'get' | 'byThread'>;
  commit: (commit: Commit) => Promise<Committed>;
  masks: Masks;
  policy: Policy;
  now: () => Date;
}

type Report = NonNullable<InboundMessage['report']>;

const RETRIES = 8;
const LONGEST = 500;
const PARTNER: ReadonlySet<string> = new Set(['partner']);

/** The step it is; null = it is none, and only noted. */
function stepOf({ state, no, words }: Report, ticket: Ticket, unsaid: string) {
  const known = ticket.transfers?.at(-1)?.receipt?.no;
  if (state === 'returned') return { action: 'transferBack', reason: words ?? unsaid };
  if ((state === 'done' || state === 'closed') && words) return { action: 'transferResult', reason: words };
  if ((state === 'received' || state === 'accepted') && no && no !== known)
    return { action: 'transferReceipt', given: { receipt: { no } } };
  return null;
}

export function createReports(parts: ReportParts): (message: InboundMessage) => Promise<void> {
  const { tickets, policy, masks } = parts;

  /** Ours that they have, or theirs that was handed to us; null = of no order of this house. */
  async function orderOf(report: Report, thread: string): Promise<{ ticket: Ticket; out: boolean } | null> {
    const ours = await tickets.get(report.about);
    const sent = ours?.transfers?.some((one) => wentTo(one, report.by.id));
    if (ours && sent) return { ticket: ours, out: true };
    const theirs = (await tickets.byThread(thread))[0];
    return theirs ? { ticket: theirs, out: false } : null;
  }

  function next(
    { ticket, out }: { ticket: Ticket; out: boolean },
    report: Report,
    text: string,
    actor: Actor,
  ) {
    const now = parts.now();
    const has = out && ticket.state === 'TRANSFERRED_OUT' && wentTo(ticket.transfers!.at(-1)!, report.by.id);
    const move = has ? stepOf(report, ticket, policy.phrase('transfer.noReason')) : null;
    if (move) {
      const ask: StepAsk = {
        ...move,
        actor,
        permissions: PARTNER,
        version: ticket.version,
        now,
        policy: policy.hash,
        scope: null,
        rules: policy,
        mask: masks,
      };
      const moved = step(ticket, ask);
      if ('ticket' in moved) return { ticket: moved.ticket, rings: false };
    }
    // Given back, and no step says so (it is not out any more, or never was): a person must see it.
    return {
      ticket: reported(ticket, report.state, { at: now, actor, reason: text }),
      rings: report.state === 'returned',
    };
  }

  return async (message) => {
    const { report } = message;
    if (!report) return;
    const thread = threadKey(message.channel, message.thread);
    const key = lineKey(message.channel, message.id);
    const text = masks.text(shorten(message.text, LONGEST));
    const actor: Actor = { kind: 'partner', id: report.by.id, role: 'PARTNER' };
    for (let tries = 0; tries < RETRIES; tries++) {
      const found = await orderOf(report, thread);
      if (!found) return;
      const made = next(found, report, text, actor);
      const { orderNo } = made.ticket;
      const rings: Change[] = made.rings
        ? [{ do: 'alarm', id: `alarm:returned:${key}`, kind: 'returned', thread, orderNo, text }]
        : [];
      const answer = await parts.commit({
        cause: `report:${key}`,
        actor,
        claims: [ticketClaim(made.ticket)],
        changes: [{ do: 'ticket', ticket: made.ticket }, ...rings],
        before: { state: found.ticket.state, version: found.ticket.version },
      });
      if (answer !== 'conflict') return;
    }
    throw new Error(`report ${key} found no quiet moment of its order`);
  };
}
