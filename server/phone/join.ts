/**
 * A conversation whose citizen has just proved a phone joins the others of that phone, by this act and no guess:
 * their open orders are at home here too. Two phones are two identities; which is right a person must see.
 */
import type { InboundMessage, Received } from '../../channels/channel.js';
import { webId } from '../../channels/web.js';
import { Problem } from '../errors.js';
import { WHERE } from '../intake/inlets.js';
import type { Change, Commit, Committed } from '../intake/journal.js';
import { ticketClaim } from '../intake/plan.js';
import { threadKey } from '../intake/receive.js';
import { citizen } from '../intake/theirs.js';
import type { ThreadDoc } from '../intake/thread.js';
import type { Citizens } from '../people/citizens.js';
import type { Masks } from '../people/privacy.js';
import type { Policy } from '../policy/types.js';
import type { ThreadStore } from '../store/threads.js';
import type { TicketStore } from '../store/tickets.js';
import { belongsTo, movedTo } from '../tickets/inlets.js';
import type { Ticket } from '../tickets/ticket.js';

export interface JoinParts {
  threads: Pick<ThreadStore, 'get' | 'ofPerson'>;
  tickets: Pick<TicketStore, 'byThread'>;
  citizens: Citizens;
  masks: Pick<Masks, 'phone'>;
  policy: Pick<Policy, 'phrase'>;
  receive: (message: InboundMessage) => Promise<Received>;
  commit: (commit: Commit) => Promise<Committed>;
  now: () => Date;
}

/** `proof`: id of the code; the same once more changes nothing. */
export type Join = (thread: string, phone: string, proof: string) => Promise<void>;

const OVER: ReadonlySet<Ticket['state']> = new Set(['CLOSED', 'WITHDRAWN', 'REJECTED', 'DRAFT', 'MERGED']);
const MOST = 10;
const RETRIES = 5;

export function createJoin(parts: JoinParts): Join {
  const { threads, tickets, citizens, policy, now } = parts;

  /** Those that were joined by a one-time code while no phone was known: they come along. */
  async function together(thread: ThreadDoc, person: string): Promise<ThreadDoc[]> {
    if (!thread.person || thread.person === person) return [thread];
    const joined = await threads.ofPerson(thread.person);
    if (joined.some(({ sender }) => citizens.ofPhone(sender.phone) === thread.person))
      throw new Problem('NOT_ALLOWED', policy.phrase('inlet.two'));
    return [thread, ...joined.filter(({ _id }) => _id !== thread._id)];
  }

  async function ordersOf(person: string, thread: string): Promise<Ticket[]> {
    const others = (await threads.ofPerson(person)).filter(({ _id }) => _id !== thread);
    const found = (await Promise.all(others.map(({ _id }) => tickets.byThread(_id)))).flat();
    const open = found.filter((ticket) => !OVER.has(ticket.state) && !belongsTo(ticket, thread));
    return [...new Map(open.map((ticket) => [ticket.orderNo, ticket])).values()].slice(0, MOST);
  }

  function wordsOf(thread: string, cause: string, moved: Ticket[]): Change[] {
    const [first] = moved;
    if (!first) return [];
    const orders = moved.map(({ orderNo }) => orderNo).join('、');
    const line = { from: 'bot' as const, at: now() };
    const said: Change[] = [
      {
        do: 'say',
        thread,
        line: { ...line, id: `${cause}.0`, text: policy.phrase('phone.moved', { orders }) },
      },
    ];
    if (moved.length > 1) return said;
    const choices = Object.values(WHERE).map((key) => ({
      label: policy.phrase(key),
      say: policy.phrase(key),
    }));
    const text = policy.phrase('inlet.where', { orderNo: first.orderNo });
    return [...said, { do: 'say', thread, line: { ...line, id: `${cause}.1`, text, choices } }];
  }

  async function link(thread: ThreadDoc, group: ThreadDoc[], person: string, cause: string) {
    const step = { at: now(), actor: citizen(thread) };
    const moved = (await ordersOf(person, thread._id)).map((one) => movedTo(one, thread._id, step));
    const orderNo = thread.memory.orderNo ?? moved[0]?.orderNo ?? null;
    const joins = group.map(
      (one): Extract<Change, { do: 'thread' }> => ({
        do: 'thread',
        id: one._id,
        version: one.version + 1,
        set: one._id === thread._id ? { person, memory: { ...one.memory, orderNo } } : { person },
      }),
    );
    return parts.commit({
      cause,
      actor: step.actor,
      claims: [...joins.map(({ id, version }) => `${id}@${version}`), ...moved.map(ticketClaim)],
      changes: [
        ...moved.map((ticket): Change => ({ do: 'ticket', ticket })),
        ...wordsOf(thread._id, cause, moved),
        ...joins,
      ],
      before: { person: thread.person ?? null },
    });
  }

  return async (name, phone, proof) => {
    const person = citizens.ofPhone(phone);
    if (person === null) throw new Error('a proved phone is no mobile number');
    const key = threadKey('web', name);
    const before = await threads.get(key);
    if (before) await together(before, person);
    // The conversation may have no line yet: this one is its first.
    await parts.receive({
      channel: 'web',
      thread: name,
      id: webId(name, `phone-${proof}`),
      text: policy.phrase('phone.proved', { phone: parts.masks.phone(phone) }),
      files: [],
      at: now(),
      sender: { phone },
      overheard: { from: 'system' },
    });
    for (let tries = 0; tries < RETRIES; tries++) {
      const thread = await threads.get(key);
      if (!thread) throw new Error('a conversation was kept and is not there');
      // Its own phone is now this one: only the others can speak for another identity.
      const group = before?.person ? await together({ ...before, ...thread }, person) : [thread];
      if ((await link(thread, group, person, `phone:${proof}`)) !== 'conflict') return;
    }
    throw new Problem('STALE');
  };
}
