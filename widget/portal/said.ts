/** What came back: a value, or a fault in words. */
import type { Fault } from '../../server/http/contract.js';
import { net } from './words.js';

export interface Trouble {
  code: string;
  message: string;
  hint?: string | undefined;
  /** Seconds until asking again makes sense; 0 = now. */
  wait: number;
}

export type Said<T> = { ok: true; value: T } | { ok: false; trouble: Trouble };

/** Nobody in between (a proxy, a gateway) speaks our JSON; its own pages are not shown. */
export function troubleOf(text: string, retryAfter: string | null): Trouble {
  const wait = Math.max(0, Math.ceil(Number(retryAfter) || 0));
  try {
    const { code, message, hint } = (JSON.parse(text) as Fault).error;
    if (typeof code === 'string' && typeof message === 'string') return { code, message, hint, wait };
  } catch {
    // Not ours.
  }
  return { code: 'STRANGE', message: net.strange, wait };
}
