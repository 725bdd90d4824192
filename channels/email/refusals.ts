/** What the sending server said, as a value: try again, or never, and why in words for the desk. */
import type { Sent } from '../channel.js';
import { Denied } from './oauth.js';
import { fill, WORDS } from './words.js';

interface Failed {
  code?: string;
  responseCode?: number;
  /** What the server says in words; only its enhanced status is read. */
  response?: string;
  command?: string;
}

export interface Refusal {
  sent: Extract<Sent, { ok: false }>;
  /** Ours to mend, not the citizen's: the login or the line. */
  ours: boolean;
  signIn: boolean;
}

const no = (retry: boolean, reason: string) => ({ ok: false as const, retry, reason });

export function refusal(error: unknown): Refusal {
  const { code = '', responseCode = 0, response = '' } = error as Failed;
  const signIn = error instanceof Denied || code === 'EAUTH' || [530, 534, 535, 538].includes(responseCode);
  if (signIn) return { sent: no(true, WORDS.later.sign), ours: true, signIn };
  if (responseCode >= 500) {
    const status = /\b5\.\d{1,3}\.\d{1,3}\b/.exec(response)?.[0];
    const told = status ?? String(responseCode);
    return { sent: no(false, fill(finally_(responseCode, status), { code: told })), ours: false, signIn };
  }
  if (responseCode >= 400)
    return { sent: no(true, fill(WORDS.later.busy, { code: responseCode })), ours: false, signIn };
  if (code === 'EENVELOPE') return { sent: no(false, WORDS.never.unknown), ours: false, signIn };
  return { sent: no(true, WORDS.later.line), ours: true, signIn };
}

function finally_(code: number, status: string | undefined): string {
  if (code === 552 || status === '5.2.2' || status?.startsWith('5.3.4')) return WORDS.never.full;
  if (status?.startsWith('5.1.') || (status === undefined && (code === 550 || code === 551 || code === 553)))
    return WORDS.never.mailbox;
  return WORDS.never.refused;
}
