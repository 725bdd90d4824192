/** A member of staff moves an order, or many orders at once. */
import { Problem } from '../errors.js';
import { type Handlers, signedIn } from '../http/handler.js';
import type { Audit } from '../people/audit.js';
import { staff } from './moves.js';
import type { OrderPages } from './order-pages.js';
import { givenOf, type OrderStep } from './order-step.js';
import { STEP_WORDS } from './step-words.js';
import { type TransferInParts, takeIn } from './transfer-in.js';

export interface StepRouteParts extends TransferInParts {
  audit: Audit;
  stepOrder: OrderStep;
  pages: OrderPages;
}

type Row = { orderNo: string; version: number };
type Done = { orderNo: string; done: boolean; said: string; version: number | null };

export function stepRoutes(parts: StepRouteParts): Handlers<'step' | 'stepMany' | 'transferIn'> {
  const { stepOrder, pages, journal, policy } = parts;
  /** The version the first one with this cause made; null = there was none. */
  async function already(cause: string): Promise<number | null> {
    const change = (await journal.get(cause))?.changes.find((one) => one.do === 'ticket');
    return change?.do === 'ticket' ? change.ticket.version : null;
  }

  return {
    async transferIn(asked) {
      const account = signedIn(asked as never);
      const taken = await takeIn(parts, asked.body, staff(account, asked.ip));
      await parts.audit({ who: account, ip: asked.ip, action: 'order.create', target: taken.orderNo });
      return taken;
    },

    async step(asked) {
      const account = signedIn(asked as never);
      const { action, version, reason, given } = asked.body;
      const { orderNo } = asked.params;
      const ask = { account, ip: asked.ip, orderNo, action, version, reason, given: givenOf(given) };
      return pages.pageOf(await stepOrder(ask), account);
    },

    async stepMany(asked) {
      const account = signedIn(asked as never);
      const { id, action, reason, orders } = asked.body;
      const most = policy.knobs.steps.batchMost;
      if (orders.length > most) throw new Problem('INVALID', STEP_WORDS.tooMany(most));
      const given = givenOf(asked.body.given);

      async function one({ orderNo, version }: Row): Promise<Done> {
        const cause = `batch:${account.account}:${id}:${orderNo}`;
        const before = await already(cause);
        if (before !== null) return { orderNo, done: true, said: STEP_WORDS.done, version: before };
        try {
          const ask = { account, ip: asked.ip, orderNo, action, version, reason, given, cause };
          const ticket = await stepOrder(ask);
          return { orderNo, done: true, said: STEP_WORDS.done, version: ticket.version };
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          const said = [error.message, error.hint].filter(Boolean).join('');
          return { orderNo, done: false, said, version: null };
        }
      }

      // One after the other: orders of one list often meet in one unit, one master, one conversation.
      const results: Done[] = [];
      for (const row of new Map(orders.map((each) => [each.orderNo, each])).values())
        results.push(await one(row));
      return { results };
    },
  };
}
