/** How a line to a citizen stands, for those who wait for it to arrive. */
import type { MessageDoc } from './journal.js';

export interface DeliveryMark {
  state: 'sending' | 'retrying' | 'sent' | 'failed' | 'settled';
  /** Failed tries since it was last sent off. */
  tries: number;
  /** ISO 8601; null where no further try comes by itself. */
  nextTry: string | null;
}

type Standing = {
  [K in 'state' | 'trouble' | 'attempts' | 'nextTry']?: MessageDoc[K] | undefined;
};

export function deliveryOf({ state, trouble, attempts = 0, nextTry }: Standing): DeliveryMark {
  if (state === 'sent') return { state: 'sent', tries: attempts, nextTry: null };
  if (trouble === 'settled') return { state: 'settled', tries: attempts, nextTry: null };
  if (state === 'failed') return { state: 'failed', tries: attempts, nextTry: null };
  if (trouble === 'retrying')
    return { state: 'retrying', tries: attempts, nextTry: nextTry?.toISOString() ?? null };
  return { state: 'sending', tries: attempts, nextTry: null };
}
