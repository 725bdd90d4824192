/** The desk's HTTP API of orders: lists, one page, steps, filing from a conversation, looking behind a mask. */
import type { Channel } from '../../channels/channel.js';
import { Problem } from '../errors.js';
import type { Files } from '../files/files.js';
import { fileAnswer } from '../files/handlers.js';
import type { FilledForm, OrderCard } from '../http/contract-orders.js';
import { type Handlers, signedIn } from '../http/handler.js';
import type { File } from '../intake/filing.js';
import type { Commit, Committed } from '../intake/journal.js';
import { takersOf } from '../intake/takers.js';
import { listAsk } from '../lists/ask.js';
import type { Audit } from '../people/audit.js';
import type { Masks } from '../people/privacy.js';
import type { Unmask } from '../people/unmask.js';
import type { Policy } from '../policy/types.js';
import type { LineStore } from '../store/lines.js';
import type { ThreadStore } from '../store/threads.js';
import type { TicketStore } from '../store/tickets.js';
import { receiversOf } from '../tickets/receivers.js';
import type { Ticket } from '../tickets/ticket.js';
import { houseCard } from '../tickets/view.js';
import { WORDS } from '../tickets/words.js';
import { type FromThreadParts, fileFromThread } from './from-thread.js';
import type { OrderPages } from './order-pages.js';
import { limitOf } from './thread-routes.js';

export interface OrderRouteParts extends FromThreadParts {
  tickets: TicketStore;
  threads: ThreadStore;
  lines: LineStore;
  policy: Policy;
  masks: Masks;
  audit: Audit;
  unmask: Unmask;
  files: Files;
  file: File;
  commit: (commit: Commit) => Promise<Committed>;
  card: (ticket: Ticket, scope: ReadonlySet<string> | null) => OrderCard;
  pages: OrderPages;
  channels: readonly Channel[];
}

export type OrderRoutes = 'orders' | 'order' | 'deskFile' | 'deskGetFile' | 'unmask' | 'options';

export function orderRoutes(parts: OrderRouteParts): Handlers<OrderRoutes> {
  const { tickets, policy } = parts;

  const { pageOf, ticketOf } = parts.pages;

  return {
    async orders(asked) {
      const { after, limit } = asked.query;
      const { scope } = signedIn(asked);
      const ask = {
        ...listAsk(asked.query, signedIn(asked)),
        after: after || null,
        limit: limitOf(limit),
      };
      if (scope !== null) {
        // What a unit may know of a secret order is found by all of it.
        const found = await tickets.list(ask);
        return { ...found, rows: found.rows.map((one) => parts.card(one, scope)) };
      }
      const found = await tickets.listed(ask);
      return { ...found, rows: found.rows.map((one) => houseCard(one, policy, parts.masks)) };
    },

    async order(asked) {
      const account = signedIn(asked);
      const ticket = await ticketOf(asked.params.orderNo, account);
      await parts.audit({ who: account, ip: asked.ip, action: 'order.read', target: ticket.orderNo });
      return pageOf(ticket, account);
    },

    async deskFile(asked) {
      const account = signedIn(asked as never);
      const fields = asked.body.fields as Partial<FilledForm>;
      const ticket = await fileFromThread(parts, {
        thread: asked.params.thread ?? '',
        id: asked.body.id,
        fields,
        account,
        ip: asked.ip,
      });
      await parts.audit({ who: account, ip: asked.ip, action: 'order.create', target: ticket.orderNo });
      return pageOf(ticket, account);
    },

    async deskGetFile(asked) {
      const ref = await parts.files.find(asked.params.file ?? '', null);
      await parts.audit({ who: signedIn(asked), ip: asked.ip, action: 'file.read', target: ref.id });
      // As it came: staff alone see it, and it may be evidence.
      return fileAnswer({ ref, bytes: parts.files.bytes(ref.id) });
    },

    async unmask(asked) {
      const { target, id, field, reason } = asked.body;
      return parts.unmask(
        { who: signedIn(asked as never), ip: asked.ip, target, id, field, reason },
        async () => {
          if (target === 'order') {
            const account = signedIn(asked as never);
            const ticket = await ticketOf(id, account);
            // Not even with a reason: identity of a secret order stays in the hotline.
            if (ticket.secret && account.scope !== null) throw new Problem('FORBIDDEN');
            return { phone: ticket.caller.phone, name: ticket.caller.name, text: ticket.content }[field];
          }
          const thread = await parts.threads.get(id);
          if (!thread) return null;
          if (field === 'phone') return thread.memory.phone ?? thread.sender.phone ?? null;
          if (field === 'name') return thread.sender.name ?? null;
          const said = await parts.lines.latest(id, 1000);
          return said
            .filter((line) => line.from === 'citizen')
            .map((line) => line.text)
            .join('\n');
        },
      );
    },

    options: async () => ({
      categories: policy.categories.map(({ code, name }) => ({ code, name })),
      hotlines: policy.hotlines.map(({ number, name, expert }) => ({ number, name, expert })),
      languages: policy.knobs.assign.languages,
      regions: policy.regions.map(({ code, name, parent }) => ({ code, name, parent })),
      types: policy.types.map(({ type, name }) => ({ type, name })),
      urgencies: Object.entries(URGENCY_WORDS).map(([id, key]) => ({ id, name: policy.phrase(key) })),
      states: policy.states.map(({ state, name }) => ({ state, name })),
      roles: policy.roles.map(({ id, name }) => ({ id, name })),
      units: policy.units.map(({ code, name, kind, region }) => ({ code, name, kind, region })),
      receivers: [
        ...receiversOf(policy),
        ...takersOf(parts.channels).map(({ code, name }) => ({ code, name })),
      ],
      words: WORDS.choices,
    }),
  };
}

const URGENCY_WORDS = {
  critical: 'urgency.critical',
  urgent: 'urgency.urgent',
  normal: 'urgency.normal',
} as const;
