/** One order for one reader: what lies in the reader's scope, with files, clocks and whom it would go to. */
import { findPersonal } from '../../nlu/pii.js';
import { Problem } from '../errors.js';
import type { Files } from '../files/files.js';
import type { OrderPage } from '../http/contract-orders.js';
import type { SignedIn } from '../http/handler.js';
import type { Masks } from '../people/privacy.js';
import type { Policy } from '../policy/types.js';
import type { PrecedentStore } from '../store/precedents.js';
import type { TicketStore } from '../store/tickets.js';
import { leadOf } from '../tickets/assignment.js';
import { dayOf } from '../tickets/deadlines/calendar.js';
import { type Reason, type Record, suggest } from '../tickets/dispatch/suggest.js';
import { page } from '../tickets/page.js';
import { checkReply, type Remark } from '../tickets/reply/check.js';
import { summaryOf } from '../tickets/summary.js';
import type { Ticket } from '../tickets/ticket.js';
import { WORDS } from '../tickets/words.js';

export interface OrderPageParts {
  tickets: Pick<TicketStore, 'get' | 'record'>;
  precedents: Pick<PrecedentStore, 'of'>;
  files: Pick<Files, 'find'>;
  policy: Policy;
  masks: Masks;
  now: () => Date;
  /** Is there a document of this number in the knowledge base? */
  knownDocument(number: string): boolean;
}

export interface OrderPages {
  remarks(ticket: Ticket): Remark[];
  pageOf(ticket: Ticket, account: SignedIn): Promise<OrderPage>;
  /** Outside the reader's scope is as good as not there. */
  ticketOf(orderNo: string | undefined, account: SignedIn): Promise<Ticket>;
}

/** Of one category, the latest: what was settled longer ago than so many is settled anew. */
const PRECEDENTS = 500;
const NOTHING: Record = { dispatched: 0, returned: 0 };

export function createOrderPages(parts: OrderPageParts): OrderPages {
  const { tickets, policy, masks, now } = parts;

  async function suggested(ticket: Ticket, account: SignedIn): Promise<OrderPage['suggested']> {
    if (ticket.state !== 'ACCEPTED' || !account.permissions.has('order.dispatch')) return null;
    // Who is in question first, what became of earlier orders there second.
    const precedents = ticket.category ? await parts.precedents.of(ticket.category, PRECEDENTS) : [];
    const first = suggest(ticket, { ...policy, precedents, recordOf: () => NOTHING });
    const records = new Map(
      await Promise.all(
        first.best.map(async ({ unit }) => [unit, await tickets.record(unit, ticket.category)] as const),
      ),
    );
    const { sure, best } = suggest(ticket, {
      ...policy,
      precedents,
      recordOf: (unit) => records.get(unit) ?? NOTHING,
    });
    return {
      sure,
      best: best.map(({ unit, reasons, returnRisk }) => ({
        unit,
        name: policy.units.find(({ code }) => code === unit)?.name ?? unit,
        why: reasons.map((reason) => reasonWords(reason, policy)),
        returnRisk,
      })),
    };
  }

  /** Read by the rules, not by the reader: nobody has to remember to look. */
  function remarks(ticket: Ticket): Remark[] {
    const reply = leadOf(ticket.assignments)?.reply;
    return reply
      ? checkReply({ reply, ticket, personal: findPersonal, knownDocument: parts.knownDocument })
      : [];
  }

  return {
    remarks,
    async pageOf(ticket, account) {
      const found = await Promise.allSettled(ticket.files.map((id) => parts.files.find(id, null)));
      const files = found.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      return page(ticket, {
        permissions: account.permissions,
        account: account.account,
        scope: account.scope,
        mask: masks,
        words: policy,
        rules: policy,
        now: now(),
        suggested: await suggested(ticket, account),
        summary: summaryOf(ticket, policy, masks),
        remarks: ticket.state === 'REPLIED' && account.scope === null ? remarks(ticket) : [],
        files,
      });
    },
    async ticketOf(orderNo, { scope }) {
      const ticket = await tickets.get(orderNo ?? '');
      const seen = scope === null || ticket?.assignments?.some(({ unit }) => scope.has(unit));
      if (!ticket || !seen) throw new Problem('NOT_FOUND');
      return ticket;
    },
  };
}

const fill = (text: string, values: { [name: string]: string | number }): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));

function reasonWords(reason: Reason, policy: Policy): string {
  const words = WORDS.suggest;
  switch (reason.kind) {
    case 'duty':
      return fill(reason.precedent ? words.precedent : words.duty, {
        basis: reason.basis,
        precedent: reason.precedent ?? '',
      });
    case 'settled':
      return fill(words.settled, {
        orderNo: reason.orderNo,
        day: dayOf(reason.at),
        reason: reason.reason,
      });
    case 'line':
      return fill(words.line, { hotline: reason.hotline });
    case 'record':
      return fill(words.record, reason);
    default:
      return fill(words[reason.kind], { region: policy.regionName(reason.region) });
  }
}
