/** What happens in 微信客服 besides words: a citizen comes in, a message did not arrive, somebody took over. */
import type { House } from '../kind.js';
import type { Api, Row } from './api.js';
import { SEND_FAIL } from './faults-words.js';
import { type KfMessage, threadOf } from './kf-inbound.js';
import type { KfOutlet } from './kf-outbound.js';
import { WORDS } from './words.js';

export interface EventParts {
  house: House;
  api: Api;
  outlet: Pick<KfOutlet, 'refused'>;
  also(work: Promise<unknown>): void;
}

/** A welcome code is good for twenty seconds and for one message. */
const WELCOME_SECONDS = 18;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

async function welcome({ house, api }: EventParts, { body, at }: KfMessage): Promise<void> {
  const code = text(body.welcome_code);
  const age = house.now().getTime() / 1000 - at;
  // None: greeted within 48 hours, or by a greeting written in the admin pages.
  if (code === '' || age > WELCOME_SECONDS) return;
  await api.post('kf/send_msg_on_event', { code, msgtype: 'text', text: { content: WORDS.welcome } });
}

async function sendFail({ outlet }: EventParts, { body, account, citizen }: KfMessage): Promise<void> {
  const reason = SEND_FAIL[Number(body.fail_type)] ?? SEND_FAIL[0] ?? '';
  await outlet.refused(threadOf(account, citizen), text(body.fail_msgid), reason);
}

const EVENTS: Readonly<Record<string, (parts: EventParts, message: KfMessage) => Promise<void>>> = {
  enter_session: async (parts, message) => parts.also(welcome(parts, message)),
  msg_send_fail: sendFail,
  session_status_change: async ({ house }, { body }) =>
    house.log('info', 'session changed', { change: Number((body as Row).change_type) }),
};

export async function kfEvent(parts: EventParts, message: KfMessage): Promise<void> {
  const kind = text(message.body.event_type);
  if (Object.hasOwn(EVENTS, kind)) await EVENTS[kind]?.(parts, message);
}
