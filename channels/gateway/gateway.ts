/**
 * 开放接入: every system that is not ours on one signed JSON hook. 蒙速办, SMS, the phone platform, other 12345
 * platforms, 110, an existing government website: partners are data, and what each may say follows from its kind.
 */
import type {
  Channel,
  CodeMessage,
  CodeWay,
  InboundMessage,
  OutboundMessage,
  Receive,
  Received,
  Sent,
} from '../channel.js';
import type { ChannelKind, House, Values } from '../kind.js';
import { post } from './callback.js';
import { createCalls } from './calls.js';
import { createGate } from './gate.js';
import { createHooks } from './hooks.js';
import { offeredKey } from './inbound.js';
import { CHANNEL, split, threadOf } from './names.js';
import { createPullOutbox, type PullOutbox } from './outbox.js';
import { BOOKS, outgoing } from './outgoing.js';
import { KEY, type Partner, readPartners } from './partners.js';
import { RATE } from './rate.js';
import { Refusal } from './refusal.js';
import { createTelling } from './telling.js';
import { createTrouble } from './trouble.js';
import type { Told } from './wire.js';
import { fill, WORDS } from './words.js';

/** Requests under way at once; past that a partner is asked to wait before anything is read. */
const MOST_UNDER_WAY = 2000;
const TICK_MS = 5000;

export function openGateway(values: Values, house: House): Channel {
  const partners = new Map<string, Partner>(
    readPartners(values[KEY] ?? '').partners.map((partner) => [partner.id, partner]),
  );
  const outboxes = new Map<string, PullOutbox>(
    [...partners.values()]
      .filter(({ callback }) => callback === undefined)
      .map(({ id }) => [id, createPullOutbox(house, id)]),
  );
  const underWay = new Set<Promise<unknown>>();
  const trouble = createTrouble(partners, outboxes, house.now);
  const refused = createTelling(house);
  let given: Receive | null = null;
  let stopping = false;
  let ticking: Promise<void> = Promise.resolve();

  const receive = async (message: InboundMessage): Promise<Received> => {
    if (!given) throw new Error('gateway is not started');
    return given(message);
  };
  const calls = createCalls(house, partners, receive);

  async function during<T>(run: () => Promise<T>): Promise<T> {
    if (underWay.size >= MOST_UNDER_WAY) throw new Refusal('BUSY', { seconds: 2 });
    const running = run();
    underWay.add(running);
    return running.finally(() => underWay.delete(running));
  }

  async function tick(): Promise<void> {
    while (!stopping) {
      await calls.overdue().catch((error: unknown) => {
        house.log('error', 'gateway calls', { why: error instanceof Error ? error.message : String(error) });
      });
      if (!stopping) await house.pause(TICK_MS);
    }
  }

  /** Posted, or stored to be pulled. */
  async function tell(id: string, event: Told): Promise<Sent> {
    const partner = partners.get(id);
    if (!partner) return { ok: false, retry: false, reason: fill(WORDS.sending.unknown, { id }) };
    if (partner.callback !== undefined) {
      const sent = await post(partner, partner.callback, event, house.now());
      trouble.posted(partner.id, sent);
      return sent;
    }
    await outboxes.get(id)?.put(event);
    return { ok: true };
  }

  const texting = [...partners.values()].find(({ codes }) => codes);
  /** Once: a code that did not go out is asked for again by the citizen. */
  const sendCode =
    (partner: Partner, callback: string) =>
    async (code: CodeMessage): Promise<CodeWay> => {
      const now = house.now();
      const event = { ...code, type: 'sms.code' as const, until: code.until.toISOString() };
      const sent = await post(partner, callback, { ...event, at: now.toISOString() }, now);
      trouble.posted(partner.id, sent);
      if (sent.ok) return 'sent';
      return sent.unanswered ? 'perhaps' : 'not';
    };

  return {
    ...(texting?.callback === undefined ? {} : { sendCode: sendCode(texting, texting.callback) }),
    name: CHANNEL,
    title: WORDS.title,
    hooks: createHooks({
      house,
      calls,
      receive,
      during,
      refused,
      gate: createGate(partners, house, RATE),
      outboxOf: ({ id }) => outboxes.get(id) ?? null,
    }),
    async start(receiving) {
      given = receiving;
      for (const outbox of outboxes.values()) await outbox.open();
      ticking = tick();
    },
    async send(message: OutboundMessage): Promise<Sent> {
      const { partner: id } = split(message.thread);
      const partner = partners.get(id);
      if (!partner) return { ok: false, retry: false, reason: fill(WORDS.sending.unknown, { id }) };
      const { events, offered } = outgoing(message, partner);
      // Before it leaves: the answer may be quicker than a note written after.
      if (offered) await house.notes.set(offeredKey(message.thread), offered);
      for (const event of events) {
        const sent = await tell(id, event);
        if (!sent.ok) return sent;
      }
      return { ok: true };
    },
    books: {
      takers: () =>
        [...partners.values()].filter(({ kind }) => BOOKS.has(kind)).map(({ id, title }) => ({ id, title })),
      threadFor: threadOf,
      keeps: (thread) => BOOKS.has(partners.get(split(thread).partner)?.kind ?? 'site'),
    },
    async stop() {
      stopping = true;
      await ticking;
      await Promise.allSettled(underWay);
    },
    trouble,
  };
}

export const gateway: ChannelKind = {
  name: CHANNEL,
  title: WORDS.title,
  settings: [{ key: KEY, says: WORDS.setting, example: WORDS.example, secret: true }],
  faults: (values) => readPartners(values[KEY] ?? '').faults,
  open: openGateway,
};
