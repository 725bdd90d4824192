/** The printed order: read as its page is read, and on record as printed. */
import type { Readable } from 'node:stream';
import { CHANNELS } from '../../channels/index.js';
import type { OrderPages } from '../desk/order-pages.js';
import type { OrderPage } from '../http/contract-orders.js';
import { Answer, type Handlers, signedIn } from '../http/handler.js';
import type { Audit } from '../people/audit.js';
import type { Policy } from '../policy/types.js';
import { forUnit } from '../tickets/identity.js';
import { orderSheet } from './sheet.js';
import { WORDS as EXPORT } from './words.js';

const unnamed = (order: OrderPage): OrderPage => ({
  ...order,
  caller: { ...order.caller, name: EXPORT.secret, phone: EXPORT.secret },
});

export function sheetRoute(parts: {
  pages: OrderPages;
  policy: Policy;
  audit: Audit;
  now: () => Date;
}): Handlers<'orderSheet'> {
  const { policy } = parts;
  return {
    async orderSheet(asked) {
      const who = signedIn(asked);
      const ticket = await parts.pages.ticketOf(asked.params.orderNo, who);
      // Paper leaves the hotline, whoever prints it.
      const order = ticket.secret
        ? unnamed(await parts.pages.pageOf(forUnit(ticket), who))
        : await parts.pages.pageOf(ticket, who);
      await parts.audit({ who, ip: asked.ip, action: 'order.print', target: ticket.orderNo });
      const names = {
        type: (code: string) => policy.types.find((row) => row.type === code)?.name ?? code,
        category: (code: string | null) =>
          policy.categories.find((row) => row.code === code)?.name ?? code ?? '',
        hotline: (number: string | null) => {
          const row = policy.hotlines.find((one) => one.number === number);
          return row ? `${row.number} ${row.name}` : (number ?? '');
        },
        region: policy.regionName,
        urgency: (code: string) => policy.phrase(`urgency.${code}`),
        state: (code: string) => policy.states.find((row) => row.state === code)?.name ?? code,
        channel: CHANNELS[ticket.channel] ?? ticket.channel,
      };
      const pdf = orderSheet(order, names, { account: who.account, seat: who.seat, now: parts.now() });
      return new Answer({
        headers: {
          'Content-Type': 'application/pdf',
          'Content-Disposition': `inline; filename="${ticket.orderNo}.pdf"`,
          'Cache-Control': 'private, no-store',
        },
        stream: pdf as Readable,
      });
    },
  };
}
