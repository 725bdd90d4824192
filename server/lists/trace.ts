/** Who looked at an order, its files, its conversation; who printed it. Asking is itself on record. */

import { Problem } from '../errors.js';
import { type Handlers, signedIn } from '../http/handler.js';
import type { Action, Audit } from '../people/audit.js';
import type { People } from '../people/people.js';
import type { TicketStore } from '../store/tickets.js';

const LOOKS: readonly Action[] = [
  'order.read',
  'order.print',
  'order.query',
  'order.trace',
  'person.unmask',
  'thread.read',
  'file.read',
  'order.step',
];
const MOST = 500;

export function traceRoute(parts: {
  tickets: Pick<TicketStore, 'get'>;
  traces: People['traces'];
  audit: Audit;
}): Handlers<'orderTrace'> {
  return {
    async orderTrace(asked) {
      const who = signedIn(asked);
      const ticket = await parts.tickets.get(asked.params.orderNo ?? '');
      const seen =
        who.scope === null || ticket?.assignments?.some(({ unit }) => who.scope?.has(unit) === true);
      if (!ticket || !seen) throw new Problem('NOT_FOUND');
      const { orderNo, thread, files } = ticket;
      const targets = [
        orderNo,
        ...['name', 'phone', 'text'].map((field) => `order:${orderNo}:${field}`),
        ...(thread
          ? [thread.slice(0, 160), ...['name', 'phone', 'text'].map((f) => `thread:${thread}:${f}`)]
          : []),
        ...files,
      ];
      await parts.audit({ who, ip: asked.ip, action: 'order.trace', target: orderNo });
      const rows = await parts.traces(targets, LOOKS, MOST);
      return rows.map(({ at, account, role, action, reason, result }) => ({
        at: at.toISOString(),
        account,
        role,
        action,
        reason,
        result,
      }));
    },
  };
}
