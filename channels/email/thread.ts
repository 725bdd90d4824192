/**
 * Which conversation a mail belongs to. Our Message-IDs carry the thread and a seal over thread and address:
 * an answer proves by itself where it belongs, even when every note is lost, and the Message-ID in another's
 * hands opens nothing. Who is not the thread's own address always begins a new one.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { sameAddress } from './headers.js';

/** 26 letters and digits: no case that a mailer could change. */
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

const base32 = (bytes: Uint8Array, length: number): string => {
  let bits = 0;
  let held = 0;
  let text = '';
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += BASE32[(held >> bits) & 31];
      held &= (1 << bits) - 1;
    }
  }
  return text.slice(0, length);
};

export const hash = (...parts: (string | Uint8Array)[]): string => {
  const sum = createHash('sha256');
  for (const part of parts) {
    sum.update(part);
    sum.update('\0');
  }
  return base32(sum.digest(), 26);
};

const seal = (key: string, thread: string, address: string): string =>
  base32(
    createHmac('sha256', key)
      .update(`${thread}\0${sameAddress(address)}`)
      .digest(),
    26,
  );

/** One mail is one id wherever and however often it lies: what a mailer adds on the way is not part of it. */
export const mailId = (messageId: string | null, date: string | null, body: Uint8Array): string =>
  hash(messageId ?? '', date ?? '', createHash('sha256').update(body).digest());

/** The thread a mail begins. */
export const newThread = (id: string): string => hash('thread', id);

/** Stable for a line: sent twice, the citizen's client shows one mail. */
export const messageIdOf = (
  key: string,
  line: string,
  thread: string,
  address: string,
  domain: string,
): string => `<jiesu.${thread}.${hash('line', line).slice(0, 13)}.${seal(key, thread, address)}@${domain}>`;

const OURS = /jiesu\.([a-z2-7]{26})\.([a-z2-7]{13})\.([a-z2-7]{26})@/i;

/** The thread that this Message-ID of ours was sent in to this address; null = not so. */
export function threadOf(key: string, id: string, address: string): string | null {
  const [, thread, , mac] = OURS.exec(id) ?? [];
  if (thread === undefined || mac === undefined) return null;
  const right = seal(key, thread.toLowerCase(), address);
  return timingSafeEqual(Buffer.from(right), Buffer.from(mac.toLowerCase())) ? thread.toLowerCase() : null;
}

/** Looks like one of ours; whether it is, the address tells. */
export const shapedLikeOurs = (id: string): boolean => OURS.test(id);

/** Every Message-ID of ours in a text, as bounces quote them. */
export const oursIn = (text: string): string[] => [
  ...new Set(
    [...text.matchAll(new RegExp(`<?(${OURS.source}[a-z0-9.-]{1,190})>?`, 'gi'))].map(([, id]) => `<${id}>`),
  ),
];

export const domainOf = (address: string): string =>
  address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** What looks like an order number in a subject; notes tell whether it is one. */
export const numbersIn = (subject: string): string[] =>
  [...subject.toUpperCase().matchAll(/(?<![0-9A-Z])\d{10,20}[A-Z]?\d{0,10}(?![0-9A-Z])/g)]
    .map(([found]) => found)
    .slice(0, 3);
