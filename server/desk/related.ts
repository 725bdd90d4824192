/** 相似工单: orders that may be the same matter as an order or a conversation, within the reader's scope. */
import type { Nlu } from '../../nlu/understanding.js';
import type { OrderCard, RelatedView } from '../http/contract-orders.js';
import { type Handlers, type SignedIn, signedIn } from '../http/handler.js';
import type { Masks } from '../people/privacy.js';
import type { Policy } from '../policy/types.js';
import type { LineStore } from '../store/lines.js';
import type { ThreadStore } from '../store/threads.js';
import { type RelatedOrders, type Told, toldOf } from '../tickets/related.js';
import type { Ticket } from '../tickets/ticket.js';
import { WORDS } from '../tickets/words.js';
import { fillForm, LATELY } from './form.js';
import { threadOrFail } from './moves.js';
import type { OrderPages } from './order-pages.js';

/** Signs that tell that two orders are one person's. */
const OF_PERSON: ReadonlySet<string> = new Set(['ownPlace', 'sameSender', 'refersBack', 'ownWords']);

export interface RelatedRouteParts {
  pages: Pick<OrderPages, 'ticketOf'>;
  now: () => Date;
  threads: ThreadStore;
  lines: LineStore;
  nlu: Nlu;
  policy: Policy;
  masks: Masks;
  related: Pick<RelatedOrders, 'of'>;
  card: (ticket: Ticket, scope: ReadonlySet<string> | null) => OrderCard;
}

export function relatedRoutes(parts: RelatedRouteParts): Handlers<'orderRelated' | 'threadRelated'> {
  const { related, card, policy, masks } = parts;
  const { ticketOf } = parts.pages;

  async function view(told: Told, { scope }: SignedIn): Promise<RelatedView> {
    const seen = (ticket: Ticket): boolean =>
      scope === null || Boolean(ticket.assignments?.some(({ unit }) => scope.has(unit)));
    const { similar, group } = await related.of(told, seen);
    return {
      similar: similar.map(({ ticket, similar: { likeness, sameSender, why } }) => ({
        order: card(ticket, scope),
        likeness: Math.round(likeness * 100) / 100,
        // Whose two orders are is the hotline's to know.
        samePerson: scope === null && sameSender,
        why: [
          ...new Set(
            why
              .filter((sign) => scope === null || !OF_PERSON.has(sign))
              .flatMap((sign) => WORDS.similar[sign] ?? []),
          ),
        ],
      })),
      group: group && {
        people: group.group.people,
        days: policy.knobs.duplicates.group.days,
        level: group.group.level,
        since: new Date(group.group.since).toISOString(),
        orders: group.tickets.map((one) => card(one, scope)),
      },
    };
  }

  return {
    async orderRelated(asked) {
      const account = signedIn(asked);
      return view(toldOf(await ticketOf(asked.params.orderNo, account)), account);
    },

    async threadRelated(asked) {
      const thread = await threadOrFail(parts.threads, asked.params.thread ?? '');
      const form = await fillForm(await parts.lines.latest(thread._id, LATELY), thread.memory, parts.nlu);
      if (form.content === '') return { similar: [], group: null };
      const { content, place, region, category, urgency } = form;
      const told: Told = {
        ...{ orderNo: '', content, place, region, category, urgency, thread: thread._id },
        ...{ createdAt: parts.now(), phoneHash: form.phone === '' ? '' : masks.hashPhone(form.phone) },
      };
      return view(told, signedIn(asked));
    },
  };
}
