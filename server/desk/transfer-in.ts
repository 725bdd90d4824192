/**
 * 转入: an order that came to another system first (110, a sub-centre, another region's hotline), taken over under
 * that system's own number. The number names the commit: the same one twice is one order, whoever sends it again.
 */

import type { Channel } from '../../channels/channel.js';
import type { MatterType } from '../../nlu/understanding.js';
import { Problem } from '../errors.js';
import type { File } from '../intake/filing.js';
import type { Change } from '../intake/journal.js';
import { fresh } from '../intake/receive.js';
import { type KnownTaker, takersOf, threadOfTaker } from '../intake/takers.js';
import type { Masks } from '../people/privacy.js';
import type { Policy } from '../policy/types.js';
import type { JournalStore } from '../store/journal.js';
import type { ThreadStore } from '../store/threads.js';
import type { TicketStore } from '../store/tickets.js';
import { createTicket } from '../tickets/create.js';
import { clocksOf } from '../tickets/deadlines/clock.js';
import type { Actor, Ticket } from '../tickets/ticket.js';

export interface TransferInParts {
  file: File;
  journal: Pick<JournalStore, 'get'>;
  tickets: Pick<TicketStore, 'byThread'>;
  threads: Pick<ThreadStore, 'open'>;
  channels: readonly Channel[];
  policy: Policy;
  masks: Masks;
  now: () => Date;
}

export interface TransferInAsk {
  /** Code of the receiver it is, where it is one of the list. */
  by?: string | undefined;
  /** Who sends it, as it calls itself: 「110」, 「包头市12345」. */
  from: string;
  /** Its own number of the matter. */
  no: string;
  type: string;
  category: string | null;
  region: string | null;
  urgency: Ticket['urgency'];
  content: string;
  place: string;
  name: string;
  phone: string;
  secret: boolean;
}

export interface TakenIn {
  orderNo: string;
  /** For the citizen, by whoever sent it; null where it had been taken in before. */
  code: string | null;
  told: boolean;
}

/** What the wire takes as a partner's own number. */
const OWN = /^[\w.:-]{1,80}$/;
const plain = (text: string): string => text.normalize('NFKC').replace(/\s/g, '');

export async function takeIn(parts: TransferInParts, ask: TransferInAsk, actor: Actor): Promise<TakenIn> {
  const { policy, masks } = parts;
  const type = policy.types.find((row) => row.type === ask.type);
  const known =
    type !== undefined &&
    (ask.category === null || policy.categories.some(({ code }) => code === ask.category)) &&
    (ask.region === null || policy.regions.some(({ code }) => code === ask.region));
  if (!known || ask.content.trim() === '') throw new Problem('INVALID');
  const no = plain(ask.no);
  const cause = `external:${plain(ask.from)}:${no}`;
  const taker = OWN.test(no) ? takersOf(parts.channels).find((one) => one.code === ask.by) : undefined;
  // It came by wire already: the same number of the same system is the same order.
  const wired = taker && (await parts.tickets.byThread(threadOfTaker(taker, no))).at(-1);
  if (wired) return { orderNo: wired.orderNo, code: null, told: true };
  const thread = taker ? await opened(parts, taker, no) : null;
  let code: string | null = null;
  const now = parts.now();
  await parts.file(
    [
      {
        region: ask.region ?? policy.knobs.home,
        letter: type.letter,
        build(orderNo, codeHash) {
          const { content, place, category, region, urgency } = ask;
          const made = createTicket({
            matter: {
              kind: 'order',
              draft: {
                ...{
                  id: cause,
                  type: ask.type as MatterType,
                  category,
                  hotline: null,
                  region,
                  urgency,
                  content,
                },
                ...{ slots: {}, fields: { ...(place === '' ? {} : { place }) }, files: [] },
              },
            },
            ...{ orderNo, codeHash, channel: 'transfer', thread, actor, now, policy: policy.hash },
            ...{ lines: [], caller: { name: ask.name, phone: ask.phone }, aiAssisted: false, mask: masks },
            hashPhone: masks.hashPhone,
          });
          const ticket = {
            ...made,
            secret: ask.secret,
            external: { from: ask.from.trim(), no: ask.no.trim() },
          };
          return { ...ticket, clocks: clocksOf(ticket, policy, now) };
        },
      },
    ],
    ([one]) => {
      if (!one) throw new Error('a transfer made no order');
      code = one.code;
      const changes: Change[] = [{ do: 'ticket', ticket: one.ticket }];
      if (thread) changes.push(receipt(parts, { thread, cause, no }, one));
      return { cause, actor, claims: [], changes, before: {} };
    },
  );
  // Whoever came second finds what the first one made, and no code: that went to the first.
  const change = (await parts.journal.get(cause))?.changes.find((one) => one.do === 'ticket');
  if (change?.do !== 'ticket') throw new Problem('STALE');
  const { orderNo, createdAt } = change.ticket;
  return {
    orderNo,
    code: createdAt.getTime() === now.getTime() ? code : null,
    told: change.ticket.thread !== null,
  };
}

/** The conversation in which a system on the wire hears of its own number. */
async function opened({ threads, now }: TransferInParts, taker: KnownTaker, no: string): Promise<string> {
  await threads.open(fresh({ channel: taker.channel, thread: taker.threadFor(no) }, now()));
  return threadOfTaker(taker, no);
}

function receipt(
  { policy, now }: TransferInParts,
  { thread, cause, no }: { thread: string; cause: string; no: string },
  { orderNo, code }: { orderNo: string; code: string },
): Change {
  const text = policy.phrase('transfer.taken', { no, orderNo });
  const line = { id: `${cause}.receipt`, from: 'system' as const, text, order: { orderNo, code }, at: now() };
  return { do: 'say', thread, line };
}
