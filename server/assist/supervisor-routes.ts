/** Helps for who releases answers and who writes knowledge: traced, masked, nothing done by itself. */
import { readFileSync } from 'node:fs';
import type { Help } from '../../bot/assist/kit.js';
import { type Answered, draftItem, reviewReply } from '../../bot/assist/supervisor.js';
import type { Model } from '../../bot/calls.js';
import type { Found } from '../../bot/decision.js';
import type { OrderPages } from '../desk/order-pages.js';
import { Problem } from '../errors.js';
import { type Asked, type Handlers, signedIn } from '../http/handler.js';
import type { Audit } from '../people/audit.js';
import type { Masks } from '../people/privacy.js';
import type { TicketStore } from '../store/tickets.js';
import { leadOf } from '../tickets/assignment.js';
import { answeredOf, consultsOf } from './consults.js';

const WORDS = JSON.parse(readFileSync(new URL('./words.json', import.meta.url), 'utf8')) as {
  from: string;
  nothing: string;
  noReply: string;
};

export interface SupervisorParts {
  tickets: Pick<TicketStore, 'list'>;
  pages: Pick<OrderPages, 'ticketOf'>;
  find: (text: string, region: string | null) => Promise<Found>;
  model: Model | null;
  policy: { knobs: { model: { assistSeconds: number } } };
  masks: Masks;
  audit: Audit;
}

export type SupervisorRoute = 'orderReview' | 'kbConsults' | 'kbDraft';

/** Orders looked through for questions that come again. */
const READ = 100;

export function supervisorRoutes(parts: SupervisorParts): Handlers<SupervisorRoute> {
  const { masks, tickets, audit } = parts;
  const mask = (text: string): string => masks.text(text);
  const helpOf = ({ gone }: Pick<Asked, 'gone'>): Help => ({
    model: parts.model,
    within: parts.policy.knobs.model.assistSeconds * 1000,
    signal: gone,
  });

  return {
    async orderReview(asked) {
      const who = signedIn(asked as never);
      const ticket = await parts.pages.ticketOf(asked.params.orderNo, who);
      const reply = leadOf(ticket.assignments)?.reply;
      if (ticket.state !== 'REPLIED' || !reply) throw new Problem('NOT_ALLOWED', WORDS.noReply);
      const target = ticket.orderNo;
      await audit({ who, ip: asked.ip, action: 'order.read', target, reason: 'review' });
      return reviewReply(helpOf(asked), { asked: mask(ticket.content), answer: mask(reply.public) });
    },

    async kbConsults(asked) {
      const { scope, unit } = signedIn(asked);
      const place = scope === null ? null : unit;
      const { rows } = await tickets.list({ type: 'consult', state: 'CLOSED', place, limit: READ });
      return consultsOf(rows, { mask, find: parts.find });
    },

    async kbDraft(asked) {
      const who = signedIn(asked as never);
      const orders = [...new Set(asked.body.orders)];
      const read = await Promise.all(orders.map((orderNo) => parts.pages.ticketOf(orderNo, who)));
      const found = read.flatMap((ticket) => {
        const answered = ticket.state === 'CLOSED' ? answeredOf(ticket, mask) : null;
        return answered ? [{ ticket, answered }] : [];
      });
      const [first, ...rest] = found
        .toSorted((a, b) => b.ticket.updatedAt.getTime() - a.ticket.updatedAt.getTime())
        .map(({ answered }): Answered => answered);
      const made = first && (await draftItem(helpOf(asked), [first, ...rest]));
      if (!made) throw new Problem('NOT_ALLOWED', WORDS.nothing);
      const from = found.map(({ ticket }) => ticket.orderNo).join('、');
      await audit({ who, ip: asked.ip, action: 'order.read', target: from, reason: 'draft' });
      const { ticket } = found[0]!;
      return {
        ...made,
        similar: rest.map(({ asked: text }) => text).slice(0, 5),
        internal: WORDS.from.replace('{orders}', from),
        category: ticket.category,
        region: ticket.region,
      };
    },
  };
}
