/**
 * The seal on every request of either side: HMAC over `timestamp.nonce.content`, where content is the raw body
 * of an event; of a GET its query string as sent; of a file its query string, '.', and the bytes' SHA-256 in hex.
 * v1 = HMAC-SHA256, v2 = HMAC-SM3 (GM/T 0004-2012) where this Node's OpenSSL has it.
 */
import { createHash, createHmac, getHashes, timingSafeEqual } from 'node:crypto';

export const HEADERS = {
  partner: 'x-jiesu-partner',
  timestamp: 'x-jiesu-timestamp',
  nonce: 'x-jiesu-nonce',
  signature: 'x-jiesu-signature',
} as const;

/** Seconds a clock may be off. */
export const WINDOW = 300;
export const NONCE = /^[\w-]{16,64}$/;

const DIGESTS: Readonly<Record<string, string>> = {
  v1: 'sha256',
  ...(getHashes().includes('sm3') ? { v2: 'sm3' } : {}),
};

export const VERSIONS = Object.keys(DIGESTS);

export type Content = Buffer | string;

export interface Sealed {
  /** Seconds since 1970, as sent. */
  timestamp: string;
  nonce: string;
  content: Content;
}

function mac(version: string, secret: string, { timestamp, nonce, content }: Sealed): Buffer {
  const hmac = createHmac(DIGESTS[version] ?? '', secret);
  return hmac.update(`${timestamp}.${nonce}.`).update(content).digest();
}

export const sign = (secret: string, sealed: Sealed, version = 'v1'): string =>
  `${version}=${mac(version, secret, sealed).toString('hex')}`;

export const fileContent = (search: string, bytes: Buffer): string =>
  `${search}.${createHash('sha256').update(bytes).digest('hex')}`;

/** `header`: one signature or several with commas; right when any of them is right under any secret. */
export function verify(header: string, secrets: readonly string[], sealed: Sealed): boolean {
  let right = false;
  // Every pair is computed: how long it takes says nothing about which secret, or whether any, was near.
  for (const part of header.split(',').slice(0, 4)) {
    const [, version = '', hex = ''] = /^\s*(v\d)=([0-9a-f]{64})\s*$/i.exec(part) ?? [];
    if (!Object.hasOwn(DIGESTS, version)) continue;
    const given = Buffer.from(hex, 'hex');
    for (const secret of secrets) if (timingSafeEqual(given, mac(version, secret, sealed))) right = true;
  }
  return right;
}

/** Headers of a request sealed now, in each of these versions. */
export function seal(
  partner: string,
  secret: string,
  content: Content,
  { now, nonce, versions = ['v1'] }: { now: Date; nonce: string; versions?: readonly string[] },
): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const sealed = { timestamp, nonce, content };
  return {
    [HEADERS.partner]: partner,
    [HEADERS.timestamp]: timestamp,
    [HEADERS.nonce]: nonce,
    [HEADERS.signature]: versions.map((version) => sign(secret, sealed, version)).join(','),
  };
}
