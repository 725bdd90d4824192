/** What conversations are counted from: the lines of a thread, whose they are, and what else that citizen did. */
import { replies } from '../../../bot/replies.js';
import type { ThreadDoc } from '../../intake/thread.js';
import type { Citizens } from '../../people/citizens.js';
import type { LineStore } from '../../store/lines.js';
import type { TalkRow } from '../../store/talks.js';
import type { ThreadStore } from '../../store/threads.js';
import type { TicketStore } from '../../store/tickets.js';
import { lived } from '../../tickets/timeline.js';
import { type Talk, type TalkLine, type TalkRule, talksOf } from './talk.js';
import type { Others } from './verdict.js';

export interface TalkSourceParts {
  threads: Pick<ThreadStore, 'ofPerson'>;
  lines: Pick<LineStore, 'after'>;
  tickets: Pick<TicketStore, 'byThread'>;
  citizens: Pick<Citizens, 'ofPhone'>;
  policy: { knobs: { talks: TalkRule } };
}

export interface TalkSource {
  /** The citizen as the house knows them, or the thread where nobody is proven. */
  whoOf(thread: Pick<ThreadDoc, '_id' | 'person' | 'sender'>): string;
  /** The conversations in the lines after this one. */
  talksFrom(thread: Pick<ThreadDoc, '_id' | 'channel'>, seq: number): Promise<Talk[]>;
  /** `rows`: conversations of the same citizen; itself may be among them. */
  othersOf(
    talk: Pick<TalkRow, '_id' | 'who' | 'thread' | 'startedAt' | 'endedAt'>,
    rows: readonly Talk[],
  ): Promise<Others>;
}

const PAGE = 500;
const MINUTE_MS = 60_000;
/** What a citizen does with an order by number and code because something is still open. */
const ACTS = new Set(['supplement', 'supply', 'withdraw', 'requestReview', 'reopen', 'urge', 'rateLow']);
const LOW = 2;

export function talkSource({ threads, lines, tickets, citizens, policy }: TalkSourceParts): TalkSource {
  async function linesFrom(thread: string, seq: number): Promise<TalkLine[]> {
    const all: TalkLine[] = [];
    for (;;) {
      const rows = await lines.after(thread, all.at(-1)?.seq ?? seq, PAGE);
      all.push(...rows);
      if (rows.length < PAGE) return all;
    }
  }

  return {
    // As the house joins them at the first turn (intake/carry.ts); null = somebody took it apart again.
    whoOf: ({ _id, person, sender }) =>
      (person === undefined ? citizens.ofPhone(sender.phone) : person) ?? _id,

    talksFrom: async ({ _id, channel }, seq) =>
      talksOf(await linesFrom(_id, seq), {
        ...{ thread: _id, channel, rule: policy.knobs.talks },
        unhelped: (text) => replies(text, 'unsolved'),
      }),

    async othersOf({ _id, who, thread, startedAt, endedAt }, rows) {
      const inlets = who === thread ? [thread] : (await threads.ofPerson(who)).map((one) => one._id);
      const orders = (await Promise.all([...new Set([thread, ...inlets])].map(tickets.byThread))).flat();
      const born = new Date(endedAt.getTime() + MINUTE_MS);
      return {
        said: rows.flatMap((row) => (row._id === _id ? [] : row.said)),
        acts: orders.flatMap((ticket) =>
          lived(ticket).flatMap(({ actor, action, at }) =>
            actor.kind === 'citizen' && ACTS.has(action) ? [at] : [],
          ),
        ),
        low: orders
          .filter(
            (ticket) => ticket.thread === thread && ticket.createdAt >= startedAt && ticket.createdAt <= born,
          )
          .flatMap(({ ratings = [] }) => ratings.flatMap(({ at, stars }) => (stars <= LOW ? [at] : []))),
      };
    },
  };
}
