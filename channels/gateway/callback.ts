/** Posts one event to a partner, sealed. 2xx = it has it; 410 = it never wants one again; anything else = later. */
import { randomUUID } from 'node:crypto';
import type { Sent } from '../channel.js';
import type { Partner } from './partners.js';
import { seal, VERSIONS } from './signature.js';
import type { Posted } from './wire.js';
import { fill, WORDS } from './words.js';

const TIMEOUT_MS = 10_000;
/** The connection stood, or nobody knows whether it did: what was posted may be there. */
const UNANSWERED = new Set([
  'TimeoutError',
  'ECONNRESET',
  'EPIPE',
  'UND_ERR_SOCKET',
  'UND_ERR_HEADERS_TIMEOUT',
]);

export type Posting = Sent & { unanswered?: true };

/** Why it could not be reached, in one word; a message could quote the address with what stands in it. */
function wordOf(error: unknown): string {
  const { cause, name } = error as { cause?: { code?: unknown }; name?: string };
  return typeof cause?.code === 'string' ? cause.code : (name ?? 'Error');
}

/** The current secret in every version this process can make. */
function headersOf(partner: Partner, body: string, now: Date): Record<string, string> {
  const [secret = ''] = partner.secrets;
  return {
    ...seal(partner.id, secret, body, { now, nonce: randomUUID(), versions: VERSIONS }),
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'jiesu-gateway',
  };
}

export async function post(partner: Partner, callback: string, event: Posted, now: Date): Promise<Posting> {
  const { title } = partner;
  const { sending } = WORDS;
  const body = JSON.stringify(event);
  try {
    const answer = await fetch(callback, {
      method: 'POST',
      headers: headersOf(partner, body, now),
      body,
      // A signed event goes where the operator said, nowhere else.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await answer.body?.cancel();
    if (answer.ok) return { ok: true };
    if (answer.status === 410) return { ok: false, retry: false, reason: fill(sending.gone, { title }) };
    return { ok: false, retry: true, reason: fill(sending.status, { title, status: answer.status }) };
  } catch (error) {
    const why = wordOf(error);
    const failed = { ok: false as const, retry: true, reason: fill(sending.unreachable, { title, why }) };
    return UNANSWERED.has(why) ? { ...failed, unanswered: true } : failed;
  }
}
