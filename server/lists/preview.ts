/** Before many orders are moved at once: what could be done with each of them. */
import { type Handlers, signedIn } from '../http/handler.js';
import type { Policy } from '../policy/types.js';
import type { TicketStore } from '../store/tickets.js';
import { allowed } from '../tickets/page.js';

export interface PreviewParts {
  tickets: Pick<TicketStore, 'many'>;
  policy: Policy;
  now: () => Date;
}

type Action = Awaited<ReturnType<typeof allowed>>[number] & { can: string[] };

export function previewRoute({ tickets, policy, now }: PreviewParts): Handlers<'batchPreview'> {
  return {
    async batchPreview(asked) {
      const { scope, permissions, account } = signedIn(asked as never);
      const found = await tickets.many(asked.body.orders);
      const seen = found.filter(
        ({ assignments = [] }) => scope === null || assignments.some(({ unit }) => scope.has(unit)),
      );
      const actions = new Map<string, Action>();
      for (const ticket of seen)
        for (const one of allowed(ticket, { permissions, account, scope, now: now(), rules: policy })) {
          const there = actions.get(one.action) ?? { ...one, can: [] };
          there.can.push(ticket.orderNo);
          actions.set(one.action, there);
        }
      return {
        orders: seen.map(({ orderNo, version, state }) => ({
          orderNo,
          version,
          stateName: policy.states.find((row) => row.state === state)?.name ?? state,
        })),
        actions: [...actions.values()].sort((a, b) => b.can.length - a.can.length),
      };
    },
  };
}
