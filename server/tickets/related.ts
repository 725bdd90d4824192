/**
 * Orders that may be the same matter: of one person (催办 or 并单?), and of several people at one place. Candidates
 * come from the store by index and are bounded; `nlu/duplicates` judges each; nothing is merged here.
 */
import type { DuplicateRule, Group, Matter, Similar } from '../../nlu/duplicates/contract.js';
import { groupOf } from '../../nlu/duplicates/group.js';
import { likenessOf } from '../../nlu/duplicates/likeness.js';
import { sameSender, type Traits, traitsOf } from '../../nlu/duplicates/traits.js';
import type { TicketStore } from '../store/tickets.js';
import type { State, Ticket } from './ticket.js';

/** Nothing more happens to these: whoever comes back has a new matter or asks for a review. */
const OVER: ReadonlySet<State> = new Set([
  'ANSWERED_DIRECT',
  'REJECTED',
  'CLOSED',
  'MERGED',
  'TRANSFERRED_OUT',
  'WITHDRAWN',
]);

export interface RelatedParts {
  tickets: Pick<TicketStore, 'byThread' | 'byPhoneHash' | 'near'>;
  /** Every code that may hold the same place: the banner, its league, the region. */
  around: (region: string | null) => (string | null)[];
  rule: DuplicateRule;
  /** Null where the encoder does not answer; then words judge alone. */
  embed: (text: string) => Promise<Float32Array | null>;
}

/** What is compared: an order, or one that is being written. */
export type Told = Pick<
  Ticket,
  'orderNo' | 'content' | 'place' | 'region' | 'category' | 'thread' | 'urgency' | 'createdAt'
> & { phoneHash: string };

export interface Related {
  ticket: Ticket;
  similar: Similar;
}

export interface Found {
  /** Open ones, the likest first. */
  similar: Related[];
  group: { group: Group; tickets: Ticket[] } | null;
}

const DAY = 86_400_000;
const CANDIDATES = 200;
/** Compared again by what they mean: each costs a run of the encoder. */
const BY_MEANING = 8;
const SHOWN = 10;
/** Below this it is not worth a second look. */
const FAINT = 0.05;

export const toldOf = (ticket: Ticket): Told => ({ ...ticket, phoneHash: ticket.caller.phoneHash });

const sendersOf = ({ thread, phoneHash }: Told): string[] => [
  ...(thread === null ? [] : [`thread:${thread}`]),
  ...(phoneHash === '' ? [] : [`phone:${phoneHash}`]),
];

const matterOf = (told: Told, vector: Float32Array | null): Matter => ({
  ...{ id: told.orderNo, text: told.content, vector, region: told.region, place: told.place },
  ...{ category: told.category, at: told.createdAt.getTime(), senders: sendersOf(told) },
});

function compare(mine: Traits, theirs: Traits): Similar {
  const { id, at, senders } = theirs;
  return { id, at, senders, sameSender: sameSender(mine, theirs), ...likenessOf(mine, theirs) };
}

export function createRelated({ tickets, around, rule, embed }: RelatedParts) {
  const open = ({ state, kind }: Ticket): boolean => kind === 'order' && !OVER.has(state);

  /** Of this person, by thread and by telephone; never somebody else's. */
  async function ofPerson(told: Told): Promise<Ticket[]> {
    const [here, called] = await Promise.all([
      told.thread === null ? [] : tickets.byThread(told.thread),
      told.phoneHash === '' ? [] : tickets.byPhoneHash(told.phoneHash),
    ]);
    const since = told.createdAt.getTime() - rule.days * DAY;
    const all = new Map([...here, ...called].map((ticket) => [ticket.orderNo, ticket]));
    all.delete(told.orderNo);
    return [...all.values()].filter((ticket) => open(ticket) && ticket.createdAt.getTime() >= since);
  }

  return {
    /** For the citizen: the likest open order of their own, at once, by words alone. */
    async own(told: Told): Promise<Related | null> {
      const mine = traitsOf(matterOf(told, null));
      const [best] = (await ofPerson(told))
        .map((ticket) => ({ ticket, similar: compare(mine, traitsOf(matterOf(toldOf(ticket), null))) }))
        .filter(({ similar }) => similar.likeness >= rule.likeness)
        .sort((a, b) => b.similar.likeness - a.similar.likeness);
      return best ?? null;
    },

    /** For the desk: what of `seen` may be the same. What the reader may not see is neither named nor counted. */
    async of(told: Told, seen: (ticket: Ticket) => boolean): Promise<Found> {
      const at = told.createdAt.getTime();
      const since = new Date(at - Math.max(rule.group.days, rule.days) * DAY);
      const { category, region } = told;
      // Two people's words for one lamp may be read as two categories: of the same banner any is looked at.
      const [person, near, here] = await Promise.all([
        ofPerson(told),
        tickets.near({ category, regions: around(region), since, limit: CANDIDATES }),
        region === null ? [] : tickets.near({ category: null, regions: [region], since, limit: CANDIDATES }),
      ]);
      const all = new Map(
        [...person, ...near, ...here]
          .filter((ticket) => ticket.orderNo !== told.orderNo && seen(ticket))
          .map((ticket) => [ticket.orderNo, ticket]),
      );
      const mine = traitsOf(matterOf(told, null));
      const judged = [...all.values()]
        .map((ticket) => ({ ticket, similar: compare(mine, traitsOf(matterOf(toldOf(ticket), null))) }))
        .filter(({ similar }) => similar.likeness >= FAINT)
        .sort((a, b) => b.similar.likeness - a.similar.likeness);
      const vector = judged.length > 0 ? await embed(told.content) : null;
      const closer = vector && traitsOf(matterOf(told, vector));
      for (const one of closer ? judged.slice(0, BY_MEANING) : []) {
        const theirs = await embed(one.ticket.content);
        if (theirs) one.similar = compare(closer!, traitsOf(matterOf(toldOf(one.ticket), theirs)));
      }
      judged.sort((a, b) => b.similar.likeness - a.similar.likeness);
      const group = groupOf(
        { id: told.orderNo, at, senders: sendersOf(told), critical: told.urgency === 'critical' },
        judged.filter(({ ticket }) => ticket.state !== 'WITHDRAWN').map(({ similar }) => similar),
        rule,
      );
      return {
        similar: judged
          .filter(({ ticket, similar }) => open(ticket) && similar.likeness >= rule.offer)
          .slice(0, SHOWN),
        group: group && { group, tickets: group.ids.flatMap((id) => all.get(id) ?? []) },
      };
    },
  };
}

export type RelatedOrders = ReturnType<typeof createRelated>;
