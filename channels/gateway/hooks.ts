/** What partners call. Each hook: who is it, what is it, stored, answered; a refusal is a status and a sentence. */
import { z } from 'zod';
import type { Receive } from '../channel.js';
import type { Hook, HookAnswer, HookAsked, House } from '../kind.js';
import type { Calls } from './calls.js';
import { createFileHooks } from './files.js';
import type { Gate } from './gate.js';
import { inboundMessage, inboundStatus, inboundTransfer } from './inbound.js';
import { createOnce, createSweep, digest } from './once.js';
import type { PullOutbox } from './outbox.js';
import type { Partner } from './partners.js';
import { judged, readAck, readSaid } from './read.js';
import { json, Refusal, refusalAnswer } from './refusal.js';
import { type Content, fileContent, HEADERS } from './signature.js';
import type { Said, Stored } from './wire.js';
import { WORDS } from './words.js';

export interface HookParts {
  house: House;
  gate: Gate;
  calls: Calls;
  receive: Receive;
  /** Null where the partner is posted to. */
  outboxOf(partner: Partner): PullOutbox | null;
  /** Runs it, unless too much is under way. @throws Refusal BUSY */
  during<T>(run: () => Promise<T>): Promise<T>;
  refused(code: string, partner: string): void;
}

export const EVENT_BYTES = 256 * 1024;
export const FILE_BYTES = 26 * 1024 * 1024;
export const MOST = 200;

export const pullQuery = z.strictObject({
  /** `next` of the page before; 0 = from the first that is not acknowledged. */
  after: z
    .string()
    .regex(/^\d{1,12}$/, WORDS.wrong.form)
    .optional(),
  limit: z
    .string()
    .regex(/^(?:[1-9]\d?|1\d\d|200)$/, WORDS.wrong.form)
    .optional(),
});

const bodyOf = ({ body }: HookAsked): Content => body;
const searchOf = ({ search }: HookAsked): Content => search;

export function createHooks(parts: HookParts): Hook[] {
  const { house, gate, calls } = parts;
  const before = createOnce(house);
  const sweep = createSweep(house);
  const files = createFileHooks(house);

  async function store(partner: Partner, event: Said): Promise<Stored> {
    await sweep();
    switch (event.type) {
      case 'call.started':
      case 'call.transcript':
      case 'call.ended': {
        const seen = await before(partner.id, event.id, digest(event));
        const { seq, missing } = await calls.take(partner, event);
        return { seq, seen, ...(missing.length > 0 ? { missing } : {}) };
      }
      default: {
        // What is refused has not taken its id: it may come again, mended.
        const message =
          event.type === 'message'
            ? await inboundMessage(house, partner, event)
            : event.type === 'transfer.in'
              ? await inboundTransfer(house, partner, event)
              : inboundStatus(house, partner, event);
        const { seq, seen, other } = await parts.receive({ ...message, print: digest(event) });
        if (other) throw new Refusal('ID_USED');
        return { seq, seen };
      }
    }
  }

  const answering =
    (
      contentOf: (asked: HookAsked) => Content,
      run: (asked: HookAsked, partner: Partner) => Promise<HookAnswer>,
    ) =>
    async (asked: HookAsked): Promise<HookAnswer> => {
      try {
        return await parts.during(async () => run(asked, await gate(asked, contentOf)));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        parts.refused(error.code, asked.headers[HEADERS.partner] ?? '');
        return refusalAnswer(error);
      }
    };

  const outboxFor = (partner: Partner): PullOutbox => {
    const outbox = parts.outboxOf(partner);
    if (!outbox) throw new Refusal('HAS_CALLBACK');
    return outbox;
  };

  async function pull({ query }: HookAsked, partner: Partner): Promise<HookAnswer> {
    const { after = '0', limit = '100' } = judged(pullQuery, query);
    const page = await outboxFor(partner).page(Number(after), Number(limit));
    if ('head' in page) throw new Refusal('CURSOR', { after, head: page.head });
    return json(200, { events: page.events, next: String(page.next), more: page.more });
  }

  async function acknowledge({ body }: HookAsked, partner: Partner): Promise<HookAnswer> {
    const upTo = readAck(body);
    const done = await outboxFor(partner).ack(upTo);
    if ('head' in done) throw new Refusal('CURSOR', { after: upTo, head: done.head });
    return json(200, { acked: String(done.acked) });
  }

  return [
    {
      method: 'post',
      path: '',
      maxBytes: EVENT_BYTES,
      answer: answering(bodyOf, async ({ body }, partner) =>
        json(202, await store(partner, readSaid(body, partner))),
      ),
    },
    {
      method: 'post',
      path: '/files',
      maxBytes: FILE_BYTES,
      answer: answering(({ search, body }) => fileContent(search, body), files.put),
    },
    { method: 'get', path: '/files', maxBytes: 0, answer: answering(searchOf, files.get) },
    { method: 'get', path: '/outbox', maxBytes: 0, answer: answering(searchOf, pull) },
    { method: 'post', path: '/outbox/ack', maxBytes: 1024, answer: answering(bodyOf, acknowledge) },
  ];
}
