/** Who knocks: headers, clock, signature, address, rate, and that this very request was not here before. */
import type { HookAsked, House } from '../kind.js';
import type { Partner } from './partners.js';
import { createBuckets, type Rate } from './rate.js';
import { Refusal } from './refusal.js';
import { type Content, HEADERS, NONCE, verify, WINDOW } from './signature.js';

export type Gate = (asked: HookAsked, contentOf: (asked: HookAsked) => Content) => Promise<Partner>;

/** An unknown partner costs as much time as a known one. */
const NOBODY = ['-'.repeat(32)];
/** Twice the window: the one who made it and we may each be off. */
const NONCE_MS = 2 * WINDOW * 1000;

export function createGate(partners: ReadonlyMap<string, Partner>, house: House, rate: Rate): Gate {
  const take = createBuckets(rate);
  let swept = 0;

  /** Swept as it grows: a note an hour old tells nothing any more. */
  async function sweep(now: Date): Promise<void> {
    if (now.getTime() - swept < NONCE_MS) return;
    swept = now.getTime();
    await house.notes.drop('nonce:', new Date(now.getTime() - NONCE_MS));
  }

  return async function gate(asked, contentOf) {
    const { headers, ip } = asked;
    const id = headers[HEADERS.partner] ?? '';
    const timestamp = headers[HEADERS.timestamp] ?? '';
    const nonce = headers[HEADERS.nonce] ?? '';
    const header = headers[HEADERS.signature] ?? '';
    if (!id || !header || !/^\d{1,12}$/.test(timestamp) || !NONCE.test(nonce)) throw new Refusal('HEADERS');
    const now = house.now();
    const seconds = Math.floor(now.getTime() / 1000);
    if (Math.abs(seconds - Number(timestamp)) > WINDOW) throw new Refusal('TIMESTAMP', { now: seconds });
    const partner = partners.get(id);
    const right = verify(header, partner?.secrets ?? NOBODY, {
      timestamp,
      nonce,
      content: contentOf(asked),
    });
    if (!partner || !right) throw new Refusal('SIGNATURE');
    if (!partner.from(ip)) throw new Refusal('ADDRESS');
    const wait = take(id, now);
    if (wait > 0) throw new Refusal('TOO_FAST', { seconds: wait });
    await sweep(now);
    if (!(await house.notes.take(`nonce:${id}:${nonce}`, 1))) throw new Refusal('REPLAY');
    return partner;
  };
}
